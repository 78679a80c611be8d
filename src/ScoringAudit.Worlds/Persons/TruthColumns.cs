namespace ScoringAudit.Worlds.Persons;

/// <summary>What the truth adds to a run of people: parts and scores with channels off.</summary>
internal sealed class TruthColumns
{
    public TruthColumns(int rows, int variants)
    {
        AreaPart = new int[rows];
        NeighbourPart = new int[rows];
        Variants = new double[variants][];
        for (var v = 0; v < variants; v++)
        {
            Variants[v] = new double[rows];
        }
    }

    /// <summary>Hundredths of a point.</summary>
    public int[] AreaPart { get; }

    /// <summary>Hundredths of a point.</summary>
    public int[] NeighbourPart { get; }

    /// <summary>Scores under each set of dials that the context lists.</summary>
    public double[][] Variants { get; }
}
