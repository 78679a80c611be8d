using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The leaves of one subtree, looked up at once: a pattern has a bit for each player above the subtree and a bit for the side taken at each of its nodes.</summary>
/// <remarks>Where two leaves share most of their way, one table with one bit more serves both. A single leaf is a group whose pattern is the leaf's own.</remarks>
/// <param name="Tests">The tests that make a pattern.</param>
/// <param name="Bits">Bits of a pattern.</param>
/// <param name="Columns">Output columns that the leaves add to, ascending.</param>
/// <param name="Leaves">Positions of the leaves, and for each pattern of the group the leaf's own; null: the same.</param>
internal sealed record LeafGroup(PatternTests Tests, int Bits, int[] Columns, (int Leaf, int[]? Patterns)[] Leaves)
{
    // Costs of 64 rows, in about cycles: up to 64 values are one permute for each byte, 128 a wider one, 256 two, more are scalar loads.
    private const double TableCost = 10;
    private const double BitCost = 4;
    private const int MostBits = 8;

    /// <summary>Splits a tree's leaves into groups that cost least together.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="playerOf">For each slot its player.</param>
    /// <param name="paths">All leaves of the ensemble that have a value.</param>
    /// <param name="first">The tree's first leaf among them.</param>
    /// <param name="end">Behind its last leaf.</param>
    /// <param name="columnsOf">For each leaf its output columns; null where the leaf has no table, or no players.</param>
    public static List<LeafGroup> Of(DecisionTree tree, int[] playerOf, LeafPath[] paths, int first, int end, int[]?[] columnsOf)
    {
        var groups = new List<LeafGroup>();
        if (first == end)
        {
            return groups;
        }

        var at = new int[tree.Leaves];
        Array.Fill(at, -1);
        for (var l = first; l < end; l++)
        {
            at[paths[l].Leaf] = l;
        }

        if (tree.Nodes == 0)
        {
            Add(Single(at[0]));
            return groups;
        }

        // Children before parents.
        var order = new List<int> { 0 };
        for (var i = 0; i < order.Count; i++)
        {
            order.AddRange(new[] { tree.Left[order[i]], tree.Right[order[i]] }.Where(child => child >= 0));
        }

        var best = new Subtree[tree.Nodes];
        for (var i = order.Count - 1; i >= 0; i--)
        {
            best[order[i]] = Join(order[i], Below(tree.Left[order[i]]), Below(tree.Right[order[i]]));
        }

        Collect(0);
        return groups;

        Subtree Below(int child) => child >= 0 ? best[child] : Single(at[~child]);

        Subtree Single(int leaf) => leaf < 0 ? new Subtree(0, true, [], [], [], 0)
            : columnsOf[leaf] is not { } columns ? new Subtree(0, false, [], [], [], 0)
            : new Subtree(Cost(paths[leaf].Players.Length, columns.Length), true, [], [leaf], columns, paths[leaf].Players.Length);

        Subtree Join(int node, Subtree left, Subtree right)
        {
            var apart = new Subtree(left.Cost + right.Cost, false, [], [], [], 0);
            if (!left.Whole || !right.Whole)
            {
                return apart;
            }

            int[] leaves = [.. left.Leaves, .. right.Leaves], nodes = [node, .. left.Nodes, .. right.Nodes];
            if (leaves.Length == 0)
            {
                return new Subtree(0, true, [], [], [], 0);
            }

            var depth = Array.FindIndex(paths[leaves[0]].Steps, s => s.Node == node);
            var bits = paths[leaves[0]].Steps[..depth].Select(s => s.Bit + 1).DefaultIfEmpty(0).Max() + nodes.Length;
            if (bits > MostBits)
            {
                return apart;
            }

            int[] columns = [.. left.Columns.Union(right.Columns).Order()];
            var cost = Cost(bits, columns.Length);
            return cost <= apart.Cost ? new Subtree(cost, true, nodes, leaves, columns, bits) : apart;
        }

        void Collect(int root)
        {
            var open = new Stack<int>([root]);
            while (open.TryPop(out var child))
            {
                var subtree = Below(child);
                if (subtree.Whole)
                {
                    Add(subtree);
                }
                else if (child >= 0)
                {
                    open.Push(tree.Right[child]);
                    open.Push(tree.Left[child]);
                }
            }
        }

        void Add(Subtree subtree)
        {
            if (subtree is { Whole: true, Leaves.Length: > 0 })
            {
                groups.Add(Make(tree, playerOf, paths, subtree));
            }
        }
    }

    private static LeafGroup Make(DecisionTree tree, int[] playerOf, LeafPath[] paths, Subtree subtree)
    {
        var leaf = paths[subtree.Leaves[0]];
        if (subtree.Nodes.Length == 0)
        {
            return new LeafGroup(leaf.Tests, leaf.Players.Length, subtree.Columns, [(subtree.Leaves[0], null)]);
        }

        var above = new PathBuilder(tree, playerOf, null);
        foreach (var (node, left, _) in leaf.Steps.TakeWhile(s => s.Node != subtree.Nodes[0]))
        {
            above.Take(node, left);
        }

        var players = above.Players.Length;
        return new LeafGroup(
            above.TestsWithSides(subtree.Nodes), subtree.Bits, subtree.Columns, [.. subtree.Leaves.Select(l => (l, (int[]?)Patterns(paths[l], subtree, players)))]);
    }

    // Players above keep the order in which they were met, so their bits are the leaf's; a player first met inside has only the sides' conditions.
    private static int[] Patterns(LeafPath leaf, Subtree subtree, int above)
    {
        var patterns = new int[1 << subtree.Bits];
        var inside = leaf.Steps.SkipWhile(s => s.Node != subtree.Nodes[0]).Select(s => (Side: above + Array.IndexOf(subtree.Nodes, s.Node), s.Left, s.Bit)).ToArray();
        var fresh = (int)leaf.Tests.Full & ~((1 << above) - 1);
        for (var pattern = 0; pattern < patterns.Length; pattern++)
        {
            var own = (pattern & ((1 << above) - 1)) | fresh;
            foreach (var (side, left, bit) in inside)
            {
                own &= (pattern >> side & 1) != 0 == left ? -1 : ~(1 << bit);
            }

            patterns[pattern] = own;
        }

        return patterns;
    }

    private static double Cost(int bits, int columns) => TableCost + (BitCost * bits) + (columns * (bits <= 6 ? 16.0 : bits == 7 ? 18 : bits == 8 ? 36 : 100));

    /// <summary>The best way for a subtree: as one group (whole), or in parts.</summary>
    private readonly record struct Subtree(double Cost, bool Whole, int[] Nodes, int[] Leaves, int[] Columns, int Bits);
}
