using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Events of subjects (listings, removals), in the order of the file.</summary>
/// <param name="Node">The subject of each event.</param>
/// <param name="Period">The period of each event, as a code into <paramref name="Periods"/>.</param>
/// <param name="Kind">The kind of each event, as a code into <paramref name="Kinds"/>; empty where the plan names no kind.</param>
/// <param name="Periods">Names of the periods: whole numbers by size, texts ordinally (so 2024-03 before 2024-11).</param>
/// <param name="Kinds">Names of the kinds, ordinally.</param>
/// <param name="Unknown">Events of subjects that are not in the portfolio; left out.</param>
public sealed record EventTable(int[] Node, int[] Period, int[] Kind, IReadOnlyList<string> Periods, IReadOnlyList<string> Kinds, long Unknown)
{
    /// <summary>Reads a file of events, CSV or Parquet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">Its columns.</param>
    /// <param name="nodes">The subjects of the portfolio.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">The file cannot be read, a column is not there, or a value is missing.</exception>
    public static EventTable Read(string path, EventPlan plan, NodeIndex nodes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(nodes);
        string[] names = plan.Kind is null ? [plan.Entity, plan.Time] : [plan.Entity, plan.Time, plan.Kind];
        var rows = DataFile.Open(path, new CsvOptions { Identifiers = [plan.Entity, plan.Time], Categories = names[2..] }, cancel);
        ColumnId[] ids = [.. names.Select(name => rows.Schema.Require(name, $"plan: events, {plan.File}"))];
        foreach (var id in ids)
        {
            IdColumn.RequireIds(rows, id);
        }

        var events = new List<(int Node, string Period, string Kind)>();
        long unknown = 0;
        using var reader = rows.Open(ids);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Rows; i++)
            {
                var cells = new string[3];
                for (var c = 0; c < ids.Length; c++)
                {
                    cells[c] = IdColumn.Name(batch, c, i, rows.Schema[ids[c]].Levels)
                        ?? throw new AuditDataException($"{rows.Schema.Source}, row {batch.FirstRow + i + 1}, column '{names[c]}': found no value, expected one for each event. Fill it in, or remove the row.");
                }

                var node = nodes.Find(cells[0]);
                unknown += node < 0 ? 1 : 0;
                if (node >= 0)
                {
                    events.Add((node, cells[1], cells[2]));
                }
            }
        }

        var periods = Sorted(events.Select(e => e.Period), rows.Schema[ids[1]].Kind == ColumnKind.Integer);
        var kinds = plan.Kind is null ? [] : Sorted(events.Select(e => e.Kind), false);
        return new EventTable(
            [.. events.Select(e => e.Node)],
            Codes(periods, events.Select(e => e.Period)),
            plan.Kind is null ? [] : Codes(kinds, events.Select(e => e.Kind)),
            periods,
            kinds,
            unknown);
    }

    private static string[] Sorted(IEnumerable<string> names, bool numbers)
    {
        var distinct = names.Distinct(StringComparer.Ordinal);
        return numbers
            ? [.. distinct.OrderBy(n => long.Parse(n, System.Globalization.CultureInfo.InvariantCulture))]
            : [.. distinct.Order(StringComparer.Ordinal)];
    }

    private static int[] Codes(string[] names, IEnumerable<string> values)
    {
        var at = Enumerable.Range(0, names.Length).ToDictionary(i => names[i], StringComparer.Ordinal);
        return [.. values.Select(v => at[v])];
    }
}
