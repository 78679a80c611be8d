using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Reporting;

/// <summary>Evidence that looks like the demo's: four models, two attributes, every kind of figure, every status and verdict. Its numbers are invented.</summary>
internal static class SampleEvidence
{
    internal const string Hostile = "<script>alert(\"x\")</script> & 'co'";

    private static readonly string[] Models = ["own record", "own + area average", "own + neighbours’ scores", "own + proxies of place"];
    private static readonly double[] Ratios = [0.97, 0.83, 0.71, 0.78];
    private static readonly double[] Aucs = [0.741, 0.752, 0.756, 0.749];
    private static readonly (string Attribute, string Group, string Reference, long N, double Factor)[] Groups =
    [
        ("origin_group", "minority", "majority", 1712, 1.0), ("age", "under 25", "25 to 39", 640, 1.02), ("age", "60 and over", "25 to 39", 921, 1.05),
    ];

    internal static readonly RunManifest Manifest = new(
        "scoring-audit 0.1.0", ".NET 10.0, Linux", new Dictionary<string, string> { ["Microsoft.ML"] = "5.0.1", ["MathNet.Numerics"] = "5.0.0" },
        ["scoring-audit", "demo", "--seed", "7"], 7, ["world", "split", "permutation"],
        [new ManifestFile("world/subjects-000.parquet", 1_234_567, "sha256:" + new string('a', 64), 20_000, ["subject_id: identifier", "income: float"])],
        [new ManifestFile("findings.json", 45_678, "sha256:" + new string('b', 64), null, []), new ManifestFile("tables/roc.csv", 9_000, "sha256:" + new string('c', 64), 300, [])],
        2, new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));

    internal const string Plan = "schemaVersion: 1\ndata: world\ncolumns:\n  score: { column: pd, direction: higher_is_riskier }\n  decision: { approvalRate: 0.7 }\nprotected:\n  - { column: origin_group, reference: majority }\n";

    internal static ReleasedEvidence Released(DisclosurePlan? disclosure = null) => ReleaseGate.Release(Make(disclosure ?? new DisclosurePlan(DisclosureClass.Open, "numbers invented for a test", 10, true)));

    internal static AuditEvidence Make(DisclosurePlan disclosure) => new(
        [.. Findings().OrderBy(finding => finding.Id, StringComparer.Ordinal)],
        [.. Tables().OrderBy(table => table.Name, StringComparer.Ordinal)],
        [
            new("warning", "income", "12 of 20,000 rows lack an income; they were imputed with an indicator."),
            new("skipped", "peer_effect_rho", "No declared link other than the address; the estimator needs one."),
            new("limit", "decisions", "Outcomes of refused applicants are not observed; accuracy speaks of the accepted."),
            new("data", Hostile, "A name that tries to be markup: " + Hostile),
        ],
        Provenance.External("numbers invented for a test"),
        new AuditPlan { Data = "world", Disclosure = disclosure, Seed = 7 },
        new Dictionary<string, string>
        {
            ["rows"] = "20,000", ["subjects"] = "20,000", ["clusters"] = "412 streets", ["approval rate"] = "70%", ["score direction"] = "higher is riskier",
            ["data.source"] = "neighbours-area, strength 0.6, seed 7", ["data.period"] = "one cross-section", ["data.rows with a missing feature"] = "12",
            ["model.own record"] = "logistic regression on 9 own features", ["model.own + area average"] = "gradient-boosted trees on 9 own features and 1 of the area",
            ["model.own + neighbours’ scores"] = "gradient-boosted trees on 9 own features and 1 of the neighbourhood", ["model.own + proxies of place"] = "gradient-boosted trees on 12 features declared own",
        });

    private static IEnumerable<Finding> Findings()
    {
        for (int m = 0; m < Models.Length; m++)
        {
            string model = Models[m];
            yield return Id("accuracy", new Finding { Id = "", Measure = "roc_auc", Model = model, Rows = "holdout", Value = Aucs[m], Interval = Of(Aucs[m] - 0.014, Aucs[m] + 0.014, "cluster_delong"), N = 6000, Scale = "auc", Source = "DeLong et al. 1988", Clusters = 124, DesignEffect = 1.31 });
            yield return Id("accuracy", new Finding { Id = "", Measure = "brier", Model = model, Rows = "holdout", Value = 0.131 - (0.001 * m), Interval = Of(0.124 - (0.001 * m), 0.139 - (0.001 * m), "cluster_t"), N = 6000, Source = "Brier 1950" });
            foreach (var (attribute, group, reference, n, factor) in Groups)
            {
                double ratio = Ratios[m] * factor, spread = 2.4 / Math.Sqrt(n);
                var yardstick = new Yardstick(0.8, null, "29 CFR 1607.4(D) (1978), screening convention");
                var limits = new Interval(ratio * (1 - spread), ratio * (1 + spread), 0.95);
                var verdict = VerdictRule.Of(limits, yardstick);
                yield return Id("disparity", new Finding
                {
                    Id = "", Measure = "adverse_impact_ratio", Model = model, Rows = "holdout", Attribute = attribute, Group = group, Reference = reference, Value = ratio,
                    Interval = new FindingInterval(limits, "cluster_log_ratio", "address", "random"), Numerator = Math.Round(n * 0.7 * ratio), Denominator = n, ReferenceNumerator = 3002, ReferenceDenominator = 4288,
                    N = n, PValue = ratio < 0.9 ? 0.0004 : 0.31, Verdict = verdict, NeededN = verdict == Verdict.Undetermined ? 5400 : null, Yardstick = yardstick, Family = attribute + "/adverse_impact_ratio", Access = "S", Scale = "ratio",
                    Source = "Donner and Zou 2012, MOVER", Clusters = 124, DesignEffect = 1.8,
                });
                yield return Id("disparity", new Finding { Id = "", Measure = "selection_rate", Model = model, Rows = "holdout", Attribute = attribute, Group = group, Value = 0.7 * ratio, Interval = Of(0.7 * ratio * (1 - spread), 0.7 * ratio * (1 + spread), "mid_p"), Numerator = Math.Round(n * 0.7 * ratio), Denominator = n, N = n, Scale = "rate", Source = "Berry and Armitage 1995" });
            }

            yield return Id("explanation", new Finding { Id = "", Measure = "permutation_importance", Model = model, Feature = m == 0 ? "debt_ratio" : "mean_score_of_street", Origin = m == 0 ? "own" : "neighbourhood", Metric = "roc_auc", Value = 0.031 + (0.008 * m), Interval = Of(0.028 + (0.008 * m), 0.034 + (0.008 * m), "repeats_t", "permutations"), Replicates = 20, N = 6000, Scale = "auc", Source = "Breiman 2001; Fisher et al. 2019" });
            yield return Id("leakage", new Finding { Id = "", Measure = "move_effect_place", Model = model, Value = new[] { 0, 9.6, 21.4, 12.7 }[m], Interval = Of(new[] { 0, 8.9, 19.8, 11.6 }[m], new[] { 0, 10.3, 23.1, 13.9 }[m], "cluster_t"), N = 6000, Scale = "points", Verdict = m switch { 0 => Verdict.Met, 1 => Verdict.Undetermined, _ => Verdict.NotMet }, Yardstick = new Yardstick(null, 10, "ScoringAudit default: 10 points, where 50 points double the odds"), Access = "M", Source = "paired correspondence test", Details = new Dictionary<string, double> { ["p90"] = 41.5, ["over_1_point"] = 0.93 } });
            yield return Id("leakage", new Finding { Id = "", Measure = "association_share", Model = model, Value = new[] { 0, 0.14, 0.31, 0.19 }[m], Interval = Of(new[] { 0, 0.12, 0.28, 0.17 }[m], new[] { 0, 0.16, 0.34, 0.22 }[m], "cluster_t"), N = 6000, Scale = "share", Verdict = m == 0 ? Verdict.Met : Verdict.NotMet, Yardstick = new Yardstick(null, 0.05, "ScoringAudit default, a convention of this toolkit"), Access = "W", Source = "Lundberg and Lee 2017, two players" });
        }

        yield return Id("disparity", new Finding { Id = "", Measure = "adverse_impact_ratio", Model = Models[0], Attribute = "origin_group*age", Group = "minority*60 and over", Reference = "majority*25 to 39", Status = FindingStatus.Suppressed, Reason = "fewer than 10 people", Scale = "ratio" });
        yield return Id("disparity", new Finding { Id = "", Measure = "true_positive_rate", Model = Models[0], Attribute = "age", Group = Hostile, Status = FindingStatus.Undefined, Reason = "no row of the group has an outcome", Scale = "rate" });
        yield return Id("leakage", new Finding { Id = "", Measure = "odds_ratio", Channel = "neighbourhood", Value = 3.2, Interval = Of(1.1, double.PositiveInfinity, "exact"), N = 41, Scale = "ratio", PValue = 0.032 });
    }

    private static Finding Id(string room, Finding finding) => finding with { Id = FindingId.Of(room, finding) };

    private static FindingInterval Of(double low, double high, string method, string target = "random") => new(new Interval(low, high, 0.95), method, "address", target);

    private static IEnumerable<EvidenceTable> Tables()
    {
        yield return new EvidenceTable("selection-rates", "Selection rate by group", "rate-forest", ["panel", "label", "value", "low", "high", "n", "isReference"],
        [
            ["origin_group", "majority", 0.71, 0.68, 0.74, 4288L, 1L], ["origin_group", "minority", 0.504, 0.46, 0.55, 1712L, 0L],
            ["age", "under 25", 0.62, 0.57, 0.67, 640L, 0L], ["age", "25 to 39", 0.69, 0.66, 0.72, 2310L, 1L], ["age", "40 to 59, a label that is much too long for its line", 0.70, 0.67, 0.73, 2129L, 0L], ["age", "60 and over", null, null, null, null, 0L],
        ]);
        yield return new EvidenceTable("impact-ratios", "Adverse impact ratio by model and group", "ratio-forest", ["panel", "label", "value", "low", "high", "n", "verdict"],
            [.. Groups.SelectMany(group => Models.Select((model, m) =>
            {
                double ratio = Ratios[m] * group.Factor, spread = 2.4 / Math.Sqrt(group.N);
                string verdict = ratio * (1 - spread) >= 0.8 ? "met" : ratio * (1 + spread) < 0.8 ? "not_met" : "undetermined";
                return (IReadOnlyList<object?>)[group.Attribute + ": " + group.Group + " against " + group.Reference, model, ratio, ratio * (1 - spread), group.Group == "60 and over" && m == 3 ? double.PositiveInfinity : ratio * (1 + spread), group.N, verdict];
            }))]);
        yield return new EvidenceTable("importance", "Permutation importance", "importance", ["panel", "label", "origin", "value", "low", "high"],
        [
            ["own + neighbours’ scores", "mean_score_of_street", "neighbourhood", 0.055, 0.051, 0.059], ["own + neighbours’ scores", "debt_ratio", "own", 0.031, 0.028, 0.034],
            ["own + neighbours’ scores", "months_since_delinquency", "own", 0.024, 0.021, 0.027], ["own + neighbours’ scores", "purchasing_power_of_postcode", "area", 0.009, 0.007, 0.011],
            ["own + neighbours’ scores", "income", "own", 0.006, 0.004, 0.008], ["own + neighbours’ scores", "months_here", "own", -0.0004, -0.0011, 0.0003],
        ]);
        yield return new EvidenceTable("move-effects", "The same person at another place", "move-forest", ["label", "block", "value", "low", "high", "n", "limit"],
            [.. Models.Select((model, m) => (IReadOnlyList<object?>)[model, "place", new[] { 0, 9.6, 21.4, 12.7 }[m], new[] { 0, 8.9, 19.8, 11.6 }[m], new[] { 0, 10.3, 23.1, 13.9 }[m], 6000L, 10.0]),
             .. Models.Select((model, m) => (IReadOnlyList<object?>)[model, "tenure", 6.2 - m, 5.8 - m, 6.6 - m, 6000L, null])]);
        string[] groups = ["majority", "minority"];
        yield return new EvidenceTable("calibration", "Calibration by group", "calibration", ["group", "predicted", "observed", "low", "high", "n"],
            [.. groups.SelectMany((group, g) => Enumerable.Range(1, 8).Select(band =>
            {
                double predicted = 0.045 * band, observed = Math.Max(0.003, (predicted * (1 + (0.12 * g))) + (0.008 * Math.Sin(band * 2.1)));
                return (IReadOnlyList<object?>)[group, predicted, observed, Math.Max(0, observed - 0.012 - (0.01 * g)), observed + 0.012 + (0.01 * g), 500L];
            }))]);
        yield return new EvidenceTable("roc", "Receiver operating characteristic by group", "roc", ["group", "falsePositiveRate", "truePositiveRate"],
            [.. groups.SelectMany((group, g) => Enumerable.Range(0, 41).Select(i => (IReadOnlyList<object?>)[group, i / 40.0, Math.Pow(i / 40.0, 0.34 + (0.06 * g))]))]);
        yield return new EvidenceTable("score-distribution", "Scores by group", "score-distribution", ["group", "low", "high", "share", "n", "unit"],
            [.. groups.SelectMany((group, g) =>
            {
                double[] bell = [.. Enumerable.Range(0, 30).Select(i => Math.Exp(-Math.Pow((i - 17 + (3 * g)) / (5.0 + g), 2)))];
                return bell.Select((height, i) => (IReadOnlyList<object?>)[group, 100.0 + (30 * i), 130.0 + (30 * i), height / bell.Sum(), (long)(6000 * height / bell.Sum()), "Score in points, higher is safer"]);
            })]);
        yield return new EvidenceTable("accuracy-disparity", "Accuracy against disparity", "accuracy-disparity", ["panel", "label", "auc", "aucLow", "aucHigh", "air", "airLow", "airHigh"],
            [.. Models.Select((model, m) => (IReadOnlyList<object?>)["origin_group: minority against majority", model, Aucs[m], Aucs[m] - 0.014, Aucs[m] + 0.014, Ratios[m], Ratios[m] * 0.94, Ratios[m] * 1.06])]);
        yield return new EvidenceTable("threshold-sweep", "Selection rate by cut-off", "threshold-sweep", ["group", "threshold", "rate", "isChosen", "unit"],
            [.. new[] { "majority", "minority", "unknown" }.SelectMany((group, g) => Enumerable.Range(0, 21).Select(i => (IReadOnlyList<object?>)[group, i / 20.0, 1 / (1 + Math.Exp(-9 * ((i / 20.0) - 0.22 - (0.07 * g)))), i == 6 ? 1L : 0L, "Cut-off: probability of the adverse outcome"]))]);
        yield return new EvidenceTable("frontier", "Accuracy against disparity of each candidate", "frontier", ["panel", "label", "accuracy", "accuracyLow", "accuracyHigh", "air", "airLow", "airHigh", "metric", "role", "onFrontier", "readsGroup"],
            [.. Models.Select((model, m) => (IReadOnlyList<object?>)["origin_group: minority against majority", model, Aucs[m], Aucs[m] - 0.014, Aucs[m] + 0.014, Ratios[m], Ratios[m] * 0.94, Ratios[m] * 1.06, "roc_auc", new[] { "chosen", "baseline", "candidate", "shown only" }[m], m < 3 ? 1L : 0L, m == 3 ? 1L : 0L])]);
        yield return new EvidenceTable("shapley-beeswarm", "What moves single scores", "beeswarm", ["panel", "label", "origin", "value", "level", "unit"],
            [.. new[] { ("debt_ratio", "own"), ("mean_score_of_street", "neighbourhood"), ("sector", "own") }.SelectMany((f, at) => Enumerable.Range(0, 50).Select(i => (IReadOnlyList<object?>)["own + neighbours’ scores", f.Item1, f.Item2, (0.9 - (0.2 * at)) * Math.Sin(i * 1.7), at == 2 ? null : i / 49.0, "attribution, log-odds"]))]);
        yield return new EvidenceTable("shapley-waterfall", "One synthetic person's score", "waterfall", ["panel", "label", "origin", "value", "low", "high", "isTotal", "unit"],
        [
            ["own + neighbours’ scores", "average of the audited rows", null, -1.9, null, null, 1L, "log-odds"], ["own + neighbours’ scores", "mean_score_of_street", "neighbourhood", 0.62, null, null, 0L, "log-odds"],
            ["own + neighbours’ scores", "debt_ratio", "own", -0.31, null, null, 0L, "log-odds"], ["own + neighbours’ scores", "all other features", null, 0.05, null, null, 0L, "log-odds"], ["own + neighbours’ scores", "this person", null, -1.54, null, null, 1L, "log-odds"],
        ]);
        yield return new EvidenceTable("permuted-links", "Moran's I with permuted links", "null-distribution", ["panel", "low", "high", "share", "observed", "unit"],
            [.. Enumerable.Range(0, 20).Select(i => (IReadOnlyList<object?>)["Score", -0.05 + (0.005 * i), -0.045 + (0.005 * i), Math.Exp(-Math.Pow((i - 9.5) / 4, 2)) / 7.1, 0.31, "Moran's I"])]);
        yield return new EvidenceTable("distance-decay", "Correlation of two scores by distance", "distance-decay", ["group", "distance", "value", "low", "high", "n", "across", "unit"],
            [.. new[] { "score", "residual after own features" }.SelectMany((group, g) => Enumerable.Range(1, 10).Select(d => (IReadOnlyList<object?>)[group, (double)d, (0.4 - (0.15 * g)) * Math.Exp(-d / 4.0), (0.4 - (0.15 * g)) * Math.Exp(-d / 4.0) - 0.03, (0.4 - (0.15 * g)) * Math.Exp(-d / 4.0) + 0.03, 5000L, "Houses between the two", "Correlation"]))]);
        yield return new EvidenceTable("blast-radius", "Reach of one listing", "blast-radius", ["group", "hop", "value", "low", "high"],
            [.. new[] { "at random", "most-read firms" }.SelectMany((group, g) => Enumerable.Range(1, 4).Select(hop => (IReadOnlyList<object?>)[group, (long)hop, (2.0 + (30 * g)) / (hop * hop), (1.5 + (26 * g)) / (hop * hop), (2.6 + (34 * g)) / (hop * hop)]))]);
        yield return new EvidenceTable("lists-over-time", "Firms on lists", "time-line", ["group", "period", "value", "low", "high", "unit"],
            [.. new[] { "blacklist", "irregularity list" }.SelectMany((group, g) => Enumerable.Range(0, 24).Select(period => (IReadOnlyList<object?>)[group, (long)period, 0.02 + (0.04 * (1 - Math.Exp(-period / (6.0 + g)))) + (0.01 * g), null, null, "Share of firms"]))]);
        yield return new EvidenceTable("gap-parts", "Parts of the gap", "decomposition", ["panel", "label", "origin", "value", "low", "high", "isTotal"],
        [
            ["origin_group: minority against majority", "own record", "own", -21.0, -24.0, -18.0, 0L], ["origin_group: minority against majority", "area channel", "area", -9.5, -11.0, -8.0, 0L],
            ["origin_group: minority against majority", "neighbours’ scores", "neighbourhood", 1.2, -0.4, 2.8, 0L], ["origin_group: minority against majority", "the whole gap", null, -29.3, -33.0, -26.0, 1L],
        ]);
        yield return new EvidenceTable("area-tiles", "Mean score by area", "tile-map", ["area", "value", "n", "unit"],
            [.. Enumerable.Range(0, 23).Select(i => (IReadOnlyList<object?>)["10" + i.ToString("000", System.Globalization.CultureInfo.InvariantCulture), i % 7 == 3 ? null : 540.0 + (5 * (i % 11)), i % 7 == 3 ? null : 200L + i, "mean score in points"])]);
        yield return new EvidenceTable("around-one-listing", "Around one listed firm", "network", ["node", "parent", "hop", "changed"],
            [["f0", "", 0L, 1L], .. Enumerable.Range(1, 9).Select(i => (IReadOnlyList<object?>)["f" + i, "f0", 1L, i % 3 == 0 ? 0L : 1L]), .. Enumerable.Range(10, 40).Select(i => (IReadOnlyList<object?>)["f" + i, "f" + (1 + (i % 9)), 2L, i % 4 == 0 ? 1L : 0L])]);
        yield return new EvidenceTable("data-columns", "Columns", null, ["column", "role", "origin", "missing"], [["income", "feature", "own", 12L], [Hostile, "feature", "area", 0L], ["", "feature", null, 3L]]);
    }
}
