using System.Runtime.Intrinsics;

namespace ScoringAudit.Networks;

/// <summary>Neighbours are the people of the same street up to a number of places before and behind in the order of houses. No edge is stored.</summary>
public sealed class WindowGraph : IWeights
{
    // Single-precision products are added up over so many houses before they go to the double-precision total.
    private const int Run = 128;

    private readonly int[] _order;
    private readonly int[] _start;
    private readonly int[] _end;
    private readonly int[] _streets;
    private readonly int _reach;
    private WeightSums? _sums;

    /// <summary>A graph over streets.</summary>
    /// <param name="street">Street of each node, as a dense code.</param>
    /// <param name="position">Position along the street (house number); ties keep the nodes' order. Empty: the nodes' order.</param>
    /// <param name="reach">Number of places before and behind, at least 1.</param>
    public WindowGraph(ReadOnlySpan<int> street, ReadOnlySpan<double> position, int reach)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reach, 1);
        _reach = reach;
        var streets = street.ToArray();
        var positions = position.ToArray();
        _order = [.. Enumerable.Range(0, streets.Length)];
        Array.Sort(_order, (a, b) =>
        {
            var c = streets[a].CompareTo(streets[b]);
            c = c != 0 || positions.Length == 0 ? c : positions[a].CompareTo(positions[b]);
            return c != 0 ? c : a.CompareTo(b);
        });
        _start = new int[streets.Length];
        _end = new int[streets.Length];
        var ends = new List<int>();
        for (var i = 0; i < _order.Length;)
        {
            var j = i;
            while (j < _order.Length && streets[_order[j]] == streets[_order[i]])
            {
                j++;
            }

            for (var k = i; k < j; k++)
            {
                _start[k] = Math.Max(i, k - reach);
                _end[k] = Math.Min(j, k + reach + 1);
                Islands += _end[k] - _start[k] == 1 ? 1 : 0;
                Pairs += _end[k] - _start[k] - 1;
            }

            i = j;
            ends.Add(j);
        }

        _streets = [.. ends];
    }

    /// <inheritdoc/>
    public int Nodes => _order.Length;

    /// <inheritdoc/>
    public int Islands { get; }

    /// <inheritdoc/>
    public long Pairs { get; }

    /// <summary>Every edge with its row-standardised weight, by reader in the order of the houses.</summary>
    public IEnumerable<(int From, int To, double Weight)> Edges()
    {
        for (var k = 0; k < _order.Length; k++)
        {
            for (var j = _start[k]; j < _end[k]; j++)
            {
                if (j != k)
                {
                    yield return (_order[k], _order[j], 1.0 / (_end[k] - _start[k] - 1));
                }
            }
        }
    }

    /// <summary>Number of places before and behind.</summary>
    public int Reach => _reach;

    /// <summary>The same graph with its links stored.</summary>
    public SparseWeights Stored()
    {
        var offsets = new long[Nodes + 1];
        for (var k = 0; k < _order.Length; k++)
        {
            offsets[_order[k] + 1] = _end[k] - _start[k] - 1;
        }

        for (var i = 0; i < Nodes; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var targets = new int[Pairs];
        for (var k = 0; k < _order.Length; k++)
        {
            var at = offsets[_order[k]];
            for (var j = _start[k]; j < _end[k]; j++)
            {
                if (j != k)
                {
                    targets[at++] = _order[j];
                }
            }

            targets.AsSpan((int)offsets[_order[k]]..(int)at).Sort();
        }

        return SparseWeights.Equal(offsets, targets);
    }

    /// <inheritdoc/>
    public void Lag(ReadOnlySpan<double> values, Span<double> lag)
    {
        for (var k = 0; k < _order.Length; k++)
        {
            // At most 2 · reach + 1 terms, summed afresh: a sliding sum would carry rounding from house to house.
            var sum = 0.0;
            for (var j = _start[k]; j < _end[k]; j++)
            {
                sum += j == k ? 0 : values[_order[j]];
            }

            var others = _end[k] - _start[k] - 1;
            lag[_order[k]] = others == 0 ? 0 : sum / others;
        }
    }

    /// <inheritdoc/>
    public WeightSums Sums => _sums ??= ComputeSums();

    /// <inheritdoc/>
    public void TransposedLag(ReadOnlySpan<double> values, Span<double> lag)
    {
        // Who is in whose window is mutual; only the shares differ.
        for (var k = 0; k < _order.Length; k++)
        {
            var sum = 0.0;
            for (var j = _start[k]; j < _end[k]; j++)
            {
                sum += j == k ? 0 : values[_order[j]] / (_end[j] - _start[j] - 1);
            }

            lag[_order[k]] = sum;
        }
    }

    /// <inheritdoc/>
    public void CrossProducts8(ReadOnlySpan<float> lanes, Span<double> sums)
    {
        if (lanes.Length < 8L * Nodes)
        {
            throw new ArgumentException($"{lanes.Length} lanes for {Nodes} nodes.", nameof(lanes));
        }

        // Lanes are in the order of houses. The sum over the window slides; it starts afresh in each street, so rounding stays inside one.
        ref var start = ref Lanes.Start(lanes);
        Vector256<double> low = default, high = default;
        var begin = 0;
        foreach (var end in _streets)
        {
            Vector256<float> sum = default, part = default;
            for (var k = begin; k < Math.Min(end, begin + _reach); k++)
            {
                sum += Lanes.At(ref start, k);
            }

            int first = Math.Min(end, begin + _reach + 1), last = Math.Max(first, end - _reach);
            for (var k = begin; k < first; k++)
            {
                Edge(ref start, ref sum, ref part, k, begin, end);
            }

            // All of these have as many neighbours: no look-up, and one division for all.
            var middle = 1f / (2 * _reach);
            for (var k = first; k < last;)
            {
                Vector256<float> inner = default;
                for (var stop = Math.Min(last, k + Run); k < stop; k++)
                {
                    var own = Lanes.At(ref start, k);
                    sum += Lanes.At(ref start, k + _reach) - Lanes.At(ref start, k - _reach - 1);
                    inner += (sum - own) * own;
                }

                Lanes.Add(ref low, ref high, inner * Vector256.Create(middle));
            }

            for (var k = last; k < end; k++)
            {
                Edge(ref start, ref sum, ref part, k, begin, end);
            }

            Lanes.Add(ref low, ref high, part);
            begin = end;
        }

        Lanes.Write(low, high, sums);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private void Edge(ref float start, ref Vector256<float> sum, ref Vector256<float> part, int k, int begin, int end)
    {
        if (k + _reach < end)
        {
            sum += Lanes.At(ref start, k + _reach);
        }

        if (k - _reach - 1 >= begin)
        {
            sum -= Lanes.At(ref start, k - _reach - 1);
        }

        var others = _end[k] - _start[k] - 1;
        if (others > 0)
        {
            var own = Lanes.At(ref start, k);
            part += (sum - own) * own * Vector256.Create(1f / others);
        }
    }

    private WeightSums ComputeSums()
    {
        double s0 = 0, s1 = 0, s2 = 0;
        for (var k = 0; k < _order.Length; k++)
        {
            double column = 0, own = _end[k] - _start[k] - 1;
            for (var j = _start[k]; j < _end[k]; j++)
            {
                if (j != k)
                {
                    double back = 1.0 / (_end[j] - _start[j] - 1), there = 1 / own;
                    s1 += there * (there + back);
                    column += back;
                }
            }

            s0 += own > 0 ? 1 : 0;
            var both = column + (own > 0 ? 1 : 0);
            s2 += both * both;
        }

        return new WeightSums(s0, s1, s2);
    }
}
