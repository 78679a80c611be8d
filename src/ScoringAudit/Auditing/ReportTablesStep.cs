using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Tables in the shapes that people file: the impact ratio table of New York City's Local Law 144, and the table of adverse impact ratios as lenders write it.</summary>
internal static class ReportTablesStep
{
    private const string Room = "disparity";

    private static readonly EvidenceTable Law = new(
        "local-law-144",
        "Impact ratios against the best category, as New York City's Local Law 144 asks for them",
        null,
        ["panel", "basis", "category", "applicants", "selected", "rate", "impactRatio", "shareOfApplicants", "leftOut"],
        []);

    private static readonly EvidenceTable Air = new(
        "adverse-impact",
        "Adverse impact by group: rates, ratio, difference, people, conventional test",
        null,
        ["panel", "group", "reference", "n", "favourable", "rate", "referenceRate", "percentMissing", "ratio", "low", "high", "difference", "shortfall", "oddsRatio", "pValue", "flagged"],
        []);

    /// <summary>Impact ratios against the best category, as findings and as a table.</summary>
    /// <param name="subject">The score.</param>
    /// <param name="grouping">The categories.</param>
    /// <param name="tally">Decisions, or scores better than the median.</param>
    /// <param name="metric">Selection rate or scoring rate.</param>
    /// <param name="cellTable">Table of counts of the findings; null for decisions.</param>
    public static void LocalLaw144(AuditSubject subject, Grouping grouping, ConfusionTally tally, RateMetric metric, string? cellTable)
    {
        var table = ImpactRatioTable.LocalLaw144(tally, grouping);
        var scores = metric != RateMetrics.SelectionRate;
        var measure = scores ? "scoring_impact_ratio" : "impact_ratio";
        var best = -1;
        for (var g = 0; g < table.Rows.Count; g++)
        {
            best = table.Best == table.Rows[g].Category ? g : best;
        }

        var ratios = best < 0 ? [] : GroupRates.Of(tally, grouping with { Reference = ProtectedRole.HighestRate }, metric, best, subject.Plan.Confidence)
            .Where(r => r.Measure == metric.RatioId).ToDictionary(r => r.Group);
        var panel = Titles.Panel(grouping.Name, new Finding { Id = string.Empty, Measure = measure, Model = subject.Name, Stratum = subject.Inputs.Stratum });
        var basis = scores ? "score above the median" : "selected";
        for (var g = 0; g < table.Rows.Count; g++)
        {
            var row = table.Rows[g];
            if (row.Applicants == 0)
            {
                continue; // a category that nobody is in is not filed
            }

            double[] cells = [row.Selected, row.Applicants - row.Selected, .. best < 0 ? [] : new double[] { table.Rows[best].Selected, table.Rows[best].Applicants - table.Rows[best].Selected }];
            var like = new Finding
            {
                Id = string.Empty,
                Measure = metric.Id,
                Model = subject.Name,
                Rows = subject.RowsLabel,
                Stratum = subject.Inputs.Stratum,
                Attribute = grouping.Name,
                Group = row.Category,
                N = row.Applicants,
                Cells = [row.Selected, row.Applicants - row.Selected],
            };
            var guard = RowGuard.Standing(like);
            if (ratios.TryGetValue(g, out var ratio))
            {
                guard = row.LeftOut ? guard : RowGuard.Standing(like with { Measure = metric.RatioId, Reference = table.Best, Cells = cells });
                subject.Add(
                    Room,
                    new Finding
                    {
                        Id = string.Empty,
                        Measure = measure,
                        Attribute = grouping.Name,
                        Group = row.Category,
                        Reference = table.Best,
                        Numerator = ratio.Of.Successes,
                        Denominator = ratio.Of.Trials,
                        ReferenceNumerator = ratio.Against.Successes,
                        ReferenceDenominator = ratio.Against.Trials,
                        N = row.Applicants,
                        Cells = cells,
                        CellTable = cellTable,
                        PValue = row.LeftOut ? null : ratio.PValue,
                        Family = $"{grouping.Name}/{measure}",
                        Access = "S",
                        Scale = "ratio",
                        Source = "6 RCNY 5-300 to 5-302 (2023): rate of the category over the highest rate; categories under 2 % left out",
                    },
                    row.LeftOut ? new IntervalEstimate(row.ImpactRatio, null, IntervalMethods.None) : ratio.Estimate,
                    row.LeftOut ? null : ratio.Simultaneous,
                    ratio.SimultaneousMethod);
            }

            subject.To.AddRow(
                Law,
                [panel, basis, row.Category, row.Applicants, row.Selected, Number(row.Rate), Number(row.ImpactRatio), row.Share, row.LeftOut ? 1L : 0L],
                guard);
        }

        if (table.Unknown > 0)
        {
            // What is left of all rows: it gives a category away as soon as one is too small to show.
            double[] all = [table.Unknown, .. table.Rows.Where(r => r.Applicants > 0).SelectMany(r => new double[] { r.Selected, r.Applicants - r.Selected })];
            subject.To.AddRow(Law, [panel, basis, "(unknown)", table.Unknown, null, null, null, null, null], RowGuard.OfCells(all));
        }
    }

    /// <summary>One row of the table of adverse impact ratios.</summary>
    /// <param name="subject">The score.</param>
    /// <param name="ratio">The finding of the ratio, as it was added.</param>
    /// <param name="of">Decisions of the group.</param>
    /// <param name="against">Decisions of the reference.</param>
    /// <param name="percentMissing">Share of the rows without a group, in percent; null where it is not known, or would give a small group away.</param>
    public static void Adverse(AuditSubject subject, Finding ratio, GroupCount of, GroupCount against, double? percentMissing)
    {
        var difference = of.Value - against.Value;
        double a = of.Successes, b = of.Trials - a, c = against.Successes, d = against.Trials - c;
        double? p = null;
        long? flagged = null;
        if (!subject.Rows.IsWeighted && !subject.Rows.IsClustered && subject.Samples && of.Rows > 0 && against.Rows > 0)
        {
            var (group, reference) = (Rate.Of(of.FavourableRows, of.Rows), Rate.Of(against.FavourableRows, against.Rows));
            p = Number(ImpactScreen.Conventional(group, reference).PValue);
            flagged = new ImpactScreen().Flags(group, reference) switch { true => 1, false => 0, null => null };
        }

        subject.To.AddRow(
            Air,
            [
                Titles.Panel(ratio.Attribute!, ratio), ratio.Group, ratio.Reference, ratio.N, of.Successes, Finite(of.Value), Finite(against.Value),
                percentMissing, ratio.Value, ratio.Interval?.Limits.Low, Finite(ratio.Interval?.Limits.High), Finite(difference),
                Finite(Math.Max(0, -difference * of.Trials)), b * c > 0 ? a * d / (b * c) : null, p, flagged,
            ],
            new RowGuard(ratio.Id, ratio.Cells));
    }

    private static double? Number(Estimate value) => value.IsDefined ? value.Value : null;

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
