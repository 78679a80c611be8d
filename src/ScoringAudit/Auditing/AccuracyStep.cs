using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>How well the score orders and predicts: AUC, Gini, KS, Brier, log-loss and calibration, overall and by group, each with an interval.</summary>
internal static class AccuracyStep
{
    private const string Room = "accuracy";
    private const int Bands = 10;

    private static readonly EvidenceTable CalibrationTable = new(
        "calibration", "Observed against predicted rate of the adverse outcome, by score band", "calibration", ["panel", "group", "predicted", "observed", "low", "high", "n"], []);

    private static readonly EvidenceTable RocTable = new(
        "roc", "True positive rate at fixed false positive rates", "roc", ["panel", "group", "falsePositiveRate", "truePositiveRate"], []) { Keys = ["falsePositiveRate"] };

    public static void Run(AuditSubject subject)
    {
        subject.Report("accuracy");
        var table = subject.Table!;
        var all = OutcomeRows.Of(table, subject.Rows.Scale!.Value);
        var positives = all.Adverse.LongCount(a => a == 1);
        subject.Bound.Outcome!.RequireBoth(subject.Bound.Rows, positives, all.Adverse.Length - positives);
        if (subject.Rows.IsWeighted)
        {
            subject.To.Note("limit", "accuracy", "Accuracy measures do not use the weights: they describe the rows, not the weighted population.");
        }

        if (all.Probability.Length == 0)
        {
            subject.To.Note("skipped", "brier", "Brier score, log-loss and calibration need a probability of the adverse outcome; this score is not one.");
        }

        One(subject, all, null, null);
        Curves(subject, all, "all", null, null);
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            for (var code = 0; code < grouping.Groups.Count; code++)
            {
                var part = all.Where(table.Group(g), code);
                if (part.Risk.Length == 0)
                {
                    continue;
                }

                One(subject, part, grouping, grouping.Groups[code]);
                if (grouping.Parts.Count == 1)
                {
                    Curves(subject, part, $"{grouping.Name}={grouping.Groups[code]}", grouping.Name, grouping.Groups[code]);
                }
            }
        }
    }

    private static void One(AuditSubject subject, OutcomeRows rows, Grouping? grouping, string? group)
    {
        var level = subject.Plan.Confidence;
        double adverse = rows.Adverse.LongCount(a => a == 1);
        void Add(string measure, IntervalEstimate estimate, string scale, string source, int? replicates = null) => subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = measure,
                Attribute = grouping?.Name,
                Group = group,
                N = rows.Risk.Length,
                Cells = [adverse, rows.Risk.Length - adverse],
                CellTable = grouping is null ? null : "score x outcome",
                Replicates = replicates,
                Access = "S",
                Scale = scale,
                Source = source,
            },
            estimate);

        var auc = ClusteredAuc.Of(rows.Risk, rows.Adverse, rows.Clusters, rows.ClusterCount, level);
        Add("roc_auc", auc, "auc", "Hanley and McNeil 1982; interval: DeLong et al. 1988, Obuchowski 1997");
        Add("gini", auc with { Value = Gini.FromAuc(auc.Value), Interval = auc.Interval is { } i ? Gini.FromAuc(i) : null }, "gini", "Gini = 2 AUC − 1");
        var replicates = rows.Risk.Length > 200_000 ? 100 : 400;
        var streams = subject.Streams.Derive("accuracy").Derive("ks").Derive(string.Join('/', subject.Name ?? "score", grouping?.Name ?? "all", group ?? "all"));
        var ks = KolmogorovSmirnov.WithBootstrap(rows.Risk, rows.Adverse, rows.Clusters, rows.ClusterCount, level, streams, replicates);
        Add("ks", ks, "distance", "Kolmogorov–Smirnov distance of the two outcomes; bootstrap band of whole clusters", replicates);
        if (rows.Probability.Length == 0)
        {
            return;
        }

        Add("brier", Mean(rows, level, i => Brier.Term(rows.Probability[i], rows.Adverse[i])), "squared error", "Brier 1950");
        Add("log_loss", Mean(rows, level, i => LogLoss.Term(rows.Probability[i], rows.Adverse[i], out _)), "nats", "Good 1952; probabilities kept within 1e-15 of 0 and 1");
        var fit = CalibrationFit.Of(rows.Probability, rows.Adverse, rows.Clusters, rows.ClusterCount, level);
        Add(CalibrationFit.SlopeDescriptor.Id, fit.Slope, "slope", CalibrationFit.SlopeDescriptor.Formula + "; " + CalibrationFit.SlopeDescriptor.Source);
        Add(CalibrationFit.InterceptDescriptor.Id, fit.Intercept, "log-odds", CalibrationFit.InterceptDescriptor.Formula + "; " + CalibrationFit.InterceptDescriptor.Source);
        Add(
            Calibration.Descriptor.Id,
            new IntervalEstimate(Calibration.ExpectedError(Calibration.ByEqualCounts(rows.Probability, rows.Adverse, Bands)), null, IntervalMethods.None),
            "probability",
            FormattableString.Invariant($"{Calibration.Descriptor.Formula} over {Bands} bands of equal counts, above 0 in every sample; {Calibration.Descriptor.Source}"));
        Add("calibration_in_the_large", Mean(rows, level, i => rows.Probability[i] - rows.Adverse[i]), "difference", "mean predicted − observed rate; Cox 1958");
    }

    private static IntervalEstimate Mean(OutcomeRows rows, double level, Func<int, double> term)
    {
        var clusters = rows.Clusters.Length == 0 ? rows.Risk.Length : rows.ClusterCount;
        var count = new double[clusters];
        var sum = new double[clusters];
        for (var i = 0; i < rows.Risk.Length; i++)
        {
            var c = rows.Clusters.Length == 0 ? i : rows.Clusters[i];
            count[c]++;
            sum[c] += term(i);
        }

        return ClusterRobust.Mean(count, sum, level);
    }

    private static void Curves(AuditSubject subject, OutcomeRows rows, string label, string? attribute, string? group)
    {
        Finding Like(string measure, string metric, params double[] cells) => new()
        {
            Id = string.Empty,
            Measure = measure,
            Metric = metric,
            Model = subject.Name,
            Rows = subject.RowsLabel,
            Stratum = subject.Inputs.Stratum,
            Attribute = attribute,
            Group = group,
            Cells = cells,
        };

        var panel = string.Join(", ", new[] { subject.Name, subject.Inputs.Stratum }.OfType<string>());
        if (rows.Probability.Length > 0)
        {
            foreach (var (band, at) in Calibration.ByEqualCounts(rows.Probability, rows.Adverse, Bands).Select((b, i) => (b, i)))
            {
                var limits = Limits(subject, rows, band);
                subject.To.AddRow(
                    CalibrationTable,
                    [panel, label, band.MeanPredicted.IsDefined ? band.MeanPredicted.Value : null, band.Observed.Value, limits?.Low, limits?.High, band.N],
                    RowGuard.Standing(Like("calibration_band", FormattableString.Invariant($"{at}"), band.Observed.Numerator, band.Observed.Denominator - band.Observed.Numerator) with { N = band.N }));
            }
        }

        Roc(subject, rows, panel, label, Like);
    }

    private static Interval? Limits(AuditSubject subject, OutcomeRows rows, CalibrationBand band)
    {
        if (!subject.Samples)
        {
            return null;
        }

        if (rows.Clusters.Length == 0)
        {
            return BinomialInterval.MidP(band.Observed.Numerator, band.Observed.Denominator, subject.Plan.Confidence);
        }

        var count = new double[rows.ClusterCount];
        var events = new double[rows.ClusterCount];
        for (var i = 0; i < rows.Risk.Length; i++)
        {
            if (rows.Probability[i] >= band.Low && rows.Probability[i] <= band.High)
            {
                count[rows.Clusters[i]]++;
                events[rows.Clusters[i]] += rows.Adverse[i];
            }
        }

        return ClusterRobust.Rate(count, events, subject.Plan.Confidence).Interval;
    }

    // Fixed false positive rates, never the exact steps of real rows.
    private static void Roc(AuditSubject subject, OutcomeRows rows, string panel, string label, Func<string, string, double[], Finding> like)
    {
        var safe = rows.Risk.Where((_, i) => rows.Adverse[i] == 0).Order().ToArray();
        var risky = rows.Risk.Where((_, i) => rows.Adverse[i] == 1).Order().ToArray();
        if (safe.Length == 0 || risky.Length == 0)
        {
            return;
        }

        for (var step = 0; step <= 20; step++)
        {
            var fpr = step / 20.0;
            var tpr = step == 0 ? 0.0 : step == 20 ? 1.0 : ShareAbove(risky, safe[Math.Clamp((int)Math.Ceiling((1 - fpr) * safe.Length) - 1, 0, safe.Length - 1)]);
            // The ends of a curve are the same for everybody; between them a step counts people.
            var above = Math.Round(tpr * risky.Length);
            subject.To.AddRow(
                RocTable,
                [panel, label, fpr, tpr],
                step is 0 or 20 ? RowGuard.OfCells(safe.Length, risky.Length)
                    : RowGuard.Standing(like("roc_step", FormattableString.Invariant($"{fpr}"), [safe.Length, risky.Length, above, risky.Length - above])));
        }
    }

    private static double ShareAbove(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return (double)(sorted.Length - low) / sorted.Length;
    }
}
