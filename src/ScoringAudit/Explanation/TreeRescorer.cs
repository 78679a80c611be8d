using System.Numerics.Tensors;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Scores a tree ensemble again with one feature replaced, looking only at the nodes that split on it.</summary>
/// <remarks>
/// For each block of rows it keeps each tree's value and, for each feature of each tree, the leaves that the tree's other features leave
/// reachable. A replaced feature then needs its own nodes only; values of trees that do not use it are added as they were. Sums are
/// made in tree order, so scores have the same bits as scoring whole rows.
/// </remarks>
internal sealed class TreeRescorer : IRescorer
{
    // Reachable leaves of all trees and features of a block should stay in the second-level cache.
    private const int BlockRows = 128;

    private readonly EncodedScorer _scorer;
    private readonly BitVectorScorer _trees;
    private readonly FeatureEncoder _encoder;
    private readonly FeatureMatrix _rows;
    private readonly TreeParts[] _parts;
    private readonly int _words;

    private TreeRescorer(EncodedScorer scorer, BitVectorScorer trees, FeatureMatrix rows)
    {
        _scorer = scorer;
        _trees = trees;
        _encoder = new FeatureEncoder(scorer.Features);
        _rows = rows;
        _parts = new TreeParts[trees.Trees.Count];
        for (var t = 0; t < _parts.Length; t++)
        {
            _parts[t] = new TreeParts(trees.Ensemble.Trees[t], trees.Trees[t], scorer.Features, ref _words);
        }
    }

    /// <summary>A rescorer where the score is a tree ensemble; else null.</summary>
    public static IRescorer? For(IScorer scorer, FeatureMatrix rows) => scorer is not EncodedScorer encoded ? null : encoded.Model switch
    {
        BitVectorScorer trees => new TreeRescorer(encoded, trees, rows),
        TreeEnsemble ensemble => new TreeRescorer(encoded, new BitVectorScorer(ensemble), rows),
        _ => null,
    };

    public bool Uses(int feature) => _parts.Any(p => p.Use[feature] != TreeParts.NotUsed);

    public void Score(ReadOnlyMemory<PermutedColumn> columns, ParallelOptions parallel) =>
        Parallel.For(
            0,
            (_rows.Rows + BlockRows - 1) / BlockRows,
            parallel,
            () => new Worker(this),
            (block, _, worker) =>
            {
                var start = block * BlockRows;
                worker.Score(columns.Span, start, Math.Min(BlockRows, _rows.Rows - start));
                return worker;
            },
            _ => { });

    /// <summary>One thread's buffers.</summary>
    private sealed class Worker
    {
        private readonly TreeRescorer _owner;
        private readonly float[][] _slots;
        private readonly float[][] _replaced;
        private readonly float[][] _mixed;
        private readonly uint[] _reachable;
        private readonly uint[] _groups;
        private readonly double[] _outputs;
        private readonly uint[] _first = new uint[BlockRows];
        private readonly uint[] _second = new uint[BlockRows];

        public Worker(TreeRescorer owner)
        {
            _owner = owner;
            _slots = Columns(owner._encoder.Schema.Slots);
            _replaced = Columns(owner._encoder.Schema.Slots);
            _mixed = [.. _slots];
            _reachable = new uint[owner._words * BlockRows];
            _groups = new uint[owner._parts.Select(p => p.Groups.Length).DefaultIfEmpty().Max() * BlockRows];
            _outputs = new double[owner._parts.Length * BlockRows];
        }

        public void Score(ReadOnlySpan<PermutedColumn> columns, int start, int rows)
        {
            var block = new SlotBlock(_slots, 0, rows);
            _owner._encoder.Encode(_owner._rows.All.Slice(start, rows), block);
            _owner._trees.CheckColumns(block);
            for (var t = 0; t < _owner._parts.Length; t++)
            {
                Remember(t, block);
            }

            foreach (var column in columns)
            {
                Rescore(column, start, rows);
            }
        }

