using ScoringAudit.Leakage;
namespace ScoringAudit.Evidence;

/// <summary>One number of an audit, with its interval, its counts, its yardstick and its source; the row of findings.json.</summary>
public sealed record Finding
{
    /// <summary>Unique id: room/measure[/model=…][/attribute/group][/feature=…|channel=…|link=…][/stratum=…][/rows=…].</summary>
    public required string Id { get; init; }

    /// <summary>Name of the measure, snake_case.</summary>
    public required string Measure { get; init; }

    /// <summary>Which model, when there are several.</summary>
    public string? Model { get; init; }

    /// <summary>"holdout" or "all".</summary>
    public string? Rows { get; init; }

    /// <summary>Protected attribute; an intersection is "race*sex".</summary>
    public string? Attribute { get; init; }

    /// <summary>Group of that attribute.</summary>
    public string? Group { get; init; }

    /// <summary>Group that it is compared with.</summary>
    public string? Reference { get; init; }

    /// <summary>The value; null unless <see cref="Status"/> is defined.</summary>
    public double? Value { get; init; }

    /// <summary>The interval, where sampling or repeats vary.</summary>
    public FindingInterval? Interval { get; init; }

    /// <summary>Limits that the verdict uses, where they are not those of <see cref="Interval"/>: they hold for the whole family at once, and rest on exact limits where rows are independent.</summary>
    public ScoringAudit.Primitives.Interval? Simultaneous { get; init; }

    /// <summary>Method of <see cref="Simultaneous"/>; null without.</summary>
    public string? SimultaneousMethod { get; init; }

    /// <summary>Count of successes in the group.</summary>
    public double? Numerator { get; init; }

    /// <summary>Count of trials in the group.</summary>
    public double? Denominator { get; init; }

    /// <summary>Count of successes in the reference group.</summary>
    public double? ReferenceNumerator { get; init; }

    /// <summary>Count of trials in the reference group.</summary>
    public double? ReferenceDenominator { get; init; }

    /// <summary>Rows behind the value (of the group, where there is one).</summary>
    public long? N { get; init; }

    /// <summary>Counts of people that the gate checks against the minimum cell: successes and failures, of the group and of its reference. Never written.</summary>
    public IReadOnlyList<double> Cells { get; init; } = [];

    /// <summary>Table of counts that <see cref="Cells"/> belong to; null for decisions by group. A small cell of a named table hides that table's findings of the group, one of the decisions hides all. Never written.</summary>
    public string? CellTable { get; init; }

    /// <summary>Dual of the printed interval: the p-value of "no difference".</summary>
    public double? PValue { get; init; }

    /// <summary>Whether there is a value.</summary>
    public FindingStatus Status { get; init; } = FindingStatus.Defined;

    /// <summary>Why there is no value.</summary>
    public string? Reason { get; init; }

    /// <summary>Verdict; null where there is no yardstick.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Rows of the group that a verdict would need, where it is undetermined.</summary>
    public long? NeededN { get; init; }

    /// <summary>The yardstick.</summary>
    public Yardstick? Yardstick { get; init; }

    /// <summary>Family of comparisons that it belongs to.</summary>
    public string? Family { get; init; }

    /// <summary>Access used: S, M, W or G.</summary>
    public string? Access { get; init; }

    /// <summary>Unit of the value: ratio, rate, difference, points, auc, …</summary>
    public string? Scale { get; init; }

    /// <summary>Author, year, section.</summary>
    public string? Source { get; init; }

    /// <summary>Feature.</summary>
    public string? Feature { get; init; }

    /// <summary>Whose record.</summary>
    public string? Origin { get; init; }

    /// <summary>Channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Link.</summary>
    public string? Link { get; init; }

    /// <summary>Stratum of the controls.</summary>
    public string? Stratum { get; init; }

    /// <summary>Metric that importance is measured in.</summary>
    public string? Metric { get; init; }

    /// <summary>Strength of a channel.</summary>
    public double? Strength { get; init; }

    /// <summary>Which null distribution.</summary>
    public string? Null { get; init; }

    /// <summary>Replicates or repeats.</summary>
    public int? Replicates { get; init; }

    /// <summary>Clusters behind the interval.</summary>
    public long? Clusters { get; init; }

    /// <summary>Variance over what independent rows would have.</summary>
    public double? DesignEffect { get; init; }

    /// <summary>Smallest effect that this sample could have found.</summary>
    public double? SmallestDetectable { get; init; }

    /// <summary>A second, named rule; never mixed with the verdict.</summary>
    public string? Screen { get; init; }

    /// <summary>A remark that belongs to the number.</summary>
    public string? Note { get; init; }

    /// <summary>Further named numbers, for example quantiles; sorted by name when written.</summary>
    public IReadOnlyDictionary<string, double>? Details { get; init; }

    /// <summary>Name of the highest rung of the ladder that was reached; only for leakage_step.</summary>
    public string? Step { get; init; }

    /// <summary>The rungs of the ladder, lowest first; only for leakage_step.</summary>
    public IReadOnlyList<LadderRung>? Rungs { get; init; }
}
