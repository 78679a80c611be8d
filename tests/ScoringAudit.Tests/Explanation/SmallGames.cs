using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Small scores and rows for explanations, and values of games by enumeration of all coalitions.</summary>
internal static class SmallGames
{
    /// <summary>Features 0 to 5 are numbers whose missing values reach the trees; feature 6 is a category of four slots.</summary>
    public static FeatureSchema Schema { get; } = new([.. Numbers(6).Features, new Feature("city", FeatureKind.Category, Origin.Area, OnMove.Swap, ["a", "b", "c"], 0, false, 6)]);

    public static FeatureSchema Numbers(int count) => new([.. Enumerable.Range(0, count).Select(i =>
        new Feature("f" + i, FeatureKind.Number, i < 3 ? Origin.Own : i < 5 ? Origin.Neighbourhood : Origin.Area, OnMove.Keep, [], float.NaN, false, i))]);

    public static EncodedScorer Score(TreeEnsemble ensemble, FeatureSchema? schema = null) =>
        new(schema ?? Schema, new BitVectorScorer(ensemble), ScoreScale.AdverseLogOdds);

    /// <summary>Rows with missing and infinite values, and values equal to thresholds.</summary>
    public static FeatureMatrix Rows(ulong seed, int rows)
    {
        var draw = Streams.FromSeed(seed).Derive("rows").Sequence();
        var columns = new float[7][];
        for (var f = 0; f < 7; f++)
        {
            columns[f] = new float[rows];
            for (var row = 0; row < rows; row++)
            {
                var k = draw.NextBelow(9);
                columns[f][row] = f == 6 ? (k % 5 == 4 ? float.NaN : k % 5) : k switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, _ => k - 5 };
            }
        }

