using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Importance of groups, given other features, in the impact ratio, and over rows.</summary>
public class ImportanceBeyondAccuracyTests
{
    private const int Count = 2_000;

    private static readonly FeatureSchema Schema = new([
        new Feature("a", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("copy", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 1),
        new Feature("street", FeatureKind.Number, Origin.Area, OnMove.Swap, [], 0, false, 2)]);

    private static readonly EncodedScorer Score = new(Schema, new LinearModel(0, [2, 0, 3]), ScoreScale.AdverseLogOdds);

    private static readonly Streams Root = Streams.FromSeed(4);

    // copy = a + a little; the street is worse for group 1; the outcome follows the score.
    private static (FeatureMatrix Rows, bool[] Adverse, int[] Group) Make()
    {
        var draw = Streams.FromSeed(9).Derive("rows").Sequence();
        float[] a = new float[Count], copy = new float[Count], street = new float[Count];
        var (adverse, group) = (new bool[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            group[i] = i % 2;
            a[i] = (float)(draw.NextUniform() - 0.5);
            copy[i] = a[i] + (float)(0.01 * draw.NextUniform());
            street[i] = (float)((draw.NextUniform() - 0.5) + (0.5 * group[i]));
            adverse[i] = draw.NextUniform() < 1 / (1 + Math.Exp(-((2 * a[i]) + (3 * street[i]))));
        }

        return (new FeatureMatrix(Schema, [a, copy, street]), adverse, group);
    }

    [Fact]
    public void ImpactRatio_WorkedExample_AtCutoffAndAtRate()
    {
        // Risk scores; group 0: 1, 2, 3, 4; group 1: 3, 5, 6, 7. Cut-off 3.5: 3 of 4 and 1 of 4, ratio 1/3 against group 0.
        double[] scores = [1, 2, 3, 4, 3, 5, 6, 7];
        int[] group = [0, 0, 0, 0, 1, 1, 1, 1];
        var scale = new ScoreScale(ScoreKind.Points, ScoreDirection.HigherIsRiskier, 0, 10);
        var atCutoff = ImpactRatioMetric.AtCutoff(group, 1, 0, new DecisionRule(scale, 3.5, false));
        Assert.Equal(1.0 / 3, atCutoff.Evaluate(scores, scale).Value, 1e-12);

        // Six of eight approved: up to 5, that is all four and 2 of 4.
        Assert.Equal(0.5, ImpactRatioMetric.AtApprovalRate(group, 1, 0, 0.75).Evaluate(scores, scale).Value, 1e-12);
        Assert.Equal("nobody of the reference group is approved", ImpactRatioMetric.AtCutoff(group, 1, 0, new DecisionRule(scale, 0.5, false)).Evaluate(scores, scale).Reason);
        var pull = new double[8];
        Assert.True(atCutoff.Influence(scores, scale, pull));
        Assert.Equal(0, pull.Sum(), 1e-12);
    }

    [Fact]
    public void Measure_ImpactRatio_FindsTheFeatureThatLowersIt()
    {
        var (rows, _, group) = Make();
        var result = PermutationImportance.Measure(Score, rows, ImpactRatioMetric.AtApprovalRate(group, 1, 0, 0.6), Root, new PermutationImportanceOptions { OverRows = true }, TestContext.Current.CancellationToken);

        // Without the street's difference both groups are alike: the ratio goes to about 1. Feature a does not differ between groups, the copy is never read.
        Assert.InRange(result.Baseline.Value + result.Features[2].Mean.Value, 0.95, 1.05);
        Assert.True(result.Features[2].Interval!.Value.Low > 0.1);
        Assert.InRange(result.Features[0].Mean.Value, -0.15, 0.15);
        Assert.Equal(0.0, result.Features[1].Mean.Value);
        Assert.Equal(0.0, result.Features[1].Interval!.Value.High, 1e-12);
    }

    [Theory]
    [InlineData(ConditionalOn.Strata)]
    [InlineData(ConditionalOn.Residual)]
    public void Measure_GivenACopy_AFeatureTellsNothingMore(ConditionalOn on)
    {
        var (rows, adverse, _) = Make();
        var metric = new RocAucMetric(adverse);
        PermutationImportanceResult Of(ConditionalOn how) => PermutationImportance.Measure(Score, rows, metric, Root, new PermutationImportanceOptions { Conditional = how }, TestContext.Current.CancellationToken);
        var (alone, given) = (Of(ConditionalOn.Nothing), Of(on));
        Assert.True(alone.Features[0].Mean.Value > 0.02, $"{alone.Features[0].Mean.Value}");
        Assert.InRange(given.Features[0].Mean.Value, -0.005, alone.Features[0].Mean.Value / 4);

        // The street is not foretold by the others: it keeps its importance.
        Assert.InRange(given.Features[2].Mean.Value, 0.7 * alone.Features[2].Mean.Value, 1.3 * alone.Features[2].Mean.Value);
    }

    [Fact]
    public void MeasureGroups_GroupOfOne_EqualsTheFeature()
    {
        var (rows, adverse, _) = Make();
        var metric = new RocAucMetric(adverse);
        var single = PermutationImportance.Measure(Score, rows, metric, Root, null, TestContext.Current.CancellationToken);
        var groups = PlayerSet.Of("groups", Schema, ["own", "street"], [0, 0, 1]);
        var grouped = PermutationImportance.MeasureGroups(Score, rows, [metric], groups, Root, null, TestContext.Current.CancellationToken)[0];
        Assert.Equal(single.Features[2].Repeats, grouped.Features[1].Repeats);
        Assert.Equal(Origin.Area, grouped.Features[1].Origin);
    }

    [Fact]
    public void Measure_OverRows_DoublingRowsInTheirBlocksDoesNotNarrow()
    {
        var (rows, adverse, _) = Make();
        int[] twice = [.. Enumerable.Range(0, 2 * Count).Select(i => i % Count)];
        var doubled = new FeatureMatrix(Schema, [.. rows.Columns.Select(c => Array.ConvertAll(twice, i => c[i]))]);
        double Width(FeatureMatrix of, int[] at, int[]? blocks)
        {
            var interval = PermutationImportance.Measure(
                Score, of, new RocAucMetric(Array.ConvertAll(at, i => adverse[i])), Root, new PermutationImportanceOptions { OverRows = true, Clusters = blocks, Repeats = 20 }, TestContext.Current.CancellationToken).Features[2].Interval!.Value;
            return interval.High - interval.Low;
        }

        var once = Width(rows, [.. Enumerable.Range(0, Count)], null);
        Assert.InRange(Width(doubled, twice, twice) / once, 0.85, 1.15);
        Assert.InRange(Width(doubled, twice, null) / once, 0.6, 0.82);
    }

    [Fact]
    public void Share_WeightsOfWholeNumbers_EqualRepeatedRows()
    {
        var (rows, _, _) = Make();
        int[] few = [.. Enumerable.Range(0, 60)], at = [.. few.SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3)))];
        FeatureMatrix Pick(int[] from) => new(Schema, [.. rows.Columns.Select(c => Array.ConvertAll(from, i => c[i]))]);
        var weighted = AssociationShare.Measure(Score, Pick(few), new AssociationShareOptions { Weights = [.. few.Select(i => 1.0 + (i % 3))] }, TestContext.Current.CancellationToken);
        var repeated = AssociationShare.Measure(Score, Pick(at), null, TestContext.Current.CancellationToken);
        Assert.Equal(repeated.Share().Value, weighted.Share().Value, 1e-12);
        Assert.Equal(repeated.SignedVarianceShare().Value, weighted.SignedVarianceShare().Value, 1e-12);
        var a = repeated.Intervals(0.95, at, cancel: TestContext.Current.CancellationToken)[0].Interval!.Value;
        var b = weighted.Intervals(0.95, few, cancel: TestContext.Current.CancellationToken)[0].Interval!.Value;
        Assert.Equal(a.High - a.Low, b.High - b.Low, 0.02);
    }

    [Fact]
    public void Share_SuspectMoved_CountsAsAnothersRecord()
    {
        var (rows, _, _) = Make();
        var all = AssociationShare.MeasureMoved(Score, rows, new HashSet<string> { "a" }, cancel: TestContext.Current.CancellationToken);

        // Everything that the score reads is then another's: the share is 1; the copy, which it never reads, adds nothing.
        Assert.Equal(1, all.Share().Value, 1e-12);
        var usual = AssociationShare.Measure(Score, rows, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(usual.Share().Value, AssociationShare.MeasureMoved(Score, rows, new HashSet<string>(), cancel: TestContext.Current.CancellationToken).Share().Value);
        var drawn = usual.Bootstrap(0.95, Root, 100, cancel: TestContext.Current.CancellationToken).Interval!.Value;
        Assert.InRange(usual.Share().Value, drawn.Low, drawn.High);
    }
}
