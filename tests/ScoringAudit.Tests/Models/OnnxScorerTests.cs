using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Explanation;

namespace ScoringAudit.Tests.Models;

/// <summary>ONNX models behind IScorer: asked, never opened.</summary>
public class OnnxScorerTests
{
    private static readonly ModelDeclaration Probability = new() { Inputs = ["a", "b"], Kind = ScoreKind.Probability, Direction = ScoreDirection.HigherIsRiskier };

    private static readonly ModelDeclaration Second = Probability with { Output = "probabilities", OutputColumn = 1 };

    private static double[] Score(IScorer scorer, params float[][] columns)
    {
        var scores = new double[columns[0].Length];
        scorer.Score(new FeatureBlock(columns, 0, scores.Length), scores);
        return scores;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    [Fact]
    public void Score_Logistic_IsTheClosedForm()
    {
        var scorer = OnnxScorer.Read(OnnxBytes.Logistic([0.5f, -2], 0.25f), "m.onnx", Probability);
        Assert.Equal(["a", "b"], scorer.Features.Features.Select(f => f.Name));
        Assert.Equal(ScoreScale.AdverseProbability, scorer.Scale);
        var scores = Score(scorer, [1, -3, 0], [0.5f, 2, 0]);
        Assert.Equal(Sigmoid(0.5 - 1 + 0.25), scores[0], 1e-6);
        Assert.Equal(Sigmoid(-1.5 - 4 + 0.25), scores[1], 1e-6);
        Assert.Equal(Sigmoid(0.25), scores[2], 1e-6);
    }

    [Fact]
    public void Score_SaferProbability_IsTurnedRound()
    {
        byte[] model = OnnxBytes.Logistic([0.5f, -2], 0.25f);
        var risky = Score(OnnxScorer.Read(model, "m.onnx", Probability), [1, -3], [0.5f, 2]);
        var safe = Score(OnnxScorer.Read(model, "m.onnx", Probability with { Direction = ScoreDirection.HigherIsSafer }), [1, -3], [0.5f, 2]);
        Assert.Equal(1 - risky[0], safe[0], 1e-12);
        Assert.Equal(1 - risky[1], safe[1], 1e-12);
    }

    [Fact]
    public void Score_Trees_EqualsTheSameTreesHere()
    {
        var scorer = OnnxScorer.Read(OnnxBytes.Trees(), "m.onnx", Second);
        float[] a = [0, 0.5f, 0.6f, float.NaN, 0], b = [2, 3, 0, 5, 1];
        double[] logOdds = [-1 - 0.25, 0.5 - 0.25, 2 + 0.25, 0.5 - 0.25, -1 + 0.25];
        var scores = Score(scorer, a, b);
        for (var i = 0; i < a.Length; i++)
        {
            Assert.Equal(Sigmoid(logOdds[i]), scores[i], 1e-6);
        }

        // The other column is the other class.
        var other = Score(OnnxScorer.Read(OnnxBytes.Trees(), "m.onnx", Second with { OutputColumn = 0 }), a, b);
        Assert.All(scores.Zip(other), p => Assert.Equal(1, p.First + p.Second, 1e-6));
    }

    [Fact]
    public void Score_SingleColumnsOfPoints_ReadsEachByName()
    {
        var declared = new ModelDeclaration { Kind = ScoreKind.Points, Direction = ScoreDirection.HigherIsSafer };
        var scorer = OnnxScorer.Read(OnnxBytes.Points(), "m.onnx", declared);
        Assert.Equal(["income", "debts"], scorer.Features.Features.Select(f => f.Name));
        Assert.Equal((ScoreKind.Points, ScoreDirection.HigherIsSafer), (scorer.Scale.Kind, scorer.Scale.Direction));
        Assert.Equal([300 + 15 - 40.0], Score(scorer, [1.5f], [2]));
        var missing = Assert.Throws<AuditDataException>(() => Score(scorer, [1], [float.NaN]));
        Assert.Equal("m.onnx: the input 'debts' takes whole numbers; a row has none in column 'debts'. Expected what training saw. Fill missing values as training did.", missing.Message);
        var half = Assert.Throws<AuditDataException>(() => Score(scorer, [1], [0.5f]));
        Assert.StartsWith("m.onnx: the input 'debts' takes whole numbers; a row has another number in column 'debts'.", half.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_FileDeclaresItself_NeedsNoPlan()
    {
        var model = OnnxBytes.Logistic([1, 1], 0, ("feature_names", "a,b"), ("score_scale", "probability"), ("score_direction", "higher_is_riskier"));
        Assert.Equal(Sigmoid(3), Score(OnnxScorer.Read(model, "m.onnx", ModelDeclaration.None), [1], [2])[0], 1e-6);
        var wrong = OnnxBytes.Logistic([1, 1], 0, ("feature_names", "a,b"), ("score_scale", "grade"), ("score_direction", "higher_is_riskier"));
        Assert.Equal(
            "m.onnx: the file's metadata has score_scale 'grade'. Expected probability, log_odds, points. Declare it in the plan.",
            Assert.Throws<AuditDataException>(() => OnnxScorer.Read(wrong, "m.onnx", ModelDeclaration.None)).Message);
    }

    [Fact]
    public void Score_RowsAroundIt_DoNotMatter()
    {
        var draw = Streams.FromSeed(3).Derive("onnx").Sequence();
        float[] weights = [.. Enumerable.Range(0, 40).Select(_ => (float)(draw.NextUniform() - 0.5))];
        float[][] columns = [.. weights.Select(_ => Enumerable.Range(0, 700).Select(_ => (float)draw.NextUniform()).ToArray())];
        var scorer = OnnxScorer.Read(OnnxBytes.Logistic(weights, 0.1f), "m.onnx", Probability with { Inputs = [.. weights.Select((_, i) => $"f{i}")] });
        var all = Score(scorer, columns);
        var alone = Enumerable.Range(0, 700).Select(row => Score(scorer, [.. columns.Select(c => new[] { c[row] })])[0]).ToArray();
        Assert.Equal(alone, all);
        var shared = new double[700];
        ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, 700), shared, 3, TestContext.Current.CancellationToken);
        Assert.Equal(all, shared);
    }

    [Fact]
    public void Explain_Logistic_IsWeightTimesDistanceFromTheMean()
    {
        // On log-odds the score is linear: φ_a = 0.5 (a − mean a), φ_b = −2 (b − mean b), to the single precision in which the model computes.
        var scorer = OnnxScorer.Read(OnnxBytes.Logistic([0.5f, -2], 0.25f), "m.onnx", Probability);
        var rows = new FeatureMatrix(scorer.Features, [[1, 0, 0.5f], [0.25f, -0.5f, 1]]);
        var phi = ModelShapley.Exact(scorer, rows, new Background(rows), options: new ModelShapleyOptions { Unit = AttributionUnit.LogOdds }, cancel: TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0.5 * (rows.Columns[0][i] - 0.5), phi.Values[0][i], 1e-5);
            Assert.Equal(-2 * (rows.Columns[1][i] - 0.25), phi.Values[1][i], 1e-5);
        }
    }

