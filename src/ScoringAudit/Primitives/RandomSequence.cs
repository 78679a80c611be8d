namespace ScoringAudit.Primitives;

/// <summary>Sequential draws from one entity of a stream: for shuffles and bootstraps. A mutable value: pass it by reference.</summary>
public struct RandomSequence
{
    private readonly ulong _key;
    private readonly ulong _entity;
    private ulong _block;
    private ulong _spare;
    private bool _hasSpare;

    internal RandomSequence(ulong key, ulong entity)
    {
        _key = key;
        _entity = entity;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        (var low, _spare) = Philox.Block(_key, _entity, _block++);
        _hasSpare = true;
        return low;
    }

    /// <summary>The next uniform number in [0, 1).</summary>
    public double NextUniform() => Streams.ToUnit(NextBits());

    /// <summary>The next integer in [0, <paramref name="bound"/>), without modulo bias.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019, algorithm 5.</remarks>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var product = (NextBits() >> 32) * (ulong)bound;
        var low = unchecked((uint)product);
        if (low < (uint)bound)
        {
            var threshold = unchecked(0u - (uint)bound) % (uint)bound;
            while (low < threshold)
            {
                product = (NextBits() >> 32) * (ulong)bound;
                low = unchecked((uint)product);
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Puts the items into a uniformly random order in place (Fisher–Yates, Durstenfeld 1964).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