        return new FeatureMatrix(Schema, columns);
    }

    public static FeatureMatrix Matrix(FeatureSchema schema, params float[][] rows) =>
        new(schema, [.. Enumerable.Range(0, schema.Count).Select(f => rows.Select(r => r[f]).ToArray())]);

    /// <summary>v of every coalition of players for one row, by scoring mixed rows.</summary>
    public static double[] Interventional(EncodedScorer scorer, FeatureMatrix background, float[] row, IReadOnlyList<int> playerOf, int players, double[]? weights = null)
    {
        var ensemble = ((BitVectorScorer)scorer.Model).Ensemble;
        var v = new double[1 << players];
        for (var s = 0; s < v.Length; s++)
        {
            for (var b = 0; b < background.Rows; b++)
            {
                var mixed = new float[row.Length];
                for (var f = 0; f < row.Length; f++)
                {
                    mixed[f] = (s >> playerOf[f] & 1) != 0 ? row[f] : background.Columns[f][b];
                }

                v[s] += (weights?[b] ?? 1.0) / (weights?.Sum() ?? background.Rows) * Exact(ensemble, Slots(scorer, mixed));
            }
        }

        return v;
    }

    /// <summary>v of every coalition of players for one row, where nodes of players outside count both branches by cover.</summary>
    public static double[] PathDependent(EncodedScorer scorer, FeatureMatrix covers, float[] row, IReadOnlyList<int> playerOf, int players)
    {
        var ensemble = ((BitVectorScorer)scorer.Model).Ensemble;
        var slotPlayer = scorer.Features.Features.SelectMany((f, i) => Enumerable.Repeat(playerOf[i], f.Slots)).ToArray();
        var coverSlots = Enumerable.Range(0, covers.Rows).Select(r => Slots(scorer, [.. covers.Columns.Select(c => c[r])])).ToArray();
        var slots = Slots(scorer, row);
        var v = new double[1 << players];
        for (var s = 0; s < v.Length; s++)
        {
            var raw = ensemble.Bias;
            foreach (var tree in ensemble.Trees)
            {
                raw += tree.Weight * Walk(tree, tree.Nodes == 0 ? ~0 : 0, coverSlots, s);
            }

            v[s] = -((ensemble.Slope * raw) + ensemble.Offset);
        }

        return v;

        double Walk(DecisionTree tree, int node, float[][] here, int coalition)
        {
            if (node < 0)
            {
                return tree.LeafValues[~node];
            }

            float[][] left = [.. here.Where(r => tree.GoesLeft(node, r))], right = [.. here.Where(r => !tree.GoesLeft(node, r))];
            var player = slotPlayer[tree.CategorySlots(node)?[0] ?? tree.SplitSlots[node]];
            if ((coalition >> player & 1) != 0)
            {
                return tree.GoesLeft(node, slots) ? Walk(tree, tree.Left[node], left, coalition) : Walk(tree, tree.Right[node], right, coalition);
            }

            var share = here.Length == 0 ? 0.5 : (double)left.Length / here.Length;
            return (share * Walk(tree, tree.Left[node], left, coalition)) + ((1 - share) * Walk(tree, tree.Right[node], right, coalition));
        }
    }

    /// <summary>Shapley values by the formula over all coalitions.</summary>
    public static double[] Shapley(double[] v, int n)
    {
        var phi = new double[n];
        for (var p = 0; p < n; p++)
        {
            for (var s = 0; s < v.Length; s++)
            {
                if ((s >> p & 1) == 0)
                {
                    var size = int.PopCount(s);
                    phi[p] += Factorial(size) * Factorial(n - size - 1) / Factorial(n) * (v[s | (1 << p)] - v[s]);
                }
            }
        }

        return phi;
    }

    /// <summary>Shapley interaction index of a pair by the formula over all coalitions.</summary>
    public static double Interaction(double[] v, int n, int p, int q)
    {
        var sum = 0.0;
        for (var s = 0; s < v.Length; s++)
        {
            if ((s >> p & 1) == 0 && (s >> q & 1) == 0)
            {
                var size = int.PopCount(s);
                sum += Factorial(size) * Factorial(n - size - 2) / Factorial(n - 1) * (v[s | (1 << p) | (1 << q)] - v[s | (1 << p)] - v[s | (1 << q)] + v[s]);
            }
        }

        return sum;
    }

    /// <summary>Owen values by Owen's double sum over groups and members.</summary>
    public static double[] Owen(double[] v, int n, IReadOnlyList<int> groupOf)
    {
        var groups = groupOf.Max() + 1;
        var members = Enumerable.Range(0, groups).Select(g => Enumerable.Range(0, n).Where(p => groupOf[p] == g).Aggregate(0, (s, p) => s | (1 << p))).ToArray();
        var phi = new double[n];
        for (var p = 0; p < n; p++)
        {
            var own = members[groupOf[p]] & ~(1 << p);
            var size = int.PopCount(own) + 1;
            for (var h = 0; h < 1 << groups; h++)
            {
                if ((h >> groupOf[p] & 1) != 0)
                {
                    continue;
                }

                var others = Enumerable.Range(0, groups).Where(g => (h >> g & 1) != 0).Aggregate(0, (s, g) => s | members[g]);
                var outer = Factorial(int.PopCount(h)) * Factorial(groups - int.PopCount(h) - 1) / Factorial(groups);
                for (var s = own; ; s = (s - 1) & own)
                {
                    var inner = Factorial(int.PopCount(s)) * Factorial(size - int.PopCount(s) - 1) / Factorial(size);
                    phi[p] += outer * inner * (v[others | s | (1 << p)] - v[others | s]);
                    if (s == 0)
                    {
                        break;
                    }
                }
            }
        }

        return phi;
    }

    private static double Exact(TreeEnsemble ensemble, float[] slots) =>
        -((ensemble.Slope * (ensemble.Bias + ensemble.Trees.Sum(t => t.Weight * t.LeafValues[t.LeafOf(slots)]))) + ensemble.Offset);

    private static float[] Slots(EncodedScorer scorer, float[] row)
    {
        var block = SlotBlock.OfLength(scorer.Features.Slots, 1);
        new FeatureEncoder(scorer.Features).Encode(new FeatureBlock([.. row.Select(v => new[] { v })], 0, 1), block);
        var slots = new float[scorer.Features.Slots];
        block.CopyRow(0, slots);
        return slots;
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
