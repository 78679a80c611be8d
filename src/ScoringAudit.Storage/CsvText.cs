using System.Buffers;
using System.Globalization;
using System.Text;

namespace ScoringAudit.Storage;

/// <summary>Reads single fields, always by the invariant culture.</summary>
internal static class CsvText
{
    private static readonly SearchValues<byte> WholePart = SearchValues.Create("0123456789."u8);
    private static readonly SearchValues<byte> Fraction = SearchValues.Create("0123456789.,eE+-"u8);

    public static CsvValue Classify(ReadOnlySpan<byte> text)
    {
        if (IsMissing(text))
        {
            return CsvValue.Missing;
        }

        var digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || !(char.IsAsciiDigit((char)digits[0]) || (digits[0] is (byte)'.' or (byte)',' && digits.Length > 1)))
        {
            return IsInfinite(digits) ? CsvValue.Infinite : IsFlag(text) ? CsvValue.Flag : CsvValue.Text;
        }

        if (digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            return text[0] == '+' || (digits[0] == '0' && text.Length > 1) || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? CsvValue.Code
                : CsvValue.Integer;
        }

        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return double.IsInfinity(number) ? CsvValue.Infinite : CsvValue.Number;
        }

        return IsDecimalComma(digits) ? CsvValue.DecimalComma : CsvValue.Text;
    }

    /// <summary>Empty, a full stop, NA, N/A, #N/A, NaN, nan, null, NULL.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => true,
        1 => text[0] == '.',
        2 => text.SequenceEqual("NA"u8),
        3 => text.SequenceEqual("NaN"u8) || text.SequenceEqual("N/A"u8) || text.SequenceEqual("nan"u8),
        4 => text.SequenceEqual("null"u8) || text.SequenceEqual("NULL"u8) || text.SequenceEqual("#N/A"u8),
        _ => false,
    };

    /// <summary>The number of a field that was classified as one.</summary>
    public static double Number(ReadOnlySpan<byte> text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
    }

    public static bool TryInteger(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    public static bool IsTrue(ReadOnlySpan<byte> text) => text[0] is (byte)'t' or (byte)'T';

    /// <summary>A field as a message shows it: at most 24 characters.</summary>
    public static string Shown(ReadOnlySpan<byte> text)
    {
        const int most = 24;
        var s = Encoding.UTF8.GetString(text);
        return s.Length <= most ? $"'{s}'" : $"'{s[..most]}…'";
    }

    private static bool IsInfinite(ReadOnlySpan<byte> text) =>
        text.Length is 3 or 8 && (Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8));

    private static bool IsFlag(ReadOnlySpan<byte> text) =>
        text.Length is 4 or 5 && (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8));

    private static bool IsDecimalComma(ReadOnlySpan<byte> digits)
    {
        var comma = digits.IndexOf((byte)',');
        return comma >= 0
            && comma + 1 < digits.Length
            && !digits[..comma].ContainsAnyExcept(WholePart)
            && !digits[(comma + 1)..].ContainsAnyExcept(Fraction);
    }
}
