using ScoringAudit.Mitigation;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Mitigation;

public class MitigatedModelTests
{
    private static readonly ProtectedRole Attribute = ProtectedRole.Of("group", "A");
    private static readonly ColumnPortfolio World = StreetWorld.Make(120, 40, 0.8, 11);
    private static readonly bool[] Training = [.. Enumerable.Range(0, 4_800).Select(i => i / 40 % 3 != 2)];

    // Reads the group only where it says so; what does not, gives the same score to a twin of the other group.
    [Theory]
    [InlineData("none")]
    [InlineData("reweighing")]
    [InlineData("residualise-own")]
    [InlineData("residualise-protected")]
    [InlineData("exponentiated-gradient")]
    [InlineData("exponentiated-gradient-tpr")]
    [InlineData("exponentiated-gradient-odds")]
    [InlineData("quantile-repair")]
    [InlineData("quantile-repair:0.5")]
    [InlineData("group-thresholds")]
    [InlineData("group-thresholds-tpr")]
    public void Train_AnyMitigation_ReadsTheGroupOnlyIfItSaysSo(string name)
    {
        var mitigation = Mitigations.Require(name);
        Assert.Equal(name, mitigation.Name);
        var model = Train(mitigation, "logistic");
        Assert.Equal(mitigation.ReadsGroup, model.Scorer.Features.Features.Any(f => f.Name == "group"));
        Assert.Equal(mitigation.ReadsGroup, model.Notes.Any(n => n.Contains("reads the protected attribute", StringComparison.Ordinal)));
        Assert.Equal(mitigation.IsRandomised, model.Notes.Any(n => n.Contains("Decisions are drawn", StringComparison.Ordinal)));
        var group = World.Values(World.Schema.Find("group")!.Value).Codes;
        var swapped = new ExtendedPortfolio(World, [(World.Schema[World.Schema.Find("group")!.Value], ColumnBuffer.OfCodes(ColumnKind.Category, [.. group.Select(g => 1 - g)]))]);
        var same = Score(model.Scorer, World).AsSpan().SequenceEqual(Score(model.Scorer, swapped));
        Assert.Equal(!mitigation.ReadsGroup, same);
    }

    // At the same approval rate, each of these brings the rates of the two groups closer than the plain score does.
    [Theory]
    [InlineData("reweighing")]
    [InlineData("quantile-repair")]
    [InlineData("group-thresholds")]
    public void Train_Mitigation_NarrowsTheGap(string name)
    {
        var plain = Gap(Train(Mitigations.Require("none"), "logistic").Scorer);
        Assert.True(plain > 0.15, $"{plain}");
        Assert.True(Gap(Train(Mitigations.Require(name), "logistic").Scorer) < 0.75 * plain);
    }

    // The group itself carries risk (1 log-odds) and the place none: a plain score reads the place as a stand-in for the group, and its approvals follow the street. Trained
    // beside the group and scored with it averaged out, the place keeps nothing: the gap is that of chance. A group has about 800 held-out rows: standard error 0.023; three of them.
    [Fact]
    public void Train_ProtectedResiduals_TakeTheProxyOut()
    {
        var rows = StreetWorld.Make(120, 40, 0, 12, groupRisk: 1);
        double GapOf(string name) => Gap(Mitigations.Require(name).Train(Task("logistic") with { Rows = rows }, TestContext.Current.CancellationToken).Scorer, rows);
        Assert.True(GapOf("none") > 0.12, $"{GapOf("none")}");
        Assert.Equal(0, GapOf("residualise-protected"), 0.07);
    }

    // Demographic parity within 0.01 of the whole on the rows that trained, with logistic regression as the learner; what is said of the mixture is what it does.
    [Fact]
    public void Train_ExponentiatedGradient_HoldsItsLimitsOnTheTrainingRows()
    {
        var model = Train(new GradientMitigation(), "logistic");
        var approve = Score(model.Scorer, World);
        var group = World.Values(World.Schema.Find("group")!.Value).Codes;
        double Rate(int g) => Enumerable.Range(0, approve.Length).Where(i => Training[i] && (g < 0 || group[i] == g)).Average(i => approve[i]);
        Assert.All(approve, p => Assert.InRange(p, 0, 1));
        var slack = 0.01 + model.Facts["worstExcess"] + 1e-6;
        Assert.True(model.Facts["worstExcess"] < 0.01, $"{model.Facts["worstExcess"]}");
        Assert.InRange(Rate(0) - Rate(-1), -slack, slack);
        Assert.InRange(Rate(1) - Rate(-1), -slack, slack);
        Assert.InRange(Rate(-1), 0.7 - 0.005 - model.Facts["worstExcess"] - 1e-6, 0.7 + 0.005 + model.Facts["worstExcess"] + 1e-6);
    }

