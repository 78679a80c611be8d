namespace ScoringAudit.Worlds.Persons;

/// <summary>What the truth adds to a run of people: parts and scores with channels off.</summary>
internal sealed class TruthColumns
{
    public TruthColumns(int rows, PersonContext context)
    {
        Parts = [.. context.Origins.Skip(1).Select(_ => new int[rows])];
        Variants = new double[context.VariantCount][];
        for (var v = 0; v < Variants.Length; v++)
        {
            Variants[v] = new double[rows];
        }
    }

    /// <summary>Hundredths of a point of each origin but own, in the order of the context.</summary>
    public int[][] Parts { get; }

    /// <summary>The area's part in a plain person world.</summary>
    public int[] AreaPart => Parts[0];

    /// <summary>The neighbours' part in a plain person world.</summary>
    public int[] NeighbourPart => Parts[1];

    /// <summary>Scores under each set of dials that the context lists.</summary>
    public double[][] Variants { get; }
}
