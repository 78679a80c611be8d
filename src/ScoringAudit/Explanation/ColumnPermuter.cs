using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Permutes a feature's column, among all rows or within strata, as a pure function of (stream, feature name, repeat).</summary>
internal sealed class ColumnPermuter
{
    private readonly Streams _streams;
    private readonly (int Code, int[] Rows)[]? _strata;

    public ColumnPermuter(Streams streams, int[]? strata, int rows)
    {
        if (strata is not null && strata.Length != rows)
        {
            throw new ArgumentException($"{strata.Length} strata codes for {rows} rows.", nameof(strata));
        }

        _streams = streams;
        _strata = strata is null
            ? null
            : [.. Enumerable.Range(0, rows).GroupBy(row => strata[row]).OrderBy(g => g.Key).Select(g => (g.Key, g.ToArray()))];
    }

    /// <summary>Deals out anew what a fit leaves unexplained; missing values stay where they are.</summary>
    public void PermuteResiduals(string feature, int repeat, ReadOnlySpan<float> column, ReadOnlySpan<double> fit, Span<float> to)
    {
        var left = new List<double>(column.Length);
        for (var row = 0; row < column.Length; row++)
        {
            if (!float.IsNaN(column[row]))
            {
                left.Add(column[row] - fit[row]);
            }
        }

        var sequence = _streams.Derive(feature).Derive(repeat).Sequence();
        var dealt = left.ToArray();
        sequence.Shuffle<double>(dealt);
        var next = 0;
        for (var row = 0; row < column.Length; row++)
        {
            to[row] = float.IsNaN(column[row]) ? float.NaN : (float)(fit[row] + dealt[next++]);
        }
    }

    public void Permute(string feature, int repeat, ReadOnlySpan<float> column, Span<float> to)
    {
        var stream = _streams.Derive(feature).Derive(repeat);
        if (_strata is null)
        {
            column.CopyTo(to);
            var all = stream.Sequence();
            all.Shuffle(to);
            return;
        }

        foreach (var (code, rows) in _strata)
        {
            // A stratum's permutation does not depend on the other strata.
            var draws = stream.Sequence(unchecked((ulong)code));
            var values = new float[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                values[i] = column[rows[i]];
            }

            draws.Shuffle<float>(values);
            for (var i = 0; i < rows.Length; i++)
            {
                to[rows[i]] = values[i];
            }
        }
    }
}
