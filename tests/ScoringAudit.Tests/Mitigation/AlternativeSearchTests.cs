using System.Text.Json;
using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Mitigation;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Mitigation;

public class AlternativeSearchTests
{
    private static readonly AlternativesPlan Plain = new() { Models = ["logistic"], Mitigations = ["none"], Tolerance = 0.03 };

    private static readonly JsonSerializerOptions Options = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    // Place carries a little risk (0.3 log-odds): dropping it costs about 0.01 of AUC, within the tolerance of 0.03, and the score stops following the street. The
    // search must find the own record alone and confirm it: impact ratio up by far more than four standard errors.
    [Fact]
    public void Run_PlaceHardlyRisky_FindsAndConfirmsTheAlternative()
    {
        var found = Search(StreetWorld.Make(300, 40, 0.3, 1), Plain);
        var claim = Assert.Single(found.Findings, f => f.Measure == "less_discriminatory_alternative");
        Assert.Equal("logistic/own", claim.Model);
        Assert.Equal(Verdict.Met, claim.Verdict);
        Assert.StartsWith("confirmed", claim.Screen, StringComparison.Ordinal);
        Assert.Equal(("group", "B", "A"), (claim.Attribute, claim.Group, claim.Reference));
        Assert.True(claim.Details!["impactRatioAlternative"] > claim.Details["impactRatioBaseline"] + 0.05);
        Assert.Equal(Verdict.Met, found.Findings.Single(f => f.Measure == "accuracy_difference").Verdict);
    }

    // Place carries much risk: dropping costs about 0.1 of AUC. Nothing is as accurate, so nothing is claimed; the cost's interval lies above 0.
    [Fact]
    public void Run_PlaceRisky_ClaimsNothing_AndSaysTheCost()
    {
        var found = Search(StreetWorld.Make(300, 40, 1.2, 2), Plain);
        var claim = Assert.Single(found.Findings, f => f.Measure == "less_discriminatory_alternative");
        Assert.Equal(FindingStatus.Undefined, claim.Status);
        Assert.Equal("among the choosing rows no candidate was as accurate within the tolerance and had a larger impact ratio", claim.Reason);
        var cost = Assert.Single(found.Findings, f => f.Measure == "auc_cost_of_dropping");
        Assert.Equal("neighbourhood", cost.Channel);
        Assert.True(cost.Interval!.Limits.Low > 0.03, $"{cost.Value}");
        Assert.True(found.Findings.Single(f => f is { Measure: "impact_ratio_gain_of_dropping", Group: "B" }).Interval!.Limits.Low > 0);
        var accepted = found.Findings.Single(f => f.Measure == "adverse_accepted_change_of_dropping");
        Assert.True(accepted.Value > 0 && accepted.Interval!.Limits.High > 20, $"{accepted.Value} {accepted.Interval.Limits}");
        Assert.True(found.Findings.Single(f => f is { Measure: "selection_rate_change_of_dropping", Group: "B" }).Details!["peopleNet"] > 0);
    }

    // Place carries no risk: its coefficient is noise, dropping costs nothing (the interval holds 0 and is narrow) and gains nothing to speak of.
    [Fact]
    public void Run_PlaceNotRisky_DroppingCostsNothing()
    {
        var found = Search(StreetWorld.Make(300, 40, 0, 3), Plain);
        var cost = found.Findings.Single(f => f.Measure == "auc_cost_of_dropping");
        Assert.True(cost.Interval!.Limits.Contains(0), $"{cost.Value} {cost.Interval.Limits}");
        Assert.True(cost.Interval.Limits.High < 0.005);
        Assert.DoesNotContain(found.Findings, f => f.Screen?.StartsWith("confirmed", StringComparison.Ordinal) == true && f.Value > 0.03);
    }

    // The choice must not know the confirming rows: with their outcomes and groups turned round, the same candidate is chosen and the frontier is the same.
    [Fact]
    public void Run_ConfirmingRowsTurnedRound_ChoosesTheSame()
    {
        var rows = StreetWorld.Make(120, 40, 0.3, 4);
        var plan = StreetWorld.Plan(Plain with { Models = ["logistic", "gam"], Mitigations = ["none", "reweighing"] });
        var streets = KeyColumn.Bind(rows.Schema, "street", "test").ReadAll(rows);
        var split = ThreeSplit.Of(streets, [0.5, 0.25, 0.25], Streams.FromSeed(3).Derive("alternatives"), "street");
        var outcome = (long[])rows.Values(rows.Schema.Find("default")!.Value).Integers.Clone();
        var group = (int[])rows.Values(rows.Schema.Find("group")!.Value).Codes.Clone();
        for (var i = 0; i < outcome.Length; i++)
        {
            outcome[i] = split.Confirm[i] ? 1 - outcome[i] : outcome[i];
            group[i] = split.Confirm[i] ? 1 - group[i] : group[i];
        }

        var turned = new ExtendedPortfolio(
            rows, [(new Column("default", ColumnKind.Integer), ColumnBuffer.Of(outcome, [])), (rows.Schema[rows.Schema.Find("group")!.Value], ColumnBuffer.OfCodes(ColumnKind.Category, group))]);
        var (a, b) = (Run(rows, plan), Run(turned, plan));
        Assert.Equal(JsonSerializer.Serialize(a.Tables.Single(t => t.Name == "frontier").Rows), JsonSerializer.Serialize(b.Tables.Single(t => t.Name == "frontier").Rows));
        Assert.Equal(Claim(a).Model, Claim(b).Model);
        Assert.NotEqual(Claim(a).Value, Claim(b).Value);

        static Finding Claim(AuditEvidence e) => e.Findings.Single(f => f.Measure == "less_discriminatory_alternative");
    }

