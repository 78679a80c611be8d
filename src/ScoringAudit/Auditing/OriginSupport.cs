using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Who stands behind a row's values of one associative origin. Confidential until the gate has judged it.</summary>
/// <param name="Origin">Whose record.</param>
/// <param name="Features">Names of the features of that origin that the score reads.</param>
/// <param name="People">Smallest number of other people behind one of them; null where it is not known.</param>
/// <param name="Largest">Largest share that one of them has in one value; null where it is not known.</param>
/// <param name="IsPublic">Whether all are published statistics of an area.</param>
public sealed record OriginSupport(Origin Origin, IReadOnlyList<string> Features, double? People, double? Largest, bool IsPublic)
{
    /// <summary>Support of each associative origin that a score reads, for some rows.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="take">Which rows; one flag for each row of the portfolio.</param>
    /// <param name="schema">The score's features.</param>
    /// <param name="reads">For each feature whether the score can change with it.</param>
    /// <param name="roles">The plan's features; null: none declared.</param>
    /// <returns>For each row taken, in order, its origins.</returns>
    public static IReadOnlyList<IReadOnlyList<OriginSupport>> Of(IPortfolio rows, bool[] take, FeatureSchema schema, bool[] reads, IReadOnlyList<FeatureRole>? roles)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(reads);
        var wanted = Enumerable.Range(0, schema.Count)
            .Where(f => reads[f] && schema.Features[f].Origin != Origin.Own)
            .Select(f => (Feature: schema.Features[f], roles?.FirstOrDefault(r => r.Column == schema.Features[f].Name)?.Behind))
            .ToList();
        string[] names = [.. wanted.SelectMany(w => new[] { w.Behind?.People, w.Behind?.Largest }).OfType<string>().Distinct()];
        var values = Read(rows, take, names);
        return [.. Enumerable.Range(0, take.Count(t => t)).Select(row => (IReadOnlyList<OriginSupport>)[.. wanted
            .GroupBy(w => w.Feature.Origin)
            .OrderBy(g => g.Key)
            .Select(g => Join(g.Key, [.. g.Select(w => Support(w.Behind, names, values, row))], [.. g.Select(w => w.Feature.Name)]))])];
    }

    /// <summary>A name for people.</summary>
    public static string Name(Origin origin) => origin.ToString().ToLowerInvariant();

    private static OriginSupport Join(Origin origin, List<(double? People, double? Largest, bool IsPublic)> parts, IReadOnlyList<string> names) => new(
        origin,
        names,
        parts.TrueForAll(p => p.IsPublic || p.People is not null) ? parts.Where(p => !p.IsPublic).Min(p => p.People) : null,
        parts.TrueForAll(p => p.IsPublic || p.Largest is not null) ? parts.Where(p => !p.IsPublic).Max(p => p.Largest) : null,
        parts.TrueForAll(p => p.IsPublic));

    private static (double? People, double? Largest, bool IsPublic) Support(BehindRole? behind, string[] names, double[][] values, int row)
    {
        double? Value(string? name) => name is null ? null : values[Array.IndexOf(names, name)][row] is var v && v >= 0 ? v : null;
        var people = Value(behind?.People);
        return (people, behind?.Largest is null ? (people > 0 ? 1 / people : people) : Value(behind.Largest), behind?.IsPublic == true);
    }

    private static double[][] Read(IPortfolio rows, bool[] take, string[] names)
    {
        ColumnId[] ids = [.. names.Select(n => rows.Schema.Require(n, "plan: features.behind"))];
        var values = names.Select(_ => new List<double>()).ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        using var reader = rows.Open(ids);
        while (reader.Read(out var batch))
        {
            var numbers = new double[batch.Rows];
            for (var c = 0; c < ids.Length; c++)
            {
                batch.CopyNumbers(c, numbers);
                for (var i = 0; i < numbers.Length; i++)
                {
                    if (take[batch.FirstRow + i])
                    {
                        values[c].Add(numbers[i]);
                    }
                }
            }
        }

        return [.. values.Select(v => v.ToArray())];
    }
}
