namespace ScoringAudit.Explanation;

/// <summary>How SAGE values are estimated and when the estimate stops.</summary>
public sealed record SageOptions
{
    /// <summary>Most threads at work; 1 by default. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Stops when the largest standard error is below this share of the gap between the largest and the smallest value; 0.025 by default.</summary>
    public double Threshold { get; init; } = 0.025;

    /// <summary>Most sampled rows; 20,000 by default.</summary>
    public int MostSamples { get; init; } = 20_000;
}
