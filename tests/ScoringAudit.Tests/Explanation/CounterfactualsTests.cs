using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>What could have been otherwise: worked examples, and exhaustive search over every value that can make a difference.</summary>
public class CounterfactualsTests
{
    private static readonly FeatureSchema Three = new([
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("debt", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 1),
        new Feature("street", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 2)]);

    private static FeatureConstraint[] Free(FeatureSchema schema) =>
        [.. schema.Features.Select(f => f.Origin == Origin.Own ? FeatureConstraint.Free : FeatureConstraint.Fixed)];

    private static DecisionRule Below(double logOdds) => new(ScoreScale.AdverseLogOdds, logOdds, true);

    private static string Text(Counterfactual c) => string.Join(" & ", c.Changes.Select(x => FormattableString.Invariant($"{x.Feature}:{x.To:G6}")));

    // A tree that is good only where income > 2.5 and debt <= 1.5, or where income > 7.5.
    private static EncodedScorer Tree() => new(
        Three,
        new BitVectorScorer(new TreeEnsemble(3, [new DecisionTree([0, 0, 1], [7.5f, 2.5f, 1.5f], [1, ~0, ~1], [~3, 2, ~2], [1, -1, 1, -1])])),
        ScoreScale.AdverseLogOdds);

    private static FeatureMatrix Reference(FeatureSchema schema) => SmallGames.Matrix(schema, [1, 1, 0], [3, 3, 0.5f], [5.5f, 2.5f, 1]);

