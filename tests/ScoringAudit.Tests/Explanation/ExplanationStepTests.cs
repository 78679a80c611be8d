using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class ExplanationStepTests
{
    private const int Count = 600;

    private static readonly FeatureSchema Schema = new([
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("street_mean", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 1)]);

    private static readonly EncodedScorer Trees = new(
        Schema,
        new BitVectorScorer(new TreeEnsemble(2, [new DecisionTree([0, 1, 1], [0.5f, 0.3f, 0.7f], [1, ~0, ~2], [2, ~1, ~3], [2, 1, 0.5, -1])])),
        ScoreScale.AdverseLogOdds);

    private static readonly AuditPlan Plan = new()
    {
        Roles = new Roles
        {
            Outcome = new OutcomeRole("default", "1", false),
            Decision = DecisionRole.AtApprovalRate(0.7),
            Protected = [ProtectedRole.Of("race", "White")],
            Area = new AreaRole("street", null),
            Features = [FeatureRole.Of("income"), new FeatureRole("street_mean", Origin.Neighbourhood, OnMove.Swap, [])],
        },
        Measures = ["importance", "leakage"],
    };

    // Thirty streets; the outcome follows income, and the street's mean as far as the channel is open.
    private static ColumnPortfolio Rows(double channel)
    {
        var draw = Streams.FromSeed(5).Derive("rows").Sequence();
        float[] income = new float[Count], mean = new float[Count];
        var outcome = new long[Count];
        string[] race = new string[Count], street = new string[Count];
        for (var s = 0; s < 30; s++)
        {
            var level = draw.NextUniform();
            for (var i = s * 20; i < (s + 1) * 20; i++)
            {
                income[i] = (float)((draw.NextUniform() + level) / 2);
                mean[i] = (float)level;
                race[i] = draw.NextUniform() < level ? "White" : "Black";
                street[i] = "s" + s;
                outcome[i] = draw.NextUniform() < 1 / (1 + Math.Exp((4 * income[i]) + (channel * level) - 2 - (channel / 2))) ? 1 : 0;
            }
        }

        return ColumnPortfolio.Build("rows.csv").Number("income", income).Number("street_mean", mean).Integer("default", outcome).Category("race", race).Category("street", street).Build();
    }

    private static AuditEvidence Run(AuditPlan plan, AuditInputs inputs) => Audit.Run(Rows(2), plan, inputs);

    private static AuditInputs Inputs(int threads = 1, char access = 'G', IScorer? scorer = null) =>
        new() { Models = [new NamedModel("trees", scorer ?? Trees, null, Provenance.External("test"), "hand made")], Threads = threads, Access = access };

    private static Finding Of(AuditEvidence evidence, string id) => Assert.Single(evidence.Findings, f => f.Id == id);

    [Fact]
    public void Run_TreeModel_GivesShareOverallAndByGroupWithItsCompanions()
    {
        var evidence = Run(Plan, Inputs());
        var share = Of(evidence, "leakage/association_share/model=trees");
        var direct = AssociationShare.Measure(Trees, FeatureMatrix.Read(Rows(2), Schema));
        Assert.Equal(direct.Share().Value, share.Value);
        Assert.Equal(Verdict.NotMet, share.Verdict);
        Assert.Equal("W", share.Access);
        Assert.Equal("area", share.Interval!.Unit);
        Assert.Equal(30, share.Clusters);
        Assert.Equal(
            ["backgroundRows", "decisionChangePeople", "decisionChangeShare", "interactionShare", "orderHigh", "orderLow", "replacementPoints", "signedVarianceShare", "uniqueShare"],
            share.Details!.Keys);
        Assert.InRange(share.Value!.Value, share.Details["orderLow"], share.Details["orderHigh"]);
        var black = Of(evidence, "leakage/association_share/model=trees/race/Black");
        Assert.Equal([black.N!.Value], black.Cells);
        Assert.NotNull(black.Interval);
        Assert.Equal(3, evidence.Tables.Single(t => t.Name == "association-share").Rows.Count);
    }

    [Fact]
    public void Run_TreeModel_GivesShapleyImportanceOfFeaturesAndOrigins()
    {
        var evidence = Run(Plan, Inputs());
        var rows = FeatureMatrix.Read(Rows(2), Schema);
        var direct = TreeShapley.Interventional(Trees, new Background(rows)).Explain(rows);
        Assert.Equal(direct.MeanAbsolute(0), Of(evidence, "explanation/shapley_importance/model=trees/feature=income/metric=features").Value!.Value, 1e-12);
        var street = Of(evidence, "explanation/shapley_importance/model=trees/feature=street_mean/metric=features");
        Assert.Equal("neighbourhood", street.Origin);
        Assert.Equal("log-odds", street.Scale);
        // One feature for each origin: the origin's value is the feature's.
        Assert.Equal(street.Value!.Value, Of(evidence, "explanation/shapley_importance/model=trees/origin/neighbourhood/metric=origins").Value!.Value, 1e-12);
    }

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameFindings() =>
        Assert.Equal(Findings(Run(Plan, Inputs(threads: 1))), Findings(Run(Plan, Inputs(threads: 3))));

    [Fact]
    public void Run_AccessWithoutTheModelFile_AsksInstead()
    {
        var evidence = Run(Plan, Inputs(access: 'M'));
        var share = Of(evidence, "leakage/association_share/model=trees");
        Assert.Equal("M", share.Access);
        Assert.Equal(100, share.Details!["backgroundRows"]);
        Assert.DoesNotContain(evidence.Findings, f => f.Measure == "shapley_importance");
        Assert.DoesNotContain(Run(Plan, Inputs(access: 'S')).Findings, f => f.Measure == "association_share");
    }

    [Fact]
    public void Run_OwnRecordOnly_ShareIsExactlyZeroAndMet()
    {
        var own = new EncodedScorer(Schema, new LinearModel(0, [-2, 0]), ScoreScale.AdverseLogOdds);
        var share = Of(Run(Plan, Inputs(scorer: own)), "leakage/association_share/model=trees");
        Assert.Equal(0.0, share.Value);
        Assert.Equal(("exact", 0.0, 0.0), (share.Interval!.Method, share.Interval.Limits.Low, share.Interval.Limits.High));
        Assert.Equal(Verdict.Met, share.Verdict);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(0, false)]
    public void Run_TrainedAgainUnderTheNull_TellsAChannelFromNone(double channel, bool isThere)
    {
        var rows = Rows(channel);
        var training = new TrainingPlan("logistic", Plan.Roles, null, 7);
        var trainer = new MlNetTrainer();
        var model = new NamedModel("m", trainer.Train(rows, training, TestContext.Current.CancellationToken).Scorer, null, Provenance.External("test"), "logistic")
        {
            Retraining = new Retraining(trainer, rows, training),
        };
        var excess = Of(Audit.Run(rows, Plan with { Measures = ["leakage"] }, new AuditInputs { Models = [model] }), "leakage/association_share_excess/model=m");
        // Drawing stops where three null shares are as large.
        Assert.InRange(excess.Replicates!.Value, isThere ? 19 : 3, 19);
        Assert.True(excess.Details!["nullMean"] > 0);
        if (isThere)
        {
            Assert.Equal(0.05, excess.PValue!.Value, 12);
            // Under the null income still foretells the street (it holds half of its level), so that training gives the street much by itself.
            Assert.True(excess.Value > 0.08);
        }
        else
        {
            Assert.True(excess.PValue > 0.05);
        }
    }

    [Theory]
    [InlineData("logistic")]
    public void Run_TrainedAgain_GivesTheIntervalOfTheProcedure(string algorithm)
    {
        var rows = Rows(8);
        var training = new TrainingPlan(algorithm, Plan.Roles, null, 7);
        var trainer = new MlNetTrainer();
        var model = new NamedModel("m", trainer.Train(rows, training, TestContext.Current.CancellationToken).Scorer, null, Provenance.External("test"), algorithm)
        {
            Retraining = new Retraining(trainer, rows, training),
        };
        var evidence = Audit.Run(rows, Plan with { Measures = ["leakage"] }, new AuditInputs { Models = [model] });
        Finding fixedModel = Of(evidence, "leakage/association_share/model=m"), again = Of(evidence, "leakage/association_share_retrained/model=m");
        Assert.Equal(fixedModel.Value, again.Value);
        Assert.Equal(("block_bootstrap_refit_t", 19), (again.Interval!.Method, again.Replicates));
        Assert.Equal(30, again.Clusters);
        Assert.True(again.Interval.Limits.Low < again.Value && again.Value < again.Interval.Limits.High);
    }

    [Fact]
    public void RetrainedShare_TrainingThatAlwaysGivesTheSame_HasNoWidth()
    {
        var audited = FeatureMatrix.Read(Rows(2), Schema);
        var share = AssociationShare.Measure(Trees, audited).Share();
        var result = RetrainedShare.Measure(new Fixed(Trees), Rows(2), new TrainingPlan("logistic", Plan.Roles, null, 1), null, share, audited, 5, 0.95, Streams.FromSeed(1), cancel: TestContext.Current.CancellationToken);
        Assert.Equal((share.Value, share.Value), (result.Interval!.Value.Low, result.Interval.Value.High));
        Assert.Equal(Count, result.Clusters);
    }

    [Fact]
    public void RetrainedShare_WholeBlocksAreDrawn()
    {
        // Each refit sees whole streets only, as often as they were drawn, and as many rows as there are.
        var seen = new List<float[]>();
        int[] blocks = [.. Enumerable.Range(0, Count).Select(i => i / 20)];
        RetrainedShare.Measure(
            new Fixed(Trees, rows => seen.Add(FeatureMatrix.Read(rows, Schema).Columns[1])), Rows(2), new TrainingPlan("logistic", Plan.Roles, null, 1), blocks,
            Estimate.Of(0.5), FeatureMatrix.Read(Rows(2), Schema), 5, 0.95, Streams.FromSeed(1), cancel: TestContext.Current.CancellationToken);
        Assert.Equal(5, seen.Count);
        Assert.All(seen, means => Assert.All(means.Chunk(20), street => Assert.Single(street.Distinct())));
        Assert.All(seen, means => Assert.InRange(means.Distinct().Count(), 12, 26)); // of 30 streets about 1 − 1/e
        Assert.Equal(5, seen.Select(m => string.Join(',', m)).Distinct().Count());
    }

    [Fact]
    public void RetrainedNull_WithBlocks_KeepsStreetsTogetherAndEveryStreetOnce()
    {
        var seen = new List<float[]>();
        int[] blocks = [.. Enumerable.Range(0, Count).Select(i => i / 20)];
        var audited = FeatureMatrix.Read(Rows(2), Schema);
        RetrainedNull.Measure(
            new Fixed(Trees, rows => seen.Add(FeatureMatrix.Read(rows, Schema).Columns[1])), Rows(2), new TrainingPlan("logistic", Plan.Roles, null, 1), Trees,
            AssociationShare.Measure(Trees, audited).Share(), audited, 4, Streams.FromSeed(1), cancel: TestContext.Current.CancellationToken, blocks: blocks);
        Assert.Equal(3, seen.Count); // the same model every time: stopped at three as large
        Assert.All(seen, means => Assert.All(means.Chunk(20), street => Assert.Single(street.Distinct())));
        Assert.All(seen, means => Assert.Equal(audited.Columns[1].Order(), means.Order()));
        Assert.All(seen, means => Assert.NotEqual(audited.Columns[1], means));
    }

    [Fact]
    public void RetrainedNull_RowsThatTrained_AreMeasuredOnWhatTheyWereDealt()
    {
        // The same model every time: on rows as they are its share is the score's, on dealt rows what the dealt rows say.
        var audited = FeatureMatrix.Read(Rows(2), Schema);
        var share = AssociationShare.Measure(Trees, audited).Share();
        (IReadOnlyList<double> Shares, List<IPortfolio> Dealt) Null(int[]? trainedAs)
        {
            var dealt = new List<IPortfolio>();
            return (RetrainedNull.Measure(
                new Fixed(Trees, dealt.Add), Rows(2), new TrainingPlan("logistic", Plan.Roles, null, 1), Trees, share, audited, 2, Streams.FromSeed(1), trainedAs: trainedAs, cancel: TestContext.Current.CancellationToken).NullShares, dealt);
        }

        Assert.All(Null(null).Shares, s => Assert.Equal(share.Value, s));
        Assert.All(Null([.. Enumerable.Repeat(-1, Count)]).Shares, s => Assert.Equal(share.Value, s));
        var all = Null([.. Enumerable.Range(0, Count)]);
        Assert.Equal(all.Dealt.Select(rows => AssociationShare.Measure(Trees, FeatureMatrix.Read(rows, Schema)).Share().Value), all.Shares);
        Assert.DoesNotContain(share.Value, all.Shares);
        Assert.Throws<ArgumentOutOfRangeException>(() => Null([0]));
    }

    [Fact]
    public void Run_TreeModel_GivesTheDifferenceOfAttributionsBetweenGroups()
    {
        var evidence = Run(Plan, Inputs());
        var rows = Rows(2);
        var matrix = FeatureMatrix.Read(rows, Schema);
        var phi = TreeShapley.Interventional(Trees, new Background(matrix)).Explain(matrix);
        var differences = new[] { "income", "street_mean" }.Select(f => Of(evidence, $"explanation/shapley_group_difference/model=trees/race/Black/feature={f}")).ToList();

        // Over the features they sum to the difference of the groups' mean log-odds.
        var race = new List<string>();
        using (var reader = rows.Open([rows.Schema.Require("race", "test")]))
        {
            while (reader.Read(out var batch))
            {
                foreach (var code in batch.Codes(0))
                {
                    race.Add(rows.Schema[rows.Schema.Require("race", "test")].Levels[code]);
                }
            }
        }

        double Mean(string group) => Enumerable.Range(0, Count).Where(i => race[i] == group).Average(i => phi.Predictions[i]);
        Assert.Equal(Mean("Black") - Mean("White"), differences.Sum(d => d.Value!.Value), 1e-9);
        Assert.All(differences, d => Assert.Equal("White", d.Reference));
        Assert.True(differences[1].Interval!.Limits.Low < differences[1].Value && differences[1].Value < differences[1].Interval!.Limits.High);
        Assert.Equal("neighbourhood", differences[1].Origin);
        Assert.Equal(2, evidence.Tables.Single(t => t.Name == "shapley-group-difference").Rows.Count);
    }

    [Fact]
    public void Run_TreeModel_GivesDependenceOfFeaturesAndOrigins()
    {
        var evidence = Run(Plan, Inputs());
        var dependence = evidence.Tables.Single(t => t.Name == "partial-dependence");
        Assert.Equal("time-line", dependence.Figure);
        var street = dependence.Rows.Where(r => (string?)r[6] == "street_mean").ToList();
        Assert.All(street, r => Assert.Equal("neighbourhood", r[1]));
        Assert.All(street, r => Assert.True((double)r[4]! <= (double)r[3]! && (double)r[3]! <= (double)r[5]!));

        // The tree steps down along the street's mean at 0.3 and at 0.7 only.
        var values = street.Select(r => (At: (double)r[2]!, Value: (double)r[3]!)).OrderBy(r => r.At).ToList();
        Assert.True(values[0].Value > values[^1].Value);
        Assert.True(values.Where(v => v.At is <= 0.3).Select(v => v.Value).Distinct().Count() <= 1);

        // Places are rounded: no real row's value stands there.
        var real = FeatureMatrix.Read(Rows(2), Schema).Columns.SelectMany(c => c).ToHashSet();
        Assert.All(dependence.Rows, r => Assert.DoesNotContain((float)(double)r[2]!, real));
        var origins = evidence.Tables.Single(t => t.Name == "partial-dependence-origins");
        Assert.Equal(["own", "neighbourhood"], origins.Rows.Select(r => (string)r[1]!).Distinct());
        Assert.Equal(10, origins.Rows.Count(r => (string?)r[1] == "own"));
        var rising = origins.Rows.Where(r => (string?)r[1] == "own").Select(r => (double)r[3]!).ToList();
        Assert.Equal(rising.Order(), rising);
        Assert.NotEmpty(evidence.Tables.Single(t => t.Name == "accumulated-local-effects").Rows);

        // Single people's curves are of proven synthetic data only.
        Assert.DoesNotContain(evidence.Tables, t => t.Name == "individual-curves");
    }

    private sealed class Fixed(IScorer scorer, Action<IPortfolio>? see = null) : ITrainer
    {
        public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel)
        {
            see?.Invoke(rows);
            return new TrainedModel("fixed", scorer, Count, new Dictionary<string, long>(), new Dictionary<string, long>());
        }
    }

    private static IEnumerable<(string, double?, Interval?, string)> Findings(AuditEvidence evidence) =>
        evidence.Findings.Select(f => (f.Id, f.Value, f.Interval?.Limits, f.Details is null ? "" : string.Join(';', f.Details)));
}
