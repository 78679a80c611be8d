using ScoringAudit.Disparity;
using ScoringAudit.Metrics;
using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

/// <summary>Every expected number of every case of Oracles/disparity.json (published, executed or derived; sources in the file), computed by the product.</summary>
public partial class OracleFileTests
{
    private const string Undefined0 = "an undefined rate is 0 there; here it is undefined and takes no part";

    private static readonly Dictionary<string, Action<OracleCase>> Cases = new()
    {
        ["fairlearn-18row"] = Fairlearn18,
        ["fairlearn-intersect"] = FairlearnIntersect,
        ["fairlearn-empty-cell"] = FairlearnEmptyCell,
        ["fairlearn-control"] = FairlearnControl,
        ["fairlearn-weighted-sel"] = c => c.Is("selection_rate", RateMetrics.SelectionRate.Of(Decided(c.Ints("y_pred"), c.Numbers("w")).Counts(0))),
        ["fairlearn-unweighted-sel"] = c => c.Is("selection_rate", RateMetrics.SelectionRate.Of(Decided(c.Ints("y_pred"), null).Counts(0))),
        ["fairlearn-edge-no-positives"] = c => FairlearnEdge(c, "tpr"),
        ["fairlearn-edge-all-positive-pred"] = c => FairlearnEdge(c, "fpr"),
        ["fairlearn-edge-all-zero-selection"] = FairlearnZeroSelection,
        ["aif360-gei"] = Aif360Entropy,
        ["aif360-between-group-gei"] = c => c.Is("between_group_gei_alpha2", GeneralizedEntropy.Between(Tables(c, "feat", 2), 2)),
        ["aif360-class-imbalance"] = c =>
        {
            var tally = ConfusionData.Of([.. c.Ints("sex").Select(_ => 1)], [.. c.Ints("sex").Select(_ => 1)], c.Ints("sex"), 2, c.Numbers("w"));
            c.Is("class_imbalance_(n_unpriv-n_priv)/n", GroupBalance.ClassImbalance(RateMetrics.SelectionRate.CountOf(tally.Counts(0)), RateMetrics.SelectionRate.CountOf(tally.Counts(1))));
        },
        ["aif360-kl"] = c =>
        {
            double[][] labels = [new double[3], new double[3]];
            for (var i = 0; i < c.Ints("sex").Length; i++)
            {
                labels[c.Ints("sex")[i]][c.Ints("y")[i]] += c.Numbers("w")[i];
            }

            c.Is("kl_priv1", GroupBalance.LabelDivergence(labels[1], labels[0]));
            c.Is("kl_priv0", GroupBalance.LabelDivergence(labels[0], labels[1]));
        },
        ["aif360-cdd"] = c =>
        {
            var tally = ConfusionData.Of([.. c.Ints("y").Select(_ => -1)], c.Ints("y"), c.Ints("sex"), 3, c.Numbers("w"));
            var all = RateMetrics.SelectionRate.CountOf(tally.Total());
            c.Is("conditional_demographic_disparity", DemographicDisparity.MeanOverGroups([.. Enumerable.Range(0, 3).Select(g => RateMetrics.SelectionRate.CountOf(tally.Counts(g)))], all));
        },
        ["edf-smoothed"] = Differential,
        ["reweighing"] = Reweighed,
        ["aequitas-test-1"] = Aequitas,
        ["aequitas-test-3"] = Aequitas,
        ["aequitas-test-4"] = Aequitas,
        ["aequitas-test-5"] = Aequitas,
        ["aequitas-test-6"] = Aequitas,
        ["solas-air-hmda5k"] = SolasCounts,
        ["solas-rsmd-smd"] = SolasMeans,
        ["holisticai-classification"] = HolisticClassification,
        ["holisticai-regression"] = HolisticRegression,
        ["rai-wilson"] = Wilson,
        ["mlnet-fairlearn"] = MlNet,
        ["scipy-score-distribution"] = Scipy,
        ["scipy-wasserstein-weighted"] = ScipyWeighted,
        ["soft-membership-air"] = Soft,
        ["analytic-ci"] = Analytic,
        ["solas-segmented-air-cmh"] = Segmented,
        ["gei-alpha0-mean-not-1"] = c =>
        {
            var b = c.Numbers("b");
            c.Is("gei_alpha0_correct", GeneralizedEntropy.Of(b, 0));
            c.Differs("AIF360_and_holisticai_code_value", GeneralizedEntropy.Of(b, 0), "both divide by the mean benefit a second time");
            c.Is("gei_alpha1", GeneralizedEntropy.Of(b, 1));
            c.Is("gei_alpha2", GeneralizedEntropy.Of(b, 2));
        },
        ["bh-fdr"] = c =>
        {
            var q = Multiplicity.BenjaminiHochberg(c.Numbers("p"));
            for (var i = 0; i < q.Length; i++)
            {
                c.Is($"q/{i}", q[i]);
            }

            c.Is("rejected_at_0.05", q.Count(x => x <= 0.05));
        },
        ["calibration-by-group"] = CalibrationByGroup,
        ["consistency-knn"] = c =>
        {
            double[] x = [.. c.Input.GetProperty("X").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(e => e.GetDouble())];
            var ours = Consistency.Of(x, 2, c.Numbers("y"), c.Input.GetProperty("k").GetInt32());
            c.Is("self_excluded_tie_by_index", ours);
            c.Differs("aif360_style_self_included", ours, "a person is an own neighbour there, which pulls towards 1");
        },
    };

