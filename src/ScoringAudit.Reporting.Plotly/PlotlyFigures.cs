using Plotly.NET;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Reporting.Plotly;

/// <summary>Interactive figures by Plotly.NET: one Plotly figure for each kind that can be zoomed into.</summary>
/// <remarks>A pure function of a released table, as the SVG is: it holds no number that the table does not hold.</remarks>
public sealed class PlotlyFigures : IInteractiveFigures
{
    private static readonly Lazy<string> Library = new(ReadLibrary);

    /// <summary>Kinds of figure (<see cref="FigureKinds"/>) that are drawn.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        FigureKinds.RateForest, FigureKinds.RatioForest, FigureKinds.Importance, FigureKinds.MoveForest,
        FigureKinds.Calibration, FigureKinds.Roc, FigureKinds.ThresholdSweep, FigureKinds.ScoreDistribution, FigureKinds.AccuracyDisparity,
        FigureKinds.DistanceDecay, FigureKinds.BlastRadius, FigureKinds.TimeLine,
    ];

    /// <inheritdoc/>
    public string Script => Library.Value;

    /// <inheritdoc/>
    public string? Figure(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Table.Figure is not { } kind || !Kinds.Contains(kind) || !FigureSvg.CanDraw(table))
        {
            return null;
        }

        var rows = TableRow.AllOf(table);
        var chart = kind switch
        {
            FigureKinds.RateForest or FigureKinds.RatioForest or FigureKinds.Importance or FigureKinds.MoveForest => Forests.Draw(kind, rows),
            FigureKinds.ScoreDistribution => Curves.Distribution(rows),
            FigureKinds.AccuracyDisparity => Forests.AccuracyDisparity(rows),
            FigureKinds.DistanceDecay or FigureKinds.BlastRadius or FigureKinds.TimeLine => Curves.Series(kind, rows),
            _ => Curves.Lines(kind, rows),
        };
        return GenericChart.toFigureJson(chart);
    }

    private static string ReadLibrary()
    {
        var assembly = typeof(GenericChart).Assembly;
        string name = assembly.GetManifestResourceNames().Single(resource => resource.Contains("plotly-", StringComparison.Ordinal) && resource.EndsWith(".min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
