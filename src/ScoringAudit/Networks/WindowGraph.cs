namespace ScoringAudit.Networks;

/// <summary>Neighbours are the people of the same street up to a number of places before and behind in the order of houses. No edge is stored.</summary>
public sealed class WindowGraph : INeighbourGraph
{
    private readonly int[] _order;
    private readonly int[] _start;
    private readonly int[] _end;
    private readonly int _reach;

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
        }
    }

    /// <inheritdoc/>
    public int Nodes => _order.Length;

    /// <inheritdoc/>
    public int Islands { get; }

    /// <inheritdoc/>
    public long Pairs { get; }

    /// <summary>Number of places before and behind.</summary>
    public int Reach => _reach;

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
}
