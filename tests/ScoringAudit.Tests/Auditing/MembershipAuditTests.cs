using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Auditing;

public class MembershipAuditTests
{
    private const int Rows = 6_000;

    // 4,000 people may train, halves of 2,000; 4 pairs. By chance RMIA finds 1 % at 1 %: 8 models × 2,000 members give a standard error of at most 0.25 % with people as clusters.
    // Trees that may put one person in a leaf remember: at least five times chance. With 200 people in each leaf at most twice.
    [Fact]
    public void Rmia_FindsTheLooseTree_AndNotTheOneWithALeafMinimum()
    {
        var loose = Attack(new TreeShape(60, 60, 1));
        var tight = Attack(new TreeShape(20, 4, 200));
        Assert.True(loose.AtOnePercent!.Value.Value >= 0.05, $"loose: {loose.AtOnePercent.Value.Value}; tight: {tight.AtOnePercent!.Value.Value}");
        Assert.True(loose.AtOnePercent.Interval!.Value.Low > 0.03);
        Assert.True(tight.AtOnePercent!.Value.Value <= 0.02, $"tight: {tight.AtOnePercent.Value.Value}; loose: {loose.AtOnePercent.Value.Value}");
        Assert.True(loose.Auc.Value.Value > tight.Auc.Value.Value + 0.05);
        Assert.Null(loose.AtOneInThousand); // 2,000 others are too few for 0.1 %
        Assert.Equal((16_000, 16_000, 8), (loose.Members, loose.Others, loose.Models));
    }

    // A trainer that cannot remember anybody: AUC 0.5 for every attack, within five standard errors of a rank statistic on 8 × 2,000 pairs (about 0.9 % each).
    [Fact]
    public void ConstantModel_IsChance()
    {
        foreach (var result in MembershipAudit.Run(new Constant(), People(), Plan(), [], [], [], Streams.FromSeed(3), new MembershipOptions(4)))
        {
            Assert.InRange(result.Auc.Value.Value, 0.48, 0.52);
            Assert.True(result.AtOnePercent!.Value.Value <= 0.02, result.Attack);
        }
    }

