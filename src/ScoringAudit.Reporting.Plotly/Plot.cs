using Plotly.NET;
using ScoringAudit.Reporting.Figures;
using CSharpChart = Plotly.NET.CSharp.Chart;
using Node = DynamicObj.DynamicObj;

namespace ScoringAudit.Reporting.Plotly;

/// <summary>The few marks that all figures are made of, and their layout.</summary>
/// <remarks>Colours are the light ones of <see cref="FigureStyle"/>; the page's script puts the dark ones in their place where the reader's screen is dark.</remarks>
internal static class Plot
{
    /// <summary>Colour of the ink, and of lines that mark a reference.</summary>
    internal static string Muted => FigureStyle.Light[2];

    /// <summary>Colour of a series.</summary>
    internal static string Series(int at) => FigureStyle.Light[5 + (at % FigureStyle.Series)];

    /// <summary>Points or a line with error bars where limits are given.</summary>
    internal static GenericChart Marks<TX, TY>(string name, IReadOnlyList<TX> x, IReadOnlyList<TY> y, IReadOnlyList<string> texts, string colour, bool line = false, bool points = true, string? dash = null, string shape = "linear", bool legend = true)
        where TX : IConvertible
        where TY : IConvertible
    {
        var mode = line ? points ? StyleParam.Mode.Lines_Markers : StyleParam.Mode.Lines : StyleParam.Mode.Markers;
        var chart = CSharpChart.Scatter<TX, TY, string>(x, y, mode, Name: Forests.Html(name), ShowLegend: legend, MultiText: new(texts, true));
        foreach (var trace in GenericChart.getTraces(chart))
        {
            trace.SetProperty("hovertemplate", "%{text}<extra></extra>");
            trace.SetProperty("marker", Object(("color", colour), ("size", 8)));
            trace.SetProperty("line", dash is null ? Object(("color", colour), ("width", 2), ("shape", shape)) : Object(("color", colour), ("width", 2), ("shape", shape), ("dash", dash)));
        }

        return chart;
    }

    /// <summary>Leaves a chart to the legend: a reader who wants it clicks its name.</summary>
    internal static GenericChart OnDemand(GenericChart chart)
    {
        foreach (var trace in GenericChart.getTraces(chart))
        {
            trace.SetProperty("visible", "legendonly");
        }

        return chart;
    }

    /// <summary>Adds whiskers from low to high around the values of a chart's one trace.</summary>
    internal static GenericChart WithError(GenericChart chart, string axis, IReadOnlyList<double> values, IReadOnlyList<double?> low, IReadOnlyList<double?> high, string colour)
    {
        double?[] up = [.. values.Select((value, at) => high[at] is { } limit ? Math.Max(0, limit - value) : (double?)null)];
        double?[] down = [.. values.Select((value, at) => low[at] is { } limit ? Math.Max(0, value - limit) : (double?)null)];
        foreach (var trace in GenericChart.getTraces(chart))
        {
            trace.SetProperty("error_" + axis, Object(("type", "data"), ("symmetric", false), ("array", up), ("arrayminus", down), ("color", colour), ("thickness", 1.5), ("width", 4)));
        }

        return chart;
    }

    /// <summary>All charts on one pair of axes.</summary>
    internal static GenericChart Join(IEnumerable<GenericChart> charts, Node x, Node y, int height, bool legend, params Node[] shapes)
    {
        // Where every row of a table is suppressed, axes without marks remain.
        var drawn = charts.DefaultIfEmpty(Marks<double, double>(string.Empty, [], [], [], Series(0), line: false, points: true));
        var chart = CSharpChart.Combine(drawn);
        var layout = GenericChart.getLayout(chart);
        layout.RemoveProperty("template");
        layout.RemoveProperty("width");
        layout.SetProperty("xaxis", x);
        layout.SetProperty("yaxis", y);
        layout.SetProperty("height", height);
        layout.SetProperty("showlegend", legend);
        layout.SetProperty("margin", Object(("l", 56), ("r", 12), ("t", 12), ("b", 48)));
        layout.SetProperty("font", Object(("family", FigureStyle.Fonts), ("size", 12), ("color", FigureStyle.Light[1])));
        layout.SetProperty("paper_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("plot_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("hovermode", "closest");
        layout.SetProperty("dragmode", "zoom");
        if (shapes.Length > 0)
        {
            layout.SetProperty("shapes", shapes);
        }

        return chart;
    }

    internal static Node Axis(string title, params (string Name, object Value)[] more) =>
        Object([("title", Object(("text", title))), ("gridcolor", FigureStyle.Light[3]), ("linecolor", Muted), ("zeroline", false), ("automargin", true), .. more]);

    /// <summary>A line at a value, across the whole plot.</summary>
    internal static Node Upright(double at, string dash = "solid") =>
        Object(("type", "line"), ("x0", at), ("x1", at), ("y0", 0), ("y1", 1), ("yref", "paper"), ("line", Object(("color", Muted), ("width", 1), ("dash", dash))));

    /// <summary>A line between two points of the axes.</summary>
    internal static Node Segment(double x0, double y0, double x1, double y1) =>
        Object(("type", "line"), ("x0", x0), ("y0", y0), ("x1", x1), ("y1", y1), ("line", Object(("color", Muted), ("width", 1), ("dash", "dash"))));

    internal static Node Object(params (string Name, object Value)[] properties)
    {
        var made = new Node();
        foreach (var (name, value) in properties)
        {
            made.SetProperty(name, value);
        }

        return made;
    }
}
