using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class PermutationImportanceTests
{
    private static readonly Streams Seed = Streams.FromSeed(11);

    [Fact]
    public void Measure_TwoRows_IsTheShareOfRepeatsThatSwappedThem()
    {
        // A perfect score of two rows: AUC 1, after a swap 0. Each repeat's drop is 0 or 1.
        var (scorer, rows) = Linear([1, 0], [[2, 1], [5, 5]]);
        var result = PermutationImportance.Measure(scorer, rows, new RocAucMetric([true, false]), Seed, new() { Repeats = 40 }, TestContext.Current.CancellationToken);
        var drops = result.Features[0].Repeats;
        Assert.Equal(1, result.Baseline.Value);
        Assert.All(drops, d => Assert.True(d is 0 or 1));
        Assert.Equal(drops.Average(), result.Features[0].Mean.Value, 14);

        // 40 fair coins: fewer than 8 or more than 32 heads has probability below 1e-4; the seed is fixed.
        Assert.InRange(drops.Sum(), 8, 32);
    }

    [Fact]
    public void Measure_IntervalOverRepeats_IsStudentT()
    {
        var (scorer, rows, adverse) = Noisy(400);
        var x = PermutationImportance.Measure(scorer, rows, new RocAucMetric(adverse), Seed, null, TestContext.Current.CancellationToken).Features[0];
        Assert.Equal(10, x.Repeats.Count);
        var mean = x.Repeats.Average();
        var sd = Math.Sqrt(x.Repeats.Sum(d => (d - mean) * (d - mean)) / 9);
        Assert.Equal(sd, x.StandardDeviation!.Value, 12);

        // t quantile 0.975 with 9 degrees of freedom: 2.262157162740992.
        Assert.Equal(mean - (2.262157162740992 * sd / Math.Sqrt(10)), x.Interval!.Value.Low, 9);
        Assert.Equal(mean + (2.262157162740992 * sd / Math.Sqrt(10)), x.Interval!.Value.High, 9);
    }

    [Fact]
    public void Measure_OneRepeat_HasNoSpread()
    {
        var (scorer, rows, adverse) = Noisy(50);
        var x = PermutationImportance.Measure(scorer, rows, new RocAucMetric(adverse), Seed, new() { Repeats = 1 }, TestContext.Current.CancellationToken).Features[0];
        Assert.Null(x.StandardDeviation);
        Assert.Null(x.Interval);
    }

    [Fact]
    public void Measure_InformativeFeature_IsPositiveForEveryMetricAndTheUnusedExactlyZero()
    {
        var (scorer, rows, adverse) = Noisy(2000);
        foreach (var result in PermutationImportance.Measure(
            scorer, rows, [new RocAucMetric(adverse), new LogLossMetric(adverse), new BrierMetric(adverse)], Seed, null, TestContext.Current.CancellationToken))
        {
            Assert.True(result.Features[0].Interval!.Value.Low > 0, result.Metric);
            Assert.Equal(0.0, result.Features[1].Mean.Value);
            Assert.Equal(0.0, result.Features[1].StandardDeviation);
            Assert.All(result.Features[1].Repeats, d => Assert.Equal(0.0, d));
            Assert.Equal("permutation-importance", result.Stream);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Measure_TreeShortCut_HasTheSameBitsAsScoringWholeRows(bool setsSpanFeatures)
    {
        // Depth 4: one word; 6: two words; 8: trees too large for words. NaN reaches the trees: the median is NaN.
        foreach (var depth in new[] { 4, 6, 8 })
        {
            for (ulong seed = 0; seed < 4; seed++)
            {
                var (scorer, rows, adverse) = Trees(seed, depth, 700, setsSpanFeatures, seed % 2 == 0 ? ScoreScale.AdverseLogOdds : ScoreScale.AdverseProbability);
                IImportanceMetric[] metrics = [new RocAucMetric(adverse), new LogLossMetric(adverse), new ScoreHash()];
                var options = new PermutationImportanceOptions { Repeats = 2 };
                var fast = PermutationImportance.Measure(scorer, rows, metrics, Seed, options, useTrees: true, TestContext.Current.CancellationToken);
                var slow = PermutationImportance.Measure(scorer, rows, metrics, Seed, options, useTrees: false, TestContext.Current.CancellationToken);
                AssertSame(slow, fast);
            }
        }
    }

    [Fact]
    public void Measure_FeatureThatNoTreeUses_IsExactlyZeroOnBothPaths()
    {
        var (scorer, rows, adverse) = Trees(5, 4, 300, false, ScoreScale.AdverseLogOdds, unused: true);
        foreach (var useTrees in new[] { true, false })
        {
            var result = PermutationImportance.Measure(scorer, rows, [new RocAucMetric(adverse)], Seed, null, useTrees, TestContext.Current.CancellationToken)[0];
            var unused = Assert.Single(result.Features, f => f.Feature == "unused");
            Assert.Equal(0.0, unused.Mean.Value);
            Assert.All(unused.Repeats, d => Assert.Equal(0.0, d));
            Assert.Contains(result.Features, f => f.Mean.Value != 0);
        }
    }

    [Fact]
    public void Measure_ThreadsAndMemory_DoNotChangeTheResult()
    {
        var (scorer, rows, adverse) = Trees(2, 6, 1500, false, ScoreScale.AdverseProbability);
        IImportanceMetric[] metrics = [new RocAucMetric(adverse), new BrierMetric(adverse)];
        var one = PermutationImportance.Measure(scorer, rows, metrics, Seed, new() { Repeats = 3 }, TestContext.Current.CancellationToken);
        AssertSame(one, PermutationImportance.Measure(scorer, rows, metrics, Seed, new() { Repeats = 3, Threads = 2 }, TestContext.Current.CancellationToken));
        AssertSame(one, PermutationImportance.Measure(scorer, rows, metrics, Seed, new() { Repeats = 3, MemoryBudget = 1 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Measure_FeaturesInAnotherOrder_KeepTheirResults()
    {
        var (card, rows, adverse) = Scorecard(["a", "b", "c"]);
        var (turned, turnedRows, _) = Scorecard(["c", "a", "b"]);
        var expected = PermutationImportance.Measure(card, rows, new RocAucMetric(adverse), Seed, null, TestContext.Current.CancellationToken);
        var actual = PermutationImportance.Measure(turned, turnedRows, new RocAucMetric(adverse), Seed, null, TestContext.Current.CancellationToken);
        foreach (var feature in expected.Features)
        {
            Assert.NotEqual(0, feature.Mean.Value);
            Assert.Equal(feature.Repeats, actual.Features.Single(f => f.Feature == feature.Feature).Repeats);
        }
    }

    [Fact]
    public void Measure_StrataOfOneRow_PermuteNothing()
    {
        var (scorer, rows, adverse) = Noisy(200);
        var result = PermutationImportance.Measure(
            scorer, rows, new RocAucMetric(adverse), Seed, new() { Strata = [.. Enumerable.Range(0, 200)] }, TestContext.Current.CancellationToken);
        Assert.Equal(0.0, result.Features[0].Mean.Value);
    }

    [Fact]
    public void Permuter_Strata_KeepTheirValuesAndDoNotInfluenceEachOther()
    {
        var column = Enumerable.Range(0, 90).Select(i => (float)i).ToArray();
        var strata = Enumerable.Range(0, 90).Select(i => (i % 3) - 1).ToArray();
        var permuted = new float[90];
        new ColumnPermuter(Seed, strata, 90).Permute("x", 4, column, permuted);
        Assert.NotEqual(column, permuted);
        for (var code = -1; code <= 1; code++)
        {
            var rows = Enumerable.Range(0, 90).Where(i => strata[i] == code).ToArray();
            Assert.Equal(rows.Select(i => column[i]), rows.Select(i => permuted[i]).Order());
            Assert.NotEqual(rows.Select(i => column[i]), rows.Select(i => permuted[i]));
        }

        // Splitting stratum 1 leaves strata −1 and 0 as they were.
        var finer = strata.Select((s, i) => s == 1 && i > 45 ? 2 : s).ToArray();
        var again = new float[90];
        new ColumnPermuter(Seed, finer, 90).Permute("x", 4, column, again);
        Assert.All(Enumerable.Range(0, 90).Where(i => strata[i] < 1), i => Assert.Equal(permuted[i], again[i]));
    }

    [Fact]
    public void Permuter_FeatureRepeatAndSeed_EachChangeThePermutation()
    {
        var column = Enumerable.Range(0, 50).Select(i => (float)i).ToArray();
        var results = new[] { (Seed, "x", 0), (Seed, "x", 1), (Seed, "y", 0), (Streams.FromSeed(12), "x", 0) }.Select(c =>
        {
            var to = new float[50];
            new ColumnPermuter(c.Item1, null, 50).Permute(c.Item2, c.Item3, column, to);
            Assert.Equal(column, to.Order());
            return string.Join(' ', to);
        });
        Assert.Equal(4, results.Distinct().Count());
    }

    [Fact]
    public void Measure_OneClass_IsUndefinedWithTheReason()
    {
        var (scorer, rows, _) = Noisy(20);
        var result = PermutationImportance.Measure(scorer, rows, new RocAucMetric(new bool[20]), Seed, null, TestContext.Current.CancellationToken);
        Assert.Equal("no row has the adverse outcome", result.Features[0].Mean.Reason);
        Assert.Empty(result.Features[0].Repeats);
    }

    [Fact]
    public void Measure_Cancelled_Stops()
    {
        var (scorer, rows, adverse) = Noisy(20);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PermutationImportance.Measure(scorer, rows, new RocAucMetric(adverse), Seed, null, source.Token));
    }

    [Fact]
    public void Measure_Progress_RisesToOne()
    {
        var (scorer, rows, adverse) = Noisy(20);
        var seen = new Seen();
        PermutationImportance.Measure(scorer, rows, new RocAucMetric(adverse), Seed, new() { Progress = seen, MemoryBudget = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(20, seen.Values.Count);
        Assert.Equal(seen.Values.Order(), seen.Values);
        Assert.Equal(1, seen.Values[^1]);
    }

    [Fact]
    public void Measure_OtherFeaturesThanTheScore_IsRefused()
    {
        var (scorer, _, _) = Noisy(20);
        var (_, other) = Linear([1], [[1, 2]]);
        Assert.Throws<ArgumentException>(() => PermutationImportance.Measure(scorer, other, new RocAucMetric([true, false]), Seed, null, TestContext.Current.CancellationToken));
    }

    private static void AssertSame(IReadOnlyList<PermutationImportanceResult> expected, IReadOnlyList<PermutationImportanceResult> actual)
    {
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal(e.Baseline, a.Baseline);
            Assert.Equal(e.Features.Count, a.Features.Count);
            foreach (var (x, y) in e.Features.Zip(a.Features))
            {
                Assert.Equal(x.Repeats, y.Repeats);
                Assert.Equal(x.Interval, y.Interval);
            }
        }
    }

    private static FeatureSchema Numbers(int count) =>
        new([.. Enumerable.Range(0, count).Select(f => new Feature("f" + f, FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, f))]);

    private static (IScorer Scorer, FeatureMatrix Rows) Linear(double[] weights, float[][] columns)
    {
        var schema = Numbers(weights.Length);
        return (new EncodedScorer(schema, new LinearModel(0, weights), ScoreScale.AdverseLogOdds), new FeatureMatrix(schema, columns));
    }

    // Log-odds 2·f0 with f0 in (−1, 1); f1 has weight 0.
    private static (IScorer Scorer, FeatureMatrix Rows, bool[] Adverse) Noisy(int rows)
    {
        float[][] columns = [.. Enumerable.Range(0, 2).Select(f => Enumerable.Range(0, rows).Select(i => (float)((2 * Seed.Uniform((ulong)i, (uint)f)) - 1)).ToArray())];
        var (scorer, matrix) = Linear([2, 0], columns);
        bool[] adverse = [.. Enumerable.Range(0, rows).Select(i => Seed.Uniform((ulong)i, 9) < 1 / (1 + Math.Exp(-2 * columns[0][i])))];
        return (scorer, matrix, adverse);
    }

    private static (IScorer Scorer, FeatureMatrix Rows, bool[] Adverse) Trees(ulong seed, int depth, int rows, bool setsSpanFeatures, ScoreScale scale, bool unused = false)
    {
        var numbers = Enumerable.Range(0, 6).Select(f => new Feature("f" + f, FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, f));

        // Sets hold one of slots 6 and 7 and one of 8 and 9: of one feature, or of two.
        Feature[] categories = setsSpanFeatures
            ? [new("c", FeatureKind.Category, Origin.Area, OnMove.Swap, ["a"], 0, false, 6), new("d", FeatureKind.Category, Origin.Own, OnMove.Keep, ["a"], 0, false, 8)]
            : [new("c", FeatureKind.Category, Origin.Area, OnMove.Swap, ["a", "b", "c"], 0, false, 6)];
        Feature[] extra = unused ? [new("unused", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 10)] : [];
        var schema = new FeatureSchema([.. numbers, .. categories, .. extra]);
        var draw = Streams.FromSeed(seed).Derive("matrix").Sequence();
        var columns = new float[schema.Count][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = new float[rows];
            for (var row = 0; row < rows; row++)
            {
                var level = draw.NextBelow(7);
                columns[f][row] = level == 6 ? float.NaN : schema.Features[f].Kind == FeatureKind.Number ? level - 3 : level % (schema.Features[f].Levels.Count + 1);
            }
        }

        var adverse = Enumerable.Range(0, rows).Select(_ => draw.NextBelow(2) == 0).ToArray();
        var ensemble = RandomTrees.Ensemble(seed, 8, depth);
        ensemble = new TreeEnsemble(schema.Slots, ensemble.Trees, ensemble.Bias, ensemble.Slope, ensemble.Offset);
        ISlotModel model = seed % 3 == 0 ? ensemble : new BitVectorScorer(ensemble);
        return (new EncodedScorer(schema, model, scale), new FeatureMatrix(schema, columns), adverse);
    }

    private static (IScorer Scorer, FeatureMatrix Rows, bool[] Adverse) Scorecard(string[] order)
    {
        const int rows = 120;
        var schema = new FeatureSchema([.. order.Select((name, i) => new Feature(name, FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, i))]);
        var tables = order.Select(name => new FeaturePoints([0.5f], name switch { "a" => [0, 64], "b" => [0, 16], _ => [0, 4] }, 0));
        float[][] columns = [.. order.Select(name => Enumerable.Range(0, rows).Select(i => (float)Seed.Derive(name).Uniform((ulong)i, 0)).ToArray())];
        bool[] adverse = [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0)];
        return (new PointsScorecard(schema, 300, [.. tables]), new FeatureMatrix(schema, columns), adverse);
    }

    /// <summary>Changes when any bit of any score changes.</summary>
    private sealed class ScoreHash : IImportanceMetric
    {
        public string Id => "hash";

        public string Name => "hash";

        public bool HigherIsBetter => true;

        public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale)
        {
            ulong hash = 0;
            foreach (var score in scores)
            {
                hash = unchecked((hash * 31) + BitConverter.DoubleToUInt64Bits(score));
            }

            return Estimate.Of(hash >> 12);
        }
    }

    private sealed class Seen : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
