using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

public class LightGbmTextTests
{
    // A numeric split with a default direction, a set of the categories 1, 3 and 33, a split whose missing counts as 0, one that sends 0 the default way, a tree of one leaf.
    private const string Model = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=2
        objective=binary sigmoid:2
        feature_names=income city debt
        feature_infos=[0:1] 1:3:33 [-5:5]

        Tree=0
        num_leaves=4
        num_cat=1
        split_feature=0 1 2
        split_gain=3 2 1
        threshold=0.10000000000000001 0 -1.5
        decision_type=10 1 2
        left_child=-1 -2 -3
        right_child=1 2 -4
        leaf_value=0.5 -0.25 0.75 -1
        leaf_weight=1 1 1 1
        leaf_count=1 1 1 1
        internal_value=0 0 0
        internal_weight=4 3 2
        internal_count=4 3 2
        cat_boundaries=0 2
        cat_threshold=10 2
        is_linear=0
        shrinkage=1


        Tree=1
        num_leaves=2
        num_cat=0
        split_feature=2
        split_gain=1
        threshold=-0.5
        decision_type=4
        left_child=-1
        right_child=-2
        leaf_value=0.1 0.2
        leaf_weight=1 1
        leaf_count=1 1
        internal_value=0
        internal_weight=2
        internal_count=2
        is_linear=0
        shrinkage=1


        Tree=2
        num_leaves=1
        num_cat=0
        split_feature=
        split_gain=
        threshold=
        decision_type=
        left_child=
        right_child=
        leaf_value=0.05
        leaf_weight=
        leaf_count=
        internal_value=
        internal_weight=
        internal_count=
        is_linear=0
        shrinkage=1


        end of trees

        feature_importances:
        income=1

        """;

    private static double[] Score(EncodedScorer scorer, params float[][] rows)
    {
        var scores = new double[rows.Length];
        scorer.Score(new FeatureBlock([.. Enumerable.Range(0, 3).Select(f => rows.Select(r => r[f]).ToArray())], 0, rows.Length), scores);
        return scores;
    }

    [Fact]
    public void Parse_HandMadeModel_WorkedExample()
    {
        var scorer = LightGbmText.Parse(Model, "model.txt");
        Assert.Equal(["income", "city", "debt"], scorer.Features.Features.Select(f => f.Name));
        Assert.Equal(["1", "3", "33"], scorer.Features.Features[1].Levels);
        var scores = Score(
            scorer,
            [float.NaN, 3, -2], // missing goes left: 0.5; −2 ≤ −0.5: 0.1; 0.05: 2 · 0.65
            [0.1f, 2, 5], // 0.1f lies above 0.1 in double precision: right; 33 is in the set: −0.25; 0.2; 0.05: 0
            [1, 0, 0], // 1 is in the set; 0 goes the default way, right: 0.2: 0
            [1, 3, -2], // another city: right; −2 ≤ −1.5: 0.75; 0.1; 0.05: 2 · 0.9
            [1, float.NaN, float.NaN]); // a missing city goes right; a missing debt counts as 0: −1; 0.2; 0.05: 2 · (−0.75)
        double[] expected = [1.3, 0, 0, 1.8, -1.5];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], scores[i], 1e-6);
        }
    }

    [Fact]
    public void Read_HandMadeModel_AgreesWithTheLibrary()
    {
        Assert.SkipUnless(TrainerAvailability.LightGbm(out var why), why);
        Assert.Equal(3, LightGbmText.Read(Model, "model.txt").Features.Count);
        var loaded = ModelDirectory.LoadFile("model.txt", () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Model)));
        Assert.Equal("lightgbm", loaded.Card.Algorithm);
        Assert.Equal(ScoreScale.AdverseLogOdds, loaded.Scorer.Scale);
    }

    [Fact]
    public void Read_AveragedOutput_AgreesWithTheLibrary()
    {
        Assert.SkipUnless(TrainerAvailability.LightGbm(out var why), why);
        var averaged = Model.Replace("feature_names=", "average_output\nfeature_names=", StringComparison.Ordinal);
        Assert.Equal(1.3 / 3, Score(LightGbmText.Read(averaged, "model.txt"), [float.NaN, 3, -2])[0], 1e-6);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.1)]
    [InlineData(1e300)]
    [InlineData(1.0000000180025095e-35)]
    [InlineData(16777217.0)]
    public void Below_AnyDouble_DecidesFloatsAsTheDoubleDoes(double threshold)
    {
        var near = LightGbmText.Below(threshold);
        foreach (var x in new[] { near, MathF.BitIncrement(near), MathF.BitDecrement(near), 0, float.MaxValue, float.PositiveInfinity })
        {
            Assert.Equal(x <= threshold, x <= near);
        }
    }

    private const string OneTree = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=binary sigmoid:1
        feature_names=city debt
        feature_infos=CITIES [-5:5]

        Tree=0
        num_leaves=3
        num_cat=1
        split_feature=0 1
        split_gain=2 1
        threshold=0 0.5
        decision_type=1 2
        left_child=-1 -2
        right_child=1 -3
        leaf_value=0.5 -0.25 0.75
        leaf_weight=1 1 1
        leaf_count=1 1 1
        internal_value=0 0
        internal_weight=3 2
        internal_count=3 2
        cat_boundaries=0 WORDS
        cat_threshold=BITS
        is_linear=0
        shrinkage=1


        end of trees

        """;

