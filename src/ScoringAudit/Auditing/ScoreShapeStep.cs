using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Scores by group without a cut-off: mean ranks, shares in the bands of all scores, quantiles.</summary>
internal static class ScoreShapeStep
{
    private const string Room = "disparity";
    private const int Bands = 10;
    private static readonly double[] Marks = [0.1, 0.25, 0.5, 0.75, 0.9];

    private static readonly EvidenceTable BandTable = new(
        "score-bands", "Share of each group in ten bands of all scores, lowest scores first", "score-distribution", ["panel", "group", "band", "n", "share", "referenceShare", "ratio", "low", "high", "unit"], []) { Keys = ["band", "low", "high"] };

    private static readonly EvidenceTable QuantileTable = new(
        "score-quantiles", "Score quantiles of each group, and their difference to the reference's", null, ["panel", "group", "quantile", "score", "difference"], []) { Keys = ["quantile"] };

    /// <summary>Mean ranks of an attribute or intersection.</summary>
    public static void Ranks(AuditSubject subject, ScoredTable table, Grouping grouping, int[] codes, int reference, double[] ranks, long[] counts, int comparisons)
    {
        var level = subject.Plan.Confidence;
        for (var g = 0; g < counts.Length; g++)
        {
            if (counts[g] == 0)
            {
                continue;
            }

            var sums = ScoreClusters.Of(ranks, codes, g, -2, table.Weights, table.Clusters);
            subject.Add(Room, Finding(MeanRank.Descriptor.Id, grouping, g, -1, counts, "rank"), ClusterRobust.Mean(sums.Trials, sums.Successes, level));
            if (g == reference || counts[reference] == 0)
            {
                continue;
            }

            IntervalEstimate At(double l) => MeanDifference.Standardized(ranks, codes, g, reference, table.Weights, table.Clusters, l, 1);
            var e = At(level);
            subject.Add(
                Room,
                Finding(MeanRank.Difference, grouping, g, reference, counts, "difference") with
                {
                    PValue = e.StandardError > 0 && e.DegreesOfFreedom is { } df ? StudentQuantile.TwoSidedPValue(e.Value.Value / e.StandardError.Value, df) : null,
                },
                e,
                comparisons > 1 ? At(1 - ((1 - level) / comparisons)).Interval : null);
        }
    }

    /// <summary>Bands and quantiles of one attribute.</summary>
    public static void Tables(AuditSubject subject, Grouping grouping, int[] codes, int reference, double[] scores, double[] ranks, long[] counts)
    {
        var panel = Titles.Panel(grouping.Name, new Finding { Id = string.Empty, Measure = string.Empty, Model = subject.Name, Stratum = subject.Inputs.Stratum });
        var inBand = new long[counts.Length, Bands];
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0)
            {
                inBand[codes[i], Math.Min(Bands - 1, (int)(ranks[i] * Bands))]++;
            }
        }

        // Shares sum to 1, and each band holds a tenth of everybody: one cell too small to show, of any group, would follow from the others. It hides them all.
        // Where groups are bins of a number, another report with a moved edge would tell a thin slice band by band: such rows are shown of synthetic and open data only.
        var isBinned = subject.Plan.Roles.Protected.Any(p => p.Column == grouping.Name && p.Bins.Count > 0);
        double[] all = isBinned ? [0] : [.. Enumerable.Range(0, counts.Length).Where(g => counts[g] > 0).SelectMany(g => Enumerable.Range(0, Bands).Select(b => (double)inBand[g, b]))];
        var of = Quantiles(scores, codes, reference);
        for (var g = 0; g < counts.Length; g++)
        {
            if (counts[g] == 0)
            {
                continue;
            }

            for (var b = 0; b < Bands; b++)
            {
                double share = (double)inBand[g, b] / counts[g], other = counts[reference] > 0 ? (double)inBand[reference, b] / counts[reference] : 0;
                subject.To.AddRow(
                    BandTable,
                    [panel, grouping.Groups[g], b + 1L, inBand[g, b], share, counts[reference] > 0 ? other : null, other > 0 ? share / other : null, 100.0 * b / Bands, 100.0 * (b + 1) / Bands, "Place among all scores: 0 the lowest, 100 the highest"],
                    RowGuard.OfCells(all));
            }

            var own = Quantiles(scores, codes, g);
            for (var q = 0; q < Marks.Length; q++)
            {
                // People on either side of the mark: a quantile of few is somebody's score.
                double side = Math.Min(Marks[q], 1 - Marks[q]);
                subject.To.AddRow(
                    QuantileTable,
                    [panel, grouping.Groups[g], Marks[q], own[q], of.Length > 0 ? own[q] - of[q] : null],
                    RowGuard.OfCells(side * counts[g], side * counts[reference]));
            }
        }
    }

    private static double[] Quantiles(double[] scores, int[] codes, int group)
    {
        double[] sorted = [.. scores.Where((_, i) => codes[i] == group).Order()];
        return sorted.Length == 0 ? [] : [.. Marks.Select(q => MultinomialCounts.Quantile(sorted, q))];
    }

    private static Finding Finding(string measure, Grouping grouping, int group, int reference, long[] counts, string scale) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Attribute = grouping.Name,
        Group = grouping.Groups[group],
        Reference = reference < 0 ? null : grouping.Groups[reference],
        N = counts[group],
        Cells = reference < 0 ? [counts[group]] : [counts[group], counts[reference]],
        Family = reference < 0 ? null : $"{grouping.Name}/{measure}",
        Access = "S",
        Scale = scale,
        Source = MeanRank.Descriptor.Formula + "; " + MeanRank.Descriptor.Source,
    };
}