    [Fact]
    public void Find_OneFeature_NamesTheNearestStep()
    {
        // From (3, 4): debt down to 1.5 does it (2.5 units), income above 7.5 does it (4.5 units).
        // Spread of income in 1, 3, 5.5: median 3, (2 + 0 + 2.5)/3 = 1.5; of debt in 1, 3, 2.5: median 2.5, (1.5 + 0.5 + 0)/3 = 2/3.
        var result = new Counterfactuals(Tree(), Below(0), Free(Three), Reference(Three)).Find([3, 4, 0], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(["0:7.5", "1:1.5"], result.Single.Select(Text));
        Assert.Equal(4.5 / 1.5, result.Single[0].Cost, 1e-6);
        Assert.Equal(2.5 / (2.0 / 3), result.Single[1].Cost, 1e-6);
        Assert.Equal((1, -1), (result.Single[0].Changes[0].Direction, result.Single[1].Changes[0].Direction));
        Assert.Empty(result.Pairs);
        Assert.True(result.IsProven);
    }

    [Fact]
    public void Find_TwoFeaturesNeeded_NamesThePair()
    {
        // From (1, 4) with income at most 5: neither alone does it; both do.
        var rules = Free(Three);
        rules[0] = new FeatureConstraint(true, true, 0, 5);
        var result = new Counterfactuals(Tree(), Below(0), rules, Reference(Three)).Find([1, 4, 0], cancel: TestContext.Current.CancellationToken);
        Assert.Empty(result.Single);
        Assert.Equal("0:2.5 & 1:1.5", Text(Assert.Single(result.Pairs)));
    }

    [Fact]
    public void Find_Constraints_AreKept()
    {
        CounterfactualResult Find(params FeatureConstraint[] rules) => new Counterfactuals(Tree(), Below(0), rules, Reference(Three)).Find([3, 4, 0], cancel: TestContext.Current.CancellationToken);
        var (free, no) = (FeatureConstraint.Free, FeatureConstraint.Fixed);
        Assert.Equal(["1:1.5"], Find(no, free, no).Single.Select(Text));
        Assert.DoesNotContain(Find(free, new(true, false), no).Single, c => c.Changes[0].Feature == 1);
        Assert.Equal(["0:8"], Find(new(true, false, 8), no, no).Single.Select(Text));
        Assert.Equal("no change of at most 1 feature of the own record does it", Find(no, new(true, false), no).Reason);
        Assert.Equal("no feature of the own record may change", Find(no, no, no).Reason);
    }

    [Fact]
    public void Make_AnotherPersonsRecord_IsNeverVaried()
    {
        var error = Assert.Throws<ArgumentException>(() => new Counterfactuals(Tree(), Below(0), [FeatureConstraint.Free, FeatureConstraint.Free, FeatureConstraint.Free], Reference(Three)));
        Assert.StartsWith("The feature 'street' is of origin neighbourhood: another person's record is never varied.", error.Message, StringComparison.Ordinal);
        Assert.Equal(FeatureConstraint.Fixed, FeatureConstraint.Of(FeatureRole.Of("x", Origin.Partner) with { Actionable = Actionability.Yes }, false));
        Assert.Equal(FeatureConstraint.Fixed, FeatureConstraint.Of(FeatureRole.Of("sex"), isProtected: true));
    }

    [Fact]
    public void Find_WholeNumbers_AsksForWholeNumbers()
    {
        var whole = SmallGames.Matrix(Three, [1, 1, 0], [3, 3, 1], [5, 2, 1]);
        Assert.Equal(["0:8", "1:1"], new Counterfactuals(Tree(), Below(0), Free(Three), whole).Find([3, 4, 0], cancel: TestContext.Current.CancellationToken).Single.Select(Text).Order());
    }

    [Fact]
    public void Find_LinearScore_SolvesForTheNumber()
    {
        // log-odds = 1 − 0.5 income + 0.25 debt at (1, 4, ·) = 1.5. Down to 0: income + 3 = 4, or debt − 6 = −2.
        var score = new EncodedScorer(Three, new LinearModel(1, [-0.5, 0.25, 0.1]), ScoreScale.AdverseLogOdds);
        var result = new Counterfactuals(score, Below(0), Free(Three), Reference(Three)).Find([1, 4, 0], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(["0:4", "1:-2"], result.Single.Select(Text).Order());

        // Debt at least 0 and income at most 3: debt goes to its end (1.5 − 1 = 0.5 left), income + 1 = 2. Or income to 3 and debt − 2 = 2. The cheaper:
        // 4/(2/3) + 1/1.5 = 6.67 against 2/1.5 + 2/(2/3) = 4.33.
        FeatureConstraint[] limits = [new(true, true, 0, 3), new(true, true, 0, 10), FeatureConstraint.Fixed];
        var pair = Assert.Single(new Counterfactuals(score, Below(0), limits, Reference(Three)).Find([1, 4, 0], cancel: TestContext.Current.CancellationToken).Pairs);
        Assert.Equal("0:3 & 1:2", Text(pair));
        Assert.Equal((2 / 1.5) + (2 / (2.0 / 3)), pair.Cost, 1e-6);
    }

    [Fact]
    public void Find_ScorecardAndGam_UseTheirSteps()
    {
        var card = new PointsScorecard(Three, 400, [new([2, 6], [0, 50, 90], 0), new([1], [40, 0], 0), new([], [0], 0)]);
        var atLeast = new DecisionRule(card.Scale, 450, true);
        // (1, 4): 400. Income above 2: 450, enough. Debt at most 1: 440, not enough.
        Assert.Equal(["0:2"], new Counterfactuals(card, atLeast, Free(Three), Reference(Three)).Find([1, 4, 0], cancel: TestContext.Current.CancellationToken).Single.Select(Text));
        var gam = new EncodedScorer(Three, new AdditiveModel(0, [[2, 6, 9], [1, 9], [9]], [[1, 0.2, -1], [-0.5, 0.5], [0]]), ScoreScale.AdverseLogOdds);
        // (1, 4): 1.5. Income above 6: −0.5. Debt at most 1: 0.5, not enough.
        Assert.Equal(["0:6"], new Counterfactuals(gam, Below(0), Free(Three), Reference(Three)).Find([1, 4, 0], cancel: TestContext.Current.CancellationToken).Single.Select(Text));
    }

    [Fact]
    public void Find_ScoreOfUnknownForm_SaysWhyNot() => Assert.Equal(
        "the form of the model is not known, so that its steps cannot be tried",
        new Counterfactuals(new Hidden(Tree()), Below(0), Free(Three), Reference(Three)).Find([3, 4, 0], cancel: TestContext.Current.CancellationToken).Reason);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Find_RandomEnsembles_FindsTheCheapestOfAll(ulong seed)
    {
        // Five own numbers and a category; thresholds are −3 … 3, so the values below and just above each of them make every difference there is.
        var schema = new FeatureSchema([
            .. Enumerable.Range(0, 5).Select(i => new Feature("f" + i, FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, i)),
            new Feature("place", FeatureKind.Number, Origin.Area, OnMove.Keep, [], float.NaN, false, 5),
            new Feature("job", FeatureKind.Category, Origin.Own, OnMove.Keep, ["a", "b", "c"], 0, false, 6)]);
        var score = new EncodedScorer(schema, new BitVectorScorer(RandomTrees.Ensemble(seed, trees: 5, maxDepth: 5)), ScoreScale.AdverseLogOdds);
        var draw = Streams.FromSeed(seed).Derive("test").Sequence();
        var reference = new FeatureMatrix(schema, [.. schema.Features.Select(f => Draw(ref draw, f))]);
        var scores = new double[reference.Rows];
        score.Score(reference.All, scores);
        var limits = Free(schema);
        limits[1] = new FeatureConstraint(true, false);
        limits[2] = FeatureConstraint.Fixed;
        limits[3] = new FeatureConstraint(true, true, -2.5, 2.5);
        foreach (var share in new[] { 0.02, 0.15 })
        {
            var rule = DecisionRule.AtApprovalRate(ScoreScale.AdverseLogOdds, scores, share);
            var search = new Counterfactuals(score, rule, limits, reference);
            foreach (var row in Enumerable.Range(0, reference.Rows).Where(i => !rule.IsFavourable(scores[i])).Take(6))
            {
                float[] x = [.. reference.Columns.Select(c => c[row])];
                Compare(score, rule, limits, search, x);
            }
        }
    }

    private static void Compare(EncodedScorer score, DecisionRule rule, FeatureConstraint[] limits, Counterfactuals search, float[] x)
    {
        var found = search.Find(x, cancel: TestContext.Current.CancellationToken);
        var all = Enumerate(score.Features, limits, x).ToList();
        var columns = Enumerable.Range(0, x.Length).Select(f => all.Select(r => r[f]).ToArray()).ToArray();
        var scores = new double[all.Count];
        score.Score(new FeatureBlock(columns, 0, all.Count), scores);
        var cheapest = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            if (rule.IsFavourable(scores[i]))
            {
                var changed = Enumerable.Range(0, x.Length).Where(f => all[i][f] != x[f]).ToList();
                var key = string.Join(",", changed);
                var cost = changed.Sum(f => score.Features.Features[f].Kind == FeatureKind.Category ? 1 : Math.Abs((double)all[i][f] - x[f]) / search.Scales[f].Spread);
                cheapest[key] = Math.Min(cost, cheapest.GetValueOrDefault(key, double.PositiveInfinity));
            }
        }

        var singles = cheapest.Where(c => !c.Key.Contains(',', StringComparison.Ordinal)).ToDictionary(c => c.Key, c => c.Value);
        Same(singles, found.Single);
        var alone = singles.Keys.ToHashSet();
        Same(cheapest.Where(c => c.Key.Count(k => k == ',') == 1 && !c.Key.Split(',').Any(alone.Contains)).ToDictionary(c => c.Key, c => c.Value), found.Pairs);
        if (found.Single.Count + found.Pairs.Count == 0)
        {
            var least = cheapest.Values.DefaultIfEmpty(double.PositiveInfinity).Min();
            Assert.Equal(least, found.Smallest?.Cost ?? double.PositiveInfinity, 1e-5);
        }
    }

    private static void Same(Dictionary<string, double> expected, IReadOnlyList<Counterfactual> found)
    {
        var actual = found.ToDictionary(c => string.Join(",", c.Changes.Select(x => x.Feature)), c => c.Cost);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, e => Assert.Equal(e.Value, actual[e.Key], 1e-5));
    }