    public static TheoryData<string> Ids => [.. OracleCase.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_EveryExpectedNumber_IsComputedByTheProduct(string id)
    {
        Assert.True(Cases.TryGetValue(id, out var check), $"No test covers the oracle case '{id}'.");
        var asked = new OracleCase(OracleCase.All[id]);
        check!(asked);
        Assert.Empty(asked.Left());
    }

    [Fact]
    public void File_HasNoCaseTwice_AndNoTestWithoutACase()
    {
        Assert.Equal(36, OracleCase.All.Count);
        Assert.Empty(Cases.Keys.Except(OracleCase.All.Keys));
    }

    private static ConfusionTally Decided(int[] decisions, double[]? weights) => ConfusionData.Of([.. decisions.Select(_ => -1)], decisions, new int[decisions.Length], 1, weights);

    private static (ConfusionTally Tally, string[] Groups) Labelled(OracleCase c, params string[] keys)
    {
        string[] names = [.. Enumerable.Range(0, c.Ints("y_pred").Length).Select(i => string.Join("|", keys.Select(b => c.Texts(b)[i])))];
        string[] groups = keys.Length == 1 ? [.. names.Distinct().Order(StringComparer.Ordinal)]
            : [.. from a in c.Texts(keys[0]).Distinct().Order(StringComparer.Ordinal) from b in c.Texts(keys[1]).Distinct().Order(StringComparer.Ordinal) select a + "|" + b];
        var truth = c.Input.TryGetProperty("y_true", out _) ? c.Ints("y_true") : [.. names.Select(_ => -1)];
        return (ConfusionData.Of(truth, c.Ints("y_pred"), [.. names.Select(n => Array.IndexOf(groups, n))], groups.Length), groups);
    }

    private static IReadOnlyList<ConfusionCounts> Tables(OracleCase c, string by, int groups)
    {
        var tally = ConfusionData.Of(c.Ints("y_true"), c.Ints("y_pred"), c.Ints(by), groups);
        return [.. Enumerable.Range(0, groups).Select(tally.Counts)];
    }

    private static Estimate[] Of(ConfusionTally tally, string metric) => [.. Enumerable.Range(0, tally.Groups).Select(g => One(tally.Counts(g), metric))];

    private static Estimate One(ConfusionCounts counts, string metric) => metric switch
    {
        "count" => Estimate.Of(counts.Sum(ConfusionCells.Decided).Rows),
        "tpr" or "recall" => RateMetrics.TruePositiveRate.Of(counts),
        "fpr" => RateMetrics.FalsePositiveRate.Of(counts),
        "precision" => RateMetrics.PositivePredictiveValue.Of(counts),
        "acc" => RateMetrics.Accuracy.Of(counts),
        _ => RateMetrics.SelectionRate.Of(counts),
    };

    private static void Fairlearn18(OracleCase c)
    {
        var (tally, groups) = Labelled(c, "group");
        string[] metrics = ["tpr", "fpr", "sel", "count"];
        var spread = metrics.ToDictionary(m => m, m => Spread.Between(Of(tally, m)));
        foreach (var m in metrics)
        {
            var overall = One(tally.Total(), m);
            c.Is("overall/" + m, overall);
            for (var g = 0; g < groups.Length; g++)
            {
                c.Is($"by_group/{groups[g]}/{m}", One(tally.Counts(g), m));
            }

            var (difference, ratio) = Spread.ToOverall(Of(tally, m), overall);
            c.Is("difference_between/" + m, spread[m].Difference);
            c.Is("ratio_between/" + m, spread[m].Ratio);
            c.Is("difference_to_overall/" + m, difference);
            c.Is("ratio_to_overall/" + m, ratio);
        }

        c.Is("dp_diff", spread["sel"].Difference);
        c.Is("dp_ratio", spread["sel"].Ratio);
        c.Is("eo_diff", Math.Max(spread["tpr"].Difference.Value, spread["fpr"].Difference.Value));
        c.Is("eo_ratio", Math.Min(spread["tpr"].Ratio.Value, spread["fpr"].Ratio.Value));
        c.Is("eo_diff_mean", (spread["tpr"].Difference.Value + spread["fpr"].Difference.Value) / 2);
        c.Is("eopp_diff", spread["tpr"].Difference);
        c.Is("eopp_ratio", spread["tpr"].Ratio);

        // the signed versions against a reference say who: c against b
        var odds = EqualizedOdds.Of(tally, new Grouping("g", groups, "b", [0], [3]), 0.95).Where(r => r.Group == 2).ToDictionary(r => r.Measure, r => r.Estimate.Value.Value);
        Assert.Equal(2 / 3.0, odds["equalized_odds_difference"], 12);
    }

    private static void FairlearnIntersect(OracleCase c)
    {
        var (tally, groups) = Labelled(c, "SF0", "SF1");
        foreach (var m in new[] { "precision", "recall", "count" })
        {
            c.Is("overall/" + m, One(tally.Total(), m));
            for (var g = 0; g < groups.Length; g++)
            {
                c.Is($"by_group/{groups[g]}/{m}", One(tally.Counts(g), m));
            }
        }
    }

    private static void FairlearnEmptyCell(OracleCase c)
    {
        var (tally, groups) = Labelled(c, "SF0", "SF1");
        foreach (var m in new[] { "tpr", "fpr", "sel", "count" })
        {
            for (var g = 0; g < groups.Length; g++)
            {
                var (path, ours) = ($"by_group/{groups[g]}/{m}", One(tally.Counts(g), m));
                if (groups[g] == "c|8" && m == "count")
                {
                    c.Differs(path, ours, "an empty cell has count 0 here and NaN there");
                }
                else if (groups[g] == "b|8" && m == "fpr")
                {
                    c.Is(path, ours);
                }
                else
                {
                    Value(c, path, ours);
                }
            }
        }

        c.Is("dp_ratio", Spread.Between(Of(tally, "sel")).Ratio);
        c.Is("diff/tpr", Spread.Between(Of(tally, "tpr")).Difference);
        c.Is("diff/fpr", Spread.Between(Of(tally, "fpr")).Difference);
        c.Is("diff/sel", Spread.Between(Of(tally, "sel")).Difference);
        c.Is("diff/count", Spread.Between([.. Of(tally, "count").Where(n => n.Value > 0)]).Difference);
    }

    // The number, or 0 there where ours is undefined.
    private static void Value(OracleCase c, string path, Estimate ours)
    {
        if (ours.IsDefined)
        {
            c.Is(path, ours);
        }
        else
        {
            c.OursUndefined(path, Undefined0);
        }
    }

    private static void FairlearnControl(OracleCase c)
    {
        string[] strata = ["H", "L"], groups = ["A", "B", "C"];
        int[] codes = [.. c.Texts("SF").Select((s, i) => (Array.IndexOf(strata, c.Texts("CF")[i]) * 3) + Array.IndexOf(groups, s))];
        var all = ConfusionData.Of(c.Ints("y_true"), c.Ints("y_pred"), codes, 6);
        for (var s = 0; s < 2; s++)
        {
            var part = all.Stratum(s, 3);
            foreach (var m in new[] { "acc", "sel", "count" })
            {
                var values = Of(part, m);
                var overall = One(part.Total(), m);
                var spread = Spread.Between(values);
                var (difference, ratio) = Spread.ToOverall(values, overall);
                c.Is($"overall/{strata[s]}/{m}", overall);
                c.Is($"group_max/{strata[s]}/{m}", values[spread.Highest]);
                c.Is($"difference/{strata[s]}/{m}", spread.Difference);
                c.Is($"ratio/{strata[s]}/{m}", spread.Ratio);
                c.Is($"difference_to_overall/{strata[s]}/{m}", difference);
                c.Is($"ratio_to_overall/{strata[s]}/{m}", ratio);
                for (var g = 0; g < 3; g++)
                {
                    c.Is($"by_group/{strata[s]}|{groups[g]}/{m}", values[g]);
                }
            }
        }
    }

    // One rate is undefined in group a and 0 there; the spread is then over one group.
    private static void FairlearnEdge(OracleCase c, string undefined)
    {
        var (tally, groups) = Labelled(c, "group");
        foreach (var m in new[] { "tpr", "fpr", "sel", "count" })
        {
            var values = Of(tally, m);
            var spread = Spread.Between(values);
            for (var g = 0; g < groups.Length; g++)
            {
                Value(c, $"by_group/{groups[g]}/{m}", values[g]);
            }

            if (m == undefined)
            {
                Assert.Equal([0], spread.Excluded);
                c.Differs("difference/" + m, spread.Difference, Undefined0);
                c.Differs("ratio/" + m, spread.Ratio, Undefined0);
            }
            else
            {
                c.Is("difference/" + m, spread.Difference);
                c.Is("ratio/" + m, spread.Ratio);
            }
        }
    }

    private static void FairlearnZeroSelection(OracleCase c)
    {
        var (tally, _) = Labelled(c, "group");
        foreach (var m in new[] { "tpr", "fpr", "sel", "count" })
        {
            c.Is("ratio/" + m, Spread.Between(Of(tally, m)).Ratio);
            c.Is("difference/" + m, Spread.Between(Of(tally, m)).Difference);
        }
    }
}
