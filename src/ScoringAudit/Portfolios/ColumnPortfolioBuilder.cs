namespace ScoringAudit.Portfolios;

/// <summary>Adds columns by name to a portfolio in memory.</summary>
public sealed class ColumnPortfolioBuilder
{
    private readonly string _source;
    private readonly List<(Column, ColumnBuffer)> _columns = [];

    internal ColumnPortfolioBuilder(string source) => _source = source;

    /// <summary>Adds single-precision numbers; missing is NaN. The array is not copied.</summary>
    public ColumnPortfolioBuilder Number(string name, float[] values) => Add(new Column(name, ColumnKind.Float), ColumnBuffer.Of(values));

    /// <summary>Adds double-precision numbers; missing is NaN. The array is not copied.</summary>
    public ColumnPortfolioBuilder Number(string name, double[] values) => Add(new Column(name, ColumnKind.Double), ColumnBuffer.Of(values));

    /// <summary>Adds integers, none missing. The array is not copied.</summary>
    public ColumnPortfolioBuilder Integer(string name, long[] values) => Add(new Column(name, ColumnKind.Integer), ColumnBuffer.Of(values, []));

    /// <summary>Adds flags, none missing. The array is not copied.</summary>
    public ColumnPortfolioBuilder Flag(string name, bool[] values) => Add(new Column(name, ColumnKind.Flag), ColumnBuffer.Of(values, []));

    /// <summary>Adds texts as a category: levels are the distinct texts in ordinal order; null is missing.</summary>
    public ColumnPortfolioBuilder Category(string name, IReadOnlyList<string?> values)
    {
        string[] levels = [.. values.Where(v => v is not null).Select(v => v!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var codes = new int[values.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = values[i] is { } v ? Array.BinarySearch(levels, v, StringComparer.Ordinal) : -1;
        }

        return Category(name, codes, levels);
    }

    /// <summary>Adds codes of a category; missing is −1.</summary>
    public ColumnPortfolioBuilder Category(string name, int[] codes, IReadOnlyList<string> levels) =>
        Add(new Column(name, ColumnKind.Category, levels), ColumnBuffer.OfCodes(ColumnKind.Category, codes));

    /// <summary>Adds codes of an identifier (subject, street); missing is −1.</summary>
    public ColumnPortfolioBuilder Identifier(string name, int[] codes, IReadOnlyList<string> names) =>
        Add(new Column(name, ColumnKind.Identifier, names), ColumnBuffer.OfCodes(ColumnKind.Identifier, codes));

    /// <summary>Adds a column with its values.</summary>
    public ColumnPortfolioBuilder Add(Column column, ColumnBuffer values)
    {
        _columns.Add((column, values));
        return this;
    }

    /// <summary>The portfolio.</summary>
    /// <exception cref="ArgumentException">Columns differ in length.</exception>
    public ColumnPortfolio Build() => ColumnPortfolio.Of(_source, _columns);
}
