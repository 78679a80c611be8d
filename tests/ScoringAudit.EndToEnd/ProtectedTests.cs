using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScoringAudit.Privacy;
using ScoringAudit.Storage;

namespace ScoringAudit.EndToEnd;

/// <summary>Class protected as a person uses it: schema, dry run, charge, release, the same answer again, verify, and each refusal with its exact text.</summary>
public sealed class ProtectedTests : IDisposable
{
    private const string Schema =
        """
        schemaVersion: 1
        columns:
          race: { categories: [White, Black, Asian], source: "form, question 9" }
          pd: { bounds: [0, 1], bins: [0.1, 0.2, 0.3, 0.5], source: "a probability" }

        """;

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static string Rows(int n = 6000, string extra = "")
    {
        var text = new StringBuilder("id,person,pd,approved,race,default\n");
        for (var i = 0; i < n; i++)
        {
            // 40 % Black; approved are 3 of 10 Black and 6 of 10 White; a third of the risky scores default.
            var black = i % 5 < 2;
            var approved = (i / 5) % 10 < (black ? 3 : 6);
            var pd = (approved ? 0.05 : 0.3) + (i % 13 / 100.0);
            text.Append(CultureInfo.InvariantCulture, $"{i},{i},{pd:0.00},{(approved ? 1 : 0)},{(black ? "Black" : "White")},{(!approved && i % 3 == 0 ? 1 : 0)}\n");
        }

        return text.Append(extra).ToString();
    }

    private static string Plan(string disclosure = "class: protected, schema: schema.yaml", string more = "") =>
        """
        schemaVersion: 1
        data: d.csv
        columns:
          row: id
          subject: person
          score: { column: pd, direction: higher_is_riskier }
          decision: { column: approved, favourable: "1" }
          outcome: { column: default, adverse: "1" }
        protected:
          - { column: race, reference: White }

        """ + more + "disclosure: { " + disclosure + " }\n";

    private void Given(string? rows = null, string? plan = null, string? schema = null)
    {
        _box.Write("d.csv", rows ?? Rows());
        _box.Write("plan.yaml", plan ?? Plan());
        _box.Write("schema.yaml", schema ?? Schema);
    }

    private Task<Ran> Audit(string output, params string[] more) => _box.Run(["audit", "@plan.yaml", "--ledger", "@ledger", "--out", "@" + output, .. more]);

