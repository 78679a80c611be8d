using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Draws a released table as SVG, by its kind of figure.</summary>
/// <remarks>A pure function of the table: the same table gives the same bytes. 440 units wide, as high as its rows need; light and dark.</remarks>
public static class FigureSvg
{
    /// <summary>Path of a figure's file.</summary>
    public static string PathOf(string name) => "figures/" + name + ".svg";

    /// <summary>Whether a table can be drawn: it names a known kind, has a row, and every column that the kind needs.</summary>
    public static bool CanDraw(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return FigureKinds.Find(table.Table.Figure) is not null && table.Table.Rows.Count > 0 && FigureKinds.MissingColumn(table.Table) is null;
    }

    /// <summary>Writes figures/NAME.svg for every table that names a kind of figure and has rows.</summary>
    /// <exception cref="ArgumentException">A table names an unknown kind, or lacks a column that its kind needs.</exception>
    public static void Write(ReleasedEvidence evidence, IArtifactSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (var table in ReleasedTable.AllOf(evidence).Where(table => table.Table.Figure is not null && table.Table.Rows.Count > 0))
        {
            using var to = sink.Create(PathOf(table.Table.Name));
            Write(table, to);
        }
    }

    /// <summary>Writes one figure as a document of its own.</summary>
    /// <exception cref="ArgumentException">The table names no known kind, has no rows, or lacks a column that its kind needs.</exception>
    public static void Write(ReleasedTable table, Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write(Encoding.UTF8.GetBytes(Render(table, alone: true)));
    }

    /// <summary>One figure as text, to stand in a page that has <see cref="FigureStyle.Css"/>.</summary>
    /// <exception cref="ArgumentException">The table names no known kind, has no rows, or lacks a column that its kind needs.</exception>
    public static string Inline(ReleasedTable table) => Render(table, alone: false);

    /// <summary>One figure as texts, a drawing for each panel on the scale of all of them, to stand side by side in a page that has <see cref="FigureStyle.Css"/>.</summary>
    /// <returns>Panel and drawing, in the table's order; one drawing with an empty panel where there is nothing to divide.</returns>
    /// <exception cref="ArgumentException">The table names no known kind, has no rows, or lacks a column that its kind needs.</exception>
    public static IReadOnlyList<(string Panel, string Svg)> InlinePanels(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var panels = FigureRow.Panels(table);
        return panels.Count < 2 ? [(string.Empty, Inline(table))] : [.. panels.Select((panel, at) =>
            (panel.Panel, Render(table.OfPanel(panel.Panel), alone: false, table, "-" + (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), ": " + panel.Panel)))];
    }

    private static string Render(ReleasedTable table, bool alone, ReleasedTable? whole = null, string id = "", string title = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        if (FigureKinds.MissingColumn(table.Table) is { } missing)
        {
            throw new ArgumentException("Table \"" + table.Table.Name + "\" lacks the column \"" + missing + "\" that a figure of kind " + table.Table.Figure + " needs.", nameof(table));
        }

        if (table.Table.Rows.Count == 0)
        {
            throw new ArgumentException("Table \"" + table.Table.Name + "\" has no rows to draw.", nameof(table));
        }

        var kind = FigureKinds.Find(table.Table.Figure)!;
        var svg = new Svg();
        switch (kind.Name)
        {
            case FigureKinds.RateForest or FigureKinds.RatioForest or FigureKinds.MoveForest or FigureKinds.Importance:
                ForestFigure.Draw(svg, table, whole ?? table, kind);
                break;
            case FigureKinds.ScoreDistribution:
                DistributionFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.AccuracyDisparity:
                AccuracyDisparityFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.DistanceDecay or FigureKinds.BlastRadius or FigureKinds.TimeLine:
                SeriesFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.NullDistribution:
                NullFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.Beeswarm:
                BeeswarmFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.Decomposition or FigureKinds.Waterfall:
                DecompositionFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.TileMap:
                TileFigure.Draw(svg, table, whole ?? table, kind);
                break;
            case FigureKinds.Network:
                NetworkFigure.Draw(svg, table, kind);
                break;
            case FigureKinds.Frontier:
                FrontierFigure.Draw(svg, table, kind);
                break;
            default:
                CurveFigure.Draw(svg, table, kind);
                break;
        }

        return svg.Document("fig-" + table.Table.Name + id, table.Table.Title + title, kind.Shows + " All numbers are in " + TablesCsv.PathOf(table.Table.Name) + ".", alone);
    }
}
