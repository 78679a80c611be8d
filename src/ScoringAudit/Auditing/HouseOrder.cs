using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Reads the order of houses along a street.</summary>
internal static class HouseOrder
{
    // House numbers such as "12a" come as names: the leading number orders them, the rest breaks ties.
    public static double[] Read(IPortfolio rows, string column)
    {
        var id = rows.Schema.Require(column, "plan: columns.address.order");
        var levels = rows.Schema[id].Levels;
        var rank = new double[levels.Count];
        int[] order = [.. Enumerable.Range(0, levels.Count)
            .OrderBy(i => Leading(levels[i]))
            .ThenBy(i => levels[i], StringComparer.Ordinal)];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
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

    private static long Leading(string text)
    {
        var digits = text.AsSpan().TrimStart();
        var length = 0;
        while (length < digits.Length && length < 15 && char.IsAsciiDigit(digits[length]))
        {
            length++;
        }

        return length == 0 ? long.MaxValue : long.Parse(digits[..length], System.Globalization.CultureInfo.InvariantCulture);
    }
}