    // All changes of at most three features, each to every value that any threshold can tell apart from its neighbours.
    private static IEnumerable<float[]> Enumerate(FeatureSchema schema, FeatureConstraint[] limits, float[] x)
    {
        var values = new List<float>[x.Length];
        for (var f = 0; f < x.Length; f++)
        {
            values[f] = [];
            if (schema.Features[f].Kind == FeatureKind.Category)
            {
                values[f] = [.. Enumerable.Range(0, 3).Select(v => (float)v).Where(v => v != x[f])];
                continue;
            }

            foreach (var t in Enumerable.Range(-3, 7))
            {
                foreach (var v in new[] { t, MathF.BitIncrement(t), (float)Math.Max(t, limits[f].Least), (float)Math.Min(t + 0.999, limits[f].Most) })
                {
                    if (v >= limits[f].Least && v <= limits[f].Most && ((v > x[f] && limits[f].Up) || (v < x[f] && limits[f].Down)))
                    {
                        values[f].Add(v);
                    }
                }
            }
        }

        return From(0, x, 0);

        IEnumerable<float[]> From(int f, float[] row, int made)
        {
            if (f == row.Length)
            {
                yield return row;
                yield break;
            }

            foreach (var rest in From(f + 1, row, made))
            {
                yield return rest;
            }

            foreach (var v in made < 3 ? values[f] : [])
            {
                var changed = (float[])row.Clone();
                changed[f] = v;
                foreach (var rest in From(f + 1, changed, made + 1))
                {
                    yield return rest;
                }
            }
        }
    }

