using System.Globalization;
using System.Text;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Builds HTML text. <see cref="Raw"/> takes markup of our own; every word that came from data goes through <see cref="Text"/>.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    internal Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    internal Html Text(string? words)
    {
        _text.Append(Markup.Escape(words ?? string.Empty));
        return this;
    }

    /// <summary>A name, which may break after an underscore where a column is narrow.</summary>
    internal Html Name(string? words) => Raw(Markup.Escape(words ?? string.Empty).Replace("_", "_<wbr>", StringComparison.Ordinal));

    internal Html Element(string tag, string? words, string? style = null)
    {
        Open(tag, style);
        return Text(words).Raw("</" + tag + ">");
    }

    internal Html Open(string tag, string? style = null) => Raw(style is null ? "<" + tag + ">" : "<" + tag + " class=\"" + style + "\">");

    internal Html Line() => Raw("\n");

    /// <summary>A cell with a number: shown as people read it, sorted by its value.</summary>
    internal Html NumberCell(double? value, string shown, string style = "num") =>
        Raw("<td class=\"" + style + "\" data-v=\"" + (value is { } number && double.IsFinite(number) ? number.ToString("G6", CultureInfo.InvariantCulture) : string.Empty) + "\">").Text(shown).Raw("</td>");

    public override string ToString() => _text.ToString();
}
