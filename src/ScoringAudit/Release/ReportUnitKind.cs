namespace ScoringAudit.Release;

/// <summary>What a unit of a report is.</summary>
internal enum ReportUnitKind
{
    /// <summary>A finding.</summary>
    Finding,

    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>A note.</summary>
    Note,
}
