using System.Text;

namespace ScoringAudit.Privacy;

/// <summary>The public shape of a table of counts: dimensions in order, the last one fastest. A row stands in exactly one cell.</summary>
public sealed record TableSchema
{
    /// <summary>Most cells of one table.</summary>
    public const int MostCells = 1_000_000;

    /// <summary>A schema.</summary>
    /// <param name="name">Label in ledger and report.</param>
    /// <param name="dimensions">At least one dimension.</param>
    public TableSchema(string name, IReadOnlyList<TableDimension> dimensions)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentOutOfRangeException.ThrowIfZero(dimensions.Count, nameof(dimensions));
        Name = name;
        Dimensions = [.. dimensions];
        long cells = 1;
        foreach (var dimension in dimensions)
        {
            cells *= dimension.Size;
            if (cells > MostCells)
            {
                throw new ArgumentException($"Table '{name}' has more than {MostCells} cells; use fewer levels or bands.", nameof(dimensions));
            }
        }

        Cells = (int)cells;
    }

    /// <summary>Label.</summary>
    public string Name { get; }

    /// <summary>Dimensions.</summary>
    public IReadOnlyList<TableDimension> Dimensions { get; }

    /// <summary>Number of cells, those for unlisted levels included.</summary>
    public int Cells { get; }

    /// <summary>Index of the cell of these level indices.</summary>
    public int CellOf(ReadOnlySpan<int> levels)
    {
        if (levels.Length != Dimensions.Count)
        {
            throw new ArgumentException($"Expected {Dimensions.Count} level indices, found {levels.Length}.", nameof(levels));
        }

        var cell = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            var size = Dimensions[i].Size;
            if ((uint)levels[i] >= (uint)size)
            {
                throw new ArgumentOutOfRangeException(nameof(levels), levels[i], $"Dimension '{Dimensions[i].Name}' has {size} levels.");
            }

            cell = (cell * size) + levels[i];
        }

        return cell;
    }

    /// <summary>Text that names everything about the shape, for the digest of a request.</summary>
    public string Canonical()
    {
        var text = new StringBuilder(Name).Append('\u001e');
        foreach (var dimension in Dimensions)
        {
            text.Append(dimension.Name).Append('\u001f').AppendJoin('\u001f', dimension.Levels).Append('\u001e');
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(TableSchema? other) => other is not null && Canonical() == other.Canonical();

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical().GetHashCode(StringComparison.Ordinal);
}
