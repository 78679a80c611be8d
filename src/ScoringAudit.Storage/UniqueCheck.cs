using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Checks that a column names each row once.</summary>
public static class UniqueCheck
{
    /// <summary>Passes if every row has a value and no two rows have the same.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column, usually the plan's row id.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">A row has no value, or two rows have the same; the message gives row numbers (from 1, without the header) and never the value, which is a person's.</exception>
    public static void Require(IPortfolio rows, string column, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var id = rows.Schema.Require(column, "plan: columns.row");
        var seen = new HashSet<long>();
        if (Visit(rows, id, seen.Add, cancel) is not { } twice)
        {
            return;
        }

        // A second pass finds the first of the two, so that the first need not remember row numbers.
        long first = 0;
        Visit(
            rows,
            id,
            key =>
            {
                first++;
                return key != twice.Key;
            },
            cancel);
        throw new AuditDataException($"{rows.Schema.Source}, column '{column}': rows {first} and {twice.Row} have the same value. Expected an id that is unique per row. Remove the duplicate; if several rows belong to one subject, name the column as columns.subject.");
    }

    private static (long Key, long Row)? Visit(IPortfolio rows, ColumnId id, Func<long, bool> go, CancellationToken cancel)
    {
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Rows; i++)
            {
                var row = batch.FirstRow + i + 1;
                if (batch.IsMissing(0, i))
                {
                    throw new AuditDataException($"{rows.Schema.Source}, column '{rows.Schema[id].Name}': row {row} has no value. Expected an id that is unique per row. Fill it in.");
                }

                var key = batch.Kind(0) switch
                {
                    ColumnKind.Integer => batch.Integers(0)[i],
                    ColumnKind.Double => BitConverter.DoubleToInt64Bits(batch.Doubles(0)[i]),
                    ColumnKind.Float => BitConverter.SingleToInt32Bits(batch.Floats(0)[i]),
                    ColumnKind.Flag => batch.Flags(0)[i] ? 1 : 0,
                    _ => batch.Codes(0)[i],
                };
                if (!go(key))
                {
                    return (key, row);
                }
            }
        }

        return null;
    }
}
