using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Kinds of own record, so that a gate that opens for few people is not missed: thin files, and the regions of the model's own splits.</summary>
/// <remarks>
/// A row is thin where an own feature is missing, or has a level that fewer than 2 % of rows have (features of at most 50 levels). Regions: with the model file, the leaf of
/// the tree with most splits on others' features that the row reaches when every such split is taken to the left; else tenths of the score.
/// </remarks>
/// <param name="Code">Stratum of each row.</param>
/// <param name="Names">Name of each stratum.</param>
internal sealed record ProbeStrata(int[] Code, IReadOnlyList<string> Names)
{
    private const int MostLevels = 50, EachStratum = 300, MostRare = 2_000;
    private const double RareShare = 0.02;

    /// <summary>Of a score's rows.</summary>
    /// <param name="schema">Features; null where the plan names none.</param>
    /// <param name="columns">Their values.</param>
    /// <param name="points">The score of each row.</param>
    /// <param name="trees">The model's trees, where the model file is open; else null.</param>
    public static ProbeStrata Of(FeatureSchema? schema, float[][] columns, double[] points, TreeEnsemble? trees)
    {
        var n = points.Length;
        var thin = schema is null ? new bool[n] : Thin(schema, columns, n);
        var (region, names) = schema is not null && trees is { Trees.Count: > 0 } ? Leaves(schema, columns, trees, n) : Tenths(points);
        var code = new int[n];
        for (var i = 0; i < n; i++)
        {
            code[i] = thin[i] ? names.Count : region[i];
        }

        return new ProbeStrata(code, [.. names, "thin file: an own value is missing or rare"]);
    }

    /// <summary>Rows to be asked besides a sample: up to 2,000 thin files, and enough of every region that at least 300 of it are asked.</summary>
    public int[] Missed(int[] taken)
    {
        var have = new bool[Code.Length];
        var counts = new int[Names.Count];
        foreach (var i in taken)
        {
            have[i] = true;
            counts[Code[i]]++;
        }

        var left = counts.Select((c, s) => s == Names.Count - 1 ? MostRare : Math.Max(0, EachStratum - c)).ToArray();
        var more = new List<int>();
        for (var i = 0; i < have.Length; i++)
        {
            if (!have[i] && left[Code[i]]-- > 0)
            {
                more.Add(i);
            }
        }

        return [.. more];
    }

    private static bool[] Thin(FeatureSchema schema, float[][] columns, int n)
    {
        var thin = new bool[n];
        for (var f = 0; f < columns.Length; f++)
        {
            if (schema.Features[f].Origin != Origin.Own)
            {
                continue;
            }

            var levels = new Dictionary<float, int>();
            for (var i = 0; i < n && levels.Count <= MostLevels; i++)
            {
                if (!float.IsNaN(columns[f][i]))
                {
                    levels[columns[f][i]] = levels.GetValueOrDefault(columns[f][i]) + 1;
                }
            }

            for (var i = 0; i < n; i++)
            {
                var value = columns[f][i];
                thin[i] |= float.IsNaN(value) || (levels.Count <= MostLevels && levels[value] < RareShare * n);
            }
        }

        // Where most rows are thin in one way or another the word says nothing.
        return thin.Count(t => t) > 0.2 * n ? Missing(schema, columns, n) : thin;
    }

    private static bool[] Missing(FeatureSchema schema, float[][] columns, int n)
    {
        var thin = new bool[n];
        for (var f = 0; f < columns.Length; f++)
        {
            for (var i = 0; i < n && schema.Features[f].Origin == Origin.Own; i++)
            {
                thin[i] |= float.IsNaN(columns[f][i]);
            }
        }

        return thin;
    }

    private static (int[] Region, List<string> Names) Tenths(double[] points)
    {
        var order = Enumerable.Range(0, points.Length).OrderBy(i => points[i]).ThenBy(i => i).ToArray();
        var region = new int[points.Length];
        for (var k = 0; k < order.Length; k++)
        {
            region[order[k]] = (int)(10L * k / order.Length);
        }

        return (region, [.. Enumerable.Range(1, 10).Select(t => FormattableString.Invariant($"tenth {t:00} of the score"))]);
    }

    private static (int[] Region, List<string> Names) Leaves(FeatureSchema schema, float[][] columns, TreeEnsemble trees, int n)
    {
        var others = new bool[schema.Slots];
        foreach (var feature in schema.Features)
        {
            others.AsSpan(feature.FirstSlot, feature.Slots).Fill(feature.Origin != Origin.Own);
        }

        var best = Enumerable.Range(0, trees.Trees.Count).MaxBy(t => Splits(trees.Trees[t], others));
        var tree = trees.Trees[best];
        var slots = SlotBlock.OfLength(schema.Slots, n);
        new FeatureEncoder(schema).Encode(new FeatureBlock(columns, 0, n), slots);
        var leaf = new int[n];
        for (var i = 0; i < n; i++)
        {
            var node = tree.Nodes == 0 ? ~0 : 0;
            while (node >= 0)
            {
                node = tree.CategorySlots(node) is { } set
                    ? set.Any(s => !others[s] && slots[s][i] != 0) || set.All(s => others[s]) ? tree.Left[node] : tree.Right[node]
                    : others[tree.SplitSlots[node]] || slots[tree.SplitSlots[node]][i] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
            }

            leaf[i] = ~node;
        }

        var used = leaf.Distinct().Order().ToList();
        return ([.. leaf.Select(l => used.BinarySearch(l))], [.. used.Select(l => FormattableString.Invariant($"leaf {l:000} of tree {best}"))]);
    }

    private static int Splits(DecisionTree tree, bool[] others)
    {
        var count = 0;
        for (var node = 0; node < tree.Nodes; node++)
        {
            count += tree.CategorySlots(node) is { } set ? set.Any(s => others[s]) ? 1 : 0 : others[tree.SplitSlots[node]] ? 1 : 0;
        }

        return count;
    }
}
