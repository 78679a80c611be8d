using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Joins the columns of an area table to rows by the rows' area.</summary>
public static class AreaJoin
{
    /// <summary>The rows with the table's columns, the table's position of each row (−1 where it has none), and what the reader must know.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="areaColumn">Their column of the area.</param>
    /// <param name="plan">The table's part of the plan.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">The table has none of the rows' areas, or a column's name is taken.</exception>
    public static (IPortfolio Rows, int[] AreaOfRow, AuditNote? Note) Join(IPortfolio rows, string areaColumn, AreaTablePlan plan, AreaTable table, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(table);
        var schema = rows.Schema;
        foreach (var name in plan.Columns.Keys.Order(StringComparer.Ordinal))
        {
            if (schema.Find(name) is not null)
            {
                throw new AuditDataException($"{schema.Source}: column '{name}' is there already, and the plan joins a column of that name from {plan.File} (plan: areas). Rename one of them.");
            }
        }

        var ofRow = new List<int>();
        var missing = new Dictionary<string, int>(StringComparer.Ordinal);
        long without = 0;
        foreach (var (area, _) in IdColumn.Names(rows, areaColumn, cancel))
        {
            var at = area is null ? -1 : table.Find(area);
            ofRow.Add(at);
            without += area is null ? 1 : 0;
            if (area is not null && at < 0)
            {
                missing[area] = missing.GetValueOrDefault(area) + 1;
            }
        }

        long lost = missing.Values.Sum();
        if (ofRow.Count > 0 && lost + without == ofRow.Count)
        {
            var hint = table.Areas.Count > 0
                ? $"The table's areas look like '{table.Areas[0]}': are leading zeros lost on one side?"
                : "The table has no row.";
            throw new AuditDataException($"{plan.File}: none of the areas in column '{areaColumn}' of {schema.Source} stands in column '{plan.Key}' (plan: areas). {hint} Write areas in the same way in both files.");
        }

        // The path may be written otherwise when the audit is run again from its result.
        var file = Path.GetFileName(plan.File);
        AuditNote? note = null;
        if (lost + without > 0)
        {
            var what = lost == 0 ? $"{file}: some rows name no area" : FormattableString.Invariant($"{file}: {missing.Count} of the areas in column '{areaColumn}' are not in the table");
            note = new AuditNote("data", "areas", FormattableString.Invariant($"{what} ({lost + without} of {ofRow.Count} rows): their area values are missing, and measures of area values leave them out. Add the areas to the table."))
            {
                Cells = [lost + without],
                WithoutCounts = $"{file}: a few rows name an area that is not in the table, or none: their area values are missing, and measures of area values leave them out. Add the areas to the table.",
            };
        }

        var joined = new LookupPortfolio(rows, schema.Require(areaColumn, "plan: columns.area"), table.Find, [.. table.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))]);
        return (joined, [.. ofRow], note);
    }
}
