namespace ScoringAudit.Privacy;

/// <summary>A released count: a sum of noisy cells.</summary>
/// <param name="Value">The noisy sum; may be negative.</param>
/// <param name="Cells">How many independent draws of noise it holds.</param>
public readonly record struct NoisyCount(long Value, int Cells)
{
    /// <summary>The sum of two counts over different cells.</summary>
    public static NoisyCount operator +(NoisyCount a, NoisyCount b) => new(a.Value + b.Value, a.Cells + b.Cells);

    /// <summary>The sum of two counts over different cells.</summary>
    public static NoisyCount Add(NoisyCount left, NoisyCount right) => left + right;
}
