using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Plotly;

/// <summary>One row of a released table, by column name.</summary>
internal readonly struct TableRow(ReleasedTable table, int row)
{
    internal static IReadOnlyList<TableRow> AllOf(ReleasedTable table) => [.. Enumerable.Range(0, table.Table.Rows.Count).Select(row => new TableRow(table, row))];

    internal string Text(string column) => Cell(column)?.ToString() ?? string.Empty;

    /// <summary>The number of a cell; null for none and for an unbounded limit, which a plot cannot hold.</summary>
    internal double? Number(string column) => Cell(column) switch
    {
        double value when double.IsFinite(value) => value,
        long value => value,
        _ => null,
    };

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