    [Fact]
    public void ByGroup_AddsUpToEverybody()
    {
        var groups = Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 1 : 0).ToArray();
        var results = MembershipAudit.Run(new Constant(), People(), Plan(), [], groups, ["common", "rare"], Streams.FromSeed(3), new MembershipOptions(2));
        foreach (var attack in MembershipAudit.Attacks)
        {
            var all = results.Single(r => r.Attack == attack && r.Group is null);
            Assert.Equal(all.Members, results.Where(r => r.Attack == attack && r.Group is not null).Sum(r => r.Members));
        }
    }

    // 10,000 others for each attacked model: the rule others ≥ 10 / 0.001 just holds, for everybody and not for a group of a quarter of them.
    [Fact]
    public void AtOneInThousand_EnoughOthers_FindsTheTrainerThatRemembers_AndIsUndefinedForASmallGroup()
    {
        const int Many = 20_600;
        var rows = Unique(Many);
        var plan = new TrainingPlan("memory", new Roles { Outcome = new OutcomeRole("default", "1"), Features = [FeatureRole.Of("x")] }, [.. Enumerable.Range(0, Many).Select(i => i < 20_000)], 5);
        var groups = Enumerable.Range(0, Many).Select(i => i % 4 == 0 ? 1 : 0).ToArray();
        var results = MembershipAudit.Run(new Memory(), rows, plan, [], groups, ["large", "small"], Streams.FromSeed(3), new MembershipOptions(2));
        foreach (var attack in MembershipAudit.Attacks)
        {
            MembershipResult Of(string? group) => results.Single(r => r.Attack == attack && r.Group == group);
            Assert.Equal((40_000, 40_000), (Of(null).Members, Of(null).Others));

            // Every member's own probability is e³ / (1 + e³), everybody else's a half: all are found, none falsely.
            Assert.True(Of(null).AtOneInThousand!.Value.Value > 0.99, attack);
            Assert.True(Of(null).AtOnePercent!.Value.Value > 0.99, attack);
            Assert.Null(Of("small").AtOneInThousand); // 2,500 others
            Assert.NotNull(Of("small").AtOnePercent);
            Assert.Null(Of("large").AtOneInThousand); // 7,500 others
        }

        // A trainer that remembers nobody finds at most what chance finds.
        Assert.All(
            MembershipAudit.Run(new Constant(), rows, plan, [], [], [], Streams.FromSeed(3), new MembershipOptions(2)),
            r => Assert.True(r.AtOneInThousand!.Value.Value <= 0.002, r.Attack));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        static string Error(TrainingPlan plan) => Assert.Throws<AuditDataException>(() => MembershipAudit.Run(new Constant(), People(), plan, [], [], [], Streams.FromSeed(1))).Message;
        Assert.Equal("attacks: the plan names no outcome. Add columns.outcome.", Error(Plan() with { Roles = new Roles() }));
        Assert.Equal("attacks: nothing is held out of training, so there is nobody whom no model saw. Train with train.holdout above 0.", Error(Plan() with { Training = null }));
        Assert.Equal(
            "attacks: 6000 units to train on and 0 rows held out, expected at least 4 and 1. Use more data, or a smaller unit of hold-out.",
            Error(Plan() with { Training = [.. Enumerable.Repeat(true, Rows)] }));
        var released = new AuditPlan { Measures = ["attacks"], Disclosure = new DisclosurePlan(DisclosureClass.Consented, "form", 10, true), Roles = AuditTests.Plan("A").Roles };
        Assert.Equal(
            "plan: measures: 'attacks' is for the auditor and cannot be released under class 'consented'. Use class restricted, or remove it from the measures.",
            Assert.Throws<AuditDataException>(() => Audit.Run(AuditTests.Decisions((5, 10, "A"), (5, 10, "B")), released, new AuditInputs())).Message);
    }

    private static MembershipResult Attack(TreeShape shape) =>
        MembershipAudit.Run(new MlNetTrainer { Shape = shape }, People(), Plan(), [], [], [], Streams.FromSeed(7), new MembershipOptions(4)).Single(r => r.Attack == "rmia");

    private static TrainingPlan Plan() => new(
        "fasttree",
        new Roles { Outcome = new OutcomeRole("default", "1"), Features = [.. Enumerable.Range(0, 6).Select(f => FeatureRole.Of("x" + f))] },
        [.. Enumerable.Range(0, Rows).Select(i => i < 4_000)],
        5);

    // Six features, of which two tell something; a third of all default: much that a loose model can only remember.
    private static ColumnPortfolio People()
    {
        var random = Streams.FromSeed(9).Derive("people").Sequence();
        var x = Enumerable.Range(0, 6).Select(_ => new float[Rows]).ToArray();
        var adverse = new long[Rows];
        for (var i = 0; i < Rows; i++)
        {
            foreach (var column in x)
            {
                column[i] = (float)random.NextUniform();
            }

            adverse[i] = random.NextUniform() < 0.15 + (0.3 * x[0][i]) + (0.1 * x[1][i]) ? 1 : 0;
        }

        var rows = ColumnPortfolio.Build("people.csv").Integer("default", adverse);
        for (var f = 0; f < 6; f++)
        {
            rows = rows.Number("x" + f, x[f]);
        }

        return rows.Build();
    }

    private static ColumnPortfolio Unique(int n) => ColumnPortfolio.Build("unique.csv")
        .Integer("default", [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? 1L : 0)])
        .Number("x", [.. Enumerable.Range(0, n).Select(i => (float)i)]).Build();

    /// <summary>Knows the outcome of whom it was trained on, and nothing of anybody else.</summary>
    private sealed class Memory : ITrainer
    {
        public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel) =>
            new("memory", new Scorer(FeatureSchemaBuilder.Fit(rows, plan.Roles.Features!, plan.Training), [.. plan.Training!]), 0, new Dictionary<string, long>(), new Dictionary<string, long>());

        private sealed class Scorer(FeatureSchema features, bool[] seen) : IScorer
        {
            public FeatureSchema Features => features;

            public ScoreScale Scale => ScoreScale.AdverseLogOdds;

            public void Score(in FeatureBlock columns, Span<double> scores)
            {
                for (var i = 0; i < columns.Rows; i++)
                {
                    var row = (int)columns[0][i];
                    scores[i] = !seen[row] ? 0 : row % 3 == 0 ? 3 : -3;
                }
            }
        }
    }

    private sealed class Constant : ITrainer
    {
        public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel) =>
            new("constant", new Scorer(FeatureSchemaBuilder.Fit(rows, plan.Roles.Features!, plan.Training)), 0, new Dictionary<string, long>(), new Dictionary<string, long>());

        private sealed class Scorer(FeatureSchema features) : IScorer
        {
            public FeatureSchema Features => features;

            public ScoreScale Scale => ScoreScale.AdverseLogOdds;

            public void Score(in FeatureBlock columns, Span<double> scores) => scores.Clear();
        }
    }
}
