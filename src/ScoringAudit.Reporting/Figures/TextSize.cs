namespace ScoringAudit.Reporting.Figures;

/// <summary>Width of text without a font: a cautious estimate, so that labels laid out with it do not meet in any common sans serif.</summary>
internal static class TextSize
{
    internal const double Label = 13;
    internal const double Small = 11.5;

    /// <summary>Estimated width in user units.</summary>
    internal static double Of(string text, double size = Label)
    {
        double em = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            em += rune.Value switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.32,
                'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' => 0.40,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
                >= 'A' and <= 'Z' => 0.72,
                >= 0x2e80 => 1.05,
                _ => 0.60,
            };
        }

        return em * size;
    }

    /// <summary>The text, or as much of it as fits with an ellipsis.</summary>
    internal static string Fit(string text, double width, double size = Label)
    {
        if (Of(text, size) <= width)
        {
            return text;
        }

        var runes = text.EnumerateRunes().ToList();
        int keep = runes.Count;
        while (keep > 1 && Of(string.Concat(runes.Take(keep)) + "…", size) > width)
        {
            keep--;
        }

        return string.Concat(runes.Take(keep)).TrimEnd() + "…";
    }

    /// <summary>Moves positions apart until neighbours are a gap away, keeping their order and staying between the limits as far as they fit.</summary>
    internal static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i)];
        double[] placed = new double[wanted.Count];
        double last = low - gap;
        foreach (int i in order)
        {
            placed[i] = last = Math.Max(wanted[i], last + gap);
        }

        double next = high + gap;
        foreach (int i in order.Reverse())
        {
            placed[i] = next = Math.Min(placed[i], next - gap);
        }

        return placed;
    }
}
