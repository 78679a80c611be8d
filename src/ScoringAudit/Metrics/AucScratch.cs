namespace ScoringAudit.Metrics;

/// <summary>Buffers that AUC and KS use again and again; grow on demand. One per thread.</summary>
public sealed class AucScratch
{
    internal ulong[] Adverse { get; private set; } = [];

    internal ulong[] Other { get; private set; } = [];

    internal ulong[] Spare { get; private set; } = [];

    internal int[] Histograms { get; } = new int[ScoreKeys.HistogramLength];

    /// <summary>Makes room for a number of rows.</summary>
    internal void Reserve(int rows)
    {
        if (Adverse.Length < rows)
        {
            Adverse = new ulong[rows];
            Other = new ulong[rows];
            Spare = new ulong[rows];
        }
    }
}
