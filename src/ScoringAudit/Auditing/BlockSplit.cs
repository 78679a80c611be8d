using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>Holds out whole blocks of rows, chosen by a stream and not by row order.</summary>
/// <remarks>
/// Blocks are ranked by 64 random bits of the block's own number (its first row's number in the file), and the first ones are held out until the next
/// would bring the held-out rows further from the share wanted. At least one block stays on each side.
/// </remarks>
public static class BlockSplit
{
    /// <summary>Flags the held-out rows.</summary>
    /// <param name="blocks">Block of each row, as a dense code; equal codes stay together.</param>
    /// <param name="share">Share of rows to hold out, in (0, 1).</param>
    /// <param name="streams">The stream, for example seed / "holdout".</param>
    /// <exception cref="AuditDataException">There is one block only.</exception>
    public static bool[] HeldOut(ReadOnlySpan<int> blocks, double share, Streams streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        var count = 0;
        foreach (var b in blocks)
        {
            count = Math.Max(count, b + 1);
        }

        var rows = new long[count];
        var first = new long[count];
        for (var i = blocks.Length - 1; i >= 0; i--)
        {
            rows[blocks[i]]++;
            first[blocks[i]] = i;
        }

        var order = Enumerable.Range(0, count).Where(b => rows[b] > 0).ToArray();
        if (order.Length < 2)
        {
            throw new AuditDataException("train.blocks: all rows are in one block, so none can be held out. Choose finer blocks, for example blocks: rows.");
        }

        Array.Sort(order, (a, b) =>
        {
            var c = streams.Bits((ulong)first[a], 0).CompareTo(streams.Bits((ulong)first[b], 0));
            return c != 0 ? c : first[a].CompareTo(first[b]);
        });
        var wanted = share * blocks.Length;
        var taken = 0L;
        var out_ = new bool[count];
        for (var k = 0; k < order.Length - 1; k++)
        {
            var next = taken + rows[order[k]];
            if (k > 0 && Math.Abs(next - wanted) >= Math.Abs(taken - wanted))
            {
                break;
            }

            out_[order[k]] = true;
            taken = next;
        }

        var held = new bool[blocks.Length];
        for (var i = 0; i < held.Length; i++)
        {
            held[i] = out_[blocks[i]];
        }

        return held;
    }
}
