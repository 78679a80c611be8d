using ScoringAudit.Disparity;
using ScoringAudit.Metrics;
using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

public partial class OracleFileTests
{
    private static void Aif360Entropy(OracleCase c)
    {
        var tables = Tables(c, "feat", 3);
        var all = tables.Aggregate(ConfusionCounts.Add);
        c.Is("gei_alpha2", GeneralizedEntropy.Of(all, 2));
        c.Is("theil", GeneralizedEntropy.Of(all, 1));
        c.Is("between_all_groups_gei_alpha2", GeneralizedEntropy.Between(tables, 2));
        c.Is("cov_sqrt(2*gei)", GeneralizedEntropy.Of(all, 2).Map(g => Math.Sqrt(2 * g)));
    }

    private static void Differential(OracleCase c)
    {
        string[] names = ["a", "b", "c"];
        GroupCount[] counts = [.. names.Select(n => c.Input.GetProperty("group_pos_n").GetProperty(n)).Select(p => Counted(p[0].GetInt64(), p[1].GetInt64()))];
        var concentration = c.Input.GetProperty("concentration").GetDouble();
        c.Is("epsilon", DifferentialFairness.Of(counts, concentration).Epsilon);
        for (var g = 0; g < 3; g++)
        {
            c.Is("smoothed_rates/" + names[g], DifferentialFairness.Smoothed(counts[g], concentration));
        }
    }

    private static void Reweighed(OracleCase c)
    {
        string[] groups = ["p", "u"];
        var weights = Reweighing.Of([.. c.Texts("group").Select(g => Array.IndexOf(groups, g))], 2, [.. c.Ints("y").Select(y => (sbyte)y)], []);
        for (var g = 0; g < 2; g++)
        {
            c.Is($"weights/{groups[g]},1", weights.Factor(g, true));
            c.Is($"weights/{groups[g]},0", weights.Factor(g, false));
        }
    }

    // Disparities there are ratios to the reference; 0/0 is undefined on both sides.
    private static void Aequitas(OracleCase c)
    {
        string[] groups = ["High", "Low"];
        var tally = ConfusionData.Of(c.Ints("label"), c.Ints("score"), [.. c.Texts("class").Select(g => Array.IndexOf(groups, g))], 2);
        var grouping = new Grouping("class", groups, "High", [0], [2]);
        var expected = c.Left().Select(p => p.Split('/')).Where(p => p[0] == "High").Select(p => p[1]).ToList();
        RateMetric? Metric(string name) => name switch
        {
            "fpr" => RateMetrics.FalsePositiveRate,
            "fnr" => RateMetrics.FalseNegativeRate,
            "for" => RateMetrics.FalseOmissionRate,
            "fdr" => RateMetrics.FalseDiscoveryRate,
            "pprev" => RateMetrics.SelectionRate,
            _ => null,
        };
        for (var g = 0; g < 2; g++)
        {
            var counts = tally.Counts(g);
            foreach (var name in expected)
            {
                var rate = name.Split('_')[0];
                Estimate value;
                if (Metric(rate) is { } metric)
                {
                    var own = metric.Of(counts);
                    var reference = metric.Of(tally.Counts(0));
                    value = !name.EndsWith("_disparity", StringComparison.Ordinal) ? own
                        : g == 1 && own.IsDefined && reference.IsDefined ? GroupRates.Of(tally, grouping, metric, 0.95).Single(r => r.Measure == metric.RatioId).Estimate.Value
                        : reference is { IsDefined: true, Value: > 0 } && own.IsDefined ? Estimate.Of(own.Value / reference.Value) : Estimate.Undefined("0/0");
                }
                else
                {
                    double Favourable(ConfusionCounts t) => t.Sum(ConfusionCells.Favourable).Rows;
                    var share = Favourable(tally.Total()) > 0 ? Estimate.Of(Favourable(counts) / Favourable(tally.Total())) : Estimate.Undefined("nobody was selected");
                    var first = Favourable(tally.Total()) > 0 ? Favourable(tally.Counts(0)) / Favourable(tally.Total()) : double.NaN;
                    value = name switch
                    {
                        "pp" => Estimate.Of(Favourable(counts)),
                        "tp" => Estimate.Of(counts.TruePositive.Rows),
                        "fp" => Estimate.Of(counts.FalsePositive.Rows),
                        "tn" => Estimate.Of(counts.TrueNegative.Rows),
                        "fn" => Estimate.Of(counts.FalseNegative.Rows),
                        "ppr" => share, // the group's share of all selected: depends on its size, and is no rate
                        _ => share.Map(s => s / first),
                    };
                }

                c.Is($"{groups[g]}/{name}", value);
            }
        }
    }

