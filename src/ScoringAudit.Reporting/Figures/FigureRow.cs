using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>One row of a table, by column name.</summary>
internal readonly struct FigureRow(ReleasedTable table, int row)
{
    /// <summary>The text of a cell; empty when there is none.</summary>
    internal string Text(string column) => Cell(column)?.ToString() ?? string.Empty;

    /// <summary>The number of a cell, or null.</summary>
    internal double? Number(string column) => Cell(column) switch
    {
        double value => value,
        long value => value,
        _ => null,
    };

    internal bool Flag(string column) => Number(column) == 1;

    /// <summary>The rows of a table, panel by panel in the order in which they first stand.</summary>
    internal static IReadOnlyList<(string Panel, IReadOnlyList<FigureRow> Rows)> Panels(ReleasedTable table) =>
        Groups(Enumerable.Range(0, table.Table.Rows.Count).Select(row => new FigureRow(table, row)), "panel");

    /// <summary>Rows by the text of a column, in the order in which it first stands.</summary>
    internal static IReadOnlyList<(string Key, IReadOnlyList<FigureRow> Rows)> Groups(IEnumerable<FigureRow> rows, string column) =>
        [.. rows.GroupBy(row => row.Text(column), StringComparer.Ordinal).Select(group => (group.Key, (IReadOnlyList<FigureRow>)[.. group]))];

    private object? Cell(string column)
    {
        var columns = table.Table.Columns;
        for (int at = 0; at < columns.Count; at++)
        {
            if (columns[at] == column)
            {
                return table.Table.Rows[row][at];
            }
        }

        return null;
    }
}
