using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Persons;

/// <summary>One standard normal for each of N entities, one from each N-th of the distribution, in random order, each computable alone.</summary>
/// <remarks>The order is a keyed permutation: four Feistel rounds over Philox with cycle walking (Black and Rogaway 2002). Stratifying keeps realised segregation and risk near their targets in small worlds.</remarks>
internal readonly struct StratifiedNormals
{
    private readonly ulong _key;
    private readonly int _count;
    private readonly int _half;

    public StratifiedNormals(Streams stream, int count)
    {
        _key = stream.Key;
        _count = count;
        _half = 1;
        while (1L << (2 * _half) < count)
        {
            _half++;
        }
    }

    public double this[int entity]
    {
        get
        {
            var u = (Permute(entity) + Streams.ToUnit(Philox.Block(_key, (ulong)entity, ulong.MaxValue).High)) / _count;
            return PortableMath.NormalQuantile(Math.Clamp(u, 1e-12, 1 - 1e-12));
        }
    }

    private int Permute(int entity)
    {
        var mask = (1u << _half) - 1;
        var x = (uint)entity;
        do
        {
            uint left = x >> _half, right = x & mask;
            for (var round = 0u; round < 4; round++)
            {
                (left, right) = (right, left ^ ((uint)Philox.Block(_key, right, round).Low & mask));
            }

            x = (left << _half) | right;
        }
        while (x >= _count);
        return (int)x;
    }
}
