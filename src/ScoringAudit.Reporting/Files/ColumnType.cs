namespace ScoringAudit.Reporting.Files;

/// <summary>Type of a table's column, as tables/index.json names it.</summary>
public enum ColumnType
{
    /// <summary>"text".</summary>
    Text,

    /// <summary>"integer": whole numbers.</summary>
    Integer,

    /// <summary>"number": doubles, "inf" and "-inf" where a limit is infinite.</summary>
    Number,
}
