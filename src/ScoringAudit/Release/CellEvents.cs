using ScoringAudit.Disparity;
using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Names the counts behind a finding, so that the same count behind another finding is known to be the same.</summary>
internal static class CellEvents
{
    /// <summary>Measure of pseudo findings behind rows of a threshold sweep; the metric is the approved share.</summary>
    public const string Sweep = "threshold_sweep";

    /// <summary>Measure of pseudo findings behind rows of a calibration table; the metric is the band.</summary>
    public const string Band = "calibration_band";

    /// <summary>Measure of pseudo findings behind rows of a ROC table; the metric is the false positive rate.</summary>
    public const string Roc = "roc_step";

    private const string Pooled = "=pooled";

    // Rows without a value of the attribute.
    private const string NoValue = "(no value)";

    private static readonly Dictionary<string, (ConfusionCells Yes, ConfusionCells All)> Metrics = RateMetrics.All
        .SelectMany(m => new[] { m.Id, m.DifferenceId, m.RatioId }.Select(id => (id, m)))
        .ToDictionary(p => p.id, p => (p.m.Successes, p.m.Trials), StringComparer.Ordinal);

    private static readonly HashSet<string> Decisions = new(["shortfall", "differential_fairness", "impact_ratio", "regression_adjusted_difference", "adverse_impact_ratio_lowest", "adverse_impact_ratio_highest"], StringComparer.Ordinal);
    private static readonly HashSet<string> Bounds = new(["adverse_impact_ratio_lowest", "adverse_impact_ratio_highest"], StringComparer.Ordinal);
    private static readonly HashSet<string> Odds = new(["equalized_odds_difference", "average_odds_difference", "equalized_odds_mean_difference"], StringComparer.Ordinal);
    private static readonly HashSet<string> Entropies = new(["generalized_entropy", "theil_index"], StringComparer.Ordinal);
    private static readonly HashSet<string> Outcomes = new(["roc_auc", "gini", "ks", "brier", "log_loss", "calibration_in_the_large", "calibration_slope", "calibration_intercept", "expected_calibration_error", "residual_standardized_mean_difference", "roc_auc_difference", "abroca"], StringComparer.Ordinal);

    /// <summary>Name of the event "these cells of the decision × outcome table".</summary>
    public static string Mask(ConfusionCells cells) => FormattableString.Invariant($"mask:{(int)cells}");

    /// <summary>The cells of an event's name, or none.</summary>
    public static ConfusionCells MaskOf(string name) =>
        name.StartsWith("mask:", StringComparison.Ordinal) ? (ConfusionCells)int.Parse(name.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture) : ConfusionCells.None;

    /// <summary>Each count behind a finding: event, group, and number. Counts that are no whole numbers are left out.</summary>
    public static IEnumerable<(string Event, string? Group, long Count)> Of(Finding f)
    {
        if (Bounds.Contains(f.Measure) && f.Cells.Count > 4)
        {
            // Group and reference as for a ratio; what follows counts the rows without a group.
            foreach (var known in Of(f with { Cells = [.. f.Cells.Take(4)] }))
            {
                yield return known;
            }

            // A group of its own, which with the others makes everybody. Where one of the two counts is 0, the other is all of them.
            for (var i = 4; i < f.Cells.Count; i++)
            {
                var kind = f.Cells.Count == 5 ? ConfusionCells.Decided : i == 4 ? ConfusionCells.Favourable : ConfusionCells.Decided & ~ConfusionCells.Favourable;
                yield return (Mask(kind), NoValue, (long)f.Cells[i]);
            }

            yield break;
        }

        var pooled = f.Stratum?.EndsWith(Pooled, StringComparison.Ordinal) == true;
        var split = !pooled && f.Attribute is not null && f.Reference is not null && f.Cells.Count > 0 && f.Cells.Count % 2 == 0;
        var half = pooled ? 0 : split ? f.Cells.Count / 2 : f.Cells.Count;
        var (names, all) = Names(f, half);
        for (var i = 0; i < f.Cells.Count && half > 0; i++)
        {
            if (f.Cells[i] == Math.Floor(f.Cells[i]) && f.Cells[i] is >= 0 and < 1e15)
            {
                yield return (names[i % half], i < half ? f.Group : f.Reference, (long)f.Cells[i]);
            }
        }

        if (f.N is { } n and > 0)
        {
            yield return (all, f.Group, n);
            if (split && half == 2 && f.Cells[0] + f.Cells[1] == n && f.Cells[2] + f.Cells[3] is > 0 and var m && m == Math.Floor(m))
            {
                yield return (all, f.Reference, (long)m);
            }
        }
    }

