using System.Globalization;
using System.Text;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Builds one SVG: the same calls give the same text. Coordinates are in user units with at most two decimals.</summary>
internal sealed class Svg
{
    /// <summary>Width of every figure; 440 units of 13-unit type stay readable on a screen of 360 px.</summary>
    internal const double Width = 440;

    private readonly StringBuilder _body = new();

    internal double Height { get; set; }

    internal static string Number(double value)
    {
        double rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0;
        return rounded.ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>Opens the marks of one row of the table, with the text that a pointer or a screen reader finds there.</summary>
    internal void OpenMark(string title) => _body.Append("<g class=\"mark\"><title>").Append(Markup.Escape(title)).Append("</title>");

    internal void Close() => _body.Append("</g>\n");

    internal void Line(double x1, double y1, double x2, double y2, string style, string? dash = null)
    {
        _body.Append("<line x1=\"").Append(Number(x1)).Append("\" y1=\"").Append(Number(y1)).Append("\" x2=\"").Append(Number(x2)).Append("\" y2=\"").Append(Number(y2)).Append("\" class=\"").Append(style);
        Dash(dash);
    }

    internal void Rect(double x, double y, double width, double height, string style) =>
        _body.Append("<rect x=\"").Append(Number(x)).Append("\" y=\"").Append(Number(y)).Append("\" width=\"").Append(Number(Math.Max(0, width))).Append("\" height=\"").Append(Number(height)).Append("\" class=\"").Append(style).Append("\"/>\n");

    internal void Circle(double x, double y, double radius, string style) =>
        _body.Append("<circle cx=\"").Append(Number(x)).Append("\" cy=\"").Append(Number(y)).Append("\" r=\"").Append(Number(radius)).Append("\" class=\"").Append(style).Append("\"/>\n");

    internal void Diamond(double x, double y, double radius, string style) =>
        Path([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], style, close: true);

    internal void Path(IEnumerable<(double X, double Y)> points, string style, bool close = false, string? dash = null)
    {
        _body.Append("<path d=\"");
        char command = 'M';
        foreach (var (x, y) in points)
        {
            _body.Append(command).Append(Number(x)).Append(' ').Append(Number(y));
            command = 'L';
        }

        _body.Append(close ? "Z\" class=\"" : "\" class=\"").Append(style);
        Dash(dash);
    }

    /// <summary>Text on a baseline; anchor is start, middle or end.</summary>
    internal void Text(double x, double y, string text, string style = "", string anchor = "start", string? more = null)
    {
        _body.Append("<text x=\"").Append(Number(x)).Append("\" y=\"").Append(Number(y)).Append('"');
        if (style.Length > 0)
        {
            _body.Append(" class=\"").Append(style).Append('"');
        }

        if (anchor != "start")
        {
            _body.Append(" text-anchor=\"").Append(anchor).Append('"');
        }

        _body.Append('>').Append(Markup.Escape(text));
        if (more is not null)
        {
            _body.Append("<tspan class=\"mut t\" dx=\"6\">").Append(Markup.Escape(more)).Append("</tspan>");
        }

        _body.Append("</text>\n");
    }

    /// <summary>The whole document; with its own name space and style when it stands alone.</summary>
    internal string Document(string id, string title, string description, bool alone)
    {
        string name = Markup.Escape(id);
        var document = new StringBuilder(_body.Length + 4000);
        document.Append("<svg ").Append(alone ? "xmlns=\"http://www.w3.org/2000/svg\" " : string.Empty)
            .Append("class=\"sa\" viewBox=\"0 0 ").Append(Number(Width)).Append(' ').Append(Number(Height)).Append("\" role=\"img\" aria-labelledby=\"")
            .Append(name).Append("-title ").Append(name).Append("-desc\">\n<title id=\"").Append(name).Append("-title\">").Append(Markup.Escape(title))
            .Append("</title>\n<desc id=\"").Append(name).Append("-desc\">").Append(Markup.Escape(description)).Append("</desc>\n");
        if (alone)
        {
            document.Append("<style>").Append(FigureStyle.Css).Append("</style>\n");
        }

        document.Append("<rect class=\"paper\" width=\"").Append(Number(Width)).Append("\" height=\"").Append(Number(Height)).Append("\"/>\n");
        return document.Append(_body).Append("</svg>\n").ToString();
    }

    private void Dash(string? dash)
    {
        if (string.IsNullOrEmpty(dash))
        {
            _body.Append("\"/>\n");
        }
        else
        {
            _body.Append("\" stroke-dasharray=\"").Append(dash).Append("\"/>\n");
        }
    }
}
