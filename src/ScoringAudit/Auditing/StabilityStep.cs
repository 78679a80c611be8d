using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What moves between periods: the score, its features, and every disparity, with a band that holds for all periods and groups at once.</summary>
internal static class StabilityStep
{
    private const string Room = "disparity";
    private const int Bins = 10;
    private const int MostFeatures = 100;

    private static readonly EvidenceTable Index = new(
        "population-stability", "Population stability index of the score and of each feature against the first period, or the other file", null, ["panel", "of", "period", "against", "index", "withoutShift", "pValue", "n"], []);

    private static readonly EvidenceTable Periods = new(
        "disparity-by-period", "Disparity by period; low and high hold for all periods and groups at once", null, ["panel", "measure", "group", "reference", "period", "value", "low", "high", "n"], []);

    /// <summary>Stability of the score and of the features.</summary>
    public static void Run(AuditSubject subject)
    {
        var column = subject.Bound.Periods;
        if (column is null)
        {
            return;
        }

        subject.Report("stability between periods");
        var codes = Codes(subject, column);
        var order = Order(column.Groups);
        int[] rows = [.. order.Select(p => codes.Count(c => c == p))];
        var first = Array.FindIndex(rows, n => n > 0);
        if (first < 0)
        {
            return;
        }

        if (subject.Rows.HasScores)
        {
            var scores = AuditRows.Of(subject).Scores;
            Compare(subject, column, null, scores, codes, order, first, Edges(null, Part(scores, codes, order[first])));
        }

        if (Features(subject, subject.Rows.Rows) is not { } features)
        {
            return;
        }

        var matrix = FeatureMatrix.Read(subject.Rows.Rows, features);
        for (var f = 0; f < features.Count; f++)
        {
            var feature = features.Features[f];
            double[] values = [.. matrix.Columns[f].Select(v => (double)v)];
            Compare(subject, column, feature.Name, values, codes, order, first, Edges(feature, Part(values, codes, order[first])));
        }
    }

    /// <summary>Rates and their comparisons within each period.</summary>
    /// <param name="subject">The score.</param>
    /// <param name="grouping">The attribute.</param>
    /// <param name="tally">Counts by period × group.</param>
    /// <param name="reference">Reference group over all periods.</param>
    public static void Rates(AuditSubject subject, Grouping grouping, ConfusionTally tally, int reference)
    {
        var column = subject.Bound.Periods!;
        var groups = grouping.Groups.Count;
        var level = subject.Plan.Confidence;
        var present = Order(column.Groups).Where(p => Enumerable.Range(0, groups).Any(g => tally.Counts((p * groups) + g).Sum(ConfusionCells.Decided).Rows > 0)).ToList();
        var band = 1 - ((1 - level) / Math.Max(1, present.Count));
        var outcomes = subject.Rows.HasOutcomes && !subject.Plan.Roles.Outcome!.AcceptedOnly;
        foreach (var p in present)
        {
            var part = tally.Stratum(p, groups);
            foreach (var metric in outcomes ? RateMetrics.All : [RateMetrics.SelectionRate])
            {
                var plain = metric == RateMetrics.SelectionRate ? GroupRates.Of(part, grouping, metric, reference, level) : null;
                var wide = GroupRates.Of(part, grouping, metric, reference, band);
                for (var r = 0; r < wide.Count; r++)
                {
                    if (wide[r].Of.Rows > 0 && (wide[r].Reference < 0 || wide[r].Against.Rows > 0))
                    {
                        Row(subject, grouping, metric, plain?[r], wide[r], column.Groups[p]);
                    }
                }
            }
        }
    }

