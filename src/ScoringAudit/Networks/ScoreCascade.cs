using System.Runtime.CompilerServices;

namespace ScoringAudit.Networks;

/// <summary>Follows a change of a few nodes through scores that feed scores, without solving the whole network again.</summary>
/// <remarks>
/// Starts at a solved network. A node whose score would move by more than <see cref="Least"/> is set and tells the nodes that read it by how much, nearest
/// first; a node whose score would move by less keeps it. In the end no node is further than that from what its links and its fixed part say, so every
/// score is within Least/(1 − q) of the new fixpoint, q the contraction factor (Banach; asynchronous steps: Bertsekas and Tsitsiklis 1989, section 6.2).
/// The order is fixed. One change costs the links of the nodes that it moves, whatever the size of the network; <see cref="Undo"/> too. Not thread-safe.
/// </remarks>
public sealed class ScoreCascade
{
    private readonly CsrGraph _graph;
    private readonly NetworkFeed _feed;
    private readonly double[] _base;
    private readonly double[] _solved;
    private readonly double[] _solvedRaw;
    private readonly long[] _offsets;
    private readonly Reader[] _readers;
    private readonly Node[] _nodes;
    private readonly double[] _scores;
    private readonly int[] _queue;
    private readonly int[] _touched;
    private readonly int _mask;
    private int _epoch = 1, _head, _tail, _count;
    private int _swapped = -1, _removed = -1, _added = -1;
    private readonly Dictionary<int, double> _shifts = [];
    private int[] _row = [];
    private float[] _rowShares = [];

    /// <summary>A network at its fixpoint.</summary>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="feed">How scores feed scores.</param>
    /// <param name="fixedPart">What does not depend on scores.</param>
    /// <param name="solved">The scores of <see cref="ScoreFixpoint"/>.</param>
    /// <param name="least">Changes up to this size are not followed; above 0 and above the error of <paramref name="solved"/>.</param>
    public ScoreCascade(CsrGraph graph, NetworkFeed feed, ReadOnlySpan<double> fixedPart, ReadOnlySpan<double> solved, double least)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(least);
        var n = graph.Nodes;
        if (fixedPart.Length != n || solved.Length != n)
        {
            throw new ArgumentException($"{fixedPart.Length} fixed parts and {solved.Length} scores for {n} nodes.", nameof(solved));
        }

        (_graph, _feed, Least) = (graph, feed, least);
        _base = fixedPart.ToArray();
        _solved = solved.ToArray();
        _scores = solved.ToArray();
        _solvedRaw = new double[n];
        _nodes = new Node[n];
        for (var i = 0; i < n; i++)
        {
            _solvedRaw[i] = _base[i] + ScoreFixpoint.FeedOf(graph, feed, i, solved);
            _nodes[i] = new Node { Raw = _solvedRaw[i], Score = solved[i] };
        }

