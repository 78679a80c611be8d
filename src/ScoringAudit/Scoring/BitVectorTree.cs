namespace ScoringAudit.Scoring;

/// <summary>A tree prepared for bit-vector scoring: for each node the leaves that stay reachable when a row goes right.</summary>
/// <remarks>
/// Leaves are numbered from left to right; leaf p has bit 31 − p of the first word, or bit 63 − p of the second. A row starts with all
/// bits set, each node that sends it right clears the leaves under its left child, and the highest bit left is the leaf reached
/// (Lucchese et al. 2015, QuickScorer, SIGIR, theorem 1, mirrored so that a count of leading zeros gives the leaf).
/// </remarks>
internal sealed class BitVectorTree
{
    /// <summary>The most leaves that two words hold.</summary>
    public const int MaxLeaves = 64;

    private BitVectorTree(DecisionTree tree, int nodes)
    {
        Source = tree;
        Slots = new int[nodes];
        Thresholds = new float[nodes];
        First = new uint[nodes];
        Second = new uint[nodes];
        Sets = new int[nodes][];
        Values = new double[Math.Max(32, tree.Leaves)];
    }

    /// <summary>The tree itself.</summary>
    public DecisionTree Source { get; }

    /// <summary>Whether the leaves fit into one word; else two.</summary>
    public bool OneWord => Source.Leaves <= 32;

    /// <summary>Numeric nodes that send NaN right come first: [0, MissingRightEnd).</summary>
    public int MissingRightEnd { get; private set; }

    /// <summary>Then numeric nodes that send NaN left: [MissingRightEnd, NumericEnd). The rest are categorical.</summary>
    public int NumericEnd { get; private set; }

    /// <summary>Split slots in that order.</summary>
    public int[] Slots { get; }

    /// <summary>Thresholds in that order.</summary>
    public float[] Thresholds { get; }

    /// <summary>Masks of leaves 0 to 31 in that order.</summary>
    public uint[] First { get; }

    /// <summary>Masks of leaves 32 to 63 in that order.</summary>
    public uint[] Second { get; }

    /// <summary>Slot sets of the categorical nodes in that order; empty for numeric ones.</summary>
    public int[][] Sets { get; }

    /// <summary>Weight × leaf value from left to right, padded to at least 32.</summary>
    public double[] Values { get; }

    /// <summary>Prepares a tree of at most 64 leaves.</summary>
    public static BitVectorTree Of(DecisionTree tree)
    {
        var result = new BitVectorTree(tree, tree.Nodes);
        var leftLeaves = new (int Start, int End)[tree.Nodes];
        var next = 0;
        result.Number(tree.Nodes == 0 ? ~0 : 0, leftLeaves, ref next);
        int[] order = [.. Enumerable.Range(0, tree.Nodes).OrderBy(n => Group(tree, n)).ThenBy(n => n)];
        for (var at = 0; at < order.Length; at++)
        {
            var node = order[at];
            var keep = ~Bits(leftLeaves[node].Start, leftLeaves[node].End);
            result.Slots[at] = tree.SplitSlots[node];
            result.Thresholds[at] = tree.Thresholds[node];
            result.First[at] = (uint)(keep >> 32);
            result.Second[at] = (uint)keep;
            result.Sets[at] = tree.CategorySlots(node) is { } set ? [.. set] : [];
        }

        result.MissingRightEnd = order.Count(n => Group(tree, n) == 0);
        result.NumericEnd = order.Count(n => Group(tree, n) <= 1);
        return result;
    }

    private static int Group(DecisionTree tree, int node) =>
        tree.CategorySlots(node) is not null ? 2 : tree.MissingLeft[node] ? 1 : 0;

    // Leaves Start up to End, leaf 0 in the highest bit.
    private static ulong Bits(int start, int end) =>
        (start == 64 ? 0 : ulong.MaxValue >> start) & ~(end == 64 ? 0 : ulong.MaxValue >> end);

    private void Number(int child, (int Start, int End)[] leftLeaves, ref int next)
    {
        if (child < 0)
        {
            Values[next++] = Source.Weight * Source.LeafValues[~child];
            return;
        }

        var start = next;
        Number(Source.Left[child], leftLeaves, ref next);
        leftLeaves[child] = (start, next);
        Number(Source.Right[child], leftLeaves, ref next);
    }
}
