using ScoringAudit.Networks;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Which firms read a firm: the links turned round, without shares, four bytes each.</summary>
internal sealed class Readers
{
    private readonly int[] _first;
    private readonly int[] _readers;

    public Readers(CsrGraph graph)
    {
        var targets = graph.Targets;
        _first = new int[graph.Nodes + 1];
        foreach (var t in targets)
        {
            _first[t + 1]++;
        }

        for (var i = 0; i < graph.Nodes; i++)
        {
            _first[i + 1] += _first[i];
        }

        _readers = new int[targets.Length];
        for (var i = 0; i < graph.Nodes; i++)
        {
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
            {
                _readers[_first[targets[(int)e]]++] = i;
            }
        }

        // Filling moved each start to its end.
        _first.AsSpan(0, graph.Nodes).CopyTo(_first.AsSpan(1));
        _first[0] = 0;
    }

    public ReadOnlySpan<int> Of(int firm) => _readers.AsSpan(_first[firm], _first[firm + 1] - _first[firm]);

    public int Count(int firm) => _first[firm + 1] - _first[firm];

    /// <summary>The firms with most readers, the most first; ties by number.</summary>
    public int[] Hubs(int wanted)
    {
        var queue = new PriorityQueue<int, (int, int)>();
        for (var i = 0; i < _first.Length - 1; i++)
        {
            if (queue.Count < wanted)
            {
                queue.Enqueue(i, (Count(i), -i));
            }
            else if (queue.TryPeek(out _, out var least) && (Count(i), -i).CompareTo(least) > 0)
            {
                queue.DequeueEnqueue(i, (Count(i), -i));
            }
        }

        var hubs = new int[queue.Count];
        for (var k = hubs.Length - 1; k >= 0; k--)
        {
            hubs[k] = queue.Dequeue();
        }

        return hubs;
    }
}