        (_offsets, _readers) = Reversed(graph);
        _queue = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, n + 1))];
        _mask = _queue.Length - 1;
        _touched = new int[n];
    }

    /// <summary>Changes up to this size are not followed.</summary>
    public double Least { get; }

    /// <summary>Largest distance of any score from the new fixpoint, rounding of single operations apart.</summary>
    public double ErrorBound => Least / (1 - _feed.Contraction(_graph));

    /// <summary>Nodes that were told of a change, the changed ones first; some did not move.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    /// <summary>The score of a node now.</summary>
    public double Score(int node) => _nodes[node].Score;

    /// <summary>The score of a node before the change.</summary>
    public double Before(int node) => _solved[node];

    /// <summary>Links between a node and the nearest changed one, counted along who is read; −1 where nothing arrived.</summary>
    public int Hop(int node) => _nodes[node].Stamp == _epoch ? _nodes[node].Hop : -1;

    /// <summary>The nodes that read a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="readers">Receives each reader and the share that it gives the node, if long enough; else nothing.</param>
    /// <returns>How many there are.</returns>
    public int ReadersOf(int node, Span<(int Reader, float Share)> readers)
    {
        int first = (int)_offsets[node], count = (int)_offsets[node + 1] - first;
        for (var k = 0; k < count && readers.Length >= count; k++)
        {
            readers[k] = (_readers[first + k].From, _readers[first + k].Share);
        }

        return count;
    }

    /// <summary>Changes the fixed part of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="by">What is added.</param>
    /// <param name="hop">0 for the node that the change starts at, 1 for one that reads it and sees the change itself.</param>
    public void Shift(int node, double by, int hop = 0)
    {
        Touch(node, hop);
        _nodes[node].Raw += by;
        _shifts[node] = _shifts.GetValueOrDefault(node) + by;
        Enqueue(node);
    }

    /// <summary>Lets a node read another node in the place of one that it reads; the share stays. One swap at a time.</summary>
    /// <exception cref="ArgumentException">The node does not read the partner, or reads the replacement already, or itself.</exception>
    public void Swap(int node, int partner, int replacement)
    {
        var begin = (int)_graph.Offsets[node];
        var row = _graph.Targets[begin..(int)_graph.Offsets[node + 1]];
        var at = row.IndexOf(partner);
        if (at < 0 || replacement == node || row.Contains(replacement) || _swapped >= 0)
        {
            throw new ArgumentException($"Node {node} cannot read {replacement} in the place of {partner}.", nameof(replacement));
        }

        (_swapped, _removed, _added) = (node, partner, replacement);
        _row = row.ToArray();
        _row[at] = replacement;
        _rowShares = _graph.Shares.Slice(begin, row.Length).ToArray();
        Touch(node, 0);
        Enqueue(node);
    }

    /// <summary>Follows what was changed.</summary>
    /// <param name="hops">How many links a change travels; default: until it has died out.</param>
    public void Follow(int hops = int.MaxValue)
    {
        var level = _feed.Level;
        var whole = _feed.Worst != 0;
        while (_head != _tail)
        {
            var i = _queue[_head++ & _mask];
            ref var node = ref _nodes[i];
            node.Queued = false;
            if (whole || i == _swapped)
            {
                node.Raw = Recompute(i);
            }

            var next = node.Raw < _feed.Min ? _feed.Min : node.Raw > _feed.Max ? _feed.Max : node.Raw;
            var change = next - node.Score;
            if (Math.Abs(change) <= Least)
            {
                continue;
            }

            node.Score = next;
            _scores[i] = next;
            if (node.Hop >= hops || (level == 0 && !whole))
            {
                continue;
            }

            var hop = node.Hop + 1;
            var step = level * change;
            long end = _offsets[i + 1];
            for (var e = _offsets[i]; e < end; e++)
            {
                var reader = _readers[e];
                if (reader.From == _swapped && i == _removed)
                {
                    continue;
                }

                ref var told = ref _nodes[reader.From];
                if (told.Stamp != _epoch)
                {
                    told.Stamp = _epoch;
                    told.Hop = hop;
                    _touched[_count++] = reader.From;
                }

                told.Raw += step * reader.Share;
                if (!told.Queued && (whole || Math.Abs((told.Raw < _feed.Min ? _feed.Min : told.Raw > _feed.Max ? _feed.Max : told.Raw) - told.Score) > Least))
                {
                    told.Queued = true;
                    _queue[_tail++ & _mask] = reader.From;
                }
            }

            if (i == _added)
            {
                Enqueue(_swapped);
            }
        }
    }

    /// <summary>Back to the solved network.</summary>
    public void Undo()
    {
        for (var k = 0; k < _count; k++)
        {
            var i = _touched[k];
            _nodes[i].Raw = _solvedRaw[i];
            _nodes[i].Score = _scores[i] = _solved[i];
        }

        _shifts.Clear();
        (_head, _tail, _count, _swapped, _removed, _added) = (0, 0, 0, -1, -1, -1);
        _epoch++;
    }

    // A worst partner, or a row that was changed: the whole row is read.
    private double Recompute(int i) => _base[i] + _shifts.GetValueOrDefault(i)
        + (i == _swapped ? ScoreFixpoint.FeedOf(_feed, _row, _rowShares, _scores) : ScoreFixpoint.FeedOf(_graph, _feed, i, _scores));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(int node, int hop)
    {
        ref var at = ref _nodes[node];
        if (at.Stamp != _epoch)
        {
            at.Stamp = _epoch;
            at.Hop = hop;
            _touched[_count++] = node;
        }
    }

    private void Enqueue(int node)
    {
        if (!_nodes[node].Queued)
        {
            _nodes[node].Queued = true;
            _queue[_tail++ & _mask] = node;
        }
    }

    private static (long[] Offsets, Reader[] Readers) Reversed(CsrGraph graph)
    {
        var offsets = new long[graph.Nodes + 1];
        foreach (var t in graph.Targets)
        {
            offsets[t + 1]++;
        }

        for (var i = 0; i < graph.Nodes; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var next = offsets[..^1];
        var readers = new Reader[graph.Targets.Length];
        for (var i = 0; i < graph.Nodes; i++)
        {
            for (var e = (int)graph.Offsets[i]; e < (int)graph.Offsets[i + 1]; e++)
            {
                readers[next[graph.Targets[e]]++] = new Reader(i, graph.Shares[e]);
            }
        }

        return (offsets, readers);
    }

    private readonly record struct Reader(int From, float Share);

    private struct Node
    {
        public double Raw;
        public double Score;
        public int Stamp;
        public int Hop;
        public bool Queued;
    }
}
