using System.Runtime.Intrinsics;

namespace ScoringAudit.Scoring;

/// <summary>Scores a tree ensemble by bit vectors, many rows at once, with the same bits as <see cref="TreeEnsemble"/>. Immutable; safe to use from several threads.</summary>
/// <remarks>
/// Trees of at most 64 leaves are scored by comparing a whole vector of rows with each node's threshold and clearing the leaves that
/// the row cannot reach; larger trees are walked. Sums are made in tree order in double precision, so any vector width gives the same
/// bits. Source: Lucchese et al. 2015, QuickScorer (SIGIR); Lucchese et al. 2016, V-QuickScorer (SIGIR), section 3.
/// </remarks>
public sealed class BitVectorScorer : ISlotModel
{
    /// <summary>Rows that are scored together: their slots and sums stay in the first-level cache.</summary>
    internal const int BlockRows = 256;

    private readonly BitVectorTree?[] _trees;

    /// <summary>A scorer of an ensemble.</summary>
    public BitVectorScorer(TreeEnsemble ensemble)
        : this(ensemble, Widest)
    {
    }

    /// <summary>A scorer with vectors of a given width.</summary>
    internal BitVectorScorer(TreeEnsemble ensemble, VectorWidth width)
    {
        Ensemble = ensemble;
        Width = width;
        _trees = [.. ensemble.Trees.Select(t => t.Leaves <= BitVectorTree.MaxLeaves ? new BitVectorTree(t) : null)];
    }

    /// <summary>The ensemble.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <inheritdoc/>
    public int Slots => Ensemble.Slots;

    /// <summary>Width of the vectors at work.</summary>
    internal VectorWidth Width { get; }

    /// <summary>The prepared trees; null where a tree has more than 64 leaves.</summary>
    internal IReadOnlyList<BitVectorTree?> Trees => _trees;

    /// <summary>The widest vectors of this machine.</summary>
    internal static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512 : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256 : VectorWidth.Scalar;

    /// <inheritdoc/>
    public void Score(SlotBlock columns, Span<double> logOdds)
    {
        var sums = logOdds[..columns.Rows];
        Sum(columns, sums);
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] = Ensemble.ToLogOdds((float)sums[row]);
        }
    }

    /// <summary>Raw scores of a block: ML.NET's Score column, for the round-trip gate.</summary>
    public void RawScore(SlotBlock columns, Span<float> raw)
    {
        var sums = new double[columns.Rows];
        Sum(columns, sums);
        for (var row = 0; row < sums.Length; row++)
        {
            raw[row] = (float)sums[row];
        }
    }

    /// <summary>Adds a tree's weighted leaf values to the rows' sums.</summary>
    /// <param name="tree">Position of the tree.</param>
    /// <param name="columns">Slots; every column must have the block's rows (<see cref="CheckColumns"/>).</param>
    /// <param name="sums">As long as the block.</param>
    internal void AddTree(int tree, SlotBlock columns, Span<double> sums)
    {
        if (_trees[tree] is not { } bits)
        {
            AddByWalking(Ensemble.Trees[tree], columns, sums);
            return;
        }

        Span<uint> first = stackalloc uint[BlockRows];
        Span<uint> second = stackalloc uint[bits.OneWord ? 0 : BlockRows];
        for (var start = 0; start < sums.Length; start += BlockRows)
        {
            var rows = Math.Min(BlockRows, sums.Length - start);
            var block = columns.Slice(start, rows);
            first[..rows].Fill(uint.MaxValue);
            bits.Nodes.Clear(bits.Nodes.First, block, first[..rows], Width);
            if (!bits.OneWord)
            {
                second[..rows].Fill(uint.MaxValue);
                bits.Nodes.Clear(bits.Nodes.Second, block, second[..rows], Width);
            }

            bits.AddValues(first[..rows], bits.OneWord ? [] : second[..rows], sums.Slice(start, rows), Width);
        }
    }

    /// <summary>Refuses a block whose columns are too few or too short, before kernels read them without bounds checks.</summary>
    internal void CheckColumns(SlotBlock columns)
    {
        if (columns.Slots != Slots)
        {
            throw new ArgumentException($"The block has {columns.Slots} slots, the ensemble has {Slots}.", nameof(columns));
        }

        for (var slot = 0; slot < columns.Slots; slot++)
        {
            _ = columns[slot];
        }
    }

    /// <summary>Raw scores of a block in double precision, before the cast.</summary>
    internal void Sum(SlotBlock columns, Span<double> sums)
    {
        CheckColumns(columns);
        sums.Fill(Ensemble.Bias);
        for (var start = 0; start < sums.Length; start += BlockRows)
        {
            var rows = Math.Min(BlockRows, sums.Length - start);
            var block = columns.Slice(start, rows);
            var part = sums.Slice(start, rows);
            for (var tree = 0; tree < _trees.Length; tree++)
            {
                AddTree(tree, block, part);
            }
        }
    }

    private static void AddByWalking(DecisionTree tree, SlotBlock columns, Span<double> sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            var node = 0;
            while (node >= 0)
            {
                bool left;
                if (tree.CategorySlots(node) is int[] set)
                {
                    left = !AnyAboveZero(set, columns, row);
                }
                else
                {
                    var value = columns[tree.SplitSlots[node]][row];
                    left = float.IsNaN(value) ? tree.MissingLeft[node] : value <= tree.Thresholds[node];
                }

                node = left ? tree.Left[node] : tree.Right[node];
            }

            sums[row] += tree.Weight * tree.LeafValues[~node];
        }
    }

    private static bool AnyAboveZero(int[] set, SlotBlock columns, int row)
    {
        foreach (var slot in set)
        {
            if (columns[slot][row] > 0)
            {
                return true;
            }
        }

        return false;
    }
}
