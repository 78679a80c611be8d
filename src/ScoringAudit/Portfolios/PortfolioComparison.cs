namespace ScoringAudit.Portfolios;

/// <summary>Compares two portfolios cell by cell.</summary>
public static class PortfolioComparison
{
    /// <summary>The first difference in columns, rows or cells as a sentence fragment without values; null when there is none.</summary>
    /// <remarks>Numbers must be equal bit for bit (any NaN equals any NaN); codes are compared by the names behind them.</remarks>
    public static string? FirstDifference(IPortfolio expected, IPortfolio actual, CancellationToken cancel = default)
    {
        var want = expected.Schema.Columns;
        var have = actual.Schema.Columns;
        for (var c = 0; c < Math.Max(want.Count, have.Count); c++)
        {
            if (c >= have.Count)
            {
                return $"column '{want[c].Name}' is missing";
            }

            if (c >= want.Count)
            {
                return $"column '{have[c].Name}' was not generated";
            }

            if (want[c].Name != have[c].Name || Stored(want[c].Kind) != Stored(have[c].Kind))
            {
                return $"column {c + 1} is '{have[c].Name}' ({have[c].Kind}) where '{want[c].Name}' ({want[c].Kind}) was generated";
            }
        }

        ColumnId[] ids = [.. Enumerable.Range(0, want.Count).Select(i => new ColumnId(i))];
        var maps = ids.Select(i => want[i.Index].IsCoded ? CodeMap(want[i.Index].Levels, have[i.Index].Levels) : []).ToArray();
        using var left = new Rows(expected.Open(ids));
        using var right = new Rows(actual.Open(ids));
        long row = 0;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var a = left.Available();
            var b = right.Available();
            if (a == 0 || b == 0)
            {
                return a == b ? null : a == 0 ? $"row {row + 1} was not generated" : $"row {row + 1} is missing";
            }

            var n = Math.Min(a, b);
            for (var c = 0; c < ids.Length; c++)
            {
                for (var i = 0; i < n; i++)
                {
                    if (!Same(left.Batch, left.At + i, right.Batch, right.At + i, c, maps[c]))
                    {
                        return $"row {row + i + 1}, column '{want[c].Name}' differs from what was generated";
                    }
                }
            }

            left.At += n;
            right.At += n;
            row += n;
        }
    }

    // A category and an identifier hold the same names; which of the two a file's reader chose is no difference.
    private static ColumnKind Stored(ColumnKind kind) => kind == ColumnKind.Identifier ? ColumnKind.Category : kind;

    private static int[] CodeMap(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var at = new Dictionary<string, int>(to.Count, StringComparer.Ordinal);
        for (var i = 0; i < to.Count; i++)
        {
            at[to[i]] = i;
        }

        return [.. from.Select(name => at.TryGetValue(name, out var code) ? code : -2)];
    }

    private static bool Same(in Batch a, int i, in Batch b, int j, int column, int[] map)
    {
        if (a.IsMissing(column, i) || b.IsMissing(column, j))
        {
            return a.IsMissing(column, i) && b.IsMissing(column, j);
        }

        return a.Kind(column) switch
        {
            ColumnKind.Float => BitConverter.SingleToInt32Bits(a.Floats(column)[i]) == BitConverter.SingleToInt32Bits(b.Floats(column)[j]),
            ColumnKind.Double => BitConverter.DoubleToInt64Bits(a.Doubles(column)[i]) == BitConverter.DoubleToInt64Bits(b.Doubles(column)[j]),
            ColumnKind.Integer => a.Integers(column)[i] == b.Integers(column)[j],
            ColumnKind.Flag => a.Flags(column)[i] == b.Flags(column)[j],
            _ => map[a.Codes(column)[i]] == b.Codes(column)[j],
        };
    }

    private sealed class Rows(IBatchReader reader) : IDisposable
    {
        public Batch Batch;

        public int At;

        public int Available()
        {
            if (At >= Batch.Rows)
            {
                At = 0;
                if (!reader.Read(out Batch))
                {
                    return 0;
                }
            }

            return Batch.Rows - At;
        }

        public void Dispose() => reader.Dispose();
    }
}
