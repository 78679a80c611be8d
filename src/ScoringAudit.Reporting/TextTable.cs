using System.Text;

namespace ScoringAudit.Reporting;

/// <summary>An aligned table for a console: columns two spaces apart, numbers to the right, long text wrapped.</summary>
/// <remarks>
/// At most as wide as asked for where that is possible: text columns are narrowed, the widest first, to no less than 8; their cells wrap at
/// spaces. Columns that are aligned to the right are never narrowed: a number is not broken. Trailing spaces are not written; lines end in "\n".
/// Control characters of a cell become spaces, so that no cell can move the cursor or colour the terminal.
/// </remarks>
public sealed class TextTable
{
    private const int Gap = 2, Least = 8;

    private readonly List<string[]> _rows = [];
    private readonly string[] _headers;
    private readonly bool[] _right;

    /// <summary>A table with these headers; a header that starts with '&gt;' (not printed) aligns its column to the right.</summary>
    public TextTable(params IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _right = [.. headers.Select(header => header.StartsWith('>'))];
        _headers = [.. headers.Select(header => Clean(header.TrimStart('>')))];
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It has another number of cells than there are headers.</exception>
    public TextTable Row(params IReadOnlyList<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != _headers.Length)
        {
            throw new ArgumentException("A row of " + Show.Count(cells.Count) + " cells; expected " + Show.Count(_headers.Length) + ".", nameof(cells));
        }

        _rows.Add([.. cells.Select(Clean)]);
        return this;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="width">Columns of the console; 80 by default.</param>
    public void Write(TextWriter to, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(to);
        int[] widths = Widths(width);
        Line(to, _headers, widths);
        Line(to, [.. widths.Select(column => new string('─', column))], widths);
        foreach (string[] row in _rows)
        {
            Line(to, row, widths);
        }
    }

    /// <summary>Columns that a text takes on a console: wide characters take two, combining marks none.</summary>
    internal static int Length(string text) => text.EnumerateRunes().Sum(Length);

    private static int Length(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0x1f300 and <= 0x3fffd) ? 2 : 1,
    };

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private int[] Widths(int width)
    {
        int[] widths = [.. _headers.Select((header, column) => _rows.Select(row => Length(row[column])).Append(Length(header)).Max())];
        while (widths.Sum() + (Gap * (widths.Length - 1)) > width)
        {
            int widest = -1;
            for (int column = 0; column < widths.Length; column++)
            {
                if (!_right[column] && widths[column] > Least && (widest < 0 || widths[column] > widths[widest]))
                {
                    widest = column;
                }
            }

            if (widest < 0)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private void Line(TextWriter to, string[] cells, int[] widths)
    {
        var wrapped = cells.Select((cell, column) => Wrap(cell, widths[column])).ToList();
        int lines = wrapped.Max(cell => cell.Count);
        for (int line = 0; line < lines; line++)
        {
            var text = new StringBuilder();
            for (int column = 0; column < widths.Length; column++)
            {
                string part = line < wrapped[column].Count ? wrapped[column][line] : string.Empty;
                string pad = new(' ', Math.Max(0, widths[column] - Length(part)));
                text.Append(_right[column] ? pad + part : part + pad).Append(' ', column < widths.Length - 1 ? Gap : 0);
            }

            to.Write(text.ToString().TrimEnd() + "\n");
        }
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string>();
        string line = string.Empty;
        foreach (string word in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            if (line.Length > 0 && Length(line) + 1 + Length(rest) <= width)
            {
                line += " " + rest;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            while (Length(rest) > width)
            {
                var part = new StringBuilder();
                int taken = 0, units = 0;
                foreach (var rune in rest.EnumerateRunes())
                {
                    if (taken > 0 && taken + Length(rune) > width)
                    {
                        break;
                    }

                    part.Append(rune.ToString());
                    taken += Length(rune);
                    units += rune.Utf16SequenceLength;
                }

                lines.Add(part.ToString());
                rest = rest[units..];
            }

            line = rest;
        }

        lines.Add(line);
        return lines;
    }
}
