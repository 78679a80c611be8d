using System.Buffers;
using System.Text;

namespace ScoringAudit.Reporting.Files;

/// <summary>Fields and lines of RFC 4180, with null (an empty field) apart from empty text (a quoted empty field).</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    internal static string Field(string? value) => value switch
    {
        null => string.Empty,
        "" => "\"\"",
        _ when value.AsSpan().ContainsAny(Special) || value[0] == ' ' || value[^1] == ' ' => "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
        _ => value,
    };

    internal static List<IReadOnlyList<string?>> Parse(string text, string file)
    {
        var lines = new List<IReadOnlyList<string?>>();
        var line = new List<string?>();
        var field = new StringBuilder();
        bool quoted = false, inside = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (inside)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    inside = false;
                }
            }
            else if (c == '"' && field.Length == 0 && !quoted)
            {
                quoted = inside = true;
            }
            else if (c is ',' or '\n')
            {
                line.Add(field.Length == 0 && !quoted ? null : field.ToString());
                field.Clear();
                quoted = false;
                if (c == '\n')
                {
                    lines.Add(line);
                    line = [];
                }
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        return !inside && line.Count == 0 && field.Length == 0
            ? lines
            : throw JsonFile.Bad(file, "last line", inside ? "an open quote" : "no line end", "a whole line");
    }
}