    [Fact]
    public void Read_LargeCategorySet_AgreesWithTheLibrary()
    {
        // 40 words of 32 categories: every third of 1,280 codes, more than SHAP's bit masks hold.
        Assert.SkipUnless(TrainerAvailability.LightGbm(out var why), why);
        int[] codes = [.. Enumerable.Range(0, 1280).Where(c => c % 3 == 0)];
        var words = new uint[40];
        foreach (var code in codes)
        {
            words[code / 32] |= 1u << (code % 32);
        }

        var text = OneTree.Replace("CITIES", string.Join(':', Enumerable.Range(0, 1280)), StringComparison.Ordinal).Replace("WORDS", "40", StringComparison.Ordinal).Replace("BITS", string.Join(' ', words), StringComparison.Ordinal);
        var scorer = LightGbmText.Read(text, "model.txt");
        Assert.Equal(codes.Length, scorer.Features.Features[0].Levels.Count);
        var scores = new double[3];
        float at(int code) => Array.IndexOf(codes, code) is var level and >= 0 ? level : codes.Length;
        scorer.Score(new FeatureBlock([[at(1278), at(1279), float.NaN], [1, 0.25f, 0.25f]], 0, 3), scores);
        Assert.Equal([0.5, -0.25, -0.25], scores);
    }

    [Fact]
    public void Read_DefaultDirectionsAndMissingTypes_AgreeWithTheLibrary()
    {
        // All decision types of a numeric split that can be read: missing type none (0, 2) and NaN (8, 10), default right and left.
        Assert.SkipUnless(TrainerAvailability.LightGbm(out var why), why);
        foreach (var type in new[] { 0, 2, 8, 10 })
        {
            var changed = Model.Replace("decision_type=10 1 2", $"decision_type={type} 1 {type}", StringComparison.Ordinal);
            var scorer = LightGbmText.Read(changed, "model.txt");
            var missingLeft = type switch { 10 => true, 8 => false, _ => true };
            var score = Score(scorer, [float.NaN, 3, 5])[0];

            // Income is compared with 0.1: a missing one goes left by default, or as 0 does: the leaf 0.5. Else: another city, debt above −1.5: the leaf −1.
            Assert.Equal(missingLeft ? 2 * (0.5 + 0.2 + 0.05) : 2 * (-1 + 0.2 + 0.05), score, 1e-6);
        }
    }

    [Fact]
    public void Read_CrossEntropyAndAveraged_AgreeWithTheLibrary()
    {
        Assert.SkipUnless(TrainerAvailability.LightGbm(out var why), why);
        foreach (var objective in new[] { "binary sigmoid:1", "binary sigmoid:0.7", "cross_entropy" })
        {
            var changed = Model.Replace("binary sigmoid:2", objective, StringComparison.Ordinal);
            Assert.NotNull(LightGbmText.Read(changed, "model.txt"));
            Assert.NotNull(LightGbmText.Read(changed.Replace("feature_names=", "average_output\nfeature_names=", StringComparison.Ordinal), "model.txt"));
        }
    }

    [Fact]
    public void Read_WithoutTheLibrary_NeedsReferenceScores()
    {
        var e = Assert.Throws<AuditDataException>(() => LightGbmText.Read(Model, "model.txt", loadNative: _ => false));
        Assert.Equal(
            "model.txt: the model cannot be compared with LightGBM's library: lib_lightgbm does not load, usually because the system package libgomp1 is missing. Expected the library, or scores that the model gave where it was. Install libgomp1, or name a file of rows and their raw_score: model: { file: model.txt, referenceScores: reference.csv }.",
            e.Message);
        Assert.Equal(3, LightGbmText.Read(Model, "model.txt", hasReference: true, loadNative: _ => false).Features.Count);
    }

