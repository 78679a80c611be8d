namespace ScoringAudit.Release;

/// <summary>What a count counts.</summary>
/// <param name="Rows">"all" or "holdout".</param>
/// <param name="Stratum">Population; empty for the only one.</param>
/// <param name="Level">Stratum of a control; empty for all.</param>
/// <param name="Attribute">Attribute; empty for everybody.</param>
/// <param name="Group">Group; empty for everybody.</param>
/// <param name="Family">Model, decision rule and event, separated by '|'.</param>
internal readonly record struct CellKey(string Rows, string Stratum, string Level, string Attribute, string Group, string Family)
{
    /// <summary>The event.</summary>
    public string Event => Family[(Family.LastIndexOf('|') + 1)..];

    /// <summary>Everything but the group: cells of one table.</summary>
    public (string Rows, string Stratum, string Level, string Attribute, string Family) Table => (Rows, Stratum, Level, Attribute, Family);

    /// <summary>Population and stratum.</summary>
    public (string Rows, string Stratum, string Level) Frame => (Rows, Stratum, Level);

    /// <summary>Everything but the event's own name: where its sums are looked for.</summary>
    public CellKey With(string e) => this with { Family = Family[..(Family.LastIndexOf('|') + 1)] + e };
}
