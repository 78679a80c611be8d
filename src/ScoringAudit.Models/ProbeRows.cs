using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Rows on which an import is tried: made from the features and the model's own thresholds, never from people.</summary>
internal static class ProbeRows
{
    private const int MostCutsPerFeature = 200;

    public static FeatureBlock Make(FeatureSchema features, ISlotModel model)
    {
        var candidates = new List<float>[features.Count];
        var rows = new List<float[]>();
        for (var f = 0; f < features.Count; f++)
        {
            candidates[f] = Candidates(features.Features[f], model);
        }

        var usual = features.Features.Select(f => f.Kind == FeatureKind.Number ? f.Median : 0).ToArray();
        rows.Add(Row(float.NaN));
        rows.Add(usual);
        for (var f = 0; f < features.Count; f++)
        {
            foreach (var value in candidates[f])
            {
                var row = (float[])usual.Clone();
                row[f] = value;
                rows.Add(row);
            }
        }

        var random = Streams.FromSeed(0).Derive("round trip").Sequence();
        for (var extra = 0; extra < 500 || rows.Count < RoundTripGate.LeastRows; extra++)
        {
            var row = new float[features.Count];
            for (var f = 0; f < row.Length; f++)
            {
                row[f] = candidates[f][random.NextBelow(candidates[f].Count)];
            }

            rows.Add(row);
        }

        var columns = Enumerable.Range(0, features.Count).Select(f => rows.Select(r => r[f]).ToArray()).ToArray();
        return new FeatureBlock(columns, 0, rows.Count);

        float[] Row(float value) => [.. Enumerable.Repeat(value, features.Count)];
    }

    private static List<float> Candidates(Feature feature, ISlotModel model)
    {
        List<float> values = [float.NaN];
        if (feature.Kind == FeatureKind.Category)
        {
            values.AddRange(Enumerable.Range(0, feature.Levels.Count + 1).Select(level => (float)level));
            return values;
        }

        values.AddRange([0, 1, -1, 1e3f, -1e3f, feature.Median, feature.Median / 2, feature.Median * 2]);
        var cuts = Cuts(feature.FirstSlot, model);
        var step = Math.Max(1, cuts.Count / MostCutsPerFeature);
        for (var i = 0; i < cuts.Count; i += step)
        {
            values.AddRange([cuts[i], MathF.BitIncrement(cuts[i]), MathF.BitDecrement(cuts[i])]);
        }

        // A feature without an imputation value keeps its gaps; one that has a median never lets NaN reach the model.
        return [.. values.Where(v => !float.IsInfinity(v))];
    }

    private static List<float> Cuts(int slot, ISlotModel model)
    {
        var cuts = new SortedSet<float>();
        if (model is AdditiveModel additive)
        {
            foreach (var bound in additive.UpperBounds(slot))
            {
                cuts.Add((float)bound);
            }
        }

        foreach (var tree in model is BitVectorScorer fast ? fast.Ensemble.Trees : [])
        {
            for (var node = 0; node < tree.Nodes; node++)
            {
                if (tree.CategorySlots(node) is null && tree.SplitSlots[node] == slot)
                {
                    cuts.Add(tree.Thresholds[node]);
                }
            }
        }

        return [.. cuts.Where(float.IsFinite)];
    }
}
