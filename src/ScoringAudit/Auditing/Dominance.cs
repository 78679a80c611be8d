using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>How much of each group its largest subject makes up, in rows and in weight: the dominance rule of the class consented.</summary>
/// <remarks>Source: Hundepool et al. 2012, section 4.2.2, (n, k) rule with n = 1.</remarks>
public static class Dominance
{
    /// <summary>Shares of the largest subjects, for everybody and for every group with rows; empty where every subject has one row of equal weight.</summary>
    public static IReadOnlyList<DominantShare> Of(BoundPlan bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        var roles = bound.Plan.Roles;
        if (roles.Subject is null && bound.Weight is null)
        {
            return [];
        }

        var subject = roles.Subject is { } name ? KeyColumn.Bind(bound.Rows.Schema, name, "plan: columns.subject") : null;
        var columns = new List<ColumnId>();
        int At(ColumnId id)
        {
            columns.Add(id);
            return columns.Count - 1;
        }

        var attributes = bound.Attributes.Take(bound.ProtectedCount).Select(a => (Column: a, At: At(a.Column))).ToArray();
        var subjectAt = subject is null ? -1 : At(subject.Column);
        var weightAt = bound.Weight is { } w ? At(w) : -1;
        var sums = bound.Groupings.Select(g => g.Groups.Select(_ => new Dictionary<long, (double Rows, double Weight)>()).ToArray()).Prepend([[]]).ToArray();
        long row = 0;
        using var reader = bound.Rows.Open(columns);
        while (reader.Read(out var batch))
        {
            var codes = attributes.Select(a =>
            {
                var to = new int[batch.Rows];
                a.Column.Read(batch, a.At, to);
                return to;
            }).ToArray();
            var units = new int[batch.Rows];
            var weights = new double[batch.Rows];
            Array.Fill(weights, 1.0);
            subject?.Read(batch, subjectAt, units);
            if (weightAt >= 0)
            {
                batch.CopyNumbers(weightAt, weights);
            }

            var simple = new int[attributes.Length];
            for (var i = 0; i < batch.Rows; i++, row++)
            {
                var unit = subject is null ? row : units[i];
                Add(sums[0][0], unit, weights[i]);
                for (var a = 0; a < simple.Length; a++)
                {
                    simple[a] = codes[a][i];
                }

                for (var g = 0; g < bound.Groupings.Count; g++)
                {
                    if (bound.Groupings[g].Code(simple) is >= 0 and var code)
                    {
                        Add(sums[g + 1][code], unit, weights[i]);
                    }
                }
            }
        }

        return [.. sums.SelectMany((groups, g) => groups.Select((units, code) => (units, code)).Where(p => p.units.Count > 0)
            .Select(p => new DominantShare(g == 0 ? null : bound.Groupings[g - 1].Name, g == 0 ? null : bound.Groupings[g - 1].Groups[p.code], Largest(p.units))))];
    }

    private static void Add(Dictionary<long, (double Rows, double Weight)> to, long unit, double weight)
    {
        var (rows, sum) = to.GetValueOrDefault(unit);
        to[unit] = (rows + 1, sum + (double.IsNaN(weight) ? 0 : weight));
    }

    private static double Largest(Dictionary<long, (double Rows, double Weight)> units)
    {
        double rows = 0, weight = 0, mostRows = 0, mostWeight = 0;
        foreach (var (r, w) in units.Values)
        {
            (rows, weight, mostRows, mostWeight) = (rows + r, weight + w, Math.Max(mostRows, r), Math.Max(mostWeight, w));
        }

        return Math.Max(mostRows / rows, weight > 0 ? mostWeight / weight : 0);
    }
}