    [Fact]
    public void Explain_Trees_EqualsTheTreesOwnExactValues()
    {
        var onnx = OnnxScorer.Read(OnnxBytes.Trees(), "m.onnx", Second);
        var here = SmallGames.Score(
            new TreeEnsemble(2, [new DecisionTree([0, 1], [0.5f, 2], [1, ~1], [~0, ~2], [2, -1, 0.5], missingLeft: [true, false]), new DecisionTree([1], [1], [~0], [~1], [0.25, -0.25])]),
            SmallGames.Numbers(2));
        var draw = Streams.FromSeed(5).Derive("onnx").Sequence();
        float[][] columns = [.. Enumerable.Range(0, 2).Select(f => Enumerable.Range(0, 60).Select(i => i % 9 == 0 && f == 0 ? float.NaN : (float)(3 * draw.NextUniform())).ToArray())];
        FeatureMatrix asked = new(onnx.Features, columns), exact = new(here.Features, columns);
        var cancel = TestContext.Current.CancellationToken;
        var expected = TreeShapley.Interventional(here, new Background(exact)).Explain(exact, cancel);
        var options = new ModelShapleyOptions { Unit = AttributionUnit.LogOdds };
        var all = ModelShapley.Exact(onnx, asked, new Background(asked), options: options, cancel: cancel);
        var orders = ModelShapley.Permutation(onnx, asked, new Background(asked), Streams.FromSeed(1), options: options, cancel: cancel);
        for (var f = 0; f < 2; f++)
        {
            for (var i = 0; i < 60; i++)
            {
                Assert.Equal(expected.Values[f][i], all.Values[f][i], 1e-5);

                // With two players an order and its reverse are all orders.
                Assert.Equal(expected.Values[f][i], orders.Values[f][i], 1e-5);
            }
        }
    }

