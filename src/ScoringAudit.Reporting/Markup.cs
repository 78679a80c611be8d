using System.Text;

namespace ScoringAudit.Reporting;

/// <summary>Text made safe for HTML and SVG, as element content and inside quoted attributes.</summary>
internal static class Markup
{
    /// <summary>Escapes markup; control characters become a space, broken surrogates the replacement character.</summary>
    internal static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                < ' ' or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => safe.Append(' '),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }
}