        // The tree's values, and for each of its features the leaves that the others leave reachable.
        private void Remember(int tree, SlotBlock block)
        {
            var part = _owner._parts[tree];
            var outputs = _outputs.AsSpan(tree * BlockRows, block.Rows);
            outputs.Clear();
            if (part.Bits is not { } bits)
            {
                _owner._trees.AddTree(tree, block, outputs);
                return;
            }

            var first = _first.AsSpan(0, block.Rows);
            var second = bits.OneWord ? [] : _second.AsSpan(0, block.Rows);
            Remember(part, 0, block, first);
            if (!bits.OneWord)
            {
                Remember(part, 1, block, second);
            }

            bits.AddValues(first, second, outputs, _owner._trees.Width);
        }

        private void Remember(TreeParts part, int word, SlotBlock block, Span<uint> all)
        {
            all.Fill(uint.MaxValue);
            for (var g = 0; g < part.Groups.Length; g++)
            {
                var own = _groups.AsSpan(g * BlockRows, block.Rows);
                own.Fill(uint.MaxValue);
                part.Groups[g].Clear(word == 0 ? part.Groups[g].First : part.Groups[g].Second, block, own, _owner._trees.Width);
                all.CopyTo(Others(part, g, word, block.Rows));
                TensorPrimitives.BitwiseAnd<uint>(all, own, all);
            }

            Span<uint> after = stackalloc uint[BlockRows];
            after = after[..block.Rows];
            after.Fill(uint.MaxValue);
            for (var g = part.Groups.Length - 1; g >= 0; g--)
            {
                var others = Others(part, g, word, block.Rows);
                TensorPrimitives.BitwiseAnd<uint>(others, after, others);
                TensorPrimitives.BitwiseAnd<uint>(after, _groups.AsSpan(g * BlockRows, block.Rows), after);
            }
        }

        private void Rescore(PermutedColumn column, int start, int rows)
        {
            var feature = _owner._encoder.Schema.Features[column.Feature];
            _owner._encoder.EncodeFeature(column.Feature, column.Values.AsSpan(start, rows), new SlotBlock(_replaced, 0, rows));
            Array.Copy(_replaced, feature.FirstSlot, _mixed, feature.FirstSlot, feature.Slots);
            var mixed = new SlotBlock(_mixed, 0, rows);

            var sums = column.Scores.AsSpan(start, rows);
            sums.Fill(_owner._trees.Ensemble.Bias);
            for (var t = 0; t < _owner._parts.Length; t++)
            {
                var part = _owner._parts[t];
                var use = part.Use[column.Feature];
                if (use == TreeParts.NotUsed)
                {
                    TensorPrimitives.Add(sums, _outputs.AsSpan(t * BlockRows, rows), sums);
                }
                else if (part.Bits is null)
                {
                    _owner._trees.AddTree(t, mixed, sums);
                }
                else
                {
                    AddGroup(part, use, mixed, sums);
                }
            }

            for (var row = 0; row < rows; row++)
            {
                sums[row] = _owner._trees.Ensemble.ToLogOdds((float)sums[row]);
            }

            _owner._scorer.ToScale(sums);
            Array.Copy(_slots, feature.FirstSlot, _mixed, feature.FirstSlot, feature.Slots);
        }

        private void AddGroup(TreeParts part, int group, SlotBlock mixed, Span<double> sums)
        {
            var nodes = part.Groups[group];
            var width = _owner._trees.Width;
            var first = _first.AsSpan(0, mixed.Rows);
            Others(part, group, 0, mixed.Rows).CopyTo(first);
            nodes.Clear(nodes.First, mixed, first, width);
            Span<uint> second = [];
            if (!part.Bits!.OneWord)
            {
                second = _second.AsSpan(0, mixed.Rows);
                Others(part, group, 1, mixed.Rows).CopyTo(second);
                nodes.Clear(nodes.Second, mixed, second, width);
            }

            part.Bits.AddValues(first, second, sums, width);
        }

        private Span<uint> Others(TreeParts part, int group, int word, int rows) =>
            _reachable.AsSpan((part.FirstWord + (word * part.Groups.Length) + group) * BlockRows, rows);

        private static float[][] Columns(int slots) => [.. Enumerable.Range(0, slots).Select(_ => new float[BlockRows])];
    }
}
