using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>Three disjoint parts of the rows, whole blocks each: one trains, one chooses, one confirms.</summary>
/// <param name="Train">Rows that train.</param>
/// <param name="Choose">Rows that choose among what was trained.</param>
/// <param name="Confirm">Rows that are looked at once, after the choice.</param>
public sealed record ThreeSplit(bool[] Train, bool[] Choose, bool[] Confirm)
{
    /// <summary>Splits by <see cref="BlockSplit"/>: the confirming blocks first, then the choosing ones among the rest.</summary>
    /// <param name="blocks">Block of each row.</param>
    /// <param name="shares">Shares of the rows that train, choose and confirm.</param>
    /// <param name="streams">The stream, for example seed / "alternatives".</param>
    /// <param name="unit">What a block is called, for messages.</param>
    /// <exception cref="AuditDataException">There are fewer than three blocks.</exception>
    public static ThreeSplit Of(ReadOnlySpan<int> blocks, IReadOnlyList<double> shares, Streams streams, string unit)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var count = new HashSet<int>();
        foreach (var b in blocks)
        {
            count.Add(b);
        }

        if (count.Count < 3)
        {
            throw new AuditDataException($"alternatives: the rows lie in {count.Count} block{(count.Count == 1 ? string.Empty : "s")} (independent unit: {unit}), expected at least 3: one set of them trains, one chooses, one confirms. Choose finer blocks under train.blocks, for example blocks: rows.");
        }

        var confirm = BlockSplit.HeldOut(blocks, shares[2], streams.Derive("confirm"));
        if (blocks.ToArray().Where((_, i) => !confirm[i]).Distinct().Count() < 2)
        {
            throw new AuditDataException($"alternatives: the blocks (independent unit: {unit}) are too uneven: one alone holds nearly all rows. Choose finer blocks under train.blocks, for example blocks: rows.");
        }

        int[] rest = [.. Enumerable.Range(0, blocks.Length).Where(i => !confirm[i])];
        var left = new int[rest.Length];
        for (var k = 0; k < rest.Length; k++)
        {
            left[k] = blocks[rest[k]];
        }

        var among = BlockSplit.HeldOut(left, shares[1] / (shares[0] + shares[1]), streams.Derive("choose"));
        var choose = new bool[blocks.Length];
        for (var k = 0; k < rest.Length; k++)
        {
            choose[rest[k]] = among[k];
        }

        return new ThreeSplit([.. confirm.Select((c, i) => !c && !choose[i])], choose, confirm);
    }
}