    // A linear model cannot tell residuals from the features beside the own ones: the same span (Frisch–Waugh–Lovell), but for the trainer's ridge of 1 in 3,200 rows.
    [Fact]
    public void Train_OwnResidualsInALinearModel_ChangeNothing()
    {
        var plain = Score(Train(Mitigations.Require("none"), "logistic").Scorer, World);
        var residual = Score(Train(Mitigations.Require("residualise-own"), "logistic").Scorer, World);
        Assert.True(plain.Zip(residual, (a, b) => Math.Abs(a - b)).Max() < 0.01);
    }

    [Fact]
    public void Train_OwnResidualsWithoutOthers_SaysWhatIsExpected()
    {
        var task = Task("logistic") with { Plan = Task("logistic").Plan with { Roles = Task("logistic").Plan.Roles with { Features = [FeatureRole.Of("own")] } } };
        var error = Assert.Throws<AuditDataException>(() => new OwnResidualMitigation().Train(task, default));
        Assert.Equal("residualise-own: the features have 1 of origin own and 0 numbers of another origin, expected at least one of each. Declare origins under 'features', or leave the mitigation out.", error.Message);
    }

    // A group given by bins of a number is read from that number at scoring.
    [Fact]
    public void Train_GroupByBins_IsReadFromTheNumber()
    {
        var role = new ProtectedRole("place", "≥0", [], [0]);
        var roles = Task("logistic").Plan.Roles with { Features = [FeatureRole.Of("own")], Protected = [role] };
        var task = new MitigationTask(new MlNetTrainer(), World, new TrainingPlan("logistic", roles, Training, 7), role);
        var scorer = new GroupThresholdMitigation().Train(task, default).Scorer;
        var scores = new double[2];
        scorer.Score(new FeatureBlock([[0.5f, 0.5f], [-1, 1]], 0, 2), scores);
        Assert.NotEqual(scores[0], scores[1]);
    }

    // Drawn decisions: each row by its own stream, in expectation the probability. Standard error of 20,000 draws at 0.3: 0.0032; five of them.
    [Fact]
    public void Draw_ManyRows_HasTheProbability()
    {
        Assert.Equal(0.3, Enumerable.Range(0, 20_000).Average(i => RandomisedDecision.Draw(5, i, 0.3) ? 1.0 : 0), 0.016);
        Assert.True(RandomisedDecision.Draw(5, 3, 1));
        Assert.False(RandomisedDecision.Draw(5, 3, 0));
    }

    // As a trainer: whatever trains can train it.
    [Fact]
    public void MitigatedTrainer_Always_GivesTheMitigatedScore()
    {
        var trainer = new MitigatedTrainer(new MlNetTrainer(), new ReweighingMitigation(), Attribute);
        var a = trainer.Train(World, Task("logistic").Plan, default).Scorer;
        Assert.Equal(Score(Train(new ReweighingMitigation(), "logistic").Scorer, World), Score(a, World));
    }

    private static MitigationTask Task(string algorithm) => new(
        new MlNetTrainer(), World, new TrainingPlan(algorithm, StreetWorld.Plan().Roles, Training, 7), Attribute);

    private static MitigatedModel Train(IMitigation mitigation, string algorithm) => mitigation.Train(Task(algorithm), TestContext.Current.CancellationToken);

    private static double[] Score(IScorer scorer, IPortfolio rows)
    {
        var matrix = FeatureMatrix.Read(rows, scorer.Features);
        var scores = new double[matrix.Rows];
        scorer.Score(matrix.All, scores);
        return scores;
    }

    // Difference of approval rates, A less B, on the rows that did not train, at 70 % approved.
    private static double Gap(IScorer scorer, ColumnPortfolio? rows = null)
    {
        rows ??= World;
        var scores = Score(scorer, rows);
        int[] held = [.. Enumerable.Range(0, scores.Length).Where(i => !Training[i])];
        var rule = DecisionRule.AtApprovalRate(scorer.Scale, held.Select(i => scores[i]).ToArray(), 0.7);
        var group = rows.Values(rows.Schema.Find("group")!.Value).Codes;
        double Rate(int g) => held.Where(i => group[i] == g).Average(i => rule.IsFavourable(scores[i]) ? 1.0 : 0);
        return Rate(0) - Rate(1);
    }
}