    private static void SolasCounts(OracleCase c)
    {
        foreach (var row in c.Input.GetProperty("n_prot,fav_prot,n_ref,fav_ref").EnumerateObject())
        {
            long[] n = [.. row.Value.EnumerateArray().Select(e => e.GetInt64())];
            var (group, reference) = (Rate.Of(n[1], n[0]), Rate.Of(n[3], n[2]));
            var results = GroupRates.Of(RateMetricsTests.Decisions(((int)n[1], (int)n[0]), ((int)n[3], (int)n[2])), new Grouping("g", ["a", "b"], "b", [0], [2]), RateMetrics.SelectionRate, 0.95);
            var difference = results.Single(r => r.Measure == "demographic_parity_difference");
            var figures = ScoringAudit.Auditing.ConventionalFigures.Of(results.Single(r => r.Measure == "adverse_impact_ratio"), 0.95);
            c.Is(row.Name + "/air", results.Single(r => r.Measure == "adverse_impact_ratio").Estimate.Value);
            c.Is(row.Name + "/diff_ref_minus_prot", difference.Estimate.Value.Map(d => -d));
            c.Is(row.Name + "/odds_ratio", figures["oddsRatio"]);
            c.Is(row.Name + "/shortfall_to_reference_mean", Shortfall.Of(difference).Estimate.Value);
            c.Is(row.Name + "/fisher_p", ContingencyTests.FisherExact(group, reference));
            c.Is(row.Name + "/chi2_p_nocorr", ContingencyTests.PearsonChiSquare(group, reference));
            c.Is(row.Name + "/chi2_p_yates", ContingencyTests.YatesChiSquare(group, reference));
        }
    }

