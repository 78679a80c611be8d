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
    private readonly long[] _offsets;
    private readonly Reader[] _readers;
    private readonly Node[] _nodes;
    private readonly int[] _queue;
    private readonly int[] _touched;
    private readonly int _mask;
    private int _epoch = 1, _head, _tail, _count;
    private int _swapped = -1, _removed = -1, _added = -1;
    private readonly Dictionary<int, double> _shifts = [];
    private int[] _row = [];

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
        _nodes = new Node[n];
        for (var i = 0; i < n; i++)
        {
            var raw = _base[i] + ScoreFixpoint.FeedOf(graph, feed, i, solved);
            _nodes[i] = new Node { Solved = raw, Raw = raw, Score = Clip(raw) };
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

    /// <summary>Nodes that were set and told their readers since this was made; a node may be visited more than once.</summary>
    public long Visits { get; private set; }

    /// <summary>The score of a node now.</summary>
    public double Score(int node) => _nodes[node].Stamp == _epoch ? _nodes[node].Score : Before(node);

    /// <summary>The score of a node before the change.</summary>
    public double Before(int node) => Clip(_nodes[node].Solved);

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
        Touch(node, 0);
        Enqueue(node);
    }

    /// <summary>Follows what was changed.</summary>
    /// <param name="hops">How many links a change travels; default: until it has died out.</param>
    public void Follow(int hops = int.MaxValue)
    {
        double level = _feed.Level, min = _feed.Min, max = _feed.Max, least = Least;
        var whole = _feed.Worst != 0;
        var spreads = level != 0 || whole;
        var nodes = _nodes;
        var readers = _readers;
        var epoch = _epoch;
        while (_head != _tail)
        {
            var i = _queue[_head++ & _mask];
            ref var node = ref nodes[i];
            node.Queued = false;
            if (whole || i == _swapped)
            {
                node.Raw = Recompute(i);
            }

            var next = node.Raw < min ? min : node.Raw > max ? max : node.Raw;
            var change = next - node.Score;
            if (Math.Abs(change) <= least)
            {
                continue;
            }

            node.Score = next;
            if (node.Hop >= hops || !spreads)
            {
                continue;
            }

            Visits++;
            var hop = (short)Math.Min(node.Hop + 1, short.MaxValue);
            var step = level * change;
            var spared = i == _removed ? _swapped : -1;
            foreach (ref readonly var reader in readers.AsSpan((int)_offsets[i], (int)(_offsets[i + 1] - _offsets[i])))
            {
                if (reader.From == spared)
                {
                    continue;
                }

                ref var told = ref nodes[reader.From];
                if (told.Stamp != epoch)
                {
                    told.Begin(epoch, hop, min, max);
                    _touched[_count++] = reader.From;
                }

                var raw = told.Raw + (step * reader.Share);
                told.Raw = raw;
                if (!told.Queued && (whole || Math.Abs((raw < min ? min : raw > max ? max : raw) - told.Score) > least))
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

    /// <summary>Back to the solved network, at no cost.</summary>
    public void Undo()
    {
        for (; _head != _tail; _head++)
        {
            _nodes[_queue[_head & _mask]].Queued = false;
        }

        _shifts.Clear();
        (_head, _tail, _count, _swapped, _removed, _added) = (0, 0, 0, -1, -1, -1);
        _epoch++;
    }

    // A worst partner, or a row that was changed: the whole row is read.
    private double Recompute(int i)
    {
        var begin = (int)_graph.Offsets[i];
        var count = (int)_graph.Offsets[i + 1] - begin;
        var raw = _base[i] + _shifts.GetValueOrDefault(i);
        if (count == 0)
        {
            return raw;
        }

        var row = i == _swapped ? _row : _graph.Targets.Slice(begin, count);
        var shares = _graph.Shares.Slice(begin, count);
        double sum = 0, shortfall = 0;
        for (var k = 0; k < row.Length; k++)
        {
            var score = Score(row[k]);
            sum += shares[k] * score;
            shortfall = Math.Max(shortfall, _feed.Cut - score);
        }

        return raw + (_feed.Level * (sum - _feed.Centre)) - (_feed.Worst * shortfall);
    }

    private double Clip(double raw) => raw < _feed.Min ? _feed.Min : raw > _feed.Max ? _feed.Max : raw;

    private void Touch(int node, int hop)
    {
        if (_nodes[node].Stamp != _epoch)
        {
            _nodes[node].Begin(_epoch, (short)hop, _feed.Min, _feed.Max);
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

    // 32 bytes: one visit touches one line of the cache. What an epoch did not stamp is as solved.
    private struct Node
    {
        public double Solved;
        public double Raw;
        public double Score;
        public int Stamp;
        public short Hop;
        public bool Queued;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Begin(int epoch, short hop, double min, double max)
        {
            (Stamp, Hop, Raw) = (epoch, hop, Solved);
            Score = Solved < min ? min : Solved > max ? max : Solved;
        }
    }
}
