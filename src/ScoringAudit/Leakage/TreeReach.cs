using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>The exact answer from a model file of trees: which features of other people's records a reachable split uses, and the most that they can change.</summary>
/// <remarks>
/// A split is reachable when the splits above it leave it an interval of its slot. For each tree the largest change is bounded by the largest difference
/// between two leaves that part at a split on the wanted slots, own splits held; the bound of the ensemble adds the trees, so it holds for every row, own
/// record fixed, and may not be attained (one-hot slots count as free; encoded slots are never NaN). 0 exactly where no reachable split reads the wanted features: then no row can ever respond.
/// </remarks>
/// <param name="Features">Features of the wanted origins that a reachable split reads, in schema order.</param>
/// <param name="LargestLogOdds">Bound of the change of the log-odds.</param>
public sealed record TreeReach(IReadOnlyList<string> Features, double LargestLogOdds)
{
    /// <summary>Looks through every tree.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="schema">Features and their slots.</param>
    /// <param name="origins">Which origins are wanted; <see cref="Origin.Own"/> never is.</param>
    public static TreeReach Of(TreeEnsemble model, FeatureSchema schema, Func<Origin, bool> origins)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(origins);
        var featureOf = new int[schema.Slots];
        Array.Fill(featureOf, -1);
        for (var f = 0; f < schema.Count; f++)
        {
            var feature = schema.Features[f];
            for (var s = feature.FirstSlot; s < feature.FirstSlot + feature.Slots; s++)
            {
                featureOf[s] = feature.Origin != Origin.Own && origins(feature.Origin) ? f : -1;
            }
        }

        var used = new SortedSet<int>();
        var sum = 0.0;
        foreach (var tree in model.Trees)
        {
            var low = new double[schema.Slots];
            var high = new double[schema.Slots];
            Array.Fill(low, double.NegativeInfinity);
            Array.Fill(high, double.PositiveInfinity);
            sum += Math.Abs(tree.Weight) * Walk(tree, tree.Nodes == 0 ? ~0 : 0, featureOf, low, high, used).Spread;
        }

        return new TreeReach([.. used.Select(f => schema.Features[f].Name)], Math.Abs(model.Slope) * sum);
    }

    // Least and largest value below a node over the wanted slots and own ones together, and the largest spread with the own record fixed.
    private static (double Low, double High, double Spread) Walk(DecisionTree tree, int node, int[] featureOf, double[] low, double[] high, SortedSet<int> used)
    {
        if (node < 0)
        {
            return (tree.LeafValues[~node], tree.LeafValues[~node], 0);
        }

        (double Low, double High, double Spread)? left, right;
        bool wanted;
        if (tree.CategorySlots(node) is { } set)
        {
            wanted = set.Any(s => featureOf[s] >= 0);
            left = Walk(tree, tree.Left[node], featureOf, low, high, used);
            right = Walk(tree, tree.Right[node], featureOf, low, high, used);
            foreach (var s in set.Where(s => featureOf[s] >= 0))
            {
                used.Add(featureOf[s]);
            }
        }
        else
        {
            int slot = tree.SplitSlots[node];
            double threshold = tree.Thresholds[node], a = low[slot], b = high[slot];
            wanted = featureOf[slot] >= 0;
            left = null;
            right = null;
            if (threshold >= a)
            {
                high[slot] = Math.Min(b, threshold);
                left = Walk(tree, tree.Left[node], featureOf, low, high, used);
                high[slot] = b;
            }

            if (threshold < b)
            {
                low[slot] = Math.Max(a, Math.BitIncrement(tree.Thresholds[node]));
                right = Walk(tree, tree.Right[node], featureOf, low, high, used);
                low[slot] = a;
            }

            if (wanted && left is not null && right is not null)
            {
                used.Add(featureOf[slot]);
            }
        }

        if (left is not { } l || right is not { } r)
        {
            return left ?? right ?? (0, 0, 0);
        }

        double least = Math.Min(l.Low, r.Low), most = Math.Max(l.High, r.High);
        var inside = Math.Max(l.Spread, r.Spread);
        return (least, most, wanted ? Math.Max(inside, Math.Max(l.High - r.Low, r.High - l.Low)) : inside);
    }
}
