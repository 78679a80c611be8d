using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

/// <summary>Random small ensembles and rows whose values often equal thresholds, with NaN and one-hot slots.</summary>
internal static class RandomTrees
{
    /// <summary>Slots 0 to 5 are numbers, 6 to 9 are one-hot.</summary>
    public const int Slots = 10;

    public static TreeEnsemble Ensemble(ulong seed, int trees, int maxDepth, bool missingFlags = true, bool categories = true)
    {
        var draw = Streams.FromSeed(seed).Derive("trees").Sequence();
        var all = new List<DecisionTree>();
        for (var t = 0; t < trees; t++)
        {
            all.Add(Tree(ref draw, t == 0 ? 0 : 1 + draw.NextBelow(maxDepth), missingFlags, categories));
        }

        return new TreeEnsemble(Slots, all, bias: 0.125, slope: -0.4, offset: 0.3);
    }

    public static SlotBlock Rows(ulong seed, int rows)
    {
        var draw = Streams.FromSeed(seed).Derive("rows").Sequence();
        // A window that does not start at the arrays' first row.
        var block = SlotBlock.OfLength(Slots, rows + 3).Slice(3, rows);
        for (var row = 0; row < rows; row++)
        {
            for (var slot = 0; slot < 6; slot++)
            {
                block[slot][row] = draw.NextBelow(9) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, var k => k - 5 };
            }

            block[6 + draw.NextBelow(4)][row] = draw.NextBelow(5) == 0 ? 0 : 1;
        }

        return block;
    }

    private static DecisionTree Tree(ref RandomSequence draw, int depth, bool missingFlags, bool categories)
    {
        List<int> slots = [], left = [], right = [];
        List<float> thresholds = [];
        List<bool> missing = [];
        List<int[]?> sets = [];
        List<double> leaves = [];
        Grow(depth, ref draw);
        // Leaves are numbered in the order of growth, not from left to right.
        return new DecisionTree([.. slots], [.. thresholds], [.. left], [.. right], [.. leaves], [.. missing], [.. sets], draw.NextBelow(2) == 0 ? 1 : 0.1);

        int Grow(int levels, ref RandomSequence draw)
        {
            if (levels == 0 || (slots.Count > 0 && draw.NextBelow(8) == 0))
            {
                leaves.Add((draw.NextUniform() * 2) - 1);
                return ~(leaves.Count - 1);
            }

            var node = slots.Count;
            slots.Add(draw.NextBelow(6));
            thresholds.Add(draw.NextBelow(7) - 3);
            missing.Add(missingFlags && draw.NextBelow(3) == 0);
            sets.Add(categories && draw.NextBelow(4) == 0 ? [6 + draw.NextBelow(2), 8 + draw.NextBelow(2)] : null);
            left.Add(0);
            right.Add(0);
            if (draw.NextBelow(2) == 0)
            {
                left[node] = Grow(levels - 1, ref draw);
                right[node] = Grow(levels - 1, ref draw);
            }
            else
            {
                right[node] = Grow(levels - 1, ref draw);
                left[node] = Grow(levels - 1, ref draw);
            }

            return node;
        }
    }
}
