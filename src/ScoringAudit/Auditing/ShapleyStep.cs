using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What moves the score: mean absolute Shapley value of each feature, and of each origin as one player.</summary>
internal static class ShapleyStep
{
    private const string Room = "explanation";

    private static readonly EvidenceTable Features = new(
        "shapley-importance", "What moves the score: mean absolute attribution of each feature", "importance", ["panel", "label", "origin", "value", "low", "high", "unit"], []);

    private static readonly EvidenceTable Origins = new(
        "shapley-origins", "Whose record moves the score: mean absolute attribution of each origin as one player; the bars do not add up to the association share", "importance", ["panel", "label", "origin", "value", "low", "high", "unit"], []);

    public static void Run(AuditSubject subject, ExplainedRows explained)
    {
        var scorer = subject.Model!.Scorer;
        subject.Report("attributions");
        var background = new Background(explained.Rows);
        if (!ModelAttributions.IsExact(scorer))
        {
            if (scorer.Features.Count > 64)
            {
                subject.To.Note("skipped", "shapley_importance", "Shapley importance: the form of the model is not known and it has more than 64 features, too many to ask for.");
                return;
            }

            // A score that can only be asked is asked about a few: the rest would take too long.
            var at = ModelAttributions.Spaced(explained.Rows.Rows, ModelAttributions.AskedRows);
            background = new Background(ModelAttributions.Pick(explained.Rows, ModelAttributions.Spaced(explained.Rows.Rows, ModelAttributions.AskedBackground)));
            explained = new ExplainedRows(ModelAttributions.Pick(explained.Rows, at), [.. at.Select(i => explained.Kept[i])], explained.Clusters is { } all ? [.. at.Select(i => all[i])] : null);
            subject.To.Note("limit", "shapley_importance", FormattableString.Invariant($"The form of the model is not known: it was asked about {at.Length} rows, against {background.Size} rows as background, in random orders of the features."));
        }

        var features = Explain(subject, explained, background, PlayerSet.Features(scorer.Features));
        var origins = Explain(subject, explained, background, PlayerSet.Origins(scorer.Features));
        var unit = ModelAttributions.Unit(scorer);
        foreach (var f in Enumerable.Range(0, features.Values.Length).OrderByDescending(features.MeanAbsolute).ThenBy(f => features.Names[f], StringComparer.Ordinal))
        {
            var origin = scorer.Features.Features[f].Origin.ToString().ToLowerInvariant();
            Add(subject, explained, features, f, Features, unit, new Finding { Id = string.Empty, Measure = "shapley_importance", Feature = features.Names[f], Origin = origin });
        }

        AttributionGroups.Run(subject, explained, features, unit);
        if (subject.Inputs.Provenance.IsSynthetic && subject.Model.Provenance.IsSynthetic && features.Values.Length > 0 && features.Predictions.Length > 0)
        {
            PeoplePictures.Run(subject, explained, features, unit);
        }

        for (var o = 0; o < origins.Values.Length; o++)
        {
            Add(subject, explained, origins, o, Origins, unit, new Finding { Id = string.Empty, Measure = "shapley_importance", Attribute = "origin", Group = origins.Names[o], Origin = origins.Names[o] });
        }
    }

    private static Attributions Explain(AuditSubject subject, ExplainedRows explained, Background background, PlayerSet players) =>
        ModelAttributions.Explain(subject.Model!.Scorer, explained.Rows, background, players, subject.Streams.Derive("explanation").Derive(subject.Model.Name), subject.Inputs.Threads, subject.Inputs.Cancel);

    private static void Add(AuditSubject subject, ExplainedRows explained, Attributions attributions, int column, EvidenceTable table, string unit, Finding finding)
    {
        var exact = ModelAttributions.IsExact(subject.Model!.Scorer);
        var values = attributions.Values[column];
        var clusters = explained.Clusters ?? [.. Enumerable.Range(0, values.Length)];
        double[] counts = new double[clusters.Max() + 1], sums = new double[counts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            counts[clusters[i]]++;
            sums[clusters[i]] += Math.Abs(values[i]);
        }

        var estimate = sums.All(s => s == 0)
            ? new IntervalEstimate(Estimate.Of(0), new Interval(0, 0, subject.Plan.Confidence), "exact")
            : ClusterRobust.Mean(counts, sums, subject.Plan.Confidence);
        var added = subject.Add(
            Room,
            finding with
            {
                N = values.Length,
                Access = exact ? "W" : "M",
                Scale = unit,
                Metric = attributions.Players.Label,
                Note = !exact ? $"mean absolute Shapley value from random orders, interventional, in {unit}; the model was asked; the interval takes background and orders as given" : unit == "points"
                    ? "mean absolute exact Shapley value, interventional, in points before the scorecard's limits; background: the audited rows; the interval takes the background as given"
                    : "mean absolute exact Shapley value, interventional, in log-odds of the adverse outcome; background: the audited rows; the interval takes the background as given",
                Source = !exact ? "Strumbelj and Kononenko 2014; Mitchell et al. 2022" : attributions.Players.Label == "origins" ? "Owen 1977 (quotient game); Lundberg et al. 2020" : "Shapley 1953; Lundberg et al. 2020",
            },
            estimate);
        subject.To.AddRow(
            table,
            [Titles.Panel(string.Empty, added), attributions.Names[column], added.Origin, added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, "mean |attribution|, " + unit],
            RowGuard.Of(added));
    }
}
