using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Which sector a firm is in and how sought-after it is there, both ways by arithmetic, so that nothing is stored.</summary>
/// <remarks>Every hundred firms hold the sectors in fixed numbers. In a sector of n firms, popularity p is firm (a·p + b) mod n of the sector, a prime to n.</remarks>
internal sealed class FirmLayout
{
    public static readonly string[] Sectors =
        ["agriculture", "construction", "energy", "finance", "hospitality", "information", "manufacturing", "property", "retail", "transport", "wholesale"];

    private static readonly int[] Share = [4, 12, 3, 3, 10, 9, 19, 5, 15, 8, 12];
    private static readonly byte[] SectorOfSlot = new byte[100];
    private static readonly byte[] RankOfSlot = new byte[100];
    private static readonly byte[][] Slots = [.. Share.Select(s => new byte[s])];

    private readonly int[] _size = new int[Share.Length];
    private readonly long[] _factor = new long[Share.Length];
    private readonly long[] _inverse = new long[Share.Length];
    private readonly long[] _shift = new long[Share.Length];

    static FirmLayout()
    {
        int k = 0;
        for (var s = 0; s < Share.Length; s++)
        {
            for (var j = 0; j < Share[s]; j++)
            {
                SectorOfSlot[37 * k++ % 100] = (byte)s;
            }
        }

        var seen = new int[Share.Length];
        for (var slot = 0; slot < 100; slot++)
        {
            var s = SectorOfSlot[slot];
            Slots[s][seen[s]] = (byte)slot;
            RankOfSlot[slot] = (byte)seen[s]++;
        }
    }

    public FirmLayout(int firms, Streams streams)
    {
        Firms = firms;
        for (var s = 0; s < Share.Length; s++)
        {
            _size[s] = (firms / 100 * Share[s]) + Slots[s].Count(slot => slot < firms % 100);
            long n = _size[s];
            var factor = 1 + (long)(streams.Bits((ulong)s, 0) % (ulong)n);
            while (Gcd(factor, n) != 1)
            {
                factor++;
            }

            _factor[s] = factor % n;
            _inverse[s] = Inverse(factor % n, n);
            _shift[s] = (long)(streams.Bits((ulong)s, 1) % (ulong)n);
        }
    }

    public int Firms { get; }

    public static int SectorOf(int firm) => SectorOfSlot[firm % 100];

    /// <summary>The sector of a slot of a hundred: sectors by their numbers of firms.</summary>
    public static int SectorOfSlotAt(int slot) => SectorOfSlot[slot];

    public int Size(int sector) => _size[sector];

    /// <summary>The firm at a popularity in its sector, 0 the most sought-after.</summary>
    public int Firm(int sector, int popularity)
    {
        var rank = (int)(((_factor[sector] * popularity) + _shift[sector]) % _size[sector]);
        return (100 * (rank / Share[sector])) + Slots[sector][rank % Share[sector]];
    }

    /// <summary>The popularity of a firm in its sector.</summary>
    public int Popularity(int firm)
    {
        var s = SectorOf(firm);
        long rank = (firm / 100 * Share[s]) + RankOfSlot[firm % 100];
        var n = _size[s];
        return (int)((rank - _shift[s] + n) % n * _inverse[s] % n);
    }

    /// <summary>Firms of a shard: from first to end, end excluded.</summary>
    public (int First, int End) Range(WorldShard shard)
    {
        shard.Checked();
        return shard.Count <= Firms
            ? ((int)((long)(shard.Number - 1) * Firms / shard.Count), (int)((long)shard.Number * Firms / shard.Count))
            : throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"shard: found {shard}, but the world has {Firms} firms, and a part holds at least one. Use at most {Firms} parts."));
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    // Extended Euclid.
    private static long Inverse(long a, long n)
    {
        long r0 = n, r1 = a, t0 = 0, t1 = 1;
        while (r1 != 0)
        {
            var q = r0 / r1;
            (r0, r1) = (r1, r0 - (q * r1));
            (t0, t1) = (t1, t0 - (q * t1));
        }

        return n == 1 ? 0 : ((t0 % n) + n) % n;
    }
}
