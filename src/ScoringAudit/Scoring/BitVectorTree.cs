using System.Numerics;

namespace ScoringAudit.Scoring;

/// <summary>A tree of at most 64 leaves prepared for bit-vector scoring.</summary>
/// <remarks>
/// Leaves are numbered from left to right; leaf p has bit 31 − p of the first word, or bit 63 − p of the second. A row starts with all
/// bits set, each node that sends it right clears the leaves under its left child, and the highest bit left is the leaf reached
/// (Lucchese et al. 2015, QuickScorer, SIGIR, theorem 1, mirrored so that a count of leading zeros gives the leaf).
/// </remarks>
internal sealed class BitVectorTree
{
    /// <summary>The most leaves that two words hold.</summary>
    public const int MaxLeaves = 64;

    private readonly ulong[] _keep;
    private readonly double[] _values;

    /// <summary>Prepares a tree.</summary>
    public BitVectorTree(DecisionTree tree)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tree.Leaves, MaxLeaves);
        Source = tree;
        _keep = new ulong[tree.Nodes];
        _values = new double[Math.Max(32, tree.Leaves)];
        var next = 0;
        Number(tree.Nodes == 0 ? ~0 : 0, ref next);
        Nodes = Choose(Enumerable.Range(0, tree.Nodes));
    }

    /// <summary>The tree itself.</summary>
    public DecisionTree Source { get; }

    /// <summary>Whether the leaves fit into one word; else two.</summary>
    public bool OneWord => Source.Leaves <= 32;

    /// <summary>All nodes.</summary>
    public BitVectorNodes Nodes { get; }

    /// <summary>Some of the nodes.</summary>
    public BitVectorNodes Choose(IEnumerable<int> nodes) => new(Source, _keep, nodes);

    /// <summary>Adds each row's weighted leaf value to its sum.</summary>
    /// <param name="first">Leaves 0 to 31 that each row can still reach.</param>
    /// <param name="second">Leaves 32 to 63; empty for a tree of one word.</param>
    /// <param name="sums">As many as words.</param>
    /// <param name="width">Width of the vectors.</param>
    public void AddValues(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second, Span<double> sums, VectorWidth width)
    {
        if (OneWord)
        {
            for (var row = width == VectorWidth.Bits512 ? BitVectorKernel512.AddValues(first, _values, sums) : 0; row < first.Length; row++)
            {
                sums[row] += _values[BitOperations.LeadingZeroCount(first[row])];
            }
        }
        else
        {
            for (var row = 0; row < first.Length; row++)
            {
                sums[row] += _values[BitOperations.LeadingZeroCount(((ulong)first[row] << 32) | second[row])];
            }
        }
    }

    // Leaves from start up to end, leaf 0 in the highest bit.
    private static ulong Bits(int start, int end) =>
        (start == 64 ? 0 : ulong.MaxValue >> start) & ~(end == 64 ? 0 : ulong.MaxValue >> end);

    private void Number(int child, ref int next)
    {
        if (child < 0)
        {
            _values[next++] = Source.Weight * Source.LeafValues[~child];
            return;
        }

        var start = next;
        Number(Source.Left[child], ref next);
        _keep[child] = ~Bits(start, next);
        Number(Source.Right[child], ref next);
    }
}
