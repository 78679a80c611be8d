using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>A leaf whose part in every output column is looked up by the row's pattern.</summary>
internal sealed class PatternTable
{
    private readonly PatternTests _tests;
    private readonly int[] _columns;
    private readonly int _bits;
    private readonly int _stride;
    private readonly double[] _values;

    /// <summary>Expands a leaf's table.</summary>
    /// <param name="path">The leaf.</param>
    /// <param name="allocation">How its worth is dealt out.</param>
    /// <param name="shares">For each pattern the share of the background that has it.</param>
    /// <param name="frozen">Bit of a player that keeps the background's values: all shares without it are 0, and the row's own does not matter. −1: none.</param>
    public PatternTable(LeafPath path, Allocation allocation, double[] shares, int frozen = -1)
    {
        _tests = path.Tests;
        _columns = allocation.Columns;
        _bits = path.Players.Length;
        _stride = StrideOf(_bits);
        _values = new double[_stride * _columns.Length];
        var full = (1 << _bits) - 1;
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
                allocation.Add((ulong)needed, (ulong)(b & ~s), worth, _values.AsSpan(needed | s), _stride);
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
                for (var c = 0; c < _columns.Length; c++)
                {
                    _values[(c * _stride) + pattern] = _values[(c * _stride) + (pattern | (1 << frozen))];
                }
            }
        }
    }

    private PatternTable(PatternTests tests, int[] columns, int bits)
    {
        _tests = tests;
        _columns = columns;
        _bits = bits;
        _stride = StrideOf(bits);
        _values = new double[_stride * columns.Length];
    }

    /// <summary>One table for two sibling leaves; both have the same players, so the same columns.</summary>
    /// <param name="pair">How the leaves' patterns follow from the pair's.</param>
    /// <param name="left">Table of the left leaf.</param>
    /// <param name="right">Table of the right leaf.</param>
    public static PatternTable Merge(SiblingPair pair, PatternTable left, PatternTable right)
    {
        var merged = new PatternTable(pair.Tests, left._columns, pair.Above + 1);
        for (var pattern = 0; pattern < 1 << merged._bits; pattern++)
        {
            int l = pair.LeafPattern(pattern, left: true), r = pair.LeafPattern(pattern, left: false);
            for (var c = 0; c < merged._columns.Length; c++)
            {
                merged._values[(c * merged._stride) + pattern] = left._values[(c * left._stride) + l] + right._values[(c * right._stride) + r];
            }
        }

        return merged;
    }

    /// <summary>Bytes of this table.</summary>
    public long Bytes => (long)_values.Length * sizeof(double);

    /// <summary>Bytes that a table takes.</summary>
    public static long BytesOf(int bits, int columns) => (long)StrideOf(bits) * columns * sizeof(double);

    /// <summary>Adds the leaf's part to the columns.</summary>
    public void Add(SlotBlock block, double[][] columns, int offset, Span<int> patterns, VectorWidth width)
    {
        var rows = patterns[..block.Rows];
        _tests.Evaluate(block, rows, width);
        for (var c = 0; c < _columns.Length; c++)
        {
            PatternKernels.AddAt(_values.AsSpan(c * _stride, _stride), _bits, rows, columns[_columns[c]].AsSpan(offset, rows.Length), width);
        }
    }

    private static int StrideOf(int bits) => Math.Max(8, 1 << bits);
}
