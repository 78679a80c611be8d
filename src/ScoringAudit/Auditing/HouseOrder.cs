using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Reads the order of houses along a street.</summary>
internal static class HouseOrder
{
    // House numbers such as "12a" come as names: the first number orders them, the letters after it break ties; "12 A" and "12a" are one house.
    public static double[] Read(IPortfolio rows, string column)
    {
        var id = rows.Schema.Require(column, "plan: columns.address.order");
        var levels = rows.Schema[id].Levels;
        var rank = new double[levels.Count];
        (long Number, string Letters)[] keys = [.. levels.Select(Key)];
        int[] order = [.. Enumerable.Range(0, levels.Count)
            .OrderBy(i => keys[i].Number)
            .ThenBy(i => keys[i].Letters, StringComparer.Ordinal)];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i > 0 && keys[order[i]] == keys[order[i - 1]] ? rank[order[i - 1]] : i;
        }

        var all = new List<double>();
        using var reader = rows.Open([id]);
        var buffer = new double[Batch.MaxRows];
        while (reader.Read(out var batch))
        {
            batch.CopyNumbers(0, buffer);
            for (var i = 0; i < batch.Rows; i++)
            {
                // A missing house number sorts last.
                all.Add(double.IsNaN(buffer[i]) ? double.MaxValue : levels.Count > 0 ? rank[(int)buffer[i]] : buffer[i]);
            }
        }

        return [.. all];
    }

    private static (long Number, string Letters) Key(string text)
    {
        var from = 0;
        while (from < text.Length && !char.IsAsciiDigit(text[from]))
        {
            from++;
        }

        var to = from;
        while (to < text.Length && to < from + 15 && char.IsAsciiDigit(text[to]))
        {
            to++;
        }

        string letters = new([.. text[to..].Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return from == to ? (long.MaxValue, text) : (long.Parse(text.AsSpan(from, to - from), System.Globalization.CultureInfo.InvariantCulture), letters);
    }
}
