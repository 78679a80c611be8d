namespace ScoringAudit.Scoring;

/// <summary>A binary decision tree over slots. Node 0 is the root; a child below 0 is a leaf, −1 − position (~leaf). A tree of one leaf has no nodes.</summary>
/// <remarks>
/// A numeric node sends a row left iff slot ≤ threshold (float compared with float); NaN goes left iff the node's flag says so.
/// A categorical node, as ML.NET writes LightGBM's, sends a row right iff any slot of its set is above 0.
/// </remarks>
public sealed class DecisionTree
{
    private readonly int[] _splitSlots;
    private readonly float[] _thresholds;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly bool[] _missingLeft;
    private readonly int[]?[] _categorySlots;
    private readonly double[] _leafValues;

    /// <summary>A tree from its node and leaf arrays, which are copied.</summary>
    /// <param name="splitSlots">For each node the slot; ignored for a categorical node.</param>
    /// <param name="thresholds">For each node the threshold; ignored for a categorical node.</param>
    /// <param name="left">For each node the left child: a node, or ~leaf.</param>
    /// <param name="right">For each node the right child: a node, or ~leaf.</param>
    /// <param name="leafValues">For each leaf its value; one more than there are nodes.</param>
    /// <param name="missingLeft">For each node whether NaN goes left; null: right everywhere, as ML.NET does.</param>
    /// <param name="categorySlots">For each node its set of slots, or null for a numeric node; null: all nodes are numeric.</param>
    /// <param name="weight">Factor of the tree's value in the ensemble.</param>
    /// <exception cref="ArgumentException">The arrays do not form one binary tree, or a number is not finite.</exception>
    public DecisionTree(
        int[] splitSlots,
        float[] thresholds,
        int[] left,
        int[] right,
        double[] leafValues,
        bool[]? missingLeft = null,
        int[]?[]? categorySlots = null,
        double weight = 1)
    {
        _splitSlots = [.. splitSlots];
        _thresholds = [.. thresholds];
        _left = [.. left];
        _right = [.. right];
        _leafValues = [.. leafValues];
        _missingLeft = missingLeft is null ? new bool[left.Length] : [.. missingLeft];
        _categorySlots = categorySlots is null ? new int[]?[left.Length] : [.. categorySlots.Select(set => set is null ? null : (int[])set.Clone())];
        Weight = weight;
        Check();
    }

    /// <summary>Number of inner nodes.</summary>
    public int Nodes => _left.Length;

    /// <summary>Number of leaves: nodes + 1.</summary>
    public int Leaves => _leafValues.Length;

    /// <summary>Factor of the tree's value in the ensemble.</summary>
    public double Weight { get; }

    /// <summary>For each node the slot on which it splits; without meaning for a categorical node.</summary>
    public ReadOnlySpan<int> SplitSlots => _splitSlots;

    /// <summary>For each node the threshold; without meaning for a categorical node.</summary>
    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>For each node the left child: a node, or ~leaf.</summary>
    public ReadOnlySpan<int> Left => _left;

    /// <summary>For each node the right child: a node, or ~leaf.</summary>
    public ReadOnlySpan<int> Right => _right;

    /// <summary>For each leaf its value, before the weight.</summary>
    public ReadOnlySpan<double> LeafValues => _leafValues;

    /// <summary>For each node whether NaN goes left.</summary>
    public ReadOnlySpan<bool> MissingLeft => _missingLeft;

    /// <summary>The set of slots of a categorical node; null for a numeric node.</summary>
    public IReadOnlyList<int>? CategorySlots(int node) => _categorySlots[node];

    /// <summary>The slots that the tree reads, ascending, each once.</summary>
    public IReadOnlyList<int> SlotsUsed()
    {
        var used = new SortedSet<int>();
        for (var node = 0; node < Nodes; node++)
        {
            if (_categorySlots[node] is { } set)
            {
                used.UnionWith(set);
            }
            else
            {
                used.Add(_splitSlots[node]);
            }
        }

        return [.. used];
    }

    /// <summary>The leaf that a row reaches.</summary>
    /// <param name="slots">The row's slots.</param>
    public int LeafOf(ReadOnlySpan<float> slots)
    {
        if (_left.Length == 0)
        {
            return 0;
        }

        var node = 0;
        while (node >= 0)
        {
            node = GoesLeft(node, slots) ? _left[node] : _right[node];
        }

        return ~node;
    }

    /// <summary>Whether a node sends a row left.</summary>
    internal bool GoesLeft(int node, ReadOnlySpan<float> slots)
    {
        if (_categorySlots[node] is { } set)
        {
            foreach (var slot in set)
            {
                if (slots[slot] > 0)
                {
                    return false;
                }
            }

            return true;
        }

        var value = slots[_splitSlots[node]];
        return float.IsNaN(value) ? _missingLeft[node] : value <= _thresholds[node];
    }

    private void Check()
    {
        var nodes = _left.Length;
        if (_right.Length != nodes || _splitSlots.Length != nodes || _thresholds.Length != nodes || _missingLeft.Length != nodes || _categorySlots.Length != nodes)
        {
            throw new ArgumentException($"The node arrays differ in length; there are {nodes} left children.");
        }

        if (_leafValues.Length != nodes + 1)
        {
            throw new ArgumentException($"A tree of {nodes} nodes has {nodes + 1} leaves, found {_leafValues.Length}.");
        }

        if (!double.IsFinite(Weight) || _leafValues.Any(v => !double.IsFinite(v)))
        {
            throw new ArgumentException("A weight or leaf value is not finite.");
        }

        var seenNode = new bool[nodes];
        var seenLeaf = new bool[nodes + 1];
        var open = new Stack<int>();
        open.Push(nodes == 0 ? ~0 : 0);
        while (open.TryPop(out var child))
        {
            var seen = child >= 0 ? seenNode : seenLeaf;
            var at = child >= 0 ? child : ~child;
            if (at >= seen.Length || seen[at])
            {
                throw new ArgumentException($"Child {child} does not exist, or is reached twice.");
            }

            seen[at] = true;
            if (child >= 0)
            {
                CheckSplit(child);
                open.Push(_left[child]);
                open.Push(_right[child]);
            }
        }
    }

    private void CheckSplit(int node)
    {
        if (_categorySlots[node] is { } set)
        {
            if (set.Any(slot => slot < 0))
            {
                throw new ArgumentException($"Node {node}: a slot of the set is below 0.");
            }
        }
        else if (_splitSlots[node] < 0 || float.IsNaN(_thresholds[node]))
        {
            throw new ArgumentException($"Node {node}: slot {_splitSlots[node]}, threshold {_thresholds[node]}; a categorical node needs a set of slots.");
        }
    }
}
