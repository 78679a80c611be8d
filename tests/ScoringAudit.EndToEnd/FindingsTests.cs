using System.Text.Json;

namespace ScoringAudit.EndToEnd;

/// <summary>findings.json of a small file with recorded decisions, field by field against hand arithmetic.</summary>
public sealed class FindingsTests : IDisposable
{
    private readonly Sandbox _box = new();

    public FindingsTests()
    {
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan());
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_RecordedDecisions_EveryFieldOfTheRatio()
    {
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        using var json = new Json(_box.Read("o/findings.json"));
        Assert.Equal(1, json.Root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("restricted", json.Class);
        Assert.Equal(json.Ids.Order(StringComparer.Ordinal), json.Ids);
        Assert.Equal(json.Ids.Distinct(), json.Ids);

        // 37 of 100 against 50 of 100: 0.37 / 0.50 = 0.74.
        var air = json["disparity/adverse_impact_ratio/race/Black"];
        Assert.Equal("adverse_impact_ratio", Text(air, "measure"));
        Assert.Equal("all", Text(air, "rows"));
        Assert.Equal("race", Text(air, "attribute"));
        Assert.Equal("Black", Text(air, "group"));
        Assert.Equal("White", Text(air, "reference"));
        Assert.Equal(0.74, Number(air, "value"), 12);
        Assert.Equal([37, 100, 50, 100, 100], new[] { "numerator", "denominator", "referenceNumerator", "referenceDenominator", "n" }.Select(k => Number(air, k)));
        Assert.Equal("defined", Text(air, "status"));
        Assert.Equal("undetermined", Text(air, "verdict")); // the interval reaches both sides of 0.8
        Assert.True(Number(air, "neededN") > 100);
        Assert.Equal("S", Text(air, "access"));
        Assert.Equal("ratio", Text(air, "scale"));
        Assert.Equal("race/adverse_impact_ratio", Text(air, "family"));
        var yardstick = air.GetProperty("yardstick");
        Assert.Equal(0.8, yardstick.GetProperty("set")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, yardstick.GetProperty("set")[1].ValueKind);
        Assert.Equal("29 CFR 1607.4(D) (1978), screening convention", Text(yardstick, "source"));
        var interval = air.GetProperty("interval");
        Assert.Equal(["mover_midp", "rows", "random"], new[] { "method", "unit", "target" }.Select(k => Text(interval, k)));
        Assert.Equal(0.95, Number(interval, "level"));

        // Ratio of 0.74; Wald on the logarithm, by hand: se² = 1/37 − 1/100 + 1/50 − 1/100 = 0.0270, so 0.74·exp(∓1.96·0.1644) = 0.536 to 1.021.
        // MOVER on mid-P limits is another method: it lies near, and 1 is inside because the difference test is not significant at 5 %.
        Assert.InRange(Number(interval, "low"), 0.52, 0.56);
        Assert.InRange(Number(interval, "high"), 1.00, 1.04);
        Assert.InRange(Number(air, "pValue"), 0.05, 0.08);

        Assert.Equal(-0.13, Number(json["disparity/demographic_parity_difference/race/Black"], "value"), 12);
        Assert.Equal(0.37, Number(json["disparity/selection_rate/race/Black"], "value"), 12);
        Assert.Equal(0.5, Number(json["disparity/selection_rate/race/White"], "value"), 12);
        Assert.Equal(87.0 / 200, Number(json["disparity/selection_rate"], "value"), 12);
        Assert.False(json["disparity/selection_rate"].TryGetProperty("verdict", out _));
        Assert.All(json.Findings, f => Assert.Equal("all", Text(f, "rows")));
        Assert.All(json.Findings, f => Assert.Contains(Text(f, "status"), new[] { "defined", "undefined", "suppressed" }));
    }

    [Fact]
    public async Task Audit_RecordedScore_AucIsTheShareOfOrderedPairs()
    {
        await _box.Run("audit", "@plan.yaml", "--out", "@o");
        using var json = new Json(_box.Read("o/findings.json"));
        var rows = Scores.Recorded.Split('\n')[1..^1].Select(l => l.Split(',')).Select(c => (Score: double.Parse(c[1], System.Globalization.CultureInfo.InvariantCulture), Bad: c[4] == "1")).ToList();

        // The definition itself: pairs of one adverse and one other row in which the adverse one scores riskier; ties count half.
        double won = 0, pairs = 0;
        foreach (var (a, _) in rows.Where(r => r.Bad))
        {
            foreach (var (b, _) in rows.Where(r => !r.Bad))
            {
                won += a > b ? 1 : a == b ? 0.5 : 0;
                pairs++;
            }
        }

        Assert.Equal(won / pairs, Number(json["accuracy/roc_auc"], "value"), 12);
        Assert.Equal((2 * won / pairs) - 1, Number(json["accuracy/gini"], "value"), 12);
        Assert.Equal(rows.Average(r => Math.Pow(r.Score - (r.Bad ? 1 : 0), 2)), Number(json["accuracy/brier"], "value"), 12);
    }

    [Theory]
    [InlineData("never", 0)]
    [InlineData("not-met", 0)] // undetermined is no failure of not-met
    [InlineData("undetermined", 2)]
    public async Task FailOn_UndeterminedRatio_ExitsAsAsked(string condition, int code)
    {
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--fail-on", condition);
        Assert.Equal(code, ran.Code);
        Assert.True(File.Exists(_box.At("o/report.html")));
        Assert.Equal(code == 2, System.Text.RegularExpressions.Regex.IsMatch(ran.Error, @"--fail-on undetermined: failed by \d+ findings?, the first is disparity/adverse_impact_ratio/race/Black \(undetermined\)\."));
    }

    [Fact]
    public async Task FailOn_NotMet_Exits2()
    {
        // 10 of 100 in group a against 90 of 110 in group b, the largest and so the reference.
        var lines = Enumerable.Range(0, 210).Select(i => i < 100 ? $"a,{(i < 10 ? 1 : 0)}" : $"b,{(i < 190 ? 1 : 0)}");
        _box.Write("d.csv", "g,ok\n" + string.Join('\n', lines) + "\n");
        var ran = await _box.Run("audit", "@d.csv", "--decision", "ok", "--group", "g", "--out", "@o", "--fail-on", "not-met", "--json");
        Assert.Equal(2, ran.Code);
        using var json = new Json(ran.Out);
        Assert.Equal("not_met", Text(json["disparity/adverse_impact_ratio/g/a"], "verdict"));
        Assert.Equal(0.1 / (90.0 / 110), Number(json["disparity/adverse_impact_ratio/g/a"], "value"), 12);
    }

    [Fact]
    public async Task Json_IsTheFileAndNothingElse()
    {
        var ran = await _box.Run("audit", "@plan.yaml", "--json", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Equal(_box.Read("o/findings.json").TrimEnd(), ran.Out.TrimEnd());
        var without = await _box.Run("audit", "@plan.yaml", "--json");
        Assert.Equal(ran.Out, without.Out);
        Assert.DoesNotContain("audit-out", _box.Entries);
    }

    [Fact]
    public async Task MinCell_Raised_SuppressesWhatStandsOnFewer()
    {
        await _box.Run("audit", "@plan.yaml", "--out", "@o", "--min-cell", "40"); // 37 favourable decisions are fewer than 40
        using var json = new Json(_box.Read("o/findings.json"));
        var air = json["disparity/adverse_impact_ratio/race/Black"];
        Assert.Equal("suppressed", Text(air, "status"));
        Assert.False(air.TryGetProperty("value", out _) || air.TryGetProperty("numerator", out _) || air.TryGetProperty("n", out _));
        Assert.Equal("suppressed", Text(json["disparity/selection_rate/race/White"], "status")); // it would give the other away
        Assert.DoesNotContain("0.37", _box.Read("o/tables/selection-rates.csv"), StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(_box.Read("o/manifest.json"));
        Assert.Equal(40, json.Root.GetProperty("disclosure").GetProperty("minCell").GetInt32());
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code); // the plan as run holds the minimum
    }

    [Fact]
    public async Task Console_EachNumberHasItsInterval()
    {
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Contains("Not for publication.", ran.Out, StringComparison.Ordinal);
        Assert.Matches(@"race=Black +100 +0\.370 \[0\.\d+, 0\.\d+\] +0\.74 \[0\.5\d, 1\.0\d\] +undetermined", ran.Out);
        Assert.Matches(@"  95 % interval 0\.5\d to 1\.0\d \(rows taken as independent\)\.", ran.Out);
        Assert.Contains("Report: o", ran.Out, StringComparison.Ordinal);
        Assert.All(ran.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public async Task Audit_AnyNumberOfThreads_SameBytes()
    {
        await _box.Run(1, CancellationToken.None, "audit", "@plan.yaml", "--out", "@a");
        await _box.Run(3, CancellationToken.None, "audit", "@plan.yaml", "--out", "@b");
        foreach (var file in new[] { "findings.json", "tables/index.json", "tables/selection-rates.csv", "tables/calibration.csv", "report.html" })
        {
            // The page names the command line, and with it the output.
            Assert.Equal(_box.Read("a/" + file).Replace("…/a", "…/b", StringComparison.Ordinal), _box.Read("b/" + file));
        }
    }

    private static string Text(JsonElement of, string key) => of.GetProperty(key).GetString()!;

    private static double Number(JsonElement of, string key) => of.GetProperty(key).GetDouble();
}
