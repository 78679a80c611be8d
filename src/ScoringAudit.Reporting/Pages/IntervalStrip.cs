using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Figures;

namespace ScoringAudit.Reporting.Pages;

/// <summary>A small picture of one interval against its yardstick: the acceptable set is shaded. The words beside it say the same.</summary>
internal static class IntervalStrip
{
    private const double Width = 260, Pad = 8, Middle = 12;

    internal static string Of(Finding finding)
    {
        if (finding is not { Value: { } value, Interval.Limits: var limits })
        {
            return string.Empty;
        }

        var yardstick = finding.Yardstick;
        bool log = finding.Scale == "ratio" && value > 0;
        double?[] anchors = [value, limits.Low, limits.High, yardstick?.Low, yardstick?.High, log ? 1 : 0];
        double[] finite = [.. anchors.OfType<double>().Where(anchor => double.IsFinite(anchor) && (!log || anchor > 0))];
        double low = finite.Min(), high = finite.Max(), margin = (high - low) * 0.08;
        var x = log ? Scale.Log(low / 1.06, high * 1.06, Pad, Width - Pad) : Scale.Linear(low - (low < 0 ? margin : 0), high + Math.Max(margin, 1e-9), Pad, Width - Pad);
        var svg = new Html().Raw("<svg class=\"strip\" viewBox=\"0 0 260 36\" aria-hidden=\"true\" focusable=\"false\">");
        if (yardstick is not null)
        {
            double from = yardstick.Low is { } least ? x.At(least) : Pad, to = yardstick.High is { } most ? x.At(most) : Width - Pad;
            svg.Raw("<rect class=\"zone\" x=\"" + Svg.Number(from) + "\" y=\"2\" width=\"" + Svg.Number(Math.Max(0, to - from)) + "\" height=\"20\"/>");
        }

        svg.Raw(Line(Pad, Middle, Width - Pad, Middle, "base"));
        foreach (double edge in new[] { yardstick?.Low, yardstick?.High }.OfType<double>())
        {
            svg.Raw(Line(x.At(edge), 2, x.At(edge), 22, "edge"));
            svg.Raw("<text x=\"" + Svg.Number(Math.Clamp(x.At(edge), 16, Width - 16)) + "\" y=\"34\" text-anchor=\"middle\">").Text(Show.Value(edge, finding.Scale)).Raw("</text>");
        }

        double first = x.At(limits.Low), last = x.At(limits.High);
        svg.Raw(Line(first, Middle, last, Middle, "bar")).Raw(Line(first, Middle - 4, first, Middle + 4, "bar")).Raw(Line(last, Middle - 4, last, Middle + 4, "bar"));
        return svg.Raw("<circle class=\"dot\" cx=\"" + Svg.Number(x.At(value)) + "\" cy=\"12\" r=\"4.5\"/></svg>").ToString();
    }

    private static string Line(double x1, double y1, double x2, double y2, string style) =>
        "<line class=\"" + style + "\" x1=\"" + Svg.Number(x1) + "\" y1=\"" + Svg.Number(y1) + "\" x2=\"" + Svg.Number(x2) + "\" y2=\"" + Svg.Number(y2) + "\"/>";
}
