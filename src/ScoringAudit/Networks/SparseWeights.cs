using System.Runtime.Intrinsics;

namespace ScoringAudit.Networks;

/// <summary>Stored weights of any graph in compressed rows: directed or not, row-standardised or as given, symmetric or not.</summary>
/// <remarks>
/// From → to means: from reads to. Offsets are 64-bit. Where all weights of a row are equal only the links are stored (4 bytes each), else 8 bytes
/// more. Self-loops, repeated pairs and unknown ends are counted by <see cref="EdgeList"/>; a node without links is an island: lag 0, counted.
/// </remarks>
public sealed class SparseWeights : IWeights
{
    private readonly long[] _offsets;
    private readonly int[] _targets;
    private readonly double[] _rowWeight;
    private readonly double[]? _weights;
    private WeightSums? _sums;

    private SparseWeights(long[] offsets, int[] targets, double[] rowWeight, double[]? weights, bool standardised)
    {
        (_offsets, _targets, _rowWeight, _weights, IsRowStandardised) = (offsets, targets, rowWeight, weights, standardised);
        for (var i = 0; i < Nodes; i++)
        {
            Islands += offsets[i] == offsets[i + 1] ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public int Nodes => _offsets.Length - 1;

    /// <inheritdoc/>
    public int Islands { get; }

    /// <inheritdoc/>
    public long Pairs => _targets.LongLength;

    /// <summary>Pairs of nodes of which at least one reads the other. One look-up for each link.</summary>
    public long CountNeighbours()
    {
        long pairs = 0;
        for (var i = 0; i < Nodes; i++)
        {
            foreach (var j in ReadBy(i))
            {
                pairs += i < j || !ReadBy(j).Contains(i) ? 1 : 0;
            }
        }

        return pairs;
    }

    /// <summary>Whether the weights of each node that reads sum to 1.</summary>
    public bool IsRowStandardised { get; }

    /// <summary>First link of each node, then the number of links.</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>The node that each link reads, ascending within a row.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <inheritdoc/>
    public WeightSums Sums => _sums ??= ComputeSums();

    /// <summary>Weights from edges. Edges of weight 0 are left out.</summary>
    /// <param name="edges">Sorted edges, each pair once.</param>
    /// <param name="rowStandardised">Divide weights by the sum of the node that reads.</param>
    /// <param name="undirected">Read every edge both ways; where both ways stand there, the larger weight holds for both.</param>
    public static SparseWeights Of(EdgeList edges, bool rowStandardised = true, bool undirected = false)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (undirected)
        {
            edges = edges.BothWays();
        }

        var offsets = new long[edges.Nodes + 1];
        var kept = 0;
        for (var e = 0; e < edges.Count; e++)
        {
            if (edges.Weight[e] > 0)
            {
                offsets[edges.From[e] + 1]++;
                kept++;
            }
        }

        var targets = new int[kept];
        var weights = new double[kept];
        kept = 0;
        for (var e = 0; e < edges.Count; e++)
        {
            if (edges.Weight[e] > 0)
            {
                targets[kept] = edges.To[e];
                weights[kept++] = edges.Weight[e];
            }
        }

        var equal = true;
        var rowWeight = new double[edges.Nodes];
        for (var i = 0; i < edges.Nodes; i++)
        {
            offsets[i + 1] += offsets[i];
            var row = weights.AsSpan((int)offsets[i]..(int)offsets[i + 1]);
            if (row.IsEmpty)
            {
                continue;
            }

            equal &= !row.ContainsAnyExcept(row[0]);
            var sum = 0.0;
            foreach (var w in row)
            {
                sum += w;
            }

            if (rowStandardised)
            {
                for (var e = 0; e < row.Length; e++)
                {
                    row[e] /= sum;
                }
            }

            rowWeight[i] = rowStandardised && equal ? 1.0 / row.Length : row[0];
        }

        return new SparseWeights(offsets, targets, rowWeight, equal ? null : weights, rowStandardised);
    }

    /// <summary>Row-standardised weights over links that stand in order already; the arrays are not copied.</summary>
    internal static SparseWeights Equal(long[] offsets, int[] targets)
    {
        var rowWeight = new double[offsets.Length - 1];
        for (var i = 0; i < rowWeight.Length; i++)
        {
            var links = offsets[i + 1] - offsets[i];
            rowWeight[i] = links == 0 ? 0 : 1.0 / links;
        }

        return new SparseWeights(offsets, targets, rowWeight, null, true);
    }

    /// <summary>The weight of a link; 0 where there is none.</summary>
    public double Weight(int from, int to)
    {
        var row = _targets.AsSpan((int)_offsets[from]..(int)_offsets[from + 1]);
        var at = row.BinarySearch(to);
        return at < 0 ? 0 : WeightAt(from, (int)_offsets[from] + at);
    }

    /// <summary>The weight of a node's k-th link, in the order of <see cref="ReadBy"/>.</summary>
    public double LinkWeight(int node, int k) => WeightAt(node, (int)_offsets[node] + k);

    /// <summary>Whether all links of each node have the same weight.</summary>
    public bool HasEqualWeights => _weights is null;

    /// <summary>The nodes that a node reads.</summary>
    public ReadOnlySpan<int> ReadBy(int node) => _targets.AsSpan((int)_offsets[node]..(int)_offsets[node + 1]);

    /// <summary>The same links with every weight 1 or, where they were weighted, as they are, turned round: who is read by whom.</summary>
    public SparseWeights Reversed()
    {
        int[] from = new int[_targets.Length], to = new int[_targets.Length];
        var weight = new double[_targets.Length];
        for (var i = 0; i < Nodes; i++)
        {
            for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            {
                (from[e], to[e], weight[e]) = (_targets[e], i, WeightAt(i, (int)e));
            }
        }

        return Of(EdgeList.Of(Nodes, from, to, weight), rowStandardised: false);
    }

    /// <inheritdoc/>
    public void Lag(ReadOnlySpan<double> values, Span<double> lag)
    {
        long begin = 0;
        for (var i = 0; i < Nodes; i++)
        {
            var end = _offsets[i + 1];
            var sum = 0.0;
            if (_weights is null)
            {
                for (var e = begin; e < end; e++)
                {
                    sum += values[_targets[e]];
                }

                sum *= _rowWeight[i];
            }
            else
            {
                for (var e = begin; e < end; e++)
                {
                    sum += _weights[e] * values[_targets[e]];
                }
            }

            lag[i] = sum;
            begin = end;
        }
    }

    /// <inheritdoc/>
    public void TransposedLag(ReadOnlySpan<double> values, Span<double> lag)
    {
        lag[..Nodes].Clear();
        for (var i = 0; i < Nodes; i++)
        {
            for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            {
                lag[_targets[e]] += WeightAt(i, (int)e) * values[i];
            }
        }
    }

    /// <inheritdoc/>
    public void CrossProducts8(ReadOnlySpan<float> lanes, Span<double> sums)
    {
        if (lanes.Length < 8L * Nodes)
        {
            throw new ArgumentException($"{lanes.Length} lanes for {Nodes} nodes.", nameof(lanes));
        }

        ref var start = ref Lanes.Start(lanes);
        Vector256<double> low = default, high = default;
        long begin = 0;
        for (var i = 0; i < Nodes; i++)
        {
            var end = _offsets[i + 1];
            Vector256<float> sum = default;
            if (_weights is null)
            {
                for (var e = begin; e < end; e++)
                {
                    sum += Lanes.At(ref start, _targets[e]);
                }

                sum *= Vector256.Create((float)_rowWeight[i]);
            }
            else
            {
                for (var e = begin; e < end; e++)
                {
                    sum += Lanes.At(ref start, _targets[e]) * Vector256.Create((float)_weights[e]);
                }
            }

            Lanes.Add(ref low, ref high, sum * Lanes.At(ref start, i));
            begin = end;
        }

        Lanes.Write(low, high, sums);
    }

    private double WeightAt(int row, int link) => _weights is null ? _rowWeight[row] : _weights[link];

    private WeightSums ComputeSums()
    {
        double s0 = 0, s1 = 0, s2 = 0;
        var both = new double[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            {
                var w = WeightAt(i, (int)e);
                s0 += w;
                s1 += w * (w + Weight(_targets[e], i)); // ½ Σ (w_ij + w_ji)² = Σ w_ij² + Σ w_ij w_ji
                both[i] += w;
                both[_targets[e]] += w;
            }
        }

        foreach (var b in both)
        {
            s2 += b * b;
        }

        return new WeightSums(s0, s1, s2);
    }
}
