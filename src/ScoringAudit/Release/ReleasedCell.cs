namespace ScoringAudit.Release;

/// <summary>A count that a released report gives away: kept in the release log, so that a later report of the same data cannot be subtracted from it.</summary>
/// <param name="Rows">"all" or "holdout".</param>
/// <param name="Stratum">Population, where a report holds several; empty for one.</param>
/// <param name="Level">Stratum of a control, as "purpose=car"; empty for all.</param>
/// <param name="Attribute">Attribute or intersection; empty for everybody.</param>
/// <param name="Group">Its group.</param>
/// <param name="Family">What is counted: model, decision rule and event.</param>
/// <param name="Count">The count.</param>
public sealed record ReleasedCell(string Rows, string Stratum, string Level, string Attribute, string Group, string Family, long Count)
{
    /// <summary>Parts of the group other than its bin, where the attribute has bins; empty for none.</summary>
    public string Rest { get; init; } = string.Empty;

    /// <summary>Lower edge of the group's bin; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper edge of the group's bin; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary>Whether the group is a bin of a number.</summary>
    public bool IsBin { get; init; }
}
