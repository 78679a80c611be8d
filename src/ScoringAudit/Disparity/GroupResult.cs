using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>A metric of a group, or of a group against the reference, that is not a plain rate.</summary>
/// <param name="Measure">Measure name.</param>
/// <param name="Group">Code of the group; −1 for all rows.</param>
/// <param name="Reference">Code of the reference group; −1 where there is none.</param>
/// <param name="Estimate">Value, interval, method.</param>
/// <param name="N">Rows of the group behind the value.</param>
/// <param name="Cells">Counts of people behind the value, each of which a release gate compares with its minimum.</param>
public sealed record GroupResult(string Measure, int Group, int Reference, IntervalEstimate Estimate, long N, IReadOnlyList<double> Cells)
{
    /// <summary>The interval that holds for the whole family at once; null where the family has one member.</summary>
    public Interval? Simultaneous { get; init; }

    /// <summary>Method of <see cref="Simultaneous"/> where it differs from the estimate's; else null.</summary>
    public string? SimultaneousMethod { get; init; }

    /// <summary>Dual of the interval; null where there is none.</summary>
    public double? PValue { get; init; }

    /// <summary>Size of the family; 0 where nothing is compared.</summary>
    public int Comparisons { get; init; }

    /// <summary>Further named numbers.</summary>
    public IReadOnlyDictionary<string, double>? Details { get; init; }

    /// <summary>Replicates behind the interval; null where none were drawn.</summary>
    public int? Replicates { get; init; }
}
