namespace ScoringAudit.Explanation;

/// <summary>How permutation importance is measured.</summary>
public sealed record PermutationImportanceOptions
{
    /// <summary>Permutations of each feature; 10 by default. With 1 there is no spread and no interval.</summary>
    public int Repeats { get; init; } = 10;

    /// <summary>Most threads at work; 1 by default. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Level of the intervals; 0.95 by default.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>A code for each audited row; values are permuted only among rows of one code. Null: among all rows.</summary>
    public int[]? Strata { get; init; }

    /// <summary>What is kept of a feature's relation to the others; nothing by default. Not together with strata of the caller's.</summary>
    public ConditionalOn Conditional { get; init; }

    /// <summary>Whether intervals speak of other rows that might have been drawn too, and not of repeats only.</summary>
    public bool OverRows { get; init; }

    /// <summary>Block of each audited row, dense codes, for intervals over rows; null: rows are independent.</summary>
    public int[]? Clusters { get; init; }

    /// <summary>Told the share of the work done, in [0, 1], from the calling thread; <see cref="Primitives.TimeLeft"/> makes a time estimate of it.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Bytes for permuted columns and scores at one time: 64 MiB by default. Does not change the result.</summary>
    public long MemoryBudget { get; init; } = 64L << 20;
}
