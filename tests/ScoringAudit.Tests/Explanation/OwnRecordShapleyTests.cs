using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Parts of the own record that cannot depend on anybody else's.</summary>
public class OwnRecordShapleyTests
{
    private static readonly Streams Root = Streams.FromSeed(1);

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - 1e-12, expected + 1e-12);

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 12)]
    [InlineData(3, 2)]
    [InlineData(4, 0)]
    public void Explain_RandomEnsembles_EqualEnumerationOfTheGameWithoutOthers(ulong seed, int mostTableBits)
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(seed, trees: 6, maxDepth: 6));
        var rows = SmallGames.Rows(seed, 6);
        var reference = SmallGames.Rows(seed + 50, 9);
        var weights = Enumerable.Range(0, 9).Select(i => 1.0 + (i % 3)).ToArray();
        var own = OwnRecordShapley.Of(score, new Background(reference, weights), Root, new TreeShapleyOptions { MostTableBits = mostTableBits }, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2], own.Features);
        var values = own.Explain(rows, TestContext.Current.CancellationToken);
        for (var row = 0; row < rows.Rows; row++)
        {
            // All seven features play; coalitions with anybody else's record are never formed: v of the own ones only.
            float[] x = [.. rows.Columns.Select(c => c[row])];
            var v = SmallGames.Interventional(score, reference, x, [0, 1, 2, 3, 3, 3, 3], 4, weights)[..8];
            var phi = SmallGames.Shapley(v, 3);
            for (var p = 0; p < 3; p++)
            {
                Near(phi[p], values[p][row]);
            }

            Near(v[0], own.Base);
        }
    }

    [Fact]
    public void Explain_OtherRecordsOfOthers_GiveTheSameBits()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(9, trees: 8, maxDepth: 5));
        var rows = SmallGames.Rows(9, 40);
        var own = OwnRecordShapley.Of(score, new Background(SmallGames.Rows(70, 30)), Root, cancel: TestContext.Current.CancellationToken);
        float[][] swapped = [.. rows.Columns.Select((c, f) => f < 3 ? c : c.Reverse().ToArray())];
        var a = own.Explain(rows, TestContext.Current.CancellationToken);
        var b = own.Explain(new FeatureMatrix(rows.Schema, swapped), TestContext.Current.CancellationToken);
        Assert.Equal(a.SelectMany(v => v), b.SelectMany(v => v));
    }

    [Fact]
    public void Explain_ScoreThatCanOnlyBeAsked_AgreesWithItsTrees()
    {
        var trees = SmallGames.Score(RandomTrees.Ensemble(3, trees: 5, maxDepth: 4));
        var (rows, background) = (SmallGames.Rows(3, 5), new Background(SmallGames.Rows(33, 7)));
        var exact = OwnRecordShapley.Of(trees, background, Root, cancel: TestContext.Current.CancellationToken);
        var asked = OwnRecordShapley.Of(new Asked(trees), background, Root, cancel: TestContext.Current.CancellationToken);

        // The asked score is cast to float on its way: 1e-6 of scores of size about 1.
        Assert.All(
            exact.Explain(rows, TestContext.Current.CancellationToken).SelectMany(v => v).Zip(asked.Explain(rows, TestContext.Current.CancellationToken).SelectMany(v => v)),
            p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void Explain_LinearScore_IsWeightTimesDistanceFromTheMean()
    {
        // f = 2 a + 3 b with a own, b the neighbours'; background a: 0 and 2, so φ_a(5) = 2 (5 − 1) = 8; b never enters. Base: 2·1 + 3·1 = 5.
        var schema = new FeatureSchema([
            new Feature("a", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
            new Feature("b", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 1)]);
        var score = new EncodedScorer(schema, new LinearModel(0, [2, 3]), ScoreScale.AdverseLogOdds);
        var own = OwnRecordShapley.Of(score, new Background(SmallGames.Matrix(schema, [0, 0], [2, 2])), Root, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(5, own.Base);
        Assert.Equal([8.0], own.Explain(SmallGames.Matrix(schema, [5, 100]), TestContext.Current.CancellationToken).Select(v => v[0]));
    }

    private sealed class Asked(EncodedScorer inner) : IScorer
    {
        public FeatureSchema Features => inner.Features;

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores) => inner.Score(columns, scores);
    }
}
