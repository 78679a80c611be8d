using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Firms;

/// <summary>The supply network: which firms a firm reads as its partners, with the share of its trade.</summary>
/// <remarks>
/// A firm has floor(3.25/√u) partners, u uniform: at least 3, about 6 on average, P(more than d) falling like d^−2, at most 200 or a quarter
/// of all firms. A partner's sector is the firm's own with the probability of the dial sector-mixing, else one drawn by size; within the
/// sector its popularity is ⌊n·u²⌋, so that the number of firms that read the firm of popularity p falls like p^−½: a tail of exponent 2
/// again. Trade weights are 1 to 4. A partner drawn twice is replaced by the next firm.
/// </remarks>
internal static class FirmNetwork
{
    private const int MostPartners = 200, Chunk = 8192;

    public static CsrGraph Build(FirmLayout layout, Streams streams, double mixing, ParallelOptions options)
    {
        var firms = layout.Firms;
        var degree = streams.Derive("degree").Key;
        var key = streams.Derive("partners").Key;
        var offsets = new long[firms + 1];
        var chunks = (firms + Chunk - 1) / Chunk;
        var most = Math.Min(MostPartners, firms / 4);
        Parallel.For(0, chunks, options, c =>
        {
            for (var i = c * Chunk; i < Math.Min(firms, (c + 1) * Chunk); i++)
            {
                offsets[i + 1] = Math.Min(most, (int)(3.25 / Math.Sqrt(Draws.Unit((uint)Philox.Block(degree, (ulong)i, 0).Low))));
            }
        });
        for (var i = 0; i < firms; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var targets = new int[offsets[^1]];
        var shares = new float[offsets[^1]];
        var own = (uint)Math.Min(65535, mixing * 65536);
        Parallel.For(0, chunks, options, c =>
        {
            for (var i = c * Chunk; i < Math.Min(firms, (c + 1) * Chunk); i++)
            {
                var begin = (int)offsets[i];
                var count = (int)(offsets[i + 1] - offsets[i]);
                Row(layout, key, own, i, targets.AsSpan(begin, count), shares.AsSpan(begin, count));
            }
        });
        return new CsrGraph(offsets, targets, shares);
    }

    private static void Row(FirmLayout layout, ulong key, uint own, int firm, Span<int> targets, Span<float> shares)
    {
        ulong spare = 0;
        for (var k = 0; k < targets.Length; k++)
        {
            ulong bits;
            if ((k & 1) == 0)
            {
                (bits, spare) = Philox.Block(key, (ulong)firm, (ulong)(k >> 1));
            }
            else
            {
                bits = spare;
            }

            var u = Draws.Unit((uint)bits);
            var choice = (uint)(bits >> 48);
            var sector = choice < own
                ? FirmLayout.SectorOf(firm)
                : FirmLayout.SectorOfSlotAt((int)((bits >> 34 & 0x3FFF) * 100 >> 14));
            var target = layout.Firm(sector, (int)(layout.Size(sector) * u * u));
            while (target == firm || targets[..k].BinarySearch(target) >= 0)
            {
                target = (target + 1) % layout.Firms;
            }

            // Insertion keeps the row sorted, so that reading it walks memory forward.
            var at = k;
            var weight = 1f + (uint)(bits >> 32 & 3);
            while (at > 0 && targets[at - 1] > target)
            {
                targets[at] = targets[at - 1];
                shares[at] = shares[at - 1];
                at--;
            }

            targets[at] = target;
            shares[at] = weight;
        }

        var sum = 0f;
        foreach (var weight in shares)
        {
            sum += weight;
        }

        for (var k = 0; k < shares.Length; k++)
        {
            shares[k] /= sum;
        }
    }
}
