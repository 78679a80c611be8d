namespace ScoringAudit.Primitives;

/// <summary>Did-you-mean for names.</summary>
public static class Nearest
{
    /// <summary>The candidate nearest to a name, or null when none is near.</summary>
    /// <remarks>Optimal string alignment distance (Damerau 1964) without case; near means at most a third of the name's length, and at least 2 edits are allowed. Ties go to ordinal order.</remarks>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var limit = Math.Max(2, name.Length / 3);
        var bestDistance = limit + 1;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            var d = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (d < bestDistance && d < Math.Max(name.Length, candidate.Length))
            {
                (best, bestDistance) = (candidate, d);
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