    [Fact]
    public void Importance_FeatureOfWeightZero_IsExactlyZero()
    {
        var scorer = OnnxScorer.Read(OnnxBytes.Logistic([2, 0], 0), "m.onnx", Probability);
        var draw = Streams.FromSeed(6).Derive("onnx").Sequence();
        float[][] columns = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 300).Select(_ => (float)draw.NextUniform()).ToArray())];
        bool[] adverse = [.. columns[0].Select(v => draw.NextUniform() < Sigmoid((4 * v) - 2))];
        var result = PermutationImportance.Measure(scorer, new FeatureMatrix(scorer.Features, columns), new RocAucMetric(adverse), Streams.FromSeed(1), cancel: TestContext.Current.CancellationToken);
        Assert.True(result.Features[0].Mean.Value > 0.05);
        Assert.Equal(0.0, result.Features[1].Mean.Value);
    }

    [Fact]
    public void AssociationShare_Linear_IsTheClosedForm()
    {
        // φ_O = w_a (a − mean), φ_A = w_b (b − mean): the share is a ratio of mean absolute deviations.
        var inner = OnnxScorer.Read(OnnxBytes.Logistic([1, 0.5f], 0), "m.onnx", Probability);
        var scorer = DeclaredOrigins.Apply(inner, new Dictionary<string, (Origin, OnMove)> { ["b"] = (Origin.Neighbourhood, OnMove.Swap) });
        float[] a = [0, 1, 2, 5], b = [1, 1, 4, 2];
        var rows = new FeatureMatrix(scorer.Features, [a, b]);
        var share = AssociationShare.Measure(scorer, rows, cancel: TestContext.Current.CancellationToken).Share();
        var (own, others) = (a.Sum(v => Math.Abs(v - 2)), 0.5 * b.Sum(v => Math.Abs(v - 2)));
        Assert.Equal(others / (own + others), share.Value, 1e-5);
    }

    [Theory]
    [InlineData("no inputs")]
    [InlineData("no scale")]
    [InlineData("no direction")]
    public void Read_SomethingUndeclared_SaysWhatTheFileHasAndTheLineToWrite(string what)
    {
        var declared = what switch
        {
            "no inputs" => Probability with { Inputs = [] },
            "no scale" => Probability with { Kind = null },
            _ => Probability with { Direction = null },
        };
        var e = Assert.Throws<AuditDataException>(() => OnnxScorer.Read(OnnxBytes.Logistic([1, 1], 0), "m.onnx", declared));
        Assert.Equal(
            "m.onnx: an ONNX file does not say what its columns and its numbers mean, and this is never guessed. Found inputs: x [rows, 2]; outputs: p [rows, 1]. Expected in the plan, for example: model: { file: m.onnx, inputs: [income, debt], output: probabilities, outputColumn: 1, scale: probability, direction: higher_is_riskier }. Inputs: the columns in the model's order; scale: probability, log_odds or points; outputColumn where an output has several.",
            e.Message);
    }

    [Fact]
    public void Read_WhatCannotBe_SaysWhy()
    {
        string Error(byte[] model, ModelDeclaration declared) => Assert.Throws<AuditDataException>(() => OnnxScorer.Read(model, "m.onnx", declared)).Message;
        Assert.Equal("m.onnx: the input 'x' has 2 columns, 3 are named (a, b, c). Expected as many names, in the model's order. Correct 'inputs'.", Error(OnnxBytes.Logistic([1, 1], 0), Probability with { Inputs = ["a", "b", "c"] }));
        Assert.Equal("m.onnx: there is no output 'q' of real numbers. Expected one of: p. Correct 'output'; of a classifier that gives a map, export it again without (zipmap=False).", Error(OnnxBytes.Logistic([1, 1], 0), Probability with { Output = "q" }));
        Assert.Equal("m.onnx: output 'probabilities' has 2 column(s), and outputColumn is 2. Expected 0 to 1. Correct it.", Error(OnnxBytes.Trees(), Second with { OutputColumn = 2 }));
        Assert.Contains("Found inputs: x [rows, 2]; outputs: label [rows], probabilities [rows, 2].", Error(OnnxBytes.Trees(), Probability), StringComparison.Ordinal);
        Assert.StartsWith("m.onnx: the file cannot be read as an ONNX model: ", Error([1, 2, 3], Probability), StringComparison.Ordinal);
        Assert.StartsWith("m.onnx: the file cannot be read as an ONNX model: ", Error(OnnxBytes.Logistic([1, 1], 0)[..60], Probability), StringComparison.Ordinal);
    }

    [Fact]
    public void Score_NoProbabilityOrNoNumber_IsRefused()
    {
        var points = OnnxBytes.Points();
        var scorer = OnnxScorer.Read(points, "m.onnx", new ModelDeclaration { Kind = ScoreKind.Probability, Direction = ScoreDirection.HigherIsRiskier });
        Assert.Equal(
            "m.onnx: output 'points' is 310 on a row, which is no probability. Expected numbers from 0 to 1. Declare scale: log_odds or points, or another output.",
            Assert.Throws<AuditDataException>(() => Score(scorer, [1], [0])).Message);
        var linear = OnnxScorer.Read(OnnxBytes.Logistic([1, 1], 0), "m.onnx", Probability);
        Assert.Equal(
            "m.onnx: the model gives no number for a row without a value of b. Expected a score of every row. Fill missing values as training did.",
            Assert.Throws<AuditDataException>(() => Score(linear, [1], [float.NaN])).Message);
    }

    [Fact]
    public void LoadFile_Onnx_IsTheScorer()
    {
        var loaded = ModelDirectory.LoadFile("m.onnx", () => new MemoryStream(OnnxBytes.Trees()), Second);
        Assert.Equal("onnx", loaded.Card.Algorithm);
        Assert.IsType<OnnxScorer>(loaded.Scorer);
    }
}