    [Theory]
    [InlineData("num_cat=1", "is_linear=1\nnum_cat=1")]
    [InlineData("leaf_value=0.5 -0.25 0.75 -1", "leaf_value=0.5 -0.25 0.75")]
    [InlineData("leaf_value=0.5 -0.25 0.75 -1", "leaf_value=0.5 nan 0.75 -1")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=0 9")]
    [InlineData("cat_threshold=10 2", "cat_threshold=10")]
    [InlineData("cat_threshold=10 2", "cat_threshold=ten 2")]
    [InlineData("cat_threshold=10 2", "cat_threshold=99999999999 2")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=2 0")]
    [InlineData("threshold=0.10000000000000001 0 -1.5", "threshold=0.1 0")]
    [InlineData("threshold=0.10000000000000001 0 -1.5", "threshold=nan 0 -1.5")]
    [InlineData("split_feature=0 1 2", "split_feature=0 1")]
    [InlineData("decision_type=10 1 2", "decision_type=10 1")]
    [InlineData("decision_type=10 1 2", "decision_type=10 3 1")]
    [InlineData("left_child=-1 -2 -3", "left_child=-1 -2")]
    [InlineData("right_child=1 2 -4", "right_child=1 1 -4")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=3")]
    [InlineData("num_leaves=4", "num_leaves=four")]
    [InlineData("objective=binary sigmoid:2", "objective=multiclass num_class:3")]
    [InlineData("objective=binary sigmoid:2", "objective=binary sigmoid:two")]
    [InlineData("objective=binary sigmoid:2", "objective=binary sigmoid:0")]
    [InlineData("feature_names=income city debt", "feature_names=income city")]
    [InlineData("feature_names=income city debt", "feature_names=income city income")]
    public void Parse_DamagedFile_IsRefusedInWords(string old, string changed)
    {
        // Whatever is broken, a person reads one sentence that begins with the file's name; nothing else escapes.
        Assert.Contains(old, Model, StringComparison.Ordinal);
        var e = Assert.Throws<AuditDataException>(() => LightGbmText.Parse(Model.Replace(old, changed, StringComparison.Ordinal), "model.txt"));
        Assert.StartsWith("model.txt: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyLineLost_IsRefusedOrUnharmed()
    {
        // A file that lost one line is refused in words, or scores as before: the line did not matter.
        var lines = Model.Split('\n');
        var rows = new float[][] { [float.NaN, 3, -2], [0.1f, 2, 5], [1, 0, 0], [1, 3, -2], [1, float.NaN, float.NaN] };
        var whole = Score(LightGbmText.Parse(Model, "model.txt"), rows);
        for (var at = 0; at < lines.Length; at++)
        {
            var text = string.Join('\n', lines.Where((_, i) => i != at));
            try
            {
                var scorer = LightGbmText.Parse(text, "model.txt");
                Assert.True(whole.SequenceEqual(Score(scorer, rows)), "without the line: " + lines[at]);
            }
            catch (AuditDataException)
            {
            }
        }
    }

    [Theory]
    [InlineData("objective=binary sigmoid:2", "objective=regression", "model.txt: found the objective 'regression'. Expected binary or cross_entropy. Save the model so, or audit its scores from a column.")]
    [InlineData("num_class=1", "num_class=3", "model.txt: found a model of several classes. Expected two classes, objective=binary. Save the model so, or audit its scores from a column.")]
    [InlineData("end of trees", "end", "model.txt: found no line 'end of trees'. Expected the whole file; it may be cut off. Save the model so, or audit its scores from a column.")]
    [InlineData("threshold=-0.5", "threshold=low", "model.txt: found 'low' after 'threshold='. Expected numbers. Save the model so, or audit its scores from a column.")]
    [InlineData("decision_type=4", "decision_type=6", "model.txt: found a split on 'debt' that sends 0 the other way than its neighbours (zero_as_missing). Expected zero_as_missing=false. Save the model so, or audit its scores from a column.")]
    [InlineData("left_child=-1 -2 -3", "left_child=-1 -2 -9", "model.txt: a tree does not fit together: Child -9 does not exist, or is reached twice. Expected an undamaged file. Save the model again.")]
    [InlineData("split_feature=0 1 2", "split_feature=0 1 7", "model.txt: found a split on a feature that feature_names does not list. Expected an undamaged file. Save the model so, or audit its scores from a column.")]
    public void Parse_WhatCannotBeRead_IsRefused(string old, string changed, string message)
    {
        var e = Assert.Throws<AuditDataException>(() => LightGbmText.Parse(Model.Replace(old, changed, StringComparison.Ordinal), "model.txt"));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Parse_AnotherText_IsRefused()
    {
        var e = Assert.Throws<AuditDataException>(() => LightGbmText.Parse("pmml", "model.txt"));
        Assert.Equal("model.txt: found another first line than 'tree'. Expected LightGBM's text format, as Booster.save_model writes it. Save the model so, or audit its scores from a column.", e.Message);
    }
}
