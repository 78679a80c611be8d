using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Equalized odds against the reference: how far true and false positive rates of a group lie from the reference group's.</summary>
/// <remarks>
/// <para>equalized_odds_difference = max(|ΔTPR|, |ΔFPR|); equalized_odds_mean_difference = (|ΔTPR| + |ΔFPR|) / 2; average_odds_difference =
/// (ΔTPR + ΔFPR) / 2, in which signs can cancel. Δ = group − reference; both Δ are in the details. Range [0, 1], or [−1, 1]; ideal 0.
/// Undefined where either rate is. Sources: Hardt, Price and Srebro 2016, definition 2.1; Bellamy et al. 2018 for the average.</para>
/// <para>Interval: the values that the metric takes on the box of the two difference intervals at level 1 − α/2 each (Bonferroni). It holds at least its level
/// for every count and under clustering, at the price of width. A bootstrap of an absolute value is biased near 0, so it is not used here.</para>
/// </remarks>
public static class EqualizedOdds
{
    /// <summary>Name of the worst of the two differences.</summary>
    public const string Worst = "equalized_odds_difference";

    /// <summary>Name of the mean absolute difference.</summary>
    public const string Mean = "equalized_odds_mean_difference";

    /// <summary>Name of the signed mean difference.</summary>
    public const string Average = "average_odds_difference";

    /// <summary>Name of the interval method.</summary>
    public const string Method = "projection_of_two_intervals";

    /// <summary>The three metrics of each group against the reference.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="level">Level of the intervals.</param>
    public static IReadOnlyList<GroupResult> Of(ConfusionTally tally, Grouping grouping, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        var tpr = new ConfusionRates(tally, RateMetrics.TruePositiveRate);
        var fpr = new ConfusionRates(tally, RateMetrics.FalsePositiveRate);
        var reference = GroupRates.ReferenceOf(tally, grouping);
        bool Usable(int g) => tpr.Count(g).Trials > 0 && fpr.Count(g).Trials > 0;
        var usable = Enumerable.Range(0, tally.Groups).Count(Usable);
        var comparisons = grouping.Reference == ProtectedRole.HighestRate ? usable * (usable - 1) / 2 : usable - 1;
        var results = new List<GroupResult>();
        for (var g = 0; g < tally.Groups; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var (of, against) = (tally.Counts(g), tally.Counts(reference));
            double[] cells = [.. Cells(of), .. Cells(against)];
            var n = of.Sum(ConfusionCells.Observed).Rows;
            var reason = Missing(of, "the group") ?? Missing(against, "the reference group");
            if (reason is not null)
            {
                foreach (var name in new[] { Worst, Mean, Average })
                {
                    results.Add(new GroupResult(name, g, reference, new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None), n, cells) { Comparisons = Math.Max(0, comparisons) });
                }

                continue;
            }

            Func<double, IntervalEstimate> first = RateEngine.DifferenceAt(tpr, g, reference), second = RateEngine.DifferenceAt(fpr, g, reference);
            double a = first(level).Value.Value, b = second(level).Value.Value;
            var p = Math.Min(RateEngine.Dual(first(level), first, 0) ?? 1, RateEngine.Dual(second(level), second, 0) ?? 1);
            foreach (var (name, value, box) in new (string, double, Func<Interval, Interval, Interval>)[]
            {
                (Worst, Math.Max(Math.Abs(a), Math.Abs(b)), WorstBox),
                (Mean, (Math.Abs(a) + Math.Abs(b)) / 2, MeanBox),
                (Average, (a + b) / 2, AverageBox),
            })
            {
                Interval? At(double l)
                {
                    var half = 1 - ((1 - l) / 2);
                    return first(half).Interval is { } x && second(half).Interval is { } y ? box(x, y) with { Level = l } : null;
                }

                results.Add(new GroupResult(name, g, reference, new IntervalEstimate(Estimate.Of(value), At(level), Method, Clusters: first(level).Clusters), n, cells)
                {
                    Simultaneous = comparisons > 1 ? At(1 - ((1 - level) / comparisons)) : null,
                    Comparisons = comparisons,
                    PValue = name == Average ? null : Math.Min(1, 2 * p),
                    Details = new Dictionary<string, double> { ["true_positive_rate_difference"] = a, ["false_positive_rate_difference"] = b },
                });
            }
        }

        return results;
    }

    private static string? Missing(ConfusionCounts counts, string who) =>
        counts.Sum(ConfusionCells.NotAdverse).Weight <= 0 ? $"{who} has no {RateMetrics.TruePositiveRate.TrialsAre}"
        : counts.Sum(ConfusionCells.Adverse).Weight <= 0 ? $"{who} has no {RateMetrics.FalsePositiveRate.TrialsAre}" : null;

    private static double[] Cells(ConfusionCounts c) => [c.TruePositive.Rows, c.FalseNegative.Rows, c.FalsePositive.Rows, c.TrueNegative.Rows];

    private static (double Low, double High) Absolute(Interval i) =>
        (i.Contains(0) ? 0 : Math.Min(Math.Abs(i.Low), Math.Abs(i.High)), Math.Max(Math.Abs(i.Low), Math.Abs(i.High)));

    private static Interval WorstBox(Interval x, Interval y)
    {
        var (a, b) = (Absolute(x), Absolute(y));
        return new Interval(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High), x.Level);
    }

    private static Interval MeanBox(Interval x, Interval y)
    {
        var (a, b) = (Absolute(x), Absolute(y));
        return new Interval((a.Low + b.Low) / 2, (a.High + b.High) / 2, x.Level);
    }

    private static Interval AverageBox(Interval x, Interval y) => new((x.Low + y.Low) / 2, (x.High + y.High) / 2, x.Level);
}
