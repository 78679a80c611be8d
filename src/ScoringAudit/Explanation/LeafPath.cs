using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The way to one leaf: which players have conditions on it, the conditions, and for the path-dependent mode the share of cover that goes the leaf's way at each player's nodes.</summary>
/// <param name="Players">Players in order of first appearance; their position is their bit.</param>
/// <param name="Tests">The conditions.</param>
/// <param name="Ratios">For each player the product of cover shares at its nodes; empty without covers.</param>
/// <param name="Value">The leaf's value on the log-odds scale, weight included.</param>
internal sealed record LeafPath(int[] Players, PatternTests Tests, double[] Ratios, double Value)
{
    /// <summary>More players than this on one path cannot be told apart in a pattern.</summary>
    public const int MostPlayers = 64;

    /// <summary>The paths of a tree to leaves whose value is not 0.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="playerOf">For each slot its player.</param>
    /// <param name="factor">Factor of leaf values: the tree's weight and the ensemble's link.</param>
    /// <param name="leftShare">For each node the share of its cover that goes left; null without covers.</param>
    /// <exception cref="ArgumentException">A category set spans players, or a path has more than 64 players.</exception>
    public static List<LeafPath> Of(DecisionTree tree, int[] playerOf, double factor, double[]? leftShare)
    {
        var paths = new List<LeafPath>();
        var steps = new List<(int Node, bool Left)>();
        var open = new Stack<(int Child, int Depth, int Parent, bool Left)>();
        open.Push((tree.Nodes == 0 ? ~0 : 0, 0, -1, false));
        while (open.TryPop(out var at))
        {
            steps.RemoveRange(Math.Max(0, at.Depth - 1), steps.Count - Math.Max(0, at.Depth - 1));
            if (at.Parent >= 0)
            {
                steps.Add((at.Parent, at.Left));
            }

            if (at.Child < 0)
            {
                var value = factor * tree.LeafValues[~at.Child];
                if (value != 0)
                {
                    paths.Add(Make(tree, steps, playerOf, value, leftShare));
                }

                continue;
            }

            open.Push((tree.Right[at.Child], at.Depth + 1, at.Child, false));
            open.Push((tree.Left[at.Child], at.Depth + 1, at.Child, true));
        }

        return paths;
    }

    private static LeafPath Make(DecisionTree tree, List<(int Node, bool Left)> steps, int[] playerOf, double value, double[]? leftShare)
    {
        var players = new List<int>();
        var ratios = new List<double>();
        var intervals = new List<SlotInterval>();
        var sets = new List<(int[] Set, ulong Bit)>();
        foreach (var (node, left) in steps)
        {
            var set = tree.CategorySlots(node);
            var player = set is { Count: 0 } ? -1 : playerOf[set is null ? tree.SplitSlots[node] : set[0]];
            if (set is not null && set.Any(slot => playerOf[slot] != player))
            {
                throw new ArgumentException("A category set of the tree spans several players. Let the slots of one feature play together.", nameof(playerOf));
            }

            if (player < 0)
            {
                // An empty set sends everybody left; nobody plays.
                player = playerOf[0];
            }

            var bit = players.IndexOf(player);
            if (bit < 0)
            {
                bit = players.Count;
                players.Add(player);
                ratios.Add(1);
                if (bit == MostPlayers)
                {
                    throw new ArgumentException($"A path of the tree has more than {MostPlayers} players. Explain origins or other groups instead.", nameof(playerOf));
                }
            }

            var mask = 1UL << bit;
            if (leftShare is not null)
            {
                ratios[bit] *= left ? leftShare[node] : 1 - leftShare[node];
            }

            if (set is null)
            {
                var threshold = tree.Thresholds[node];
                var fits = tree.MissingLeft[node] == left;
                Narrow(intervals, left
                    ? new SlotInterval(tree.SplitSlots[node], float.NaN, threshold, fits, mask)
                    : new SlotInterval(tree.SplitSlots[node], threshold, float.PositiveInfinity, fits, mask));
            }
            else if (left)
            {
                foreach (var slot in set)
                {
                    Narrow(intervals, new SlotInterval(slot, float.NaN, 0, true, mask));
                }
            }
            else if (set.Count == 1)
            {
                Narrow(intervals, new SlotInterval(set[0], 0, float.PositiveInfinity, false, mask));
            }
            else
            {
                sets.Add(([.. set], mask));
            }
        }

        return new LeafPath([.. players], new PatternTests(players.Count, intervals, sets), leftShare is null ? [] : [.. ratios], value);
    }

    private static void Narrow(List<SlotInterval> intervals, SlotInterval next)
    {
        var at = intervals.FindIndex(i => i.Slot == next.Slot);
        if (at < 0)
        {
            intervals.Add(next);
            return;
        }

        var old = intervals[at];
        var low = float.IsNaN(old.Low) ? next.Low : float.IsNaN(next.Low) ? old.Low : Math.Max(old.Low, next.Low);
        intervals[at] = new SlotInterval(old.Slot, low, Math.Min(old.High, next.High), old.MissingFits && next.MissingFits, old.Bit);
    }
}
