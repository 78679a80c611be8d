using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Collects the conditions on the way through a tree, player by player.</summary>
internal sealed class PathBuilder
{
    private readonly DecisionTree _tree;
    private readonly int[] _playerOf;
    private readonly double[]? _leftShare;
    private readonly List<int> _players = [];
    private readonly List<double> _ratios = [];
    private readonly List<SlotInterval> _intervals = [];
    private readonly List<(int[] Set, ulong Bit)> _sets = [];

    public PathBuilder(DecisionTree tree, int[] playerOf, double[]? leftShare)
    {
        _tree = tree;
        _playerOf = playerOf;
        _leftShare = leftShare;
    }

    /// <summary>Players in order of first appearance.</summary>
    public int[] Players => [.. _players];

    /// <summary>Products of cover shares.</summary>
    public double[] Ratios => [.. _ratios];

    /// <summary>Takes a node's side, and returns the bit of its player.</summary>
    public int Take(int node, bool left)
    {
        var player = PlayerOf(node);
        var bit = _players.IndexOf(player);
        if (bit < 0)
        {
            bit = _players.Count;
            if (bit == LeafPath.MostPlayers)
            {
                throw new ArgumentException($"A path of the tree has more than {LeafPath.MostPlayers} players. Explain origins or other groups instead.");
            }

            _players.Add(player);
            _ratios.Add(1);
        }

        if (_leftShare is not null)
        {
            _ratios[bit] *= left ? _leftShare[node] : 1 - _leftShare[node];
        }

        Require(_intervals, _sets, node, left, 1UL << bit);
        return bit;
    }

    /// <summary>The conditions so far.</summary>
    public PatternTests Tests() => new(_players.Count, _intervals, _sets);

    /// <summary>The conditions so far, and for each of some nodes below a further bit that is set iff a row goes left there.</summary>
    public PatternTests TestsWithSides(IReadOnlyList<int> nodes)
    {
        List<SlotInterval> intervals = [.. _intervals];
        List<(int[] Set, ulong Bit)> sets = [.. _sets];
        for (var i = 0; i < nodes.Count; i++)
        {
            // A side has a bit of its own, so its tests stay apart from others on the same slot.
            var own = new List<SlotInterval>();
            Require(own, sets, nodes[i], left: true, 1UL << (_players.Count + i));
            intervals.AddRange(own);
        }

        return new PatternTests(_players.Count + nodes.Count, intervals, sets);
    }

    private int PlayerOf(int node)
    {
        if (_tree.CategorySlots(node) is not { } set)
        {
            return _playerOf[_tree.SplitSlots[node]];
        }

        // An empty set sends everybody left: any player will do.
        var player = _playerOf[set.Count == 0 ? 0 : set[0]];
        return set.All(slot => _playerOf[slot] == player)
            ? player
            : throw new ArgumentException("A category set of the tree spans several players. Let the slots of one feature play together.");
    }

    private void Require(List<SlotInterval> intervals, List<(int[] Set, ulong Bit)> sets, int node, bool left, ulong mask)
    {
        if (_tree.CategorySlots(node) is not { } set)
        {
            var (slot, threshold) = (_tree.SplitSlots[node], _tree.Thresholds[node]);
            var fits = _tree.MissingLeft[node] == left;
            Narrow(intervals, left ? new SlotInterval(slot, float.NaN, threshold, fits, mask) : new SlotInterval(slot, threshold, float.PositiveInfinity, fits, mask));
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