    // Published means have six decimals, published deviations six: the tolerance is what that rounding leaves.
    private static void SolasMeans(OracleCase c)
    {
        var groups = c.Input.GetProperty("diff_mean_outcome").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var (of, deviation, to) in new[] { ("diff_mean_outcome", 0.002370, "smd"), ("diff_mean_residual", c.Input.GetProperty("sd_residual").GetDouble(), "residual_smd") })
        {
            foreach (var g in groups)
            {
                var difference = c.Input.GetProperty(of).GetProperty(g).GetDouble();
                var spread = Math.Sqrt((deviation * deviation) - (difference * difference / 4));
                double[] values = [difference - spread, difference + spread, -spread, spread];
                var smd = MeanDifference.Standardized(values, [0, 0, 1, 1], 0, 1, [], [], 0.95).Value.Value;
                c.Is($"{to}/{g}", 100 * smd, (0.0000005 * 100 / deviation) + (Math.Abs(100 * smd) * 0.0000005 / deviation));
            }
        }
    }

    private static void HolisticClassification(OracleCase c)
    {
        var tally = ConfusionData.Of(c.Ints("y_true"), c.Ints("y_pred"), [.. c.Ints("group_a").Select(a => 1 - a)], 2);
        var grouping = new Grouping("g", ["a", "b"], "b", [0], [2]);
        Estimate Value(RateMetric metric, string measure) => GroupRates.Of(tally, grouping, metric, 0.95).Single(r => r.Measure == measure).Estimate.Value;
        var ratio = Value(RateMetrics.SelectionRate, "adverse_impact_ratio");
        c.Is("statistical_parity", Value(RateMetrics.SelectionRate, "demographic_parity_difference"));
        c.Is("disparate_impact_a_over_b", ratio);
        c.Is("four_fifths", Spread.Between(Of(tally, "sel")).Ratio); // the smaller rate over the larger
        c.Is("eopp_diff", Value(RateMetrics.TruePositiveRate, "equal_opportunity_difference"));
        c.Is("fpr_diff", Value(RateMetrics.FalsePositiveRate, "false_positive_rate_difference"));
        c.Is("average_odds_diff", EqualizedOdds.Of(tally, grouping, 0.95).Single(r => r.Measure == "average_odds_difference").Estimate.Value);
        c.Is("accuracy_diff", Value(RateMetrics.Accuracy, "accuracy_equality_difference"));
        var (a, b) = (Rate.Of(3, 4), Rate.Of(2, 6));
        c.Is("z_test_diff", ContingencyTests.PooledZ(a, b), 1e-9);
        c.Is("z_test_log_ratio", ContingencyTests.PooledLogRatioZ(a, b), 1e-9);
        c.Differs("cohen_d", MeanDifference.CohensD([1, 1, 1, 0], [1, 1, 0, 0, 0, 0]), "weights n − 1 on variances with divisor n there; pooled as Cohen wrote it here");
    }

    private static void HolisticRegression(OracleCase c)
    {
        int[] member = c.Ints("group_a");
        double[] predicted = c.Numbers("y_pred"), actual = c.Numbers("y_true");
        double[] Part(double[] of, int g) => [.. of.Where((_, i) => member[i] == g)];
        double[] a = Part(predicted, 1), b = Part(predicted, 0), trueA = Part(actual, 1), trueB = Part(actual, 0);
        foreach (var q in new[] { "0.5", "0.8", "0.9" })
        {
            c.Is("disparate_impact_q" + q, ScoreCutoffs.RatioAbove(a, b, double.Parse(q, System.Globalization.CultureInfo.InvariantCulture)));
        }

        c.Is("no_disparate_impact_level", ScoreCutoffs.LargestEven(a, b));
        var rows = ScoringAudit.Portfolios.ColumnPortfolio.Build("t").Category("g", [.. member.Select(m => m == 1 ? "a" : "b")]).Number("score", predicted).Number("truth", actual).Build();
        var by = GroupMetrics.Of(rows).By("g", "b").Columns("score", "truth");
        Estimate Of(string id, Func<GroupRows, Estimate> metric, string version) => by.Of(id, metric, Streams.FromSeed(1).Derive(id), 100).Single(r => r.Measure == id + version && r.Group == 0).Estimate.Value;
        c.Is("avg_score_diff", Of("mean", r => Estimate.Of(r["score"].Average()), "_difference"));
        c.Is("avg_score_ratio", Of("mean", r => Estimate.Of(r["score"].Average()), "_ratio"));
        c.Is("rmse_ratio", Of("rmse", r => NumericErrors.RootMeanSquare(r.Column("score"), r.Column("truth")), "_ratio"));
        c.Is("mae_ratio", Of("mae", r => NumericErrors.MeanAbsolute(r.Column("score"), r.Column("truth")), "_ratio"));
        c.Is("jain_index", NumericErrors.JainIndex(predicted, actual), 5e-8); // published with seven digits
        c.Differs("zscore_diff(pooled, ddof0)", MeanDifference.CohensD(a, b), "weights n − 1 on variances with divisor n there, as in its Cohen's d");
        Assert.Equal(4, trueA.Length);
        Assert.Equal(6, trueB.Length);
    }

    private static void Wilson(OracleCase c)
    {
        const double digits = 5e-5 + 1e-9; // published with four
        void Limits(string name, double x, double n)
        {
            var wilson = BinomialInterval.Wilson(x, n, 0.95);
            c.Is(name + "/0", wilson.Low, digits);
            c.Is(name + "/1", wilson.High, digits);
        }

        foreach (var pair in c.Input.GetProperty("p_n").EnumerateArray())
        {
            var (p, n) = (pair[0].GetDouble(), pair[1].GetDouble());
            Limits(FormattableString.Invariant($"wilson({p:.0},{n})"), p * n, n);
        }

        var counts = ConfusionData.Of(c.Ints("y_true"), c.Ints("y_pred"), new int[10], 1).Counts(0);
        foreach (var (name, metric) in new[] { ("recall", RateMetrics.TruePositiveRate), ("precision", RateMetrics.PositivePredictiveValue), ("fpr", RateMetrics.FalsePositiveRate), ("tnr", RateMetrics.TrueNegativeRate), ("fnr", RateMetrics.FalseNegativeRate) })
        {
            var count = metric.CountOf(counts);
            Limits(name, count.Successes, count.Trials);
        }
    }

    private static void MlNet(OracleCase c)
    {
        double[] price = c.Numbers("price"), score = c.Numbers("score");
        var rows = ScoringAudit.Portfolios.ColumnPortfolio.Build("t").Category("gender", c.Texts("gender")).Number("price", price).Number("score", score).Build();
        var by = GroupMetrics.Of(rows).By("gender", "Male").Columns("price", "score");
        var rms = by.Of("rms", r => NumericErrors.RootMeanSquare(r.Column("score"), r.Column("price")), Streams.FromSeed(1).Derive("rms"), 100);
        foreach (var g in new[] { "Male", "Female" })
        {
            c.Is("rms/" + g, rms.Single(r => r.Measure == "rms" && by.Groups[r.Group] == g).Estimate.Value, 5e-7); // published with six decimals
            c.Is("r2/" + g, NumericErrors.RSquared(by.Rows(g).Column("score"), by.Rows(g).Column("price")), g == "Male" ? 1e-5 : 2e-3); // single precision there: -2039.8145 for 1 - 250/.1225
        }

        c.Is("mse_overall", NumericErrors.MeanSquare(score, price));
        c.Is("rms_diff", rms.Single(r => r.Measure == "rms_difference").Estimate.Value, 2e-5); // 14.81138 there, from 15.81138 in single precision
    }

    private static void Scipy(OracleCase c)
    {
        double[] x = c.Numbers("x"), z = c.Numbers("z");
        int[] codes = [.. x.Select(_ => 0), .. z.Select(_ => 1)];
        var all = ScoreDistance.All(ScoreSample.Of(x), ScoreSample.Of(z));
        c.Is("ks_stat", all.KolmogorovSmirnov);
        c.Is("ks_p_exact", RankTests.KolmogorovSmirnov(x.Length, z.Length, all.KolmogorovSmirnov.Value));
        c.Is("wasserstein1", all.Wasserstein);
        c.Is("auc", all.Superiority);
        var (u, p) = RankTests.MannWhitney(x, z);
        c.Is("mannwhitney_U", u);
        c.Is("mw_p", p);
        var smd = MeanDifference.Standardized([.. x, .. z], codes, 0, 1, [], [], 0.95);
        c.Is("smd_population_sd_ddof0", smd.Value);
        c.Is("welch_t", smd.Value.Value / smd.StandardError!.Value);
        c.Is("welch_p", StudentQuantile.TwoSidedPValue(smd.Value.Value / smd.StandardError.Value, smd.DegreesOfFreedom!.Value));
        c.Is("cohen_d_pooled_ddof1", MeanDifference.CohensD(x, z));
        c.Is("hedges_g", MeanDifference.HedgesG(x, z));
    }

    private static void ScipyWeighted(OracleCase c)
    {
        double[] x = c.Numbers("x"), z = c.Numbers("z"), wx = c.Numbers("wx"), wz = c.Numbers("wz");
        c.Is("wasserstein1", ScoreDistance.Wasserstein(ScoreSample.Of(x, wx), ScoreSample.Of(z, wz)));
        c.Is("wmean_x", MeanDifference.Mean(x, wx));
        c.Is("wmean_z", MeanDifference.Mean(z, wz));
    }

    private static void Soft(OracleCase c)
    {
        sbyte[] favourable = [.. c.Ints("outcome").Select(y => (sbyte)y)];
        c.Is("rate_prot", SoftMembership.Rate(c.Numbers("p_prot"), favourable));
        c.Is("rate_ref", SoftMembership.Rate(c.Numbers("p_ref"), favourable));
        c.Is("air", SoftMembership.Ratio(c.Numbers("p_prot"), c.Numbers("p_ref"), favourable, [], [], 0.95).Value);
    }

    private static void Analytic(OracleCase c)
    {
        foreach (var row in c.Input.GetProperty("n_prot,fav_prot,n_ref,fav_ref").EnumerateObject())
        {
            long[] n = [.. row.Value.EnumerateArray().Select(e => e.GetInt64())];
            var (group, reference) = (Rate.Of(n[1], n[0]), Rate.Of(n[3], n[2]));
            Interval katz = PublishedIntervals.Katz(group, reference, 0.95)!.Value, newcombe = PublishedIntervals.NewcombeWilson(group, reference, 0.95)!.Value;
            double[] ratio = [group.Value / reference.Value, katz.Low, katz.High], difference = [group.Value - reference.Value, newcombe.Low, newcombe.High];
            for (var i = 0; i < 3; i++)
            {
                c.Is($"air_katz95/{row.Name}/{i}", ratio[i]);
                c.Is($"diff_newcombe95/{row.Name}/{i}", difference[i]);
            }
        }
    }

    private static void Segmented(OracleCase c)
    {
        foreach (var row in c.Input.GetProperty("strata n_prot,fav_prot,n_ref,fav_ref").EnumerateObject())
        {
            var s = SegmentedImpact.Of([.. row.Value.EnumerateArray().Select(t => (Rate.Of(t[1].GetInt64(), t[0].GetInt64()), Rate.Of(t[3].GetInt64(), t[2].GetInt64())))]);
            var to = "computed/" + row.Name + "/";
            c.Is(to + "mh_odds_ratio", s.OddsRatio);
            c.Is(to + "mh_risk_ratio", s.RiskRatio.Value);
            c.Is(to + "chi2_nocorr", s.ChiSquare);
            c.Is(to + "p_nocorr", s.PValue);
            c.Is(to + "chi2_corr", s.CorrectedChiSquare);
            c.Is(to + "p_corr", s.CorrectedPValue);
            c.Is(to + "bd", s.BreslowDay);
            c.Is(to + "bd_p", s.BreslowDayPValue);
            c.Is(to + "tarone", s.Tarone);
            c.Is(to + "tarone_p", s.TaronePValue);
            c.Is(to + "air_indirect_standardised", s.StandardisedRatio);
            var published = "published_air,cmh_p,breslow_day_p/" + row.Name;
            c.Is(published + "/0", s.StandardisedRatio, 5.1e-4); // three digits
            c.Is(published + "/1", s.PValue, 5.1e-4);
            c.Is(published + "/2", s.BreslowDayPValue, 5.1e-4);
        }
    }

    private static void CalibrationByGroup(OracleCase c)
    {
        double[] p = c.Numbers("p");
        int[] y = c.Ints("y");
        string[] group = c.Texts("group");
        foreach (var g in new[] { "a", "b" })
        {
            double[] predicted = [.. p.Where((_, i) => group[i] == g)];
            byte[] adverse = [.. y.Where((_, i) => group[i] == g).Select(v => (byte)v)];
            c.Is(g + "/ece", Calibration.ExpectedError(Calibration.ByEdges(predicted, adverse, [0, 0.25, 0.5, 0.75, 1])));
            c.Is(g + "/brier", Brier.Of(predicted, adverse));
            c.Is(g + "/mean_p_minus_mean_y", MeanDifference.Mean(predicted, []) - MeanDifference.Mean([.. adverse.Select(a => (double)a)], []), 1e-12);
        }
    }

    private static GroupCount Counted(long x, long n) => new(n, x, n, n, x);
}
