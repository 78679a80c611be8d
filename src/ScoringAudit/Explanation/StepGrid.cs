using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>A score's own steps along each feature: within a cell between two steps the score does not change with the feature.</summary>
/// <remarks>Trees: the thresholds of all nodes that split on the feature's number. GAM and scorecard: bin edges. A linear score has no steps: a weight instead. Categories: their levels.</remarks>
internal sealed class StepGrid
{
    private StepGrid(FeatureSchema schema, float[][] edges, LinearModel? linear)
    {
        Schema = schema;
        Edges = edges;
        Linear = linear;
    }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>For each number its steps, ascending: cells are (edge, next edge]. Empty for a category.</summary>
    public float[][] Edges { get; }

    /// <summary>The linear score, where it is one.</summary>
    public LinearModel? Linear { get; }

    /// <summary>The steps of a score; null where its form is not known.</summary>
    public static StepGrid? Of(IScorer scorer)
    {
        var schema = scorer.Features;
        switch (scorer)
        {
            case PointsScorecard card:
                return new StepGrid(schema, [.. card.Points.Select(p => Finite(p.UpperEdges))], null);
            case EncodedScorer { Model: LinearModel linear }:
                return new StepGrid(schema, [.. schema.Features.Select(_ => Array.Empty<float>())], linear);
            case EncodedScorer { Model: AdditiveModel gam }:
                // Above the last bound lies the last bin still.
                return new StepGrid(schema, ForNumbers(schema, slot => [.. gam.UpperBounds(slot).ToArray().SkipLast(1).Select(Below)]), null);
            case EncodedScorer { Model: BitVectorScorer trees }:
                return new StepGrid(schema, OfTrees(schema, trees.Ensemble), null);
            case EncodedScorer { Model: TreeEnsemble ensemble }:
                return new StepGrid(schema, OfTrees(schema, ensemble), null);
            default:
                return null;
        }
    }

    private static float[][] OfTrees(FeatureSchema schema, TreeEnsemble ensemble)
    {
        var bySlot = new List<float>[schema.Slots];
        foreach (var tree in ensemble.Trees)
        {
            for (var node = 0; node < tree.Nodes; node++)
            {
                if (tree.CategorySlots(node) is { } set)
                {
                    // A set of slots on a number: the step is at 0.
                    foreach (var slot in set)
                    {
                        (bySlot[slot] ??= []).Add(0);
                    }
                }
                else
                {
                    (bySlot[tree.SplitSlots[node]] ??= []).Add(tree.Thresholds[node]);
                }
            }
        }

        return ForNumbers(schema, slot => bySlot[slot] ?? []);
    }

    private static float[][] ForNumbers(FeatureSchema schema, Func<int, IEnumerable<float>> edges) =>
        [.. schema.Features.Select(f => f.Kind == FeatureKind.Number ? Finite(edges(f.FirstSlot)) : [])];

    private static float[] Finite(IEnumerable<float> edges) => [.. edges.Where(float.IsFinite).Distinct().Order()];

    // The largest float that is not above a double: it decides every float as the double does.
    private static float Below(double bound)
    {
        var near = (float)bound;
        return near > bound ? MathF.BitDecrement(near) : near;
    }
}
