using ScoringAudit.Benchmarks;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Worlds whose mechanism is the model: the association share of the population is known. The whole table is made by "calibrate association-share"; here is a small one.</summary>
public class AssociationShareWorldsTests
{
    public static TheoryData<string, double, double> Worlds() => new() { { "additive", 0.3, 0 }, { "additive", 1, 0.6 }, { "gate", 0.3, 0.6 }, { "gate", 1, 0 } };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Measure_WholePopulation_IsTheTruth(string model, double strength, double dependence)
    {
        // The thirty kinds of people with their probabilities as weights: the population itself. Scores of trees are cast to float.
        var world = new ShareWorld(model, strength, dependence);
        float[] x = [.. Enumerable.Range(0, 30).Select(i => i / 5)], a = [.. Enumerable.Range(0, 30).Select(i => i % 5)];
        double[] weights = [.. Enumerable.Range(0, 30).Select(i => 1 + (dependence * (a[i] - 2) * (x[i] - 2.5) / 5))];
        var result = AssociationShare.Measure(world.Scorer, new FeatureMatrix(world.Scorer.Features, [x, a]), new AssociationShareOptions { Weights = weights }, TestContext.Current.CancellationToken);
        Assert.Equal(world.Truth(), result.Share().Value, model == "additive" ? 1e-12 : 1e-7);
        Assert.InRange(result.Share().Value, 0.05, 0.95);

        // Of a group: people weigh by how likely they are to be in it; the background stays everybody.
        double own = 0, others = 0;
        for (var i = 0; i < 30; i++)
        {
            own += weights[i] * (0.2 + (0.1 * a[i])) * Math.Abs(result.Own[i]);
            others += weights[i] * (0.2 + (0.1 * a[i])) * Math.Abs(result.Others[i]);
        }

        Assert.Equal(world.Truth(1), others / (own + others), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Intervals_OfManyWorlds_CoverTheTruth(string model, double strength, double dependence)
    {
        // 150 worlds of 40 streets: coverage may not be so low that the 99.9 % Clopper–Pearson interval lies below 92.5 %.
        var world = new ShareWorld(model, strength, dependence);
        var streams = Streams.FromSeed(11).Derive("worlds");
        double truth = world.Truth(), ofGroup = world.Truth(1), sum = 0;
        int covered = 0, coveredGroup = 0;
        const int worlds = 150;
        for (var w = 0; w < worlds; w++)
        {
            var (rows, streets, groups) = world.Draw(streams.Derive(w), 40);
            var result = AssociationShare.Measure(world.Scorer, rows, cancel: TestContext.Current.CancellationToken);
            sum += result.Share().Value;
            covered += result.Intervals(0.95, streets)[0].Interval!.Value.Contains(truth) ? 1 : 0;
            coveredGroup += result.Intervals(0.95, streets, groups, [1])[0].Interval!.Value.Contains(ofGroup) ? 1 : 0;
        }

        Assert.True(BinomialInterval.ClopperPearson(covered, worlds, 0.999).High >= 0.925, $"{covered} of {worlds}");
        Assert.True(BinomialInterval.ClopperPearson(coveredGroup, worlds, 0.999).High >= 0.925, $"group: {coveredGroup} of {worlds}");
        Assert.Equal(truth, sum / worlds, 0.02);
    }

    [Theory]
    [InlineData("additive")]
    [InlineData("gate")]
    public void Measure_ChannelOff_IsExactlyZero(string model)
    {
        var world = new ShareWorld(model, 0, 0.6);
        for (var w = 0; w < 20; w++)
        {
            var (rows, streets, _) = world.Draw(Streams.FromSeed((ulong)w).Derive("worlds"), 40);
            var result = AssociationShare.Measure(world.Scorer, rows, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(0.0, result.Share().Value);
            Assert.All(result.Others, v => Assert.Equal(0.0, v));
            Assert.Equal(("exact", 0.0, 0.0), (result.Intervals(0.95, streets)[0].Method, result.Intervals(0.95, streets)[0].Interval!.Value.Low, result.Intervals(0.95, streets)[0].Interval!.Value.High));
        }
    }

    [Fact]
    public void InteractionShare_SumsAddUpAndGatesDoNot()
    {
        // x and a in {0, 1} alike: f = x · a has the interaction x·a − x/2 − a/2 + 1/4 = ±1/4 in every row.
        // φ_O = ½[(x/2 − ¼) + (xa − a/2)]: (0,0) −1/8, (1,0) 1/8, (0,1) −3/8, (1,1) 3/8: mean size 1/4, and the same for φ_A. Share (1/4) / (1/2).
        var schema = new ShareWorld("gate", 1, 0).Scorer.Features;
        var and = new EncodedScorer(schema, new BitVectorScorer(new TreeEnsemble(2, [new DecisionTree([0, 1], [0.5f, 0.5f], [~0, ~1], [1, ~2], [0, 0, 1])])), ScoreScale.AdverseLogOdds);
        var rows = new FeatureMatrix(schema, [[0, 1, 0, 1], [0, 0, 1, 1]]);
        var result = AssociationShare.Measure(and, rows, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0.5, result.Share().Value, 1e-12);
        Assert.Equal(0.5, result.InteractionShare().Value, 1e-12);
        var sum = AssociationShare.Measure(new ShareWorld("additive", 1, 0).Scorer, rows, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0.0, sum.InteractionShare().Value);
    }

    [Fact]
    public void Bootstrap_AgainstJackknife_TellsAboutTheSame()
    {
        // The two ways to an interval of the same thing: widths within a third of each other, and the same centre.
        var world = new ShareWorld("gate", 1, 0.6);
        var (rows, streets, _) = world.Draw(Streams.FromSeed(3).Derive("worlds"), 100);
        var result = AssociationShare.Measure(world.Scorer, rows, cancel: TestContext.Current.CancellationToken);
        Interval jackknife = result.Intervals(0.95, streets)[0].Interval!.Value, bootstrap = result.Bootstrap(0.95, Streams.FromSeed(1), 200, streets, TestContext.Current.CancellationToken).Interval!.Value;
        Assert.InRange((bootstrap.High - bootstrap.Low) / (jackknife.High - jackknife.Low), 0.67, 1.5);
        Assert.Equal(result.Bootstrap(0.95, Streams.FromSeed(1), 200, streets, TestContext.Current.CancellationToken).Interval, bootstrap);
        Assert.True(bootstrap.Contains(result.Share().Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RefitNull_FeaturesThatTellNothing_IsSeldomRejected(bool clustered)
    {
        // At most 5 % of worlds may be rejected: of 120, more than 14 would show otherwise (99.9 %). Their share is well above 0 all the same.
        var streams = Streams.FromSeed(13).Derive("null");
        var rejected = 0;
        var trainer = new ShareNull.LeastSquares();
        for (var w = 0; w < 120; w++)
        {
            var (rows, roles, streets) = ShareNull.Rows(streams.Derive(w), 300, clustered);
            var plan = new TrainingPlan("least squares", roles, null, 3);
            var scorer = trainer.Train(rows, plan, TestContext.Current.CancellationToken).Scorer;
            var audited = FeatureMatrix.Read(rows, scorer.Features);
            var share = AssociationShare.Measure(scorer, audited, cancel: TestContext.Current.CancellationToken).Share();
            Assert.True(share.Value > 0);
            rejected += RetrainedNull.Measure(trainer, rows, plan, scorer, share, audited, 19, streams.Derive(w), cancel: TestContext.Current.CancellationToken, blocks: clustered ? streets : null, trainedAs: [.. Enumerable.Range(0, 300)]).PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected, 0, 14);
    }
}
