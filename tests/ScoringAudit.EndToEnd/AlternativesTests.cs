using System.Text;
using System.Text.Json;
using ScoringAudit.Reporting.Figures;

namespace ScoringAudit.EndToEnd;

/// <summary>The search for less discriminatory alternatives, as a person runs it.</summary>
public sealed class AlternativesTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Alternatives_ASyntheticWorld_WritesFindsAndVerifies()
    {
        Assert.Equal(0, (await _box.Run("generate", "neighbours-area", "--subjects", "4000", "--out", "@w")).Code);
        var ran = await _box.Run("alternatives", "@w/plan.yaml", "--models", "logistic", "--mitigations", "none,reweighing", "--tolerance", "0.05", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("What does dropping other people’s records cost?", ran.Out, StringComparison.Ordinal);
        Assert.Contains("area: AUC ", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("unfair", ran.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(_box.At("o/" + FigureSvg.PathOf("frontier"))));
        Assert.StartsWith("panel,label,accuracy,accuracyLow,accuracyHigh,air,", _box.Read("o/tables/frontier.csv"), StringComparison.Ordinal);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        var measures = findings.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("measure").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "less_discriminatory_alternative", "auc_cost_of_dropping", "selection_rate_change_of_dropping", "adverse_accepted_change_of_dropping", "impact_ratio_gain_of_dropping" }, measures);
        var page = _box.Read("o/report.html");
        Assert.Contains("Less discriminatory alternatives", page, StringComparison.Ordinal);
        Assert.Contains("Is there a less discriminatory alternative?", page, StringComparison.Ordinal);
        Assert.Contains("alternatives:", _box.Read("o/plan.yaml"), StringComparison.Ordinal);
        var verified = await _box.Run("verify", "@o");
        Assert.True(verified.Code == 0, verified.Out + verified.Error);
        Assert.Contains("every finding and every table came out the same", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alternatives_OfExternalData_StandInTheReleaseLog()
    {
        _box.Write("s.csv", People(600));
        _box.Write("plan.yaml", Plan);
        var ran = await _box.Run("alternatives", "@plan.yaml", "--models", "logistic,scorecard", "--approval-rates", "0.6,0.8", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("releases.json", _box.Entries);
        var log = _box.Read("releases.json");
        var verified = await _box.Run("verify", "@o");
        Assert.True(verified.Code == 0, verified.Out + verified.Error);
        Assert.Equal(log, _box.Read("releases.json"));
    }

    [Fact]
    public async Task Alternatives_Json_IsOneDocumentAndWritesNothing()
    {
        _box.Write("s.csv", People(600));
        _box.Write("plan.yaml", Plan);
        var ran = await _box.Run("alternatives", "@plan.yaml", "--models", "logistic,scorecard", "--approval-rates", "0.6,0.8", "--json");
        Assert.True(ran.Code == 0, ran.Error);
        using var findings = JsonDocument.Parse(ran.Out);
        Assert.Equal(1, findings.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("restricted", findings.RootElement.GetProperty("disclosure").GetProperty("class").GetString());
        Assert.Equal(["plan.yaml", "s.csv"], _box.Entries);
    }

    [Fact]
    public async Task Audit_PlanWithASearch_SaysWhoSearches()
    {
        _box.Write("s.csv", People(200));
        _box.Write("plan.yaml", Plan.Replace("outcome:", "score: { column: x, direction: higher_is_safer }\n  outcome:", StringComparison.Ordinal));
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("- Alternatives: an audit trains nothing; 'scoring-audit alternatives PLAN' searches.", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--approval-rates 1.2", 3, "alternatives: found the approval rate 1.2, expected a share between 0 and 1, for example 0.7.")]
    [InlineData("--approval-rates many", 1, "--approval-rates: found 'many', expected shares between 0 and 1, as in 0.6,0.7.")]
    [InlineData("--tolerance little", 1, "--tolerance: found 'little', expected a number of at least 0, as in 0.01.")]
    [InlineData("--models logistik", 3, "The algorithm 'logistik' is not known. Expected one of logistic, scorecard, gam, fasttree, fastforest, lightgbm. Did you mean 'logistic'?")]
    [InlineData("--models logistic --mitigations none", 3, "alternatives: there is only one candidate, logistic/own, so there is nothing to compare. Name a second algorithm (--models logistic,gam), a smaller set of origins (--origins own) or a mitigation (--mitigations none,reweighing).")]
    [InlineData("--origins own,neighbourhood", 3, "alternatives: origins: no feature of the plan is of origin 'neighbourhood'. The plan's features are of: own.")]
    [InlineData("--attribute grop", 3, "alternatives: attribute: 'grop' is not a protected attribute. Did you mean 'group'?")]
    [InlineData("--metric auc", 1, "--metric: found 'auc', expected one of log_loss, roc_auc.")]
    public async Task Alternatives_BadInput_OneMessageAndNothingLeft(string options, int code, string message)
    {
        _box.Write("s.csv", People(60));
        _box.Write("plan.yaml", Plan);
        Refused(await _box.Run(["alternatives", "@plan.yaml", "--out", "@o", .. options.Split(' ')]), code, message);
    }

    [Theory]
    [InlineData("  outcome: { column: bad, adverse: \"1\" }\n", "  time: id\n", "plan.yaml, line 1: there is nothing to measure. Expected at least one of columns.score, columns.decision, columns.outcome (to train on) and model. Add one.")]
    [InlineData("protected:\n  - { column: group, reference: A }\n", "", "alternatives: the plan names no protected attribute, so nothing can be less discriminatory. Add one under 'protected'.")]
    [InlineData("  row: id\n", "  row: id\n  area: { column: street }\n", "alternatives: the rows lie in 2 blocks (independent unit: area), expected at least 3: one set of them trains, one chooses, one confirms. Choose finer blocks under train.blocks, for example blocks: rows.")]
    [InlineData("column: group", "column: grop", "s.csv: there is no column 'grop' (plan: protected). Did you mean 'group'?")]
    public async Task Alternatives_PlanThatCannotBeUsed_OneMessageAndNothingLeft(string old, string new_, string message)
    {
        _box.Write("s.csv", People(60));
        _box.Write("plan.yaml", Plan.Replace(old, new_, StringComparison.Ordinal));
        Refused(await _box.Run("alternatives", "@plan.yaml", "--approval-rates", "0.7", "--out", "@o"), 3, message);
    }

    private const string Plan = """
        schemaVersion: 1
        data: s.csv
        columns:
          row: id
          outcome: { column: bad, adverse: "1" }
        protected:
          - { column: group, reference: A }
        features:
          - { column: x }
          - { column: z }
        alternatives: { approvalRates: [0.7] }

        """;

    // Synthetic rows by a fixed rule: x falls with the outcome, z follows the group.
    private static string People(int n)
    {
        var csv = new StringBuilder("id,x,z,group,street,bad\n");
        for (var i = 0; i < n; i++)
        {
            var mixed = (i * 2_654_435_761L) % 1_000 / 1_000.0;
            var group = i % 5 < 2 ? "B" : "A";
            csv.Append(FormattableString.Invariant($"{i},{mixed:0.000},{(group == "B" ? -0.5 : 0.5) + ((i * 40_503L) % 100 / 100.0):0.00},{group},{i % 2},{((i * 7_919L) % 1_000 / 1_000.0 > 0.25 + (0.7 * mixed) ? 1 : 0)}\n"));
        }

        return csv.ToString();
    }

    private void Refused(Ran ran, int code, string message)
    {
        Assert.Equal(message, ran.Message);
        Assert.Equal(code, ran.Code);
        Assert.Empty(ran.Out);
        Assert.Equal(["plan.yaml", "s.csv"], _box.Entries);
    }
}
