using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Published tables, counts written out as rows, run through audit with the plan that a person would write; figures agree to six digits or to those that were published.</summary>
public sealed class PublishedAuditTests : IDisposable
{
    // Applicants to the six largest departments, Berkeley 1973: admitted and rejected men, then women. Bickel, Hammel and O'Connell 1975; counts as in R's UCBAdmissions.
    private static readonly (string Dept, int[] Counts)[] Berkeley =
    [
        ("A", [512, 313, 89, 19]), ("B", [353, 207, 17, 8]), ("C", [120, 205, 202, 391]), ("D", [138, 279, 131, 244]), ("E", [53, 138, 94, 299]), ("F", [22, 351, 24, 317]),
    ];

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("1", "0", "\"1\"")]
    [InlineData("yes", "no", "yes")]
    [InlineData("TRUE", "FALSE", "\"TRUE\"")]
    [InlineData("Admitted", "Rejected", "Admitted")]
    public async Task Berkeley_WithinDepartments_AsInR(string yes, string no, string favourable)
    {
        var text = new StringBuilder("gender,dept,decision\n");
        foreach (var (dept, n) in Berkeley)
        {
            Rows(text, n[0], $"Male,{dept},{yes}");
            Rows(text, n[1], $"Male,{dept},{no}");
            Rows(text, n[2], $"Female,{dept},{yes}");
            Rows(text, n[3], $"Female,{dept},{no}");
        }

        _box.Write("berkeley.csv", text.ToString());
        using var json = await Audit($$"""
            data: berkeley.csv
            columns:
              decision: { column: decision, favourable: {{favourable}} }
            protected:
              - { column: gender, reference: Male }
            controls: [dept]
            """);
        var air = json["disparity/adverse_impact_ratio/gender/Female"];
        Is(0.6818298435630683, air, "value");
        Assert.Equal([557, 1835, 1198, 2691], new[] { "numerator", "denominator", "referenceNumerator", "referenceDenominator" }.Select(k => air.GetProperty(k).GetInt32()));
        Detail(air, "katzLow", 0.6286965976247881, "katzHigh", 0.7394535572955175, "oddsRatio", 0.5431594389188031, "pooledZ", -9.602358065159185);
        Relative(air, "fisherP", 4.835903179307244e-22, "yatesP", 1.055796808782839e-21, "pearsonP", 7.813600388994715e-22);
        Detail(json["disparity/demographic_parity_difference/gender/Female"], "newcombeLow", -0.16956951102999013, "newcombeHigh", -0.1132131214425282);
        Detail(json["disparity/selection_rate/gender/Female"], "wilsonLow", 0.2829334703442218, "wilsonHigh", 0.32497182429580684);
        Is(259.9193608324043, json["disparity/shortfall/gender/Female"], "value");

        // R 4, mantelhaen.test(UCBAdmissions, correct = FALSE): X-squared 1.5246, p-value 0.2169, common odds ratio of men 0.9046968; with correction 1.4269, p-value 0.2323; Breslow–Day by its formula
        var pooled = json["disparity/segmented_adverse_impact_ratio/gender/Female/stratum=dept=pooled"];
        Is(1.0035965418058947, pooled, "value");
        Detail(
            pooled,
            "cmhChiSquare", 1.5246066604434427, "cmhP", 0.21692369705551726, "cmhCorrectedChiSquare", 1.4269462285866952, "cmhCorrectedP", 0.23226346281704702,
            "mantelHaenszelOddsRatio", 1 / 0.9046968282586231, "mantelHaenszelRiskRatio", 1.058307423589208, "breslowDay", 18.82551370523606, "tarone", 18.825501252052774);
        Is(89 / 108.0 / (512 / 825.0), json["disparity/adverse_impact_ratio/gender/Female/stratum=dept=A"], "value");
    }

    [Fact]
    public async Task Compas_ErrorRatesByRace_AsProPublicaPrinted()
    {
        // Larson, Mattu, Kirchner and Angwin 2016: low and high, survived and recidivated: all 2681 1282 1216 2035, Black 990 805 532 1369, White 1139 349 461 505
        var text = new StringBuilder("race,score_text,two_year_recid\n");
        foreach (var (race, n) in new[] { ("Black", new[] { 990, 805, 532, 1369 }), ("White", [1139, 349, 461, 505]), ("Other", [552, 128, 223, 161]) })
        {
            Rows(text, n[0], $"{race},Low,0");
            Rows(text, n[1], $"{race},High,0");
            Rows(text, n[2], $"{race},Low,1");
            Rows(text, n[3], $"{race},High,1");
        }

        _box.Write("compas.csv", text.ToString());
        using var json = await Audit("""
            data: compas.csv
            columns:
              decision: { column: score_text, favourable: Low }
              outcome: { column: two_year_recid, adverse: "1" }
            protected:
              - { column: race, reference: White }
            """);

        // Its false positives are refused people who did not reoffend: our false negative rate, where favourable is positive.
        double Value(string id) => json[id].GetProperty("value").GetDouble();
        (string Id, double Exact, double Printed)[] figures =
        [
            ("false_negative_rate/race/Black", 805 / 1795.0, 0.4485), ("false_positive_rate/race/Black", 532 / 1901.0, 0.2799),
            ("false_negative_rate/race/White", 349 / 1488.0, 0.2345), ("false_positive_rate/race/White", 461 / 966.0, 0.4772),
            ("false_negative_rate", 1282 / 3963.0, 0.3235), ("false_positive_rate", 1216 / 3251.0, 0.3740),
            ("negative_predictive_value/race/Black", 1369 / 2174.0, 0.63), ("positive_predictive_value/race/Black", 990 / 1522.0, 0.65),
            ("negative_predictive_value/race/White", 505 / 854.0, 0.59), ("positive_predictive_value/race/White", 1139 / 1600.0, 0.71),
        ];
        foreach (var (id, exact, printed) in figures)
        {
            Assert.Equal(exact, Value("disparity/" + id), 9);
            Assert.Equal(printed, Value("disparity/" + id), printed * 10000 % 100 == 0 ? 0.0051 : 0.00005001);
        }

        Is((805 / 1795.0) - (349 / 1488.0), json["disparity/false_negative_rate_difference/race/Black"], "value");
        Detail(json["disparity/adverse_impact_ratio/race/Black"], "katzLow", 0.6018916447209032, "katzHigh", 0.6627598891328127, "pooledZ", -18.45099554865543);
        Is(887.7799511002446, json["disparity/shortfall/race/Black"], "value");
    }

    [Fact]
    public async Task Hmda_CountsAndSmallGroups_AsSolasAiPrinted()
    {
        // SolasAI examples/02: Black 340/141, Asian 327/243, Native American 20/9 against White 3623/1854; 190 whose race nobody knows
        var text = new StringBuilder("race,approved,loan\n");
        foreach (var (race, n, x) in new[] { ("White", 3623, 1854), ("Black", 340, 141), ("Asian", 327, 243), ("Native American", 20, 9), ("", 190, 95) })
        {
            for (var i = 0; i < n; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{race},{(i < x ? 1 : 0)},{race}-{i / 2}\n");
            }
        }

        _box.Write("hmda.csv", text.ToString());
        const string plan = """
            data: hmda.csv
            columns:
              decision: { column: approved, favourable: "1" }
            protected:
              - { column: race, reference: REFERENCE }
            """;
        using var json = await Audit(plan.Replace("REFERENCE", "White", StringComparison.Ordinal));
        foreach (var (race, air, odds, fisher, yates) in new[]
        {
            ("Black", 0.8103988197220636, 0.6760582849522694, 0.0006542858933918231, 0.0007667615510566426),
            ("Asian", 1.452168878596241, 2.7602288488210815, 3.356984526049126e-16, 1.560293468802835e-15),
            ("Native American", 0.8793689320388349, 0.7806707855251545, 0.657053955311845, 0.7440617636199056),
        })
        {
            var found = json["disparity/adverse_impact_ratio/race/" + race];
            Is(air, found, "value");
            Detail(found, "oddsRatio", odds);
            Relative(found, "fisherP", fisher, "yatesP", yates);
        }

        Detail(json["disparity/adverse_impact_ratio/race/Native American"], "katzLow", 0.5411224362130757, "katzHigh", 1.4290475997388248);
        Is(32.98840739718465, json["disparity/shortfall/race/Black"], "value");
        Assert.Equal("p_ratio_difference(p < 0.05, ratio < 0.8, difference > 0): not flagged", json["disparity/adverse_impact_ratio/race/Black"].GetProperty("screen").GetString());

        // the verdict's interval is printed with its method and gives the verdict
        var limits = json["disparity/adverse_impact_ratio/race/Black"].GetProperty("simultaneousInterval");
        Assert.Equal("mover_clopper_pearson", limits.GetProperty("method").GetString());
        Assert.True(limits.GetProperty("low").GetDouble() < 0.8 && limits.GetProperty("high").GetDouble() > 0.8);
        Assert.Equal("undetermined", json["disparity/adverse_impact_ratio/race/Black"].GetProperty("verdict").GetString());

        // Local Law 144: the best category (Asian), those under 2 % listed apart, unknown counted
        Is(141 / 340.0 / (243 / 327.0), json["disparity/impact_ratio/race/Black"], "value");
        Assert.Equal("undefined", json["disparity/impact_ratio/race/Native American"].GetProperty("status").GetString());
        var law = _box.Read("o/tables/local-law-144.csv");
        Assert.Contains("\nrace,selected,(unknown),190,", law, StringComparison.Ordinal);
        Assert.Contains("\nrace,selected,Native American,20,9,0.45,,", law, StringComparison.Ordinal);
        using var best = await Audit(plan.Replace("REFERENCE", "highest_rate", StringComparison.Ordinal));
        Is(1854 / 3623.0 / (243 / 327.0), best["disparity/adverse_impact_ratio/race/White"], "value");
        using var largest = await Audit(plan.Replace("REFERENCE", "largest", StringComparison.Ordinal));
        Is(0.8103988197220636, largest["disparity/adverse_impact_ratio/race/Black"], "value");

        // two accounts a person: the same counts and values, intervals over persons, and no test that takes rows as independent
        using var people = await Audit(plan.Replace("REFERENCE", "White", StringComparison.Ordinal).Replace("columns:", "columns:\n  subject: loan", StringComparison.Ordinal));
        var clustered = people["disparity/adverse_impact_ratio/race/Black"];
        Is(0.8103988197220636, clustered, "value");
        Assert.Equal("subject", clustered.GetProperty("interval").GetProperty("unit").GetString());
        Assert.False(clustered.TryGetProperty("details", out var none) && none.TryGetProperty("fisherP", out _));
    }

    [Fact]
    public async Task Score_CutoffSmdRanksAndWeights_AsScipy()
    {
        // scipy 1.10.1 on x and z; each row written 1 to 3 times and once with that weight: weighted means and distances agree
        double[] x = [612, 655, 701, 588, 640, 720, 533, 690, 604, 671], z = [590, 541, 623, 560, 702, 515, 578, 608, 649, 530, 597, 566];
        var text = new StringBuilder("points,g,w\n");
        foreach (var (s, i) in x.Select((s, i) => (s, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{s},x,{new[] { 1, 2, 1, 3, 1, 1, 2, 1, 1, 2 }[i]}\n");
        }

        foreach (var (s, i) in z.Select((s, i) => (s, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{s},z,{new[] { 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1 }[i]}\n");
        }

        _box.Write("scores.csv", text.ToString());
        const string plan = """
            data: scores.csv
            columns:
              score: { column: points, direction: higher_is_safer }
              decision: { cutoff: 600 }
            protected:
              - { column: g, reference: z }
            """;
        using var json = await Audit(plan);
        var smd = json["disparity/standardized_mean_difference/g/x"];
        Is(0.9035455448220522, smd, "value");
        Is(0.038021331514037554, smd, "pValue");
        Detail(smd, "cohensD", 0.9646379995038916, "hedgesG", 0.9280061767379211);
        Is(0.4666666666666667, json["disparity/score_ks/g/x"], "value");
        Detail(json["disparity/score_ks/g/x"], "exactP", 0.13424346551281538);
        Is(53.15, json["disparity/score_wasserstein/g/x"], "value");
        Detail(json["disparity/score_superiority/g/x"], "mannWhitneyU", 91, "mannWhitneyP", 0.04431379228316605);
        Is(8 / 10.0 / (4 / 12.0), json["disparity/adverse_impact_ratio/g/x"], "value"); // 600 or more: 8 of 10, 4 of 12
        Is(2.1, json["disparity/scoring_rate_ratio/g/x"], "value"); // above the median 606: 7 of 10, 4 of 12
        using var weighted = await Audit(plan.Replace("columns:", "columns:\n  weight: w", StringComparison.Ordinal));
        Is(44.87083333333334, weighted["disparity/score_wasserstein/g/x"], "value");
        Is(10 / 15.0 / (6 / 16.0), weighted["disparity/adverse_impact_ratio/g/x"], "value");
    }

    private async Task<Json> Audit(string plan)
    {
        _box.Write("plan.yaml", "schemaVersion: 1\n" + plan + "\nmeasures: [disparity]\ndisclosure: { class: open, ground: \"published counts\" }\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--force", "--json");
        Assert.True(ran.Code == 0, ran.Error);
        return new Json(ran.Out);
    }

    private static void Rows(StringBuilder text, int count, string row)
    {
        for (var i = 0; i < count; i++)
        {
            text.Append(row).Append('\n');
        }
    }

    private static void Is(double expected, System.Text.Json.JsonElement finding, string key) =>
        Assert.Equal(expected, finding.GetProperty(key).GetDouble(), 1e-9 * Math.Max(1, Math.Abs(expected)));

    private static void Detail(System.Text.Json.JsonElement finding, params object[] pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var expected = Convert.ToDouble(pairs[i + 1], CultureInfo.InvariantCulture);
            Assert.Equal(expected, finding.GetProperty("details").GetProperty((string)pairs[i]).GetDouble(), 1e-8 * Math.Max(1, Math.Abs(expected)));
        }
    }

    // p-values far below 1, and what six digits of them are
    private static void Relative(System.Text.Json.JsonElement finding, params object[] pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            Assert.Equal(1, finding.GetProperty("details").GetProperty((string)pairs[i]).GetDouble() / (double)pairs[i + 1], 1e-6);
        }
    }
}
