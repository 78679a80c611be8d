using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The least risk that a score can reach when features range over sets of values: a lower bound for branch and bound.</summary>
/// <remarks>On the scale of log-odds, or of points turned so that larger is riskier. Additive scores: exact. Trees: each tree takes its own best leaf within the box of slots, so the bound may be too low, never too high.</remarks>
internal abstract class RiskBound
{
    /// <summary>Least risk where each feature takes one of its values.</summary>
    /// <param name="values">For each feature its values; one where it is fixed.</param>
    public abstract double Least(float[][] values);

    /// <summary>Risk of a score on the scale of the bounds.</summary>
    public static double RiskOf(ScoreScale scale, double score) => scale.Kind switch
    {
        ScoreKind.Probability => scale.RiskSign * Math.Log(Math.Clamp(score, 1e-300, 1) / Math.Max(1e-300, 1 - score)),
        _ => scale.RiskSign * score,
    };

    /// <summary>The bound of a score; null where its form is not known.</summary>
    public static RiskBound? Of(IScorer scorer) => scorer switch
    {
        PointsScorecard => new Additive(scorer),
        EncodedScorer { Model: LinearModel or AdditiveModel } => new Additive(scorer),
        EncodedScorer { Model: BitVectorScorer trees } encoded => new Trees(encoded.Features, trees.Ensemble),
        EncodedScorer { Model: TreeEnsemble ensemble } encoded => new Trees(encoded.Features, ensemble),
        _ => null,
    };

    private sealed class Additive(IScorer scorer) : RiskBound
    {
        public override double Least(float[][] values)
        {
            // All values of all features side by side: parts do not interact, so a feature's part is read off its own column.
            var rows = values.Max(v => v.Length);
            var matrix = new FeatureMatrix(scorer.Features, [.. values.Select(v => Enumerable.Range(0, rows).Select(i => v[Math.Min(i, v.Length - 1)]).ToArray())]);
            var parts = AdditiveParts.Of(scorer, matrix)!;
            var sign = scorer.Scale.RiskSign;
            var sum = sign * parts.Constant;
            foreach (var part in parts.Values)
            {
                sum += part.Min(p => sign * p);
            }

            return sign > 0 ? Math.Clamp(sum, parts.Limits.Low, parts.Limits.High) : Math.Clamp(sum, -parts.Limits.High, -parts.Limits.Low);
        }
    }

    private sealed class Trees(FeatureSchema schema, TreeEnsemble ensemble) : RiskBound
    {
        public override double Least(float[][] values)
        {
            var rows = values.Max(v => v.Length);
            var slots = TreeRows.Encode(schema, new FeatureBlock([.. values.Select(v => Enumerable.Range(0, rows).Select(i => v[Math.Min(i, v.Length - 1)]).ToArray())], 0, rows));
            float[] low = new float[schema.Slots], high = new float[schema.Slots];
            var missing = new bool[schema.Slots];
            for (var slot = 0; slot < low.Length; slot++)
            {
                (low[slot], high[slot]) = (float.PositiveInfinity, float.NegativeInfinity);
                foreach (var x in slots[slot])
                {
                    if (float.IsNaN(x))
                    {
                        missing[slot] = true;
                    }
                    else
                    {
                        (low[slot], high[slot]) = (Math.Min(low[slot], x), Math.Max(high[slot], x));
                    }
                }
            }

            // log-odds = −(slope · raw + offset): with a negative slope the least risk is the least raw score.
            var falls = ensemble.Slope > 0;
            var raw = ensemble.Bias;
            foreach (var tree in ensemble.Trees)
            {
                raw += Best(tree, tree.Nodes == 0 ? ~0 : 0, low, high, missing, falls == tree.Weight >= 0) * tree.Weight;
            }

            return -((ensemble.Slope * raw) + ensemble.Offset);
        }

        private static double Best(DecisionTree tree, int node, float[] low, float[] high, bool[] missing, bool largest)
        {
            if (node < 0)
            {
                return tree.LeafValues[~node];
            }

            bool left, right;
            if (tree.CategorySlots(node) is { } set)
            {
                right = set.Any(slot => high[slot] > 0);
                left = set.All(slot => low[slot] <= 0 || missing[slot]);
            }
            else
            {
                var slot = tree.SplitSlots[node];
                left = low[slot] <= tree.Thresholds[node] || (missing[slot] && tree.MissingLeft[node]);
                right = high[slot] > tree.Thresholds[node] || (missing[slot] && !tree.MissingLeft[node]);
            }

            var a = left ? Best(tree, tree.Left[node], low, high, missing, largest) : double.NaN;
            var b = right ? Best(tree, tree.Right[node], low, high, missing, largest) : double.NaN;
            return !left ? b : !right ? a : largest ? Math.Max(a, b) : Math.Min(a, b);
        }
    }
}
