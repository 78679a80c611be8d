namespace ScoringAudit.Portfolios;

/// <summary>How the values of a column are stored, and how a missing value looks.</summary>
public enum ColumnKind
{
    /// <summary>Single-precision numbers; missing is NaN.</summary>
    Float,

    /// <summary>Double-precision numbers; missing is NaN.</summary>
    Double,

    /// <summary>64-bit integers with a validity flag for each row.</summary>
    Integer,

    /// <summary>True or false with a validity flag for each row.</summary>
    Flag,

    /// <summary>One of a short list of levels, as a code into <see cref="Column.Levels"/> (ordinal order); missing is −1.</summary>
    Category,

    /// <summary>A name out of a long list (subject, street), as a code in order of first appearance; missing is −1. Only equality has a meaning.</summary>
    Identifier,
}
