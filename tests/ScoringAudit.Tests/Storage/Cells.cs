using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

/// <summary>Reads portfolios back as text, so that a test can compare whole columns at a glance.</summary>
internal static class Cells
{
    public static CsvPortfolio Csv(string path, CsvOptions? options = null) => CsvPortfolio.Open(path, options, TestContext.Current.CancellationToken);

    public static string Of(IPortfolio rows, string column)
    {
        var id = rows.Schema.Require(column, "test");
        var names = rows.Schema[id].Levels;
        using var reader = rows.Open([id]);
        var cells = new List<string>();
        while (reader.Read(out var batch))
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                cells.Add(batch.IsMissing(0, i) ? "?" : batch.Kind(0) switch
                {
                    ColumnKind.Integer => batch.Integers(0)[i].ToString(CultureInfo.InvariantCulture),
                    ColumnKind.Double => batch.Doubles(0)[i].ToString("R", CultureInfo.InvariantCulture),
                    ColumnKind.Float => batch.Floats(0)[i].ToString("R", CultureInfo.InvariantCulture),
                    ColumnKind.Flag => batch.Flags(0)[i] ? "true" : "false",
                    _ => names[batch.Codes(0)[i]],
                });
            }
        }

        return string.Join('|', cells);
    }

    public static string Kinds(IPortfolio rows) => string.Join(' ', rows.Schema.Columns.Select(c => $"{c.Name}:{c.Kind}"));

    public static ColumnId[] All(IPortfolio rows) => [.. Enumerable.Range(0, rows.Schema.Columns.Count).Select(i => new ColumnId(i))];
}