    /// <summary>Pairs of events that add up to a third.</summary>
    public static IEnumerable<(string Yes, string No, string All, string? Group)> Sums(Finding f)
    {
        var halves = f.Attribute is not null && f.Reference is not null && f.Cells.Count == 4;
        if (f.Stratum?.EndsWith(Pooled, StringComparison.Ordinal) == true || (f.Cells.Count != 2 && !halves && f.Measure != Roc))
        {
            yield break;
        }

        var (names, all) = Names(f, f.Measure == Roc ? 4 : 2);
        if (f.Measure == Roc)
        {
            yield return (names[2], names[3], names[1], f.Group);
            yield break;
        }

        yield return (names[0], names[1], all, f.Group);
        if (halves)
        {
            yield return (names[0], names[1], all, f.Reference);
        }
    }

    private static (IReadOnlyList<string> Cells, string All) Names(Finding f, int count)
    {
        if (Metrics.TryGetValue(f.Measure, out var metric) && count == 2)
        {
            return ([Mask(metric.Yes), Mask(metric.All & ~metric.Yes)], Mask(metric.All));
        }

        if (Decisions.Contains(f.Measure) && count == 2)
        {
            return ([Mask(ConfusionCells.Favourable), Mask(ConfusionCells.Decided & ~ConfusionCells.Favourable)], Mask(ConfusionCells.Decided));
        }

        if (Odds.Contains(f.Measure) && count == 4)
        {
            return ([Mask(ConfusionCells.TruePositive), Mask(ConfusionCells.FalseNegative), Mask(ConfusionCells.FalsePositive), Mask(ConfusionCells.TrueNegative)], Mask(ConfusionCells.Observed));
        }

        if (Entropies.Contains(f.Measure) && count == 3)
        {
            return ([Mask(ConfusionCells.TruePositive | ConfusionCells.TrueNegative), Mask(ConfusionCells.FalsePositive), Mask(ConfusionCells.FalseNegative)], Mask(ConfusionCells.Observed));
        }

        if (Outcomes.Contains(f.Measure) && count == 2)
        {
            return (["outcome:1", "outcome:0"], "outcome");
        }

        return f.Measure switch
        {
            "scoring_rate" or "scoring_rate_difference" or "scoring_rate_ratio" or "scoring_impact_ratio" when count == 2 => (["median:1", "median:0"], "median"),
            "selection_rate_change" when count == 6 =>
                (["before:1", "before:0", Mask(ConfusionCells.Favourable), Mask(ConfusionCells.Decided & ~ConfusionCells.Favourable), "gained", "lost"], Mask(ConfusionCells.Decided)),
            Sweep when count == 2 => ([$"sweep:{f.Metric}:1", $"sweep:{f.Metric}:0"], "sweep"),
            Band when count == 2 => ([$"band:{f.Metric}:1", $"band:{f.Metric}:0"], $"band:{f.Metric}"),
            Roc when count == 4 => (["outcome:0", "outcome:1", $"roc:{f.Metric}:1", $"roc:{f.Metric}:0"], "outcome"),
            _ => ([.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{f.Measure}#{i}"))], f.Measure + "#n"),
        };
    }
}
