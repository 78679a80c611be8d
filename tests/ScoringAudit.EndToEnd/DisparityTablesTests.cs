using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Tables as people publish them, run through audit.</summary>
public sealed class DisparityTablesTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_ThreeColumns_NeedNoOption()
    {
        var text = new StringBuilder("score,outcome,group\n");
        for (var i = 0; i < 600; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i % 100) / 100.0},{(i % 7 < 2 ? 1 : 0)},{"ABC"[i % 3]}\n");
        }

        _box.Write("three.csv", text.ToString());
        var ran = await _box.Run("audit", "@three.csv", "--json");
        Assert.Equal(0, ran.Code);
        Assert.Contains("guessed score: column 'score', by its name", ran.Error, StringComparison.Ordinal);
        Assert.Contains("guessed outcome: column 'outcome', by its name", ran.Error, StringComparison.Ordinal);
        using var json = new Json(ran.Out);
        Assert.Contains("accuracy/roc_auc/group/A", json.Ids);
        Assert.Contains("disparity/adverse_impact_ratio/group/B", json.Ids);
    }

    [Fact]
    public async Task Audit_PublishedCountsAsRows_AgreeToTwelveDigits()
    {
        // SolasAI's published counts (Black 340/141, Hispanic 508/167 here against White 3,623/1,854), and 45 whose race nobody knows
        var text = new StringBuilder("race,sex,approved\n");
        void Add(string race, int n, int yes)
        {
            for (var i = 0; i < n; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{race},{(i % 2 == 0 ? "F" : "M")},{(i < yes ? 1 : 0)}\n");
            }
        }

        Add("White", 3623, 1854);
        Add("Black", 340, 141);
        Add("Hispanic", 508, 167);
        Add("Race Not Available", 45, 20);
        _box.Write("hmda.csv", text.ToString());
        var ran = await _box.Run("audit", "@hmda.csv", "--decision", "approved", "--group", "race", "--group", "sex", "--reference", "race=White", "--intersect", "race,sex", "--out", "@o", "--json");
        Assert.Equal(0, ran.Code);
        Assert.Contains("guessed race: 'Race Not Available' means not known, its rows are in no group", ran.Error, StringComparison.Ordinal);
        using var json = new Json(ran.Out);
        Assert.Equal(141 / 340.0 / (1854 / 3623.0), json["disparity/adverse_impact_ratio/race/Black"].GetProperty("value").GetDouble(), 12);
        Assert.Equal(167 / 508.0 / (1854 / 3623.0), json["disparity/impact_ratio/race/Hispanic"].GetProperty("value").GetDouble(), 12);
        Assert.Contains("disparity/impact_ratio/race*sex/Black*F", json.Ids);
        var law = _box.Read("o/tables/local-law-144.csv").Split('\n');
        Assert.Equal("panel,basis,category,applicants,selected,rate,impactRatio,shareOfApplicants,leftOut", law[0]);
        Assert.StartsWith("race,selected,Black,340,141,", law[1], StringComparison.Ordinal);
        Assert.Contains("race,selected,(unknown),45,,,,,", law);
        Assert.StartsWith("race,Black,White,340,141,", _box.Read("o/tables/adverse-impact.csv").Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("unknown: [\"Race Not Available\"]", _box.Read("o/plan.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }

    [Theory]
    [InlineData("--reference", "race", "--reference: found 'race', expected COL=GROUP, for example --reference race=White; a group may be largest or highest_rate.")]
    [InlineData("--intersect", "race,sxe", "--intersect: 'sxe' is not a protected column. Did you mean 'sex'?")]
    [InlineData("--intersect", "race", "--intersect: found 'race', expected two or more columns, for example --intersect race,sex.")]
    public async Task Audit_WrongGroupOption_IsOneMessage(string option, string value, string message)
    {
        _box.Write("t.csv", "race,sex,approved\nA,F,1\nB,M,0\n");
        var ran = await _box.Run("audit", "@t.csv", "--decision", "approved", "--group", "race", "--group", "sex", option, value, "--out", "@o");
        Assert.Equal(1, ran.Code);
        Assert.EndsWith(message + "\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ProbabilitiesAndCutoffsByProduct_AreReadWrittenAndRun()
    {
        var text = new StringBuilder("pd,product,p_black,p_white\n");
        for (var i = 0; i < 400; i++)
        {
            var p = i % 11 / 10.0;
            text.Append(CultureInfo.InvariantCulture, $"{(i * 37 % 400) / 400.0},{(i % 2 == 0 ? "card" : "loan")},{p},{1 - p}\n");
        }

        _box.Write("s.csv", text.ToString());
        _box.Write(
            "plan.yaml",
            """
            schemaVersion: 1
            data: s.csv
            columns:
              score: { column: pd, direction: higher_is_riskier }
              decision: { cutoffs: { card: 0.4, loan: 0.6 }, by: product }
            protected:
              - { name: bisg, probabilities: { Black: p_black, White: p_white }, reference: White }
            """);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--json");
        Assert.Equal(0, ran.Code);
        using var json = new Json(ran.Out);
        Assert.Contains("disparity/adverse_impact_ratio/bisg/Black", json.Ids);
        var plan = _box.Read("o/plan.yaml");
        Assert.Contains("decision: {cutoffs: {card: 0.4, loan: 0.6}, by: product}", plan, StringComparison.Ordinal);
        Assert.Contains("{name: bisg, probabilities: {Black: p_black, White: p_white}, reference: White}", plan, StringComparison.Ordinal);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }
}