    /// <summary>Standardized mean difference within each period.</summary>
    public static void Means(AuditSubject subject, Grouping grouping, int at, int reference)
    {
        var column = subject.Bound.Periods!;
        var codes = Codes(subject, column);
        var rows = AuditRows.Of(subject);
        var own = rows.Table.Group(at).ToArray();
        var deviation = MeanDifference.PopulationDeviation(rows.Scores, rows.Weights);
        var present = Order(column.Groups).Where(p => codes.Contains(p)).ToList();
        var groups = grouping.Groups.Count;
        var level = 1 - ((1 - subject.Plan.Confidence) / Math.Max(1, present.Count * (groups - 1)));
        foreach (var p in present)
        {
            int[] within = [.. own.Select((g, i) => codes[i] == p ? g : -1)];
            for (var g = 0; g < groups; g++)
            {
                long n = within.LongCount(c => c == g), m = within.LongCount(c => c == reference);
                if (g == reference || n == 0 || m == 0)
                {
                    continue;
                }

                var e = MeanDifference.Standardized(rows.Scores, within, g, reference, rows.Weights, rows.Clusters, level, deviation);
                var limits = subject.Samples ? e.Interval : null;
                subject.To.AddRow(
                    Periods,
                    [Panel(subject, grouping.Name), MeanDifference.Descriptor.Id, grouping.Groups[g], grouping.Groups[reference], column.Groups[p], e.Value.IsDefined ? e.Value.Value : null, limits?.Low, limits?.High, n],
                    RowGuard.OfCells(n, m));
            }
        }
    }