    [Fact]
    public void Run_OneOrTwoThreadsAndAgain_GivesTheSameNumbers()
    {
        var rows = StreetWorld.Make(60, 30, 0.3, 5);
        var plan = StreetWorld.Plan(Plain with { Models = ["logistic", "fasttree"], Mitigations = ["none", "residualise-own"] });
        string Of(int threads) => JsonSerializer.Serialize(
            AlternativeSearch.Run(rows, plan, new AlternativeInputs(new MlNetTrainer(threads)) { Threads = threads, Cancel = TestContext.Current.CancellationToken }).Findings,
            Options);
        var once = Of(1);
        Assert.Equal(once, Of(2));
        Assert.Equal(once, Of(1));
    }

    // Several rates share the level: the simultaneous interval is wider, and the findings carry their rate.
    [Fact]
    public void Run_TwoApprovalRates_SharesTheLevel()
    {
        var found = Search(StreetWorld.Make(120, 40, 0.3, 6), Plain with { ApprovalRates = [0.6, 0.8] });
        var claims = found.Findings.Where(f => f.Measure == "less_discriminatory_alternative").ToList();
        Assert.Equal(["approvalRate=0.6", "approvalRate=0.8"], claims.Select(c => c.Stratum));
        Assert.All(claims, c => Assert.True(c.Status != FindingStatus.Defined || c.Simultaneous!.Value.Width > c.Interval!.Limits.Width));
        Assert.All(found.Findings.Where(f => f.Measure == "selection_rate_change"), f => Assert.NotNull(f.Stratum));
    }

    // What reads the group is on the frontier, marked, and never chosen, although it gives the largest impact ratio.
    [Fact]
    public void Run_MitigationsThatReadTheGroup_AreShownAndNeverChosen()
    {
        var found = Search(StreetWorld.Make(120, 40, 0.3, 7), Plain with { Mitigations = ["none", "group-thresholds", "quantile-repair"] });
        var frontier = found.Tables.Single(t => t.Name == "frontier");
        int At(string column) => frontier.Columns.ToList().IndexOf(column);
        var marked = frontier.Rows.Where(r => r[At("readsGroup")] is 1L).ToList();
        Assert.Equal(4, marked.Count);
        Assert.All(marked, r => Assert.Equal("shown only", r[At("role")]));
        Assert.Equal(1, (double)marked.First(r => ((string)r[At("label")]!).EndsWith("group-thresholds", StringComparison.Ordinal))[At("air")]!, 0.02);
        Assert.Equal("logistic/own", found.Findings.Single(f => f.Measure == "less_discriminatory_alternative").Model);
        Assert.Contains(found.Notes, n => n.Kind == "warning" && n.Text.Contains("It is shown for comparison and never chosen.", StringComparison.Ordinal));
    }

    // The gate: with 10 as the minimum cell, counts of gained and lost below it hide the numbers.
    [Fact]
    public void Run_SmallCells_AreSuppressedByTheGate()
    {
        var plan = StreetWorld.Plan(Plain) with { Disclosure = DisclosurePlan.Restricted };
        var released = ReleaseGate.Release(Run(StreetWorld.Make(24, 20, 0.3, 8), plan));
        foreach (var f in released.Findings.Where(f => f.Details?.ContainsKey("peopleGained") == true))
        {
            Assert.True(f.Details!["peopleGained"] >= 10 && f.Details["peopleLost"] >= 10, f.Id);
        }

        Assert.Contains(released.Findings, f => f.Status == FindingStatus.Suppressed);
    }

