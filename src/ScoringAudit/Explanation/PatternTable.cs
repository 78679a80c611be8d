using System.Numerics.Tensors;

namespace ScoringAudit.Explanation;

/// <summary>What a leaf, or a group of leaves, adds to each of its output columns, for each pattern that a row can have.</summary>
internal sealed class PatternTable
{
    private PatternTable(int bits, int[] columns)
    {
        Bits = bits;
        Columns = columns;
        Values = new double[columns.Length << bits];
    }

    /// <summary>Bits of a pattern.</summary>
    public int Bits { get; }

    /// <summary>Output columns.</summary>
    public int[] Columns { get; }

    /// <summary>Values: pattern p's in column c stands at c · 2^bits + p.</summary>
    public double[] Values { get; }

    /// <summary>The largest magnitude in each column of a group's table.</summary>
    public double[] Largest { get; private set; } = [];

    /// <summary>Bytes that a table takes.</summary>
    public static long BytesOf(int bits, int columns) => ((long)columns << bits) * sizeof(double);

    /// <summary>The table of one leaf.</summary>
    /// <param name="path">The leaf.</param>
    /// <param name="allocation">How its worth is dealt out.</param>
    /// <param name="shares">For each pattern the share of the background that has it.</param>
    /// <param name="frozen">Bit of a player that keeps the background's values: all shares without it are 0, and the row's own does not matter. −1: none.</param>
    public static PatternTable Of(LeafPath path, Allocation allocation, double[] shares, int frozen = -1)
    {
        var table = new PatternTable(path.Players.Length, allocation.Columns);
        var size = 1 << table.Bits;
        var full = size - 1;
        for (var b = 0; b <= full; b++)
        {
            if (shares[b] == 0)
            {
                continue;
            }

            // The explained row must meet what the background row fails (needed); of the rest it meets any part.
            var needed = full & ~b;
            var worth = path.Value * shares[b];
            for (var s = b; ; s = (s - 1) & b)
            {
                allocation.Add((ulong)needed, (ulong)(b & ~s), worth, table.Values.AsSpan(needed | s), size);
                if (s == 0)
                {
                    break;
                }
            }
        }

        for (var pattern = 0; frozen >= 0 && pattern <= full; pattern++)
        {
            if ((pattern >> frozen & 1) == 0)
            {
                for (var c = 0; c < table.Columns.Length; c++)
                {
                    table.Values[(c * size) + pattern] = table.Values[(c * size) + (pattern | (1 << frozen))];
                }
            }
        }

        return table;
    }

    /// <summary>One table for the leaves of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="leaves">For every leaf of the ensemble its table.</param>
    public static PatternTable Of(LeafGroup group, PatternTable?[] leaves)
    {
        var table = new PatternTable(group.Bits, group.Columns);
        foreach (var (l, patterns) in group.Leaves)
        {
            var leaf = leaves[l]!;
            for (var c = 0; c < leaf.Columns.Length; c++)
            {
                var from = leaf.Values.AsSpan(c << leaf.Bits, 1 << leaf.Bits);
                var to = table.Values.AsSpan(Array.BinarySearch(table.Columns, leaf.Columns[c]) << table.Bits, 1 << table.Bits);
                for (var pattern = 0; pattern < to.Length; pattern++)
                {
                    to[pattern] += from[patterns is null ? pattern : patterns[pattern]];
                }
            }
        }

        table.Largest = [.. table.Columns.Select((_, c) => Math.Abs(TensorPrimitives.MaxMagnitude<double>(table.Values.AsSpan(c << table.Bits, 1 << table.Bits))))];
        return table;
    }
}
