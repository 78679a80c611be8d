using System.Globalization;

namespace ScoringAudit.Reporting;

/// <summary>Numbers as people read them: a fixed number of decimals by scale, a real minus sign, thousands apart.</summary>
/// <remarks>Files keep every digit; this is for pages, figures and consoles only. Culture-invariant.</remarks>
public static class Show
{
    private const string Minus = "−";

    /// <summary>A value on its scale: rates and shares in percent, differences in percentage points, ratios with two decimals, AUC with three, points with one.</summary>
    /// <param name="value">The value; infinite values are "∞".</param>
    /// <param name="scale">Scale as in a finding: rate, share, difference, ratio, auc, points, count; anything else has three significant digits.</param>
    /// <remarks>On a named scale anything smaller than 1e-12 is what sums in floating point leave behind, and is shown as zero.</remarks>
    public static string Value(double value, string? scale) => scale is not null && Math.Abs(value) < 1e-12 && value != 0 ? Value(0, scale) : double.IsInfinity(value) ? value > 0 ? "∞" : Minus + "∞" : scale switch
    {
        "rate" or "share" => Fixed(100 * value, 1) + "%",
        "difference" => Fixed(100 * value, 1) + " pp",
        "ratio" => Fixed(value, 2),
        "auc" => Fixed(value, 3),
        "points" => Fixed(value, 1),
        "count" => Count((long)Math.Round(value)),
        _ => Significant(value),
    };

    /// <summary>A change on its scale, with its sign: "+0.06", "−0.02".</summary>
    public static string Signed(double value, string? scale) => (value > 0 ? "+" : string.Empty) + Value(value, scale);

    /// <summary>"low to high" on a scale, the unit once: "31.2 to 43.1%".</summary>
    public static string Limits(double low, double high, string? scale)
    {
        string first = Value(low, scale), second = Value(high, scale);
        string unit = scale switch { "rate" or "share" => "%", "difference" => " pp", _ => string.Empty };
        return (unit.Length > 0 && double.IsFinite(low) && double.IsFinite(high) ? first[..^unit.Length] : first) + " to " + second;
    }

    /// <summary>A whole number with thousands apart: "20,000".</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);

    /// <summary>A p-value: "0.032", "&lt; 0.001".</summary>
    public static string P(double value) => value < 0.001 ? "< 0.001" : value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, or as many as given, without an exponent where that is readable.</summary>
    public static string Significant(double value, int digits = 3)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? "∞" : Minus + "∞";
        }

        double size = Math.Abs(value);
        if (size == 0)
        {
            return "0";
        }

        if (size is >= 1e9 or < 1e-4)
        {
            return value.ToString("0.##E+0", CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);
        }

        int decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(size)));
        return value == Math.Floor(value) && size < 1e9 ? Count((long)value) : Text(value, decimals);
    }

    // A value that would round to zero keeps two significant digits: 0.0 for something that is not zero would mislead.
    private static string Fixed(double value, int decimals)
    {
        double size = Math.Abs(value);
        if (size > 0 && size < 0.5 * Math.Pow(10, -decimals))
        {
            return size < 1e-6 ? value.ToString("0.#E+0", CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal) : Text(value, 1 - (int)Math.Floor(Math.Log10(size)));
        }

        return Text(value, decimals);
    }

    internal static string Text(double value, int decimals) =>
        (value + 0.0).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);
}
