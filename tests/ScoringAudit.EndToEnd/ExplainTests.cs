using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>explain: the portfolio, and one person.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private const string Plan = """
        schemaVersion: 1
        data: people.csv
        columns:
          subject: person
          decision: { approvalRate: 0.7 }
          outcome: { column: default, adverse: "1" }
        protected:
          - { column: sex, reference: largest }
        features:
          - { column: income, actionable: up, code: "Income too low" }
          - { column: debt, actionable: down, code: "Debt too high" }
          - { column: street_late, origin: neighbourhood }
        train: { holdout: 0.3 }

        """;

    // 600 people of 40 streets; the outcome follows income, debt and the street.
    private async Task Prepare()
    {
        var text = new StringBuilder("person,income,debt,street_late,sex,default\n");
        for (var i = 0; i < 600; i++)
        {
            int income = (i * 37) % 101, debt = (i * 17) % 13, street = (i / 15 * 7) % 10;
            var bad = ((i * 7919) % 100) < 20 + (8 * debt) - (income / 2) + (3 * street) ? 1 : 0;
            text.Append(CultureInfo.InvariantCulture, $"C-{i + 1:0000},{income},{debt},{street / 10.0},{(i % 2 == 0 ? "f" : "m")},{bad}\n");
        }

        _box.Write("people.csv", text.ToString());
        _box.Write("plan.yaml", Plan);
        var trained = await _box.Run("train", "@plan.yaml", "--model", "fasttree", "--out", "@model");
        Assert.Equal(0, trained.Code);
        _box.Write("plan.yaml", Plan + "model: model\n");
    }

    [Fact]
    public async Task Explain_Subject_TellsThatPersonAndNobodyElse()
    {
        await Prepare();
        var ran = await _box.Run("explain", "@plan.yaml", "--subject", "C-0013", "--out", "@s");
        Assert.Equal(0, ran.Code);
        // Nothing says how many stand behind the street's value: then the decision would tell of them as an amount would.
        Assert.StartsWith("How your score was made\n\nThe decision that you were told is not repeated here.\nYour score is not repeated here.\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Records of other people (neighbourhood) entered through street_late. The amount would reveal another person's data; the controller must put it before the authority (C-203/22; GDPR Art. 15(4)).", ran.Out, StringComparison.Ordinal);
        Assert.Equal(["statement.html", "statement.json", "statement.txt"], _box.Entries.Where(e => e.StartsWith("s/", StringComparison.Ordinal)).Select(e => e[2..]));
        Assert.Equal(ran.Out, _box.Read("s/statement.txt"));
        foreach (var file in new[] { "s/statement.html", "s/statement.json", "s/statement.txt" })
        {
            // No id of anybody, and nothing of the street's value (row 13 of street 1: 0).
            Assert.DoesNotContain("C-0", _box.Read(file), StringComparison.Ordinal);
            Assert.DoesNotContain("0.7", _box.Read(file), StringComparison.Ordinal);
        }

        var again = await _box.Run(2, CancellationToken.None, "explain", "@plan.yaml", "--subject", "C-0013", "--json");
        Assert.Equal(_box.Read("s/statement.json"), again.Out);
    }

    [Fact]
    public async Task Explain_UnknownSubject_NamesNobodyElse()
    {
        await Prepare();
        var ran = await _box.Run("explain", "@plan.yaml", "--subject", "C-0601");
        Assert.Equal("people.csv: column 'person' has no row with the id that was asked for. Expected an id as it stands in the file. Other ids are not named, because they are other people's. Check spaces, leading zeros and capitals.", ran.Message);
        Assert.Equal(3, ran.Code);
        Assert.Empty(ran.Out);
        _box.Write("open.yaml", Plan + "model: model\ndisclosure: { class: open, ground: \"made up for a test\" }\n");
        Assert.Equal(
            "people.csv: column 'person' has no row with the id that was asked for. Expected an id as it stands in the file. Did you mean 'C-0001'?",
            (await _box.Run("explain", "@open.yaml", "--subject", "C-0O01")).Message);
    }

    [Theory]
    [InlineData("model: model", "", "plan.yaml: the plan names no model: a recorded score cannot be asked again, so that nothing can be explained. Add 'model', for example a directory made by scoring-audit train.")]
    [InlineData("  subject: person", "--subject C-0001", "plan: a person is found by an id, but the plan names no column that holds one. Add columns.subject (or columns.row).")]
    public async Task Explain_PlanThatCannotBeUsed_SaysWhatIsMissing(string without, string options, string message)
    {
        await Prepare();
        _box.Write("plan.yaml", _box.Read("plan.yaml").Replace(without + "\n", string.Empty, StringComparison.Ordinal));
        var ran = await _box.Run(["explain", "@plan.yaml", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(message, ran.Message);
        Assert.Equal(3, ran.Code);
    }

    [Fact]
    public async Task Explain_WithoutSubject_ExplainsThePortfolioThroughTheGate()
    {
        await Prepare();
        var ran = await _box.Run("explain", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        var findings = _box.Read("o/findings.json");
        foreach (var id in new[] { "explanation/shapley_importance/", "explanation/permutation_importance/", "explanation/principal_reason_associative_share/", "explanation/reason_stability/", "leakage/association_share/" })
        {
            Assert.Contains("\"id\": \"" + id, findings, StringComparison.Ordinal);
        }

        Assert.Contains("Debt too high", _box.Read("o/tables/principal-reasons.csv"), StringComparison.Ordinal);

        // Figures of single people are never drawn of external data.
        Assert.DoesNotContain(_box.Entries, e => e.Contains("beeswarm", StringComparison.Ordinal) || e.Contains("waterfall", StringComparison.Ordinal) || e.Contains("individual", StringComparison.Ordinal));
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }
}
