namespace ScoringAudit.Explanation;

/// <summary>One feature's column after one permutation, and room for the scores that it gives.</summary>
internal sealed class PermutedColumn(int rows)
{
    public int Feature { get; set; }

    public int Repeat { get; set; }

    public float[] Values { get; } = new float[rows];

    public double[] Scores { get; } = new double[rows];
}
