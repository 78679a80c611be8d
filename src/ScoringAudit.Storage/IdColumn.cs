using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Reads a column of ids as texts, whether its file holds them as texts or as whole numbers.</summary>
internal static class IdColumn
{
    /// <summary>The id of each row, null where missing, with its row number from 1.</summary>
    public static IEnumerable<(string? Name, long Row)> Names(IPortfolio rows, string column, CancellationToken cancel)
    {
        var id = rows.Schema.Require(column, "an id column");
        var levels = rows.Schema[id].Levels;
        RequireIds(rows, id);
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Rows; i++)
            {
                yield return (Name(batch, 0, i, levels), batch.FirstRow + i + 1);
            }
        }
    }

    public static void RequireIds(IPortfolio rows, ColumnId id)
    {
        if (rows.Schema[id] is { Kind: not (ColumnKind.Integer or ColumnKind.Category or ColumnKind.Identifier) } column)
        {
            throw new AuditDataException($"{rows.Schema.Source}, column '{column.Name}': found {(column.Kind == ColumnKind.Flag ? "true and false" : "numbers with fractions, or no values")}, expected ids. Name the column of the ids.");
        }
    }

    /// <summary>The id in one cell, null where missing.</summary>
    public static string? Name(in Batch batch, int column, int row, IReadOnlyList<string> levels)
    {
        if (batch.IsMissing(column, row))
        {
            return null;
        }

        return batch.Kind(column) == ColumnKind.Integer
            ? batch.Integers(column)[row].ToString(CultureInfo.InvariantCulture)
            : levels[batch.Codes(column)[row]];
    }
}
