using System.Globalization;
using System.Text;
using ScoringAudit.Cli;
using ScoringAudit.Tests.Models;

namespace ScoringAudit.EndToEnd;

/// <summary>Models that others made: ONNX, LightGBM's text from Python, an ML.NET .zip.</summary>
public sealed class ForeignModelTests : IDisposable
{
    private const string Columns = """
        schemaVersion: 1
        data: people.csv
        columns:
          subject: person
          decision: { approvalRate: 0.7 }
          outcome: { column: default, adverse: "1" }
          area: { column: plz }
          address: { column: street, order: house }
        protected:
          - { column: sex, reference: m }
        features:
          - { column: income }
          - { column: debt }
          - { column: street_late, origin: neighbourhood }

        """;

    // income ≤ 40: 0.5, else −0.5; debt ≤ 5, or missing: −0.25, else 0.75; street_late ≤ 0.45: 0, else 0.5. Log-odds twice the sum.
    private const string LightGbm = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=2
        objective=binary sigmoid:2
        feature_names=income debt street_late
        feature_infos=[0:100] [0:12] [0:1]

        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        split_gain=1
        threshold=40
        decision_type=2
        left_child=-1
        right_child=-2
        leaf_value=0.5 -0.5
        is_linear=0
        shrinkage=1


        Tree=1
        num_leaves=2
        num_cat=0
        split_feature=1
        split_gain=1
        threshold=5
        decision_type=10
        left_child=-1
        right_child=-2
        leaf_value=-0.25 0.75
        is_linear=0
        shrinkage=1


        Tree=2
        num_leaves=2
        num_cat=0
        split_feature=2
        split_gain=1
        threshold=0.45
        decision_type=2
        left_child=-1
        right_child=-2
        leaf_value=0 0.5
        is_linear=0
        shrinkage=1


        end of trees

