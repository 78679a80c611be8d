using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Release;

/// <summary>Rounds what the class consented shows: counts to multiples of a base, and every other number so far that it does not give the counts back.</summary>
/// <remarks>
/// <para>A rate, ratio or difference with its counts is computed again from the rounded counts: it tells what they tell and no more. To half-widths of intervals comes what the value can have moved, and
/// the sum is rounded up to one of twelve steps a decade (about 20 % apart): a width goes with one over the root of a count, so it tells the count to about 40 %, and the shown interval contains the true one. Other values keep
/// two digits; p-values become an upper bound from a list of seven; further details, screens and design effects are left out. Verdicts follow from the shown interval.</para>
/// <para>Rounding comes after suppression, whose audit takes every shown count as exactly known. So it adds doubt and never takes any away. Source: Hundepool et al. 2012, section 5.4 (rounding), here deterministic.</para>
/// </remarks>
internal static class ConsentedRounding
{
    private static readonly double[] Steps = [1.0, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 3.9, 4.7, 5.6, 6.8, 8.2, 10.0];
    private static readonly double[] Ps = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0];

    public static AuditEvidence Apply(AuditEvidence evidence, int @base)
    {
        var findings = evidence.Findings.Select(f => f.Status == FindingStatus.Suppressed ? f : Round(f, @base)).ToList();
        var pairs = evidence.Findings.Zip(findings).ToDictionary(p => p.First.Id, p => p, StringComparer.Ordinal);
        return evidence with
        {
            Findings = findings,
            Tables = [.. evidence.Tables.Select(t => Round(t, pairs, @base))],
            Notes = [.. evidence.Notes.Select(n => n.Cells.Count > 0 ? new AuditNote(n.Kind, n.Subject, n.WithoutCounts ?? "Not shown: it gives exact counts of people.") : n)],
            Facts = evidence.Facts.ToDictionary(f => f.Key, f => Coarse(f.Value, @base), StringComparer.Ordinal),
        };
    }

    /// <summary>A count to the nearest multiple; halves to the even one.</summary>
    public static double Count(double count, int @base) => @base * Math.Round(count / @base, MidpointRounding.ToEven);

    /// <summary>Two digits.</summary>
    public static double Two(double value) => value == 0 || !double.IsFinite(value) ? value : double.Parse(value.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The least step that is not below a width.</summary>
    public static double Width(double width)
    {
        if (width <= 0 || !double.IsFinite(width))
        {
            return width;
        }

        var decade = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return decade * Steps.First(s => s * decade >= width * (1 - 1e-12) || s >= 10);
    }

    private static Finding Round(Finding f, int @base)
    {
        double? Of(double? count) => count is { } c ? Count(c, @base) : null;
        var (a, n, b, m) = (Of(f.Numerator), Of(f.Denominator), Of(f.ReferenceNumerator), Of(f.ReferenceDenominator));
        var value = f.Value is not { } exact ? (double?)null : f.Scale switch
        {
            "rate" when a is { } x && n is > 0 and { } y => Math.Min(1, x / y),
            "ratio" when a is { } x && n is > 0 and { } y && b is > 0 and { } z && m is > 0 and { } w => x / y / (z / w),
            "difference" when a is { } x && n is > 0 and { } y && b is { } z && m is > 0 and { } w => (x / y) - (z / w),
            "people" or "weight" or "count" => Count(exact, @base),
            _ => Two(exact),
        };
        var shift = Shift(f.Scale, value ?? 0, a, n, b, m, @base);
        Interval? Shown(Interval? limits) => limits is { } l && value is { } v && f.Value is { } x ? Around(v, x, l, shift, f.Scale) : limits;
        var interval = f.Interval is { } i ? i with { Limits = Shown(i.Limits)!.Value } : null;
        var family = Shown(f.Simultaneous);
        var verdict = f.Verdict is not null && f.Yardstick is { } yardstick && value is { } at
            ? VerdictRule.Of(family ?? interval?.Limits ?? new Interval(at, at, 0.95), yardstick) : f.Verdict;
        return f with
        {
            Value = value,
            Interval = interval,
            Simultaneous = family,
            Numerator = a,
            Denominator = n,
            ReferenceNumerator = b,
            ReferenceDenominator = m,
            N = f.N is { } rows ? (long)Count(rows, @base) : null,
            PValue = f.PValue is { } p ? Ps.First(limit => p <= limit || limit >= 1) : null,
            NeededN = verdict == Verdict.Undetermined && f.NeededN is { } needed ? (long)Two(needed) : null,
            Verdict = verdict,
            Clusters = f.Clusters is { } clusters ? (long)Count(clusters, @base) : null,
            DesignEffect = null,
            SmallestDetectable = f.SmallestDetectable is { } least ? Two(least) : null,
            Details = null,
            Screen = null,
            Rungs = f.Rungs?.Select(r => r with { PValue = r.PValue is { } q ? Ps.First(limit => q <= limit || limit >= 1) : null }).ToList(),
        };
    }

    // How far the value can have moved when every count moved by half the base: from what is shown alone.
    private static double Shift(string? scale, double value, double? a, double? n, double? b, double? m, int @base)
    {
        var half = @base / 2.0;
        double Of(double? successes, double? trials) => successes is { } s && trials is { } t && t > half ? half * (1 + (s / t)) / (t - half) : 0;
        return scale switch
        {
            "rate" when a is not null && n is not null => Of(a, n),
            "difference" when a is not null && b is not null => Of(a, n) + Of(b, m),
            "ratio" when a is { } x && b is { } z && x > half && z > half && n is { } y && m is { } w && y > half && w > half =>
                value * ((((x + half) / x) * (y / (y - half)) * (z / (z - half)) * ((w + half) / w)) - 1),
            "people" or "weight" or "count" => half,
            _ => value == 0 ? 0 : 0.05 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value)))),
        };
    }

    private static Interval Around(double value, double exact, Interval limits, double shift, string? scale)
    {
        var low = value - Width(Math.Max(0, exact - limits.Low) + shift);
        var high = value + Width(Math.Max(0, limits.High - exact) + shift);
        return scale == "rate" ? new Interval(Math.Max(0, low), Math.Min(1, high), limits.Level)
            : scale is "ratio" or "people" or "weight" or "count" ? new Interval(Math.Max(0, low), high, limits.Level) : new Interval(low, high, limits.Level);
    }

    private static EvidenceTable Round(EvidenceTable table, Dictionary<string, (Finding Exact, Finding Shown)> pairs, int @base) => table with
    {
        Rows = [.. table.Rows.Select((row, r) =>
        {
            var pair = r < table.Guards.Count && table.Guards[r].Finding is { } id && pairs.TryGetValue(id, out var p) ? p : default;
            return (IReadOnlyList<object?>)[.. row.Select((cell, c) => Cell(cell, table.Columns[c], table.Keys.Contains(table.Columns[c]), pair.Exact, pair.Shown, @base))];
        })],
    };

    private static object? Cell(object? cell, string column, bool isKey, Finding? exact, Finding? shown, int @base) => cell switch
    {
        null => null,
        _ when isKey => cell,
        string when column == "verdict" => shown?.Verdict is { } verdict ? verdict switch { Verdict.Met => "met", Verdict.NotMet => "not_met", _ => "undetermined" } : cell,
        long count => (long)Count(count, @base),
        double x when exact is not null && exact.Value == x => shown!.Value,
        double x when exact?.Interval?.Limits.Low == x => shown!.Interval!.Limits.Low,
        double x when exact?.Interval?.Limits.High == x => shown!.Interval!.Limits.High,
        double x => Two(x),
        _ => cell,
    };

    // Counts in a sentence: whole numbers of two digits and more become multiples of the base, fractions keep two digits.
    private static string Coarse(string text, int @base)
    {
        if (!text.Contains(" rows", StringComparison.Ordinal) && !text.Contains(" %", StringComparison.Ordinal))
        {
            return text;
        }

        return string.Join(' ', text.Split(' ').Select(word =>
            long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole >= 10 ? Count(whole, @base).ToString("F0", CultureInfo.InvariantCulture)
            : word.Contains('.', StringComparison.Ordinal) && double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) ? Two(fraction).ToString("R", CultureInfo.InvariantCulture)
            : word));
    }
}
