using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>What is taken as independent: rows, or the coarsest unit that the plan declares.</summary>
/// <param name="Unit">"rows", "subject", "address", "area" or a link's name; printed with every interval.</param>
/// <param name="Key">The column that names the unit; null for rows and links.</param>
/// <param name="Components">Component of each row of the whole portfolio, for a link; else null.</param>
public sealed record ClusterChoice(string Unit, KeyColumn? Key, int[]? Components)
{
    /// <summary>Fewest components that a link must have to be a unit by itself.</summary>
    private const int FewestComponents = 30;

    /// <summary>The unit of intervals, by the plan's "independent".</summary>
    public static ClusterChoice ForIntervals(PortfolioSchema schema, AuditPlan plan, IReadOnlyDictionary<string, int[]> links, EvidenceBuilder notes) =>
        Choose(schema, plan, plan.Independent, "independent", true, links, notes);

    /// <summary>The blocks of the hold-out, by the plan's "train.blocks".</summary>
    public static ClusterChoice ForHoldout(PortfolioSchema schema, AuditPlan plan, IReadOnlyDictionary<string, int[]> links, EvidenceBuilder notes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var associative = plan.Roles.Features?.Any(f => f.Origin != Origin.Own) == true;
        return Choose(schema, plan, plan.Blocks, "train.blocks", associative, links, notes);
    }

    /// <summary>The blocks of a search that trains several models: by the plan's "train.blocks", else the coarsest unit declared, whatever a single model reads.</summary>
    public static ClusterChoice ForSearch(PortfolioSchema schema, AuditPlan plan, IReadOnlyDictionary<string, int[]> links, EvidenceBuilder notes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Choose(schema, plan, plan.Blocks, "train.blocks", true, links, notes);
    }

    /// <summary>Codes of every row of a portfolio; row numbers when rows are independent.</summary>
    public int[] CodesOf(IPortfolio rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Components ?? Key?.ReadAll(rows) ?? [.. Enumerable.Range(0, checked((int)CountRows(rows)))];
    }

    private static long CountRows(IPortfolio rows)
    {
        if (rows.Rows is { } known)
        {
            return known;
        }

        var count = 0L;
        using var reader = rows.Open([new ColumnId(0)]);
        while (reader.Read(out var batch))
        {
            count += batch.Rows;
        }

        return count;
    }

    private static ClusterChoice Choose(PortfolioSchema schema, AuditPlan plan, string wish, string key, bool links, IReadOnlyDictionary<string, int[]> components, EvidenceBuilder notes)
    {
        var roles = plan.Roles;
        switch (wish)
        {
            case "rows":
                return new ClusterChoice("rows", null, null);
            case "subject":
                return Of(schema, "subject", roles.Subject, key);
            case "address":
                return Of(schema, "address", roles.Address?.Column, key);
            case "area":
                return Of(schema, "area", roles.Area?.Column, key);
            case "auto":
                break;
            default:
                return components.TryGetValue(wish, out var chosen)
                    ? new ClusterChoice(wish, null, chosen)
                    : throw new AuditDataException($"plan: {key} is '{wish}', expected auto, rows, subject, address, area or the name of a link. {(Nearest.Of(wish, ["auto", "rows", "subject", "address", "area", .. components.Keys]) is { } near ? $"Did you mean '{near}'?" : "Declare the link under 'links'.")}");
        }

        if (links && roles.Area is { } area)
        {
            return Of(schema, "area", area.Column, key);
        }

        if (links && roles.Address is { } address)
        {
            return Of(schema, "address", address.Column, key);
        }

        foreach (var (name, component) in links ? components.OrderBy(c => c.Key, StringComparer.Ordinal) : Enumerable.Empty<KeyValuePair<string, int[]>>())
        {
            var count = component.Length == 0 ? 0 : component.Max() + 1;
            if (count >= FewestComponents)
            {
                return new ClusterChoice(name, null, component);
            }

            notes.Note("warning", name, $"The link '{name}' joins the rows into {count} component{(count == 1 ? string.Empty : "s")}, fewer than {FewestComponents}: intervals cannot be clustered by it and take {(roles.Subject is null ? "rows" : "subjects")} as independent, so they may be too narrow.");
        }

        return roles.Subject is { } subject ? Of(schema, "subject", subject, key) : new ClusterChoice("rows", null, null);
    }

    private static ClusterChoice Of(PortfolioSchema schema, string unit, string? column, string key) => column is null
        ? throw new AuditDataException($"plan: {key} is '{unit}', but the plan names no {unit} column. Add it under 'columns', or choose another unit.")
        : new ClusterChoice(unit, KeyColumn.Bind(schema, column, "plan: columns." + unit), null);
}
