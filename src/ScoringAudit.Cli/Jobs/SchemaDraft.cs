using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>A first draft of a public schema, read from the data and marked so.</summary>
internal static class SchemaDraft
{
    private const int MostCategories = 60;
    private const int MostCells = 10_000;
    private const int MostCodes = 12;
    private const int Bands = 10;

    /// <summary>Drafts the schema of a plan's columns, or of all columns of data.</summary>
    public static PublicSchema Of(string input, Host host)
    {
        AuditPlan? plan = null;
        var path = input;
        if (input.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            plan = PlanFile.Read(input);
            path = PlanFile.Resolve(input, plan.Data ?? throw Verbs.TrainVerb.NoData());
        }

        var rows = DataFile.Open(path, plan is null ? null : CsvOptions.For(plan), host.Cancel);
        var names = plan is null ? [.. rows.Schema.Columns.Where(c => c.Kind != ColumnKind.Identifier).Select(c => c.Name)] : Named(plan, rows.Schema);
        return new PublicSchema("schema", [.. names.Select(n => Column(rows, rows.Schema.Require(n, "plan"), plan?.Disclosure.Privacy?.Aggregates.Any(a => a.Cell == n) == true || plan?.Roles.Area?.Column == n ? MostCells : MostCategories, host)).OfType<PublicColumn>()]);
    }

    private static List<string> Named(AuditPlan plan, PortfolioSchema schema)
    {
        var features = plan.Models.Count == 0 ? [] : Auditing.BoundPlan.Features(schema, plan.Roles).Select(f => f.Column);
        return
        [
            .. plan.Roles.Protected.Where(p => p.Bins.Count == 0 && p.Categories.Count == 0).Select(p => p.Column)
                .Concat(plan.Roles.Score is { } score && plan.Models.Count == 0 ? [score.Column] : [])
                .Concat(plan.Disclosure.Privacy?.Aggregates.Select(a => a.Cell) ?? [])
                .Concat(plan.Roles.Area is { } area && plan.Roles.Decision is not null && (plan.Measures.Count == 0 || plan.Measures.Contains("leakage")) ? [area.Column] : [])
                .Concat(features.Except(plan.Disclosure.Privacy?.Aggregates.Select(a => a.Feature) ?? []))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static PublicColumn? Column(IPortfolio rows, ColumnId id, int most, Host host)
    {
        var column = rows.Schema[id];
        if (column.IsCoded)
        {
            return column.Levels.Count > 0 && column.Levels.Count <= most
                ? new PublicColumn(column.Name, [.. column.Levels.Order(StringComparer.Ordinal)], [], double.NegativeInfinity, double.PositiveInfinity, PublicColumn.FromData)
                : Left(host, column.Name, $"it has {(column.Levels.Count == 0 ? "no values" : $"more than {most} different values")}");
        }

        if (column.Kind == ColumnKind.Flag)
        {
            return new PublicColumn(column.Name, ["false", "true"], [], double.NegativeInfinity, double.PositiveInfinity, PublicColumn.FromData);
        }

        var seen = new SortedSet<double>();
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        using var reader = rows.Open([id]);
        var numbers = new double[Batch.MaxRows];
        while (reader.Read(out var batch))
        {
            host.Cancel.ThrowIfCancellationRequested();
            batch.CopyNumbers(0, numbers);
            foreach (var v in numbers.AsSpan(0, batch.Rows))
            {
                if (double.IsFinite(v))
                {
                    (low, high) = (Math.Min(low, v), Math.Max(high, v));
                    if (seen.Count <= MostCodes)
                    {
                        seen.Add(v);
                    }
                }
            }
        }

        if (seen.Count == 0)
        {
            return Left(host, column.Name, "it has no values");
        }

        // Few whole numbers are codes.
        if (seen.Count <= MostCodes && seen.All(v => v == Math.Floor(v)))
        {
            return new PublicColumn(column.Name, [.. seen.Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture))], [], double.NegativeInfinity, double.PositiveInfinity, PublicColumn.FromData);
        }

        var step = Nice((high - low) / Bands);
        var (from, to) = (Math.Floor(low / step), Math.Ceiling(high / step));
        if (to <= from)
        {
            to = from + 1;
        }

        return new PublicColumn(column.Name, [], [.. Enumerable.Range(1, (int)(to - from) - 1).Select(i => Round((from + i) * step))], Round(from * step), Round(to * step), PublicColumn.FromData);
    }

    private static PublicColumn? Left(Host host, string name, string why)
    {
        host.Say($"note: column '{name}' is left out: {why}. Write its public categories yourself if the audit needs them.");
        return null;
    }

    // 1, 2 or 5 times a power of ten, at least the step asked for.
    private static double Nice(double step)
    {
        if (!(step > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * (step <= power ? 1 : step <= 2 * power ? 2 : step <= 5 * power ? 5 : 10);
    }

    private static double Round(double value) => double.Parse(value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