    private static void Refused(Ran ran, string message)
    {
        Assert.Equal(message, ran.Message);
        Assert.Equal(3, ran.Code);
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task Audit_Protected_WritesAReportThatVerifyFollows()
    {
        Given();
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        Assert.StartsWith("Every number was computed from counts with calibrated noise: one person with at most 1 row, added", ran.Out, StringComparison.Ordinal);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        var root = findings.RootElement;
        Assert.Equal("protected", root.GetProperty("disclosure").GetProperty("class").GetString());
        var privacy = root.GetProperty("privacy");
        Assert.Equal(1, privacy.GetProperty("epsilon").GetDouble());
        Assert.Equal(1e-6, privacy.GetProperty("delta").GetDouble());
        Assert.InRange(privacy.GetProperty("epsilonOfThisReport").GetDouble(), 0.99, 1);
        Assert.Equal(["capping", "decisions: race", "histogram: race"], privacy.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("table").GetString()));
        Assert.Contains("the time that the computation took", privacy.GetProperty("notCovered").EnumerateArray().Select(t => t.GetString()));

        // 0.3 / 0.6: noise of ±11 rows in 720 of 2,400 cannot hide it.
        var air = Finding(root, "disparity/adverse_impact_ratio/race/Black");
        Assert.InRange(air.GetProperty("value").GetDouble(), 0.4, 0.6);
        Assert.Equal("not_met", air.GetProperty("verdict").GetString());
        Assert.Equal("bayes_deconvolution", air.GetProperty("interval").GetProperty("method").GetString());
        Assert.True(Finding(root, "accuracy/roc_auc").GetProperty("value").GetDouble() > 0.6);

        // A group in which nobody is: a result, not a pass. Noise cannot be seeded; now and then it looks like a few people, and then the limits must be as close as those of any value.
        var none = Finding(root, "disparity/adverse_impact_ratio/race/Asian");
        if (none.GetProperty("status").GetString() == "undefined")
        {
            Assert.Equal("undetermined", none.GetProperty("verdict").GetString());
            Assert.StartsWith("too small for this budget: ", none.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
        else
        {
            var limits = none.GetProperty("interval");
            Assert.InRange(limits.GetProperty("high").GetDouble() / limits.GetProperty("low").GetDouble(), 1, 4.0001);
        }

        // No exact number of the input: not its rows, its bytes, nor the kinds of its columns.
        using var manifest = JsonDocument.Parse(_box.Read("o/manifest.json"));
        var input = manifest.RootElement.GetProperty("inputs")[0];
        Assert.Equal(0, input.GetProperty("bytes").GetInt64());
        Assert.False(input.TryGetProperty("rows", out _));
        Assert.StartsWith("hmac-sha256:", input.GetProperty("digest").GetString(), StringComparison.Ordinal);
        Assert.Equal(["id", "person", "pd", "approved", "race", "default"], input.GetProperty("columns").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("Not covered", _box.Read("o/report.html"), StringComparison.Ordinal);

        var checkedAgain = await _box.Run("verify", "@o", "--ledger", "@ledger");
        Assert.Equal(0, checkedAgain.Code);
        Assert.Contains("Every finding and every table follows from tallies.json.\nThe privacy ledger's chain of 6 lines is whole, and it released these 3 tables.", checkedAgain.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_SameRequestAgain_IsAnsweredFromTheLedger()
    {
        Given();
        await Audit("a");
        var ledger = _box.Read("ledger");
        await Audit("b");
        Assert.Equal(_box.Read("a/findings.json"), _box.Read("b/findings.json"));
        Assert.Equal(_box.Read("a/tallies.json"), _box.Read("b/tallies.json"));
        Assert.Equal(ledger, _box.Read("ledger"));
        var dry = await _box.Run("audit", "@plan.yaml", "--ledger", "@ledger", "--dry-run");
        Assert.Contains("This report would spend rho 0 more; spent on these data so far: 0.02436, left: 0. Nothing was spent.", dry.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_DryRun_PrintsCostAndWidthAndSpendsNothing()
    {
        Given();
        var ran = await _box.Run("audit", "@plan.yaml", "--ledger", "@ledger", "--dry-run");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"decisions: race +36 +53\.1 % +0\.0129 +±6\.22 rows", ran.Out);
        Assert.Matches(@"decisions: race +× 1\.\d\d +× 1\.\d\d +× 1\.\d\d +× 1\.\d\d +\d+", ran.Out);
        Assert.Contains("There is no ledger yet. Nothing was spent. That is all that these data have left: no other plan could be run on them afterwards. 'spend: 0.5' under disclosure keeps half.", ran.Out.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.Equal(["d.csv", "plan.yaml", "schema.yaml"], _box.Entries);
    }

    [Fact]
    public async Task Audit_AnotherPlanOnTheSameData_IsRefusedWhenTheBudgetIsSpent()
    {
        Given();
        await Audit("a");
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: row"));
        Refused(await Audit("b"), "The privacy budget of these data is exhausted: 'this report' costs rho 0.02436, left is 0. Nothing was computed. Read the earlier report again, or ask for fewer tables.");
        Assert.DoesNotContain("b", _box.Entries);

        // A larger promise does not raise the first one.
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: row, epsilon: 5"));
        Assert.StartsWith("The privacy budget of these data is exhausted:", (await Audit("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_TwoPlansWithinTheBudget_ShareIt()
    {
        Given(plan: Plan("class: protected, schema: schema.yaml, spend: 0.5"));
        Assert.Equal(0, (await Audit("a")).Code);
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: row, spend: 0.5"));
        Assert.Equal(0, (await Audit("b")).Code);
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: row, spend: 0.01"));
        Assert.Equal(3, (await Audit("c")).Code);
    }

    [Fact]
    public async Task Audit_KilledBetweenChargeAndRelease_ChargesOnce()
    {
        Given();
        await Audit("a");

        // What a run that was killed after its charges leaves: a ledger with charges and no release.
        using (var tallies = JsonDocument.Parse(_box.Read("a/tallies.json")))
        using (var manifest = JsonDocument.Parse(_box.Read("a/manifest.json")))
        using (var killed = PrivacyLedgerFile.Open(_box.At("killed"), DigestKey.OfUser()))
        {
            var data = manifest.RootElement.GetProperty("inputs")[0].GetProperty("digest").GetString()!;
            foreach (var table in tallies.RootElement.GetProperty("tables").EnumerateArray())
            {
                killed.Charge(data, PrivacyBudget.Default, table.GetProperty("request").GetString()!, table.GetProperty("name").GetString()!, Rational.Parse(table.GetProperty("rho").GetString()!));
            }
        }

        var charged = _box.Read("killed");
        var again = await _box.Run("audit", "@plan.yaml", "--ledger", "@killed", "--out", "@b");
        Assert.Equal(0, again.Code);
        Assert.StartsWith(charged, _box.Read("killed"), StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(_box.Read("killed"), "\"Kind\":\"charge\""));
        Assert.Equal(3, Regex.Count(_box.Read("killed"), "\"Kind\":\"release\""));
        Assert.NotEqual(_box.Read("a/tallies.json"), _box.Read("b/tallies.json"));
    }

    [Fact]
    public async Task Audit_StoppedWhileItCounts_LeavesTheChargeAndNothingElse()
    {
        Given();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var ran = await _box.Run(1, stop.Token, "audit", "@plan.yaml", "--ledger", "@ledger", "--out", "@o");
        Assert.Equal(130, ran.Code);
        Assert.DoesNotContain("o", _box.Entries);
        Assert.Equal(0, (await Audit("o")).Code);
    }

    [Fact]
    public async Task Audit_LedgerChanged_IsRefused()
    {
        Given();
        await Audit("a");
        var was = _box.Read("ledger");
        _box.Write("ledger", was.Replace("\"Rho\":\"", "\"Rho\":\"0", StringComparison.Ordinal));
        Refused(await Audit("b"), "The privacy ledger 'ledger' was changed or damaged: line 1 does not carry the hash of what stands before it. Expected the file as this tool left it. Nothing was released. Restore it from a copy; without it nobody knows what was spent on these data.");
        _box.Write("ledger", was[..was.IndexOf('\n', StringComparison.Ordinal)] + "\n");
        Refused(await Audit("b"), "The privacy ledger 'ledger' was changed or damaged: its last lines are missing, or its .head file is another ledger's. Expected the file as this tool left it. Nothing was released. Restore it from a copy; without it nobody knows what was spent on these data.");
        _box.Write("ledger", "nonsense\n");
        Assert.Equal(3, (await Audit("b")).Code);

        var verify = await _box.Run("verify", "@a", "--ledger", "@ledger");
        Assert.Equal(3, verify.Code);
    }

    [Fact]
    public async Task Audit_LedgerThatCannotBeOpened_IsRefused()
    {
        Given();
        Directory.CreateDirectory(_box.At("ledger"));
        Refused(await Audit("o"), "The privacy ledger 'ledger' cannot be opened. Another run may be using it; wait for it, or check that you may read and write it. Nothing was released.");
    }

    [Fact]
    public async Task Verify_ChangedTallies_SaysWhat()
    {
        Given();
        await Audit("a");
        var text = _box.Read("a/tallies.json");
        var cell = Regex.Match(text, "\"cells\": \\[\\s+(-?\\d+)").Groups[1];
        _box.Write("a/tallies.json", text[..cell.Index] + "987654" + text[(cell.Index + cell.Length)..]);
        var ran = await _box.Run("verify", "@a", "--ledger", "@ledger");
        Assert.Equal(2, ran.Code);
        Assert.Contains("changed: tallies.json", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_SchemaThatMissesACategory_CountsItOutsideAndSaysSoUnderNoise()
    {
        Given(schema: Schema.Replace(", Asian", string.Empty, StringComparison.Ordinal), rows: Rows(6000, string.Concat(Enumerable.Range(6000, 1500).Select(i => $"{i},{i},0.10,1,Martian,0\n"))));
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("Martian", ran.Out + _box.Read("o/findings.json") + _box.Read("o/report.html") + _box.Read("o/tallies.json") + _box.Read("o/manifest.json"), StringComparison.Ordinal);

        // 1,500 of 7,500 rows, with noise of a few rows.
        var note = Regex.Match(ran.Out.Replace("\n  ", " ", StringComparison.Ordinal), @"race: between ([\d.]+) % and ([\d.]+) % of the rows hold no value, or one that the public list lacks");
        Assert.True(note.Success, ran.Out);
        Assert.InRange(double.Parse(note.Groups[1].Value, CultureInfo.InvariantCulture), 17, 20);
        Assert.InRange(double.Parse(note.Groups[2].Value, CultureInfo.InvariantCulture), 20, 23);
    }

    [Fact]
    public async Task Audit_BoundsExceeded_ClipsAndReportsTheShare()
    {
        Given(schema: Schema.Replace("bounds: [0, 1], bins: [0.1, 0.2, 0.3, 0.5]", "bounds: [0, 0.3], bins: [0.1, 0.2]", StringComparison.Ordinal), rows: Rows(6000, "6000,6000,1e300,0,White,1\n6001,6001,-7,0,White,1\n6002,6002,inf,0,White,1\n6003,6003,,0,White,1\n"));
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);

        // 31 of 60 refused scores lie above 0.3 (0.31 to 0.42 of 0.30 to 0.42): about half of all rows.
        var note = Regex.Match(ran.Out.Replace("\n  ", " ", StringComparison.Ordinal), @"pd: between ([\d.]+) % and ([\d.]+) % of the rows lie beyond the public bounds");
        Assert.True(note.Success, ran.Out);
        Assert.InRange(double.Parse(note.Groups[1].Value, CultureInfo.InvariantCulture), 40, 52);
    }

    [Fact]
    public async Task Audit_PersonWithThousandsOfRows_IsCapped()
    {
        Given(rows: Rows(6000, string.Concat(Enumerable.Range(6000, 5000).Select(i => $"{i},one,0.10,1,Asian,0\n"))));
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));

        // 5,000 rows of one person are one row: too few to say anything of.
        Assert.Equal("undefined", Finding(findings.RootElement, "disparity/adverse_impact_ratio/race/Asian").GetProperty("status").GetString());
        Assert.Contains("At most 1 row of each value of 'person' is counted, the first of the file.", ran.Out.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class: protected, schema: schema.yaml, epsilon: 0", "plan.yaml, line 11, disclosure.epsilon: found '0', expected a number above 0 and at most 10.")]
    [InlineData("class: protected, schema: schema.yaml, epsilon: -1", "plan.yaml, line 11, disclosure.epsilon: found '-1', expected a number above 0 and at most 10.")]
    [InlineData("class: protected, schema: schema.yaml, epsilon: 1e9", "plan.yaml, line 11, disclosure.epsilon: found '1e9', expected a number above 0 and at most 10.")]
    [InlineData("class: protected, schema: schema.yaml, epsilon: 1e-9", "plan: disclosure.epsilon is 1E-09: too small for any release. Raise it.")]
    [InlineData("class: protected, schema: nowhere.yaml", "There is no file 'nowhere.yaml'. Check the name; paths in a plan are relative to the plan's file.")]
    [InlineData("class: protected, schema: schema.yaml, unit: household, rows: 3", "plan: disclosure.unit is household, but no column names it. Add disclosure.household: COLUMN, and disclosure.rows: the most rows of one household.")]
    [InlineData("class: protected, schema: schema.yaml, unit: public_node", "plan: disclosure.unit is public_node, but the plan names no graph. Add the public links under 'links', or choose another unit.")]
    [InlineData("class: protected, schema: schema.yaml, unit: node", "plan: disclosure.unit is node, but there is no model: recorded scores and decisions were computed from the true links, and cannot be computed again from released ones. Add the model; or unit: public_node with public links; or unit: person, and the report says that influence on others is not covered.")]
    public async Task Audit_DisclosureThatCannotBeKept_IsRefused(string disclosure, string message)
    {
        Given(plan: Plan(disclosure));
        Refused(await Audit("o"), message);
        Assert.Equal(["d.csv", "plan.yaml", "schema.yaml"], _box.Entries);
    }

    [Theory]
    [InlineData("  decision: { column: approved, favourable: \"1\" }", "  decision: { approvalRate: 0.5 }", "plan: columns.decision.approvalRate finds its cut-off by reading every score, which class protected does not. Give columns.decision.cutoff.")]
    [InlineData("{ column: approved, favourable: \"1\" }", "{ by: race, cutoffs: { White: 0.2 } }", "plan: columns.decision has a cut-off for each value of 'race'. Class protected decides by one public cut-off. Give columns.decision.cutoff, or audit the recorded decision.")]
    [InlineData("  outcome:", "  weight: id\n  outcome:", "plan: columns.weight: a weight lets one row count for many, so its noise would have to grow with the largest weight. Class protected counts rows. Remove the weight, or use class restricted.")]
    [InlineData("reference: White", "reference: Whyte", "plan: protected.reference: the public list of 'race' has no group 'Whyte'. Did you mean 'White'?")]
    [InlineData("column: race,", "column: rase,", "schema.yaml: column 'rase' (protected) has no public categories or edges. Class protected reads none from the data. Did you mean 'race'? Add it to the schema (disclosure.schema); 'scoring-audit schema' helps to write one.")]
    [InlineData("  subject: person\n", "", "plan: class protected protects persons, and columns.subject does not say which rows are one person's. Add columns.subject, or write disclosure.unit: row if every row is another person.")]
    public async Task Audit_PlanThatWouldReadTheData_IsRefused(string was, string now, string message)
    {
        Given(plan: Plan().Replace(was, now, StringComparison.Ordinal));
        Refused(await Audit("o"), message);
        Assert.Equal(["d.csv", "plan.yaml", "schema.yaml"], _box.Entries);
    }

    [Fact]
    public async Task Audit_ProtectedWithoutAPlan_NamesTheTwoWays()
    {
        Given();
        Refused(
            await _box.Run("audit", "@d.csv", "--score", "pd", "--group", "race", "--class", "protected", "--ledger", "@ledger", "--out", "@o"),
            "Class protected needs a plan, in which nothing is guessed from the rows of 'd.csv'. Two ways: (1) scoring-audit schema d.csv > schema.yaml, compare it with a public source, and audit a plan with disclosure: { class: protected, schema: schema.yaml }; (2) --class restricted: exact numbers, not for publication.");
    }

    [Fact]
    public async Task Audit_ExactAndProtectedOfTheSameData_NeedAReason()
    {
        Given();
        Assert.Equal(0, (await Audit("exact", "--class", "restricted")).Code);
        Refused(await Audit("p"), "Exact numbers of these data were written before, under another class. Shown beside protected ones they would undo their promise. If they stay secret, say why in the plan, as in exactElsewhere: \"the restricted report stays with the supervisor\" under disclosure; the report prints it. Nothing was released.");
        Given(plan: Plan("class: protected, schema: schema.yaml, exactElsewhere: \"seen by the supervisor alone\""));
        Assert.Equal(0, (await Audit("p")).Code);
        Assert.Contains("stated by the plan: seen by the supervisor alone", _box.Read("p/findings.json"), StringComparison.Ordinal);
        Given(plan: Plan("class: restricted"));
        Refused(await Audit("again"), "Protected numbers of these data were written before. Exact ones beside them would undo their promise. If the exact ones stay secret, say why in the plan, as in exactElsewhere: \"for the supervisor alone\" under disclosure. Nothing was shown.");
    }

    [Fact]
    public async Task Audit_NoClassButAPublicSchema_IsProtectedWithEpsilonOne()
    {
        Given(plan: Plan("schema: schema.yaml"));
        var ran = await Audit("o");
        Assert.True(ran.Code == 0, ran.Error);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        Assert.Equal("protected", findings.RootElement.GetProperty("disclosure").GetProperty("class").GetString());
        Assert.Equal(1, findings.RootElement.GetProperty("privacy").GetProperty("epsilon").GetDouble());
        Assert.Contains("class: protected", _box.Read("o/plan.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_NoClassAndASchemaThatIsNotComplete_IsRefusedNotShownExactly()
    {
        // Falling back to exact numbers would show what the schema was written to hide.
        Given(plan: Plan("schema: schema.yaml"), schema: "schemaVersion: 1\ncolumns:\n  pd: { bounds: [0, 1], bins: [0.5], source: \"a probability\" }\n");
        Refused(await Audit("o"), "schema.yaml: column 'race' (protected) has no public categories or edges. Class protected reads none from the data. Add it to the schema (disclosure.schema); 'scoring-audit schema' helps to write one.");
        Assert.Equal(["d.csv", "plan.yaml", "schema.yaml"], _box.Entries);
    }

    [Fact]
    public async Task Audit_PlanWithoutClassAndSchema_IsRestrictedAndSaysWhichCommandsGetFurther()
    {
        Given(plan: Plan().Replace("disclosure: { class: protected, schema: schema.yaml }\n", string.Empty, StringComparison.Ordinal));
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        Assert.StartsWith("Not for publication.", ran.Out, StringComparison.Ordinal);
        var says = "No class was named, so the numbers are exact and not for publication (class restricted). Protected is the default for data about real people once their public categories and bounds are declared: 'scoring-audit schema plan.yaml' drafts them; with disclosure: { schema: schema.yaml } in the plan 'scoring-audit audit plan.yaml --dry-run' shows what publishing costs. The exact numbers must then stay secret, and the plan must say why they do (exactElsewhere).";
        Assert.Contains("note: " + says, ran.Error.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("No class was named, so the numbers are exact and not for publication", _box.Read("o/report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("class:", _box.Read("o/plan.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }

    [Fact]
    public async Task Audit_DataWithoutAPlan_SpellsOutTheClassThatItGuessed()
    {
        _box.Write("d.csv", Rows());
        var ran = await _box.Run("audit", "@d.csv", "--score", "pd", "--group", "race", "--ledger", "@ledger", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.StartsWith("Not for publication.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("guessed disclosure: class restricted, exact numbers that are not for publication; to publish, write a plan with a public schema (scoring-audit schema)\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("disclosure: {class: restricted}", _box.Read("o/plan.yaml"), StringComparison.Ordinal);
        var open = await _box.Run("audit", "@d.csv", "--score", "pd", "--class", "open", "--ground", "made up", "--ledger", "@ledger", "--out", "@p");
        Assert.DoesNotContain("guessed disclosure", open.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_GroupOfOne_SaysNothingOfIt()
    {
        Given(rows: Rows(6000, "6000,6000,0.10,0,Asian,1\n"));
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        Assert.Equal("undefined", Finding(findings.RootElement, "disparity/adverse_impact_ratio/race/Asian").GetProperty("status").GetString());
        Assert.Equal("undefined", Finding(findings.RootElement, "disparity/standardized_mean_difference/race/Asian").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Audit_KilledAfterTheReleaseWasRecorded_IsReadAgain()
    {
        // Killed after the ledger's last line and before the report was written: the release is read again, at no charge.
        Given();
        await Audit("a");
        var ledger = _box.Read("ledger");
        Directory.Delete(_box.At("a"), recursive: true);
        Assert.Equal(0, (await Audit("b")).Code);
        Assert.Equal(ledger, _box.Read("ledger"));
        Assert.Equal(0, (await _box.Run("verify", "@b", "--ledger", "@ledger")).Code);
    }

    [Fact]
    public async Task Audit_DecisionsOfTwoGroupsAtTheSameScore_AreCompared()
    {
        // Black and White rows of the same score are decided alike: scores follow the decision.
        Given();
        var ran = await Audit("o");
        Assert.Equal(0, ran.Code);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        var gap = Finding(findings.RootElement, "disparity/selection_rate_difference_at_equal_score/race/Black").GetProperty("interval");
        Assert.InRange(0, gap.GetProperty("low").GetDouble(), gap.GetProperty("high").GetDouble());
        Assert.True(Finding(findings.RootElement, "disparity/demographic_parity_difference/race/Black").GetProperty("interval").GetProperty("high").GetDouble() < -0.2);
    }

    [Fact]
    public async Task Audit_PublicGraph_PaysForTheReachOfOneRecord()
    {
        // A star: 4 people's scores read person 0's. One record can change five decisions: L2² of a replaced node is 2 (1 + 4)² = 50.
        _box.Write("e.csv", "reader,read\n1,0\n2,0\n3,0\n4,0\n");
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: public_node", "links: [{ name: partners, file: e.csv, from: reader, to: read }]\n"));
        var ran = await Audit("o");
        Assert.True(ran.Code == 0, ran.Error);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        var privacy = findings.RootElement.GetProperty("privacy");
        Assert.Equal("one person's record in a public graph, with up to 4 scores of others, replaced", privacy.GetProperty("unit").GetString());
        Assert.Equal("replace", privacy.GetProperty("relation").GetString());
        var decisions = privacy.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("table").GetString() == "decisions: race");
        Assert.Equal(Math.Sqrt(50 / (2 * decisions.GetProperty("rho").GetDouble())), decisions.GetProperty("noiseDeviation").GetDouble(), 1e-6);
        Assert.Contains("the links themselves: the graph counts as public", privacy.GetProperty("notCovered").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(0, (await _box.Run("verify", "@o", "--ledger", "@ledger")).Code);
    }

    [Fact]
    public async Task Audit_Household_CountsAtMostItsRows()
    {
        Given(plan: Plan("class: protected, schema: schema.yaml, unit: household, household: person, rows: 3, relation: replace"));
        var ran = await Audit("o");
        Assert.True(ran.Code == 0, ran.Error);
        using var findings = JsonDocument.Parse(_box.Read("o/findings.json"));
        var privacy = findings.RootElement.GetProperty("privacy");
        Assert.Equal("one household with at most 3 rows, replaced", privacy.GetProperty("unit").GetString());

        // L2² of three replaced rows is 2 · 3² = 18.
        var decisions = privacy.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("table").GetString() == "decisions: race");
        Assert.Equal(Math.Sqrt(18 / (2 * decisions.GetProperty("rho").GetDouble())), decisions.GetProperty("noiseDeviation").GetDouble(), 1e-6);
        Assert.Contains("intervals take rows as independent", ran.Out.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_Plan_DraftsWhatIsNeededAndIsRefusedUntilReviewed()
    {
        Given(plan: Plan().Replace("reference: White", "reference: largest", StringComparison.Ordinal));
        var ran = await _box.Run("schema", "@plan.yaml");
        Assert.Equal(0, ran.Code);
        Assert.Contains("# EVERY LINE BELOW WAS READ FROM THE DATA. It is for the auditor's eyes: it was not charged to any budget, and it may not be published.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("  \"race\":\n    categories: [\"Black\", \"White\"]\n    source: \"data, not reviewed\"\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains("  \"pd\":\n    bounds: [0.05, 0.45]\n    bins: [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]\n    source: \"data, not reviewed\"\n", ran.Out, StringComparison.Ordinal);
        _box.Write("schema.yaml", ran.Out);
        Assert.StartsWith("schema.yaml: column 'race': its source is 'data, not reviewed'.", (await Audit("o")).Message, StringComparison.Ordinal);
        _box.Write("schema.yaml", ran.Out.Replace("data, not reviewed", "the form", StringComparison.Ordinal));
        Assert.Equal(0, (await Audit("o")).Code);
    }

    [Fact]
    public async Task Audit_DryRunOfAnotherClass_IsACommandLineError()
    {
        Given(plan: Plan("class: restricted"));
        var ran = await _box.Run("audit", "@plan.yaml", "--dry-run", "--ledger", "@ledger");
        Assert.Equal(1, ran.Code);
        Assert.Equal("--dry-run: only class protected spends anything. Remove the option, or write disclosure: { class: protected } in the plan.", ran.Message);
    }

    private static JsonElement Finding(JsonElement root, string id) => root.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("id").GetString() == id);
}
