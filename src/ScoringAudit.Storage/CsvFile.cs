using System.Buffers;
using System.Globalization;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>Writes a portfolio as CSV: UTF-8 without BOM, comma, "\n", quoted where needed, invariant numbers that read back to the same bits; missing is empty.</summary>
public static class CsvFile
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");


    /// <summary>Writes every row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="to">Where they go; left open.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>The number of rows.</returns>
    public static long Write(IPortfolio rows, Stream to, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var text = new StreamWriter(to, new System.Text.UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var columns = rows.Schema.Columns;
        text.WriteLine(string.Join(',', columns.Select(c => Quoted(c.Name))));
        long count = 0;
        using var reader = rows.Open([.. Enumerable.Range(0, columns.Count).Select(c => new ColumnId(c))]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Rows; i++)
            {
                for (var c = 0; c < columns.Count; c++)
                {
                    if (c > 0)
                    {
                        text.Write(',');
                    }

                    text.Write(Cell(batch, c, i, columns[c]));
                }

                text.WriteLine();
            }

            count += batch.Rows;
        }

        return count;
    }

    private static string Cell(in Batch batch, int c, int i, Column column) => batch.IsMissing(c, i) ? string.Empty : column.Kind switch
    {
        ColumnKind.Float => batch.Floats(c)[i].ToString("R", CultureInfo.InvariantCulture),
        ColumnKind.Double => batch.Doubles(c)[i].ToString("R", CultureInfo.InvariantCulture),
        ColumnKind.Integer => batch.Integers(c)[i].ToString(CultureInfo.InvariantCulture),
        ColumnKind.Flag => batch.Flags(c)[i] ? "true" : "false",
        _ => Quoted(column.Levels[batch.Codes(c)[i]]),
    };

    private static string Quoted(string value) => value.AsSpan().ContainsAny(Special)
        ? "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : value;
}
