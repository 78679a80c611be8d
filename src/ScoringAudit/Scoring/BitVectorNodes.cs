namespace ScoringAudit.Scoring;

/// <summary>Some or all nodes of a tree, prepared for bit-vector scoring: for each node the leaves that stay reachable when a row goes right.</summary>
/// <remarks>Order of the nodes: numeric with NaN to the right, [0, MissingRightEnd); numeric with NaN to the left, up to NumericEnd; categorical. Clearing bits commutes, so the order does not matter to the result.</remarks>
internal sealed class BitVectorNodes
{
    /// <summary>Prepares nodes.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="keep">For each node of the tree, the leaves outside its left subtree; leaf 0 in the highest bit.</param>
    /// <param name="chosen">The nodes to take.</param>
    public BitVectorNodes(DecisionTree tree, ulong[] keep, IEnumerable<int> chosen)
    {
        int[] order = [.. chosen.OrderBy(n => Group(tree, n)).ThenBy(n => n)];
        MissingRightEnd = order.Count(n => Group(tree, n) == 0);
        NumericEnd = order.Count(n => Group(tree, n) <= 1);
        Slots = [.. order.Select(n => tree.SplitSlots[n])];
        Thresholds = [.. order.Select(n => tree.Thresholds[n])];
        First = [.. order.Select(n => (uint)(keep[n] >> 32))];
        Second = [.. order.Select(n => (uint)keep[n])];
        Sets = [.. order.Select(n => tree.CategorySlots(n) is { } set ? set.ToArray() : [])];
    }

    /// <summary>End of the numeric nodes that send NaN right.</summary>
    public int MissingRightEnd { get; }

    /// <summary>End of the numeric nodes.</summary>
    public int NumericEnd { get; }

    /// <summary>Split slots.</summary>
    public int[] Slots { get; }

    /// <summary>Thresholds.</summary>
    public float[] Thresholds { get; }

    /// <summary>Masks of leaves 0 to 31.</summary>
    public uint[] First { get; }

    /// <summary>Masks of leaves 32 to 63.</summary>
    public uint[] Second { get; }

    /// <summary>Slot sets of the categorical nodes; empty for numeric ones.</summary>
    public int[][] Sets { get; }

    /// <summary>Clears, in one word of each row, the leaves that the nodes make unreachable.</summary>
    /// <param name="masks"><see cref="First"/> or <see cref="Second"/>.</param>
    /// <param name="columns">A checked block with at least as many rows as words.</param>
    /// <param name="words">One word for each row.</param>
    /// <param name="width">Width of the vectors.</param>
    public void Clear(uint[] masks, SlotBlock columns, Span<uint> words, VectorWidth width)
    {
        var done = width switch
        {
            VectorWidth.Bits512 => BitVectorKernel512.Clear(this, masks, columns, words),
            VectorWidth.Bits256 => BitVectorKernel256.Clear(this, masks, columns, words),
            _ => 0,
        };
        for (var row = done; row < words.Length; row++)
        {
            for (var node = 0; node < masks.Length; node++)
            {
                if (GoesRight(node, columns, row))
                {
                    words[row] &= masks[node];
                }
            }
        }
    }

    private static int Group(DecisionTree tree, int node) =>
        tree.CategorySlots(node) is not null ? 2 : tree.MissingLeft[node] ? 1 : 0;

    private bool GoesRight(int node, SlotBlock columns, int row)
    {
        if (node < NumericEnd)
        {
            var value = columns[Slots[node]][row];
            return node < MissingRightEnd ? !(value <= Thresholds[node]) : value > Thresholds[node];
        }

        foreach (var slot in Sets[node])
        {
            if (columns[slot][row] > 0)
            {
                return true;
            }
        }

        return false;
    }
}