        """;

    private const string Onnx = "model: { file: m.onnx, inputs: [income, debt, street_late], scale: probability, direction: higher_is_riskier }\n";

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static (int Income, int Debt, double Late) Person(int i) => ((i * 37) % 101, (i * 17) % 13, (i / 15 * 7) % 10 / 10.0);

    private void People()
    {
        var text = new StringBuilder("person,income,debt,street_late,plz,street,house,sex,default\n");
        for (var i = 0; i < 600; i++)
        {
            var (income, debt, late) = Person(i);
            var bad = ((i * 7919) % 100) < 20 + (8 * debt) - (income / 2) + (30 * late) ? 1 : 0;
            text.Append(CultureInfo.InvariantCulture, $"C-{i + 1:0000},{income},{debt},{late},{1 + (i / 150)},s{i / 15},{i % 15},{(i % 2 == 0 ? "f" : "m")},{bad}\n");
        }

        _box.Write("people.csv", text.ToString());
        File.WriteAllBytes(_box.At("m.onnx"), OnnxBytes.Logistic([-0.03f, 0.2f, 1.5f], -0.5f));
        _box.Write("model.txt", LightGbm);
    }

    private void Reference(double shift = 0, string column = "raw_score", int rows = 120)
    {
        var text = new StringBuilder($"income,debt,street_late,{column}\n");
        for (var i = 0; i < rows; i++)
        {
            var (income, debt, late) = Person(i * 5);
            var hasDebt = i % 7 != 3;
            var raw = (income <= 40 ? 0.5 : -0.5) + (!hasDebt || debt <= 5 ? -0.25 : 0.75) + (late <= 0.45 ? 0 : 0.5) + (i == 4 ? shift : 0);
            text.Append(CultureInfo.InvariantCulture, $"{income},{(hasDebt ? debt : string.Empty)},{late},{raw:R}\n");
        }

        _box.Write("reference.csv", text.ToString());
    }

    private static Host WithoutLightGbm(Host host) => host with { LoadNative = _ => false };

    [Fact]
    public async Task Onnx_InAPlan_IsAskedForEverything()
    {
        People();
        _box.Write("plan.yaml", Columns + Onnx);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        var findings = _box.Read("o/findings.json");
        foreach (var id in new[]
        {
            "accuracy/roc_auc/model=m.onnx", "explanation/permutation_importance/model=m.onnx/feature=income", "explanation/permutation_importance_conditional/model=m.onnx/feature=debt",
            "explanation/shapley_importance/model=m.onnx/feature=street_late", "leakage/association_share/model=m.onnx", "leakage/move_effect_place/model=m.onnx", "leakage/own_only_violation_share/model=m.onnx",
            "explanation/shapley_group_difference/model=m.onnx/sex/f/feature=income",
        })
        {
            Assert.Contains("\"id\": \"" + id, findings, StringComparison.Ordinal);
        }

        // Its form is not known: nothing claims the model's file.
        Assert.DoesNotContain("\"access\": \"W\"", findings, StringComparison.Ordinal);
        Assert.Contains("partial-dependence.csv", string.Join(' ', _box.Entries), StringComparison.Ordinal);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);

        var told = await _box.Run("explain", "@plan.yaml", "--subject", "C-0013");
        Assert.Equal(0, told.Code);
        Assert.Contains("The score was computed by a model (onnx) from 3 pieces of information: income, debt, street_late (neighbourhood).", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Onnx_NothingDeclared_SaysTheLineToWrite()
    {
        People();
        _box.Write("plan.yaml", Columns + "model: m.onnx\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(3, ran.Code);
        Assert.Equal(
            "m.onnx: an ONNX file does not say what its columns and its numbers mean, and this is never guessed. Found inputs: x [rows, 3]; outputs: p [rows, 1]. Expected in the plan, for example: model: { file: m.onnx, inputs: [income, debt], output: probabilities, outputColumn: 1, scale: probability, direction: higher_is_riskier }. Inputs: the columns in the model's order; scale: probability, log_odds or points; outputColumn where an output has several.",
            ran.Message);
        Assert.DoesNotContain(_box.Entries, e => e.StartsWith("o/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Onnx_FileDeclaresItself_PlainPathWorks()
    {
        People();
        File.WriteAllBytes(_box.At("m.onnx"), OnnxBytes.Logistic([-0.03f, 0.2f, 1.5f], -0.5f, ("feature_names", "income,debt,street_late"), ("score_scale", "probability"), ("score_direction", "higher_is_riskier")));
        _box.Write("plan.yaml", Columns + "model: m.onnx\nmeasures: [accuracy]\n");
        Assert.Equal(0, (await _box.Run("audit", "@plan.yaml", "--out", "@o")).Code);
    }

    [Fact]
    public async Task Model_ReadsAColumnThatTheDataLack_NamesIt()
    {
        People();
        _box.Write("plan.yaml", Columns + Onnx.Replace("[income, debt,", "[income, depts,", StringComparison.Ordinal));
        var ran = await _box.Run("audit", "@plan.yaml");
        Assert.Equal((3, "people.csv: there is no column 'depts' (feature of the score). Did you mean 'debt'?"), (ran.Code, ran.Message));
    }

    [Fact]
    public async Task LightGbmText_WithoutItsLibrary_IsCheckedAgainstReferenceScores()
    {
        People();
        Reference();
        _box.Write("plan.yaml", Columns + "model: { file: model.txt, referenceScores: reference.csv }\n");
        var ran = await _box.Run(WithoutLightGbm, "audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Contains("model.txt: gives the scores of reference.csv on all of its 120 rows", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\"id\": \"explanation/shapley_importance/model=model.txt/feature=income", _box.Read("o/findings.json"), StringComparison.Ordinal);
        Assert.Contains("referenceScores: \"../reference.csv\"", _box.Read("o/plan.yaml"), StringComparison.Ordinal);

        _box.Write("plan.yaml", Columns + "model: model.txt\n");
        Assert.StartsWith("model.txt: the model cannot be compared with LightGBM's library", (await _box.Run(WithoutLightGbm, "audit", "@plan.yaml")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("explain")]
    public async Task LightGbmText_ReferenceScoresDiffer_NothingIsExplained(string verb)
    {
        People();
        Reference(shift: 0.25);
        _box.Write("plan.yaml", Columns + "model: { file: model.txt, referenceScores: reference.csv }\n");
        var ran = await _box.Run(WithoutLightGbm, verb, "@plan.yaml", "--out", "@o");
        Assert.Equal(3, ran.Code);
        Assert.StartsWith("model.txt: the model is refused, nothing is explained: reference.csv, row 5: found raw_score ", ran.Message, StringComparison.Ordinal);
        Assert.Contains("; 1 of 120 rows differ by more than 1E-06.", ran.Message, StringComparison.Ordinal);
        Assert.Empty(ran.Out);
        Assert.DoesNotContain(_box.Entries, e => e.StartsWith("o/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReferenceScores_ThatCannotBeUsed_SayWhy()
    {
        People();
        _box.Write("plan.yaml", Columns + "model: { file: model.txt, referenceScores: reference.csv }\n");
        async Task<string> Message() => (await _box.Run(WithoutLightGbm, "audit", "@plan.yaml")).Message;
        Assert.Equal("plan.yaml: model.referenceScores: there is no file 'reference.csv'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove 'model' from the plan.", await Message());
        Reference(column: "score");
        Assert.Equal("reference.csv: found no column of scores. Expected the model's features and exactly one of: raw_score, probability, log_odds, points. Add or remove columns.", await Message());
        Reference(rows: 20);
        Assert.StartsWith("reference.csv: there are 20 rows of reference scores. Expected at least 100", await Message(), StringComparison.Ordinal);
        Reference();
        _box.Write("reference.csv", _box.Read("reference.csv").Replace("street_late", "late", StringComparison.Ordinal));
        Assert.StartsWith("reference.csv: there is no column 'street_late' (feature of the score).", await Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MlNetZip_OfAnotherTraining_IsReadBehindTheGate()
    {
        // What train writes as model.zip is ML.NET's own form: named alone, it is a foreign model.
        People();
        _box.Write("plan.yaml", Columns);
        Assert.Equal(0, (await _box.Run("train", "@plan.yaml", "--model", "fasttree", "--out", "@model")).Code);
        File.Copy(_box.At("model/model.zip"), _box.At("bank.zip"));
        _box.Write("plan.yaml", Columns + "model: bank.zip\nmeasures: [importance, leakage]\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Contains("\"id\": \"leakage/association_share/model=bank.zip\"", _box.Read("o/findings.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongWork_SaysAboutHowLongTheRestTakes()
    {
        // The clock goes on by four seconds whenever it is asked: the talk then tells of work that takes long.
        People();
        _box.Write("plan.yaml", Columns + Onnx + "measures: [importance]\n");
        var ran = await _box.Run(host => host with { Clock = new Stepping() }, "audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"m\.onnx: importance.*: \d+ %, about \d+ (s|min) left", ran.Error);
        Assert.DoesNotContain(" left", (await _box.Run("audit", "@plan.yaml", "--out", "@p")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongWork_Stopped_LeavesNothing()
    {
        People();
        _box.Write("plan.yaml", Columns + Onnx);
        using var stop = new CancellationTokenSource();
        var ran = await _box.Run(host => host with { Clock = new Stepping(stop), Cancel = stop.Token }, "audit", "@plan.yaml", "--out", "@o");
        Assert.NotEqual(0, ran.Code);
        Assert.DoesNotContain(_box.Entries, e => e.StartsWith("o/", StringComparison.Ordinal));
    }

    // Whoever asks this clock while importance is being measured also stops the work, where that is wanted.
    private sealed class Stepping(CancellationTokenSource? stop = null) : TimeProvider
    {
        private long _asked;

        public override DateTimeOffset GetUtcNow()
        {
            var asked = Interlocked.Increment(ref _asked);
            if (asked > 20)
            {
                stop?.Cancel();
            }

            return new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(4 * asked);
        }
    }
}
