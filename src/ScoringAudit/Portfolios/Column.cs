namespace ScoringAudit.Portfolios;

/// <summary>A named, typed column.</summary>
/// <param name="Name">Unique name, as in the source.</param>
/// <param name="Kind">Storage of its values.</param>
/// <param name="Levels">Names behind the codes of a category (ordinal order) or of an identifier (order of first appearance); empty for numbers and flags.</param>
public sealed record Column(string Name, ColumnKind Kind, IReadOnlyList<string> Levels)
{
    /// <summary>A column without levels.</summary>
    public Column(string name, ColumnKind kind)
        : this(name, kind, [])
    {
    }

    /// <summary>Whether values are numbers (flags count as 0 and 1).</summary>
    public bool IsNumeric => Kind is ColumnKind.Float or ColumnKind.Double or ColumnKind.Integer or ColumnKind.Flag;

    /// <summary>Whether values are codes into <see cref="Levels"/>.</summary>
    public bool IsCoded => Kind is ColumnKind.Category or ColumnKind.Identifier;
}