    private static void Row(AuditSubject subject, Grouping grouping, RateMetric metric, RateResult? plain, RateResult wide, string period)
    {
        double[] cells = [wide.Of.FavourableRows, wide.Of.Rows - wide.Of.FavourableRows, .. wide.Reference < 0 ? [] : new double[] { wide.Against.FavourableRows, wide.Against.Rows - wide.Against.FavourableRows }];
        var limits = subject.Samples ? wide.Simultaneous ?? wide.Estimate.Interval : null;
        var stratum = $"{subject.Bound.Periods!.Name}={period}";
        var guard = RowGuard.Standing(new Finding
        {
            Id = string.Empty,
            Measure = wide.Measure,
            Model = subject.Name,
            Rows = subject.RowsLabel,
            Stratum = subject.Inputs.Stratum is { } outer ? outer + ";" + stratum : stratum,
            Attribute = grouping.Name,
            Group = grouping.Groups[wide.Group],
            Reference = wide.Reference < 0 ? null : grouping.Groups[wide.Reference],
            N = wide.Of.Rows,
            Cells = cells,
        });
        if (plain is not null)
        {
            var compared = plain.Reference >= 0;
            guard = RowGuard.Of(subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = plain.Measure,
                    Attribute = grouping.Name,
                    Group = grouping.Groups[plain.Group],
                    Reference = compared ? grouping.Groups[plain.Reference] : null,
                    Numerator = plain.Of.Successes,
                    Denominator = plain.Of.Trials,
                    ReferenceNumerator = compared ? plain.Against.Successes : null,
                    ReferenceDenominator = compared ? plain.Against.Trials : null,
                    N = plain.Of.Rows,
                    Cells = cells,
                    PValue = plain.PValue,
                    Family = compared ? $"{grouping.Name}/{plain.Measure}/{subject.Bound.Periods!.Name}" : null,
                    Stratum = stratum,
                    Access = "S",
                    Scale = plain.Measure == metric.Id ? "rate" : plain.Measure == metric.RatioId ? "ratio" : "difference",
                    Source = "within the period; simultaneous over all periods and groups (Bonferroni)",
                },
                plain.Estimate,
                compared ? limits : null,
                wide.SimultaneousMethod ?? wide.Estimate.Method));
        }

        subject.To.AddRow(
            Periods,
            [
                Panel(subject, grouping.Name), wide.Measure, grouping.Groups[wide.Group], wide.Reference < 0 ? null : grouping.Groups[wide.Reference], period,
                wide.Estimate.Value.IsDefined ? wide.Estimate.Value.Value : null, limits?.Low, limits is { } l && double.IsFinite(l.High) ? l.High : null, wide.Of.Rows,
            ],
            guard);
    }

    private static void Compare(AuditSubject subject, GroupColumn column, string? feature, double[] values, int[] codes, int[] order, int first, double[] edges)
    {
        var from = PopulationStability.Count(Part(values, codes, order[first]), edges);
        for (var p = first + 1; p < order.Length; p++)
        {
            var to = PopulationStability.Count(Part(values, codes, order[p]), edges);
            if (to.Sum() == 0)
            {
                continue;
            }

            AddIndex(subject, feature, from, to, $"{column.Name}={column.Groups[order[p]]}", column.Groups[order[p]], column.Groups[order[first]]);
        }
    }

    /// <summary>Adds one population stability index: a finding, and a row of the table.</summary>
    /// <param name="subject">The score.</param>
    /// <param name="feature">The feature; null: the score.</param>
    /// <param name="from">Counts in bins, of the period or file that is compared with.</param>
    /// <param name="to">Counts in the same bins.</param>
    /// <param name="stratum">Stratum of the finding; null: none.</param>
    /// <param name="period">What the table calls the rows.</param>
    /// <param name="against">What it calls the others.</param>
    internal static void AddIndex(AuditSubject subject, string? feature, long[] from, long[] to, string? stratum, string period, string against)
    {
        long n = to.Sum(), m = from.Sum();
        var psi = PopulationStability.Of(from, to);
        double? tail = psi.PValue.IsDefined && subject.Samples && !subject.Rows.IsClustered ? psi.PValue.Value : null;
        var finding = subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = PopulationStability.Descriptor.Id,
                Feature = feature,
                Reference = against,
                Stratum = stratum,
                N = n,
                Cells = [n, m],
                PValue = tail,
                Details = psi.Expected.IsDefined ? new Dictionary<string, double> { ["withoutShift"] = psi.Expected.Value } : null,
                Access = "S",
                Scale = "divergence",
                Source = PopulationStability.Descriptor.Formula + "; " + PopulationStability.Descriptor.Source,
            },
            new IntervalEstimate(psi.Index, null, IntervalMethods.None));
        subject.To.AddRow(
            Index,
            [Panel(subject, "stability"), feature ?? "score", period, against, finding.Value, psi.Expected.IsDefined ? psi.Expected.Value : null, tail, n],
            RowGuard.Of(finding));
    }

    /// <summary>Bins: a category's levels; of numbers and of the score (null) tenths of the values that are compared with.</summary>
    internal static double[] Edges(Feature? feature, double[] from) => feature?.Kind == FeatureKind.Category
        ? [.. Enumerable.Range(1, feature.Levels.Count).Select(l => (double)l)]
        : PopulationStability.Edges(from, Bins);

    /// <summary>The features to compare: the model's, or those that the plan declares; null where there are none, or too many.</summary>
    internal static FeatureSchema? Features(AuditSubject subject, IPortfolio rows)
    {
        var features = subject.Model?.Scorer.Features ?? (subject.Plan.Roles.Features is { Count: > 0 } declared ? FeatureSchema.Fit(rows, declared) : null);
        return features is null || features.Count > MostFeatures ? null : features;
    }

    private static double[] Part(double[] values, int[] codes, int period) => [.. values.Where((_, i) => codes[i] == period)];

    private static string Panel(AuditSubject subject, string what) =>
        Titles.Panel(what, new Finding { Id = string.Empty, Measure = string.Empty, Model = subject.Name, Stratum = subject.Inputs.Stratum });

    // Numbers by size, anything else by its text: 2024-02 before 2024-10.
    private static int[] Order(IReadOnlyList<string> names)
    {
        var numbers = names.Select(n => double.TryParse(n, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var x) ? x : double.NaN).ToArray();
        return numbers.Any(double.IsNaN)
            ? [.. Enumerable.Range(0, names.Count).OrderBy(i => names[i], StringComparer.Ordinal)]
            : [.. Enumerable.Range(0, names.Count).OrderBy(i => numbers[i])];
    }

    private static int[] Codes(AuditSubject subject, GroupColumn column)
    {
        var codes = new List<int>();
        var buffer = new int[Batch.MaxRows];
        using var reader = subject.Rows.Rows.Open([column.Column]);
        while (reader.Read(out var batch))
        {
            column.Read(batch, 0, buffer);
            codes.AddRange(buffer.AsSpan(0, batch.Rows));
        }

        return [.. codes];
    }
}
