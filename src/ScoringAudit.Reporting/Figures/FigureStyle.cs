using System.Text;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Colours and type of all figures, light and dark.</summary>
/// <remarks>
/// The series are the Okabe–Ito palette (Okabe and Ito 2008), darkened on paper and lightened on black until each has a contrast of
/// at least 4.5 against the ground (WCAG 2.2, 1.4.3), so that they also serve as text. Print is always light.
/// </remarks>
public static class FigureStyle
{
    /// <summary>Font families, the first one that the reader has is used.</summary>
    public const string Fonts = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif";

    /// <summary>Colours on paper: paper, ink, muted, line, accent, then the series.</summary>
    public static IReadOnlyList<string> Light { get; } = ["#fdfcf9", "#1c2126", "#59616a", "#dedbd2", "#0b5a7d", "#0072b2", "#b84a00", "#00795a", "#9c3c78", "#8a6100", "#4a5560"];

    /// <summary>Colours on black, in the same order.</summary>
    public static IReadOnlyList<string> Dark { get; } = ["#15181b", "#e9e7e2", "#a5abb2", "#343a40", "#7cc4e8", "#56b4e9", "#f08a4b", "#2fc79b", "#e39cc4", "#e6c229", "#b9c0c7"];

    /// <summary>Number of series colours; further series take them again with another dash.</summary>
    public const int Series = 6;

    private const int FirstSeries = 5;

    /// <summary>The style rules of a figure, scoped to the class "sa".</summary>
    public static string Css { get; } = Rules(Light) + "@media screen and (prefers-color-scheme:dark){" + Rules(Dark, coloursOnly: true) + "}";

    internal static string ClassOf(int series) => "s" + (char)('1' + (series % Series));

    internal static string DashOf(int series) => (series / Series % 3) switch { 0 => string.Empty, 1 => "6 3", _ => "2 3" };

    private static string Rules(IReadOnlyList<string> colours, bool coloursOnly = false)
    {
        var css = new StringBuilder();
        if (!coloursOnly)
        {
            css.Append(".sa{font-family:").Append(Fonts).Append(";font-size:13px;font-variant-numeric:tabular-nums}")
                .Append(".sa .b{font-weight:600}.sa .t{font-size:11.5px}.sa line,.sa .l{fill:none;stroke-width:1}")
                .Append(".sa .w{stroke-width:2}.sa .d{stroke-dasharray:4 3}.sa .a{fill-opacity:.22;stroke:none}")
                .Append(".sa text{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}");
        }

        css.Append(".sa .paper{fill:").Append(colours[0]).Append("}.sa text{fill:").Append(colours[1]).Append(";stroke:").Append(colours[0])
            .Append("}.sa text.mut,.sa .mut{fill:").Append(colours[2]).Append("}.sa .grid{stroke:").Append(colours[3])
            .Append("}.sa .ref{stroke:").Append(colours[2]).Append("}.sa .hole{fill:").Append(colours[0]).Append('}');
        for (int series = 0; series < Series; series++)
        {
            string name = ClassOf(series), colour = colours[FirstSeries + series];
            css.Append(".sa .").Append(name).Append("{fill:").Append(colour).Append("}.sa .l.").Append(name).Append("{fill:none}.sa line.").Append(name).Append(",.sa .l.").Append(name)
                .Append(",.sa .hole.").Append(name).Append("{stroke:").Append(colour).Append("}.sa .hole.").Append(name).Append("{fill:").Append(colours[0]).Append('}');
        }

        return css.ToString();
    }
}