    [Theory]
    [InlineData("outcome", "alternatives: the plan names no outcome, so no model can be trained and no accuracy compared. Expected columns.outcome with a column and the value that is adverse. Add it to the plan.")]
    [InlineData("protected", "alternatives: the plan names no protected attribute, so nothing can be less discriminatory. Add one under 'protected'.")]
    [InlineData("one", "alternatives: there is only one candidate, logistic/own+neighbourhood, so there is nothing to compare. Name a second algorithm (--models logistic,gam), a smaller set of origins (--origins own) or a mitigation (--mitigations none,reweighing).")]
    [InlineData("rate", "alternatives: found the approval rate 1.2, expected a share between 0 and 1, for example 0.7.")]
    [InlineData("no rate", "alternatives: no approval rate is given, and scores can be compared only where each approves the same share of people. Give --approval-rates 0.7, or columns.decision.approvalRate in the plan.")]
    [InlineData("blocks", "alternatives: the rows lie in 2 blocks (independent unit: address), expected at least 3: one set of them trains, one chooses, one confirms. Choose finer blocks under train.blocks, for example blocks: rows.")]
    [InlineData("mitigation", "alternatives: mitigations: there is no mitigation 'reweighting'. Did you mean 'reweighing'?")]
    [InlineData("origin", "alternatives: origins: no feature of the plan is of origin 'neighborhood'. Did you mean 'neighbourhood'?")]
    [InlineData("attribute", "alternatives: attribute: 'groups' is not a protected attribute. Did you mean 'group'?")]
    [InlineData("metric", "alternatives: metric is 'auc', expected roc_auc or log_loss.")]
    [InlineData("tolerance", "alternatives: tolerance is -1, expected a number of at least 0: how much accuracy an alternative may lack.")]
    [InlineData("shares", "alternatives: shares are 0.5, 0.6, expected three numbers between 0 and 1 that sum to 1: rows that train, choose and confirm, as in [0.5, 0.25, 0.25].")]
    [InlineData("baseline", "alternatives: baseline is 'gam', expected one of the models (logistic), then, after a slash each, its origins and its mitigation, as in logistic/own+area/none.")]
    [InlineData("repair", "alternatives: mitigations: found 'quantile-repair:2', expected an amount of repair from 0 to 1, as in quantile-repair:0.5.")]
    [InlineData("class", "streets.csv: the rows that confirm hold one outcome only (column 'default'), expected both. Use more rows, finer blocks (train.blocks), or larger shares (alternatives.shares).")]
    public void Run_BadInput_SaysWhatIsExpected(string what, string message)
    {
        var rows = StreetWorld.Make(what == "blocks" ? 2 : 12, 20, 0.3, 9);
        var plan = StreetWorld.Plan(Plain);
        var roles = plan.Roles;
        IPortfolio data = rows;
        plan = what switch
        {
            "outcome" => plan with { Roles = roles with { Outcome = null } },
            "protected" => plan with { Roles = roles with { Protected = [] } },
            "one" => plan with { Alternatives = Plain with { Origins = [["all"]] } },
            "rate" => plan with { Alternatives = Plain with { ApprovalRates = [0.5, 1.2] } },
            "no rate" => plan with { Roles = roles with { Decision = null } },
            "mitigation" => plan with { Alternatives = Plain with { Mitigations = ["reweighting"] } },
            "origin" => plan with { Alternatives = Plain with { Origins = [["own", "neighborhood"]] } },
            "attribute" => plan with { Alternatives = Plain with { Attribute = "groups" } },
            "metric" => plan with { Alternatives = Plain with { Metric = "auc" } },
            "tolerance" => plan with { Alternatives = Plain with { Tolerance = -1 } },
            "shares" => plan with { Alternatives = Plain with { Shares = [0.5, 0.6] } },
            "baseline" => plan with { Alternatives = Plain with { Baseline = "gam" } },
            "repair" => plan with { Alternatives = Plain with { Mitigations = ["quantile-repair:2"] } },
            _ => plan,
        };
        if (what == "class")
        {
            var split = ThreeSplit.Of(KeyColumn.Bind(rows.Schema, "street", "test").ReadAll(rows), [0.5, 0.25, 0.25], Streams.FromSeed(3).Derive("alternatives"), "street");
            long[] outcome = [.. rows.Values(rows.Schema.Find("default")!.Value).Integers.Select((y, i) => split.Confirm[i] ? 0 : y)];
            data = new ExtendedPortfolio(rows, [(new Column("default", ColumnKind.Integer), ColumnBuffer.Of(outcome, []))]);
        }

        var error = Assert.Throws<AuditDataException>(() => Run(data, plan));
        Assert.Equal(message, error.Message);
    }

    private static AuditEvidence Search(ColumnPortfolio rows, AlternativesPlan search) => Run(rows, StreetWorld.Plan(search));

    private static AuditEvidence Run(IPortfolio rows, AuditPlan plan) =>
        AlternativeSearch.Run(rows, plan, new AlternativeInputs(new MlNetTrainer()) { Cancel = TestContext.Current.CancellationToken });
}