    private static float[] Draw(ref RandomSequence draw, Feature feature)
    {
        var column = new float[60];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = feature.Kind == FeatureKind.Category ? draw.NextBelow(3) : (float)((draw.NextUniform() * 8) - 4);
        }

        return column;
    }

    [Fact]
    public void Find_AllSurroundings_DoesNotDependOnTheOwnOnes()
    {
        // Good iff income > 2.5, or street > 0.5: with every street the only sure way is income.
        var score = new EncodedScorer(
            Three,
            new BitVectorScorer(new TreeEnsemble(3, [new DecisionTree([0, 2], [2.5f, 0.5f], [1, ~0], [~2, ~1], [1, -1, -1])])),
            ScoreScale.AdverseLogOdds);
        var search = new Counterfactuals(score, Below(0), Free(Three), Reference(Three));
        var streets = SmallGames.Matrix(Three, [9, 9, 0], [9, 9, 1], [9, 9, 1]);
        var one = search.Find([1, 1, 0], streets, TestContext.Current.CancellationToken);
        var other = search.Find([1, 1, 1], streets, TestContext.Current.CancellationToken);
        Assert.Equal(["0:2.5"], one.Single.Select(Text));
        Assert.Equal(one.Single.Select(Text), other.Single.Select(Text));
        Assert.Equal("the decision is favourable already", search.Find([1, 1, 1], cancel: TestContext.Current.CancellationToken).Reason);
    }

    [Fact]
    public void Find_LimitOfSteps_IsSaid()
    {
        var score = new EncodedScorer(Three, new BitVectorScorer(new TreeEnsemble(3, [new DecisionTree([0], [2.5f], [~0], [~1], [1, 0.5])])), ScoreScale.AdverseLogOdds);
        var schema = Three;
        var search = new Counterfactuals(score, Below(0), Free(schema), Reference(schema), new CounterfactualOptions { MostSteps = 0 });
        var found = search.Find([1, 1, 0], cancel: TestContext.Current.CancellationToken);
        Assert.False(found.IsProven);
        Assert.Equal("the search was stopped at its limit of steps before it found any", found.Reason);
    }

    private sealed class Hidden(IScorer inner) : IScorer
    {
        public FeatureSchema Features => inner.Features;

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores) => inner.Score(columns, scores);
    }
}
