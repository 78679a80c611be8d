using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

public class ModelDirectoryTests
{
    private static readonly ColumnPortfolio Rows = SmallCredit.Make(2_000);
    private static readonly TrainingFacts Facts = new(0.3, "area", "sha256:00");

    [Theory]
    [InlineData("logistic")]
    [InlineData("scorecard")]
    [InlineData("gam")]
    [InlineData("fasttree")]
    [InlineData("fastforest")]
    [InlineData("lightgbm")]
    public void Load_SavedModel_GivesTheSameScoresToTheBit(string algorithm)
    {
        Assert.SkipUnless(algorithm != "lightgbm" || TrainerAvailability.LightGbm(out _), "libgomp1 is not installed");
        var (package, files) = Saved(algorithm);
        var loaded = ModelDirectory.Load(files.Open, "model");
        Assert.Equal(SmallCredit.Score(package.Model.Scorer, Rows), SmallCredit.Score(loaded.Scorer, Rows));
        Assert.Equal(package.Model.Scorer.Scale, loaded.Scorer.Scale);
        Assert.Equal(algorithm, loaded.Card.Algorithm);
        Assert.Equal(2_000, loaded.Card.TrainingRows);
        Assert.Equal(package.Model.ImputedRows, loaded.Card.ImputedRows);
        Assert.Equal((0.3, "area", "sha256:00", 7UL), (loaded.Card.HoldoutShare, loaded.Card.HoldoutBlocks, loaded.Card.DataDigest, loaded.Card.Seed));
        Assert.Equal("5.0.1", loaded.Card.Packages["Microsoft.ML"]);
        Assert.Equal(Origin.Area, loaded.Scorer.Features.Features[3].Origin);
        Assert.Equal(OnMove.Swap, loaded.Scorer.Features.Features[3].OnMove);
        Assert.Equal(["region=east", "region=north", "region=south", "region=other", "region:missing"], loaded.Scorer.Features.Features[3].SlotNames());
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("scorecard")]
    public void Save_SameModelTwice_GivesTheSameBytes(string algorithm)
    {
        var (first, again) = (Saved(algorithm).Files, Saved(algorithm).Files);
        Assert.Equal(first.Names, again.Names);
        Assert.All(first.Names, name => Assert.Equal(first[name], again[name]));
        if (first.Names.Contains("model.zip"))
        {
            // ML.NET stamps entries with the time of saving.
            using var zip = new ZipArchive(new MemoryStream(first["model.zip"]));
            Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        }
    }

    [Fact]
    public void Load_NoCard_SaysWhatADirectoryHolds()
    {
        Refused(new Files(), "model: there is no model.json. Expected a model directory: model.json beside model.zip or scorecard.json. Make one with scoring-audit train, or name an ML.NET .zip itself.");
    }

    [Fact]
    public void Load_NoZip_SaysWhatADirectoryHolds()
    {
        var files = Saved("logistic").Files;
        files.Remove("model.zip");
        Refused(files, "model: there is no model.zip. Expected a model directory: model.json beside model.zip or scorecard.json. Make one with scoring-audit train, or name an ML.NET .zip itself.");
    }

    [Fact]
    public void Load_TruncatedZip_SaysSo()
    {
        var files = Saved("logistic").Files;
        files["model.zip"] = files["model.zip"][..(files["model.zip"].Length / 2)];
        Refused(files, "model/model.zip: the file cannot be read as an ML.NET model; it is truncated, damaged or of another format. Expected a .zip that ML.NET saved. Copy the file again, or train the model again.");
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "model/model.json: schemaVersion is 2, this version reads 1. Update scoring-audit, or train the model again.")]
    [InlineData("\"algorithm\": \"logistic\"", "\"algorithm\": \"fastree\"", "The algorithm 'fastree' is not known. Expected one of logistic, scorecard, gam, fasttree, fastforest, lightgbm. Did you mean 'fasttree'?")]
    [InlineData("\"burden\"\n", "\"other\"\n", "model/model.json: the slots of feature 'burden' do not follow from its kind and levels. Expected what scoring-audit train writes. Train the model again.")]
    [InlineData("\"schemaVersion\": 1,", "", "model/model.json: the file cannot be read as JSON of the expected form. Expected what scoring-audit train writes. Train the model again.")]
    [InlineData("{\n  \"schemaVersion\": 1,", "{\n  \"schemaVersion\": 1,,", "model/model.json: the file cannot be read as JSON of the expected form (line 2). Expected what scoring-audit train writes. Train the model again.")]
    public void Load_BrokenCard_NamesWhatIsWrong(string find, string replace, string message)
    {
        var files = Saved("logistic").Files;
        var text = Encoding.UTF8.GetString(files["model.json"]);
        Assert.Contains(find, text, StringComparison.Ordinal);
        files["model.json"] = Encoding.UTF8.GetBytes(text.Replace(find, replace, StringComparison.Ordinal));
        Refused(files, message);
    }

    [Fact]
    public void Load_ZipOfAnotherModel_IsRefused()
    {
        var files = Saved("logistic").Files;
        var other = SmallCredit.Plan("logistic");
        other = other with { Roles = other.Roles with { Features = [FeatureRole.Of("burden"), FeatureRole.Of("noise")] } };
        files["model.zip"] = new MlNetTrainer().TrainPackage(Rows, other, TestContext.Current.CancellationToken).Zip;
        Refused(files, "model: model.zip reads 2 slots, model.json describes 9. Expected both from one training. Train the model again.");
    }

    [Fact]
    public void LoadFile_ZipMadeByOthers_ScoresAsMlNetDoesAndKeepsMissingValues()
    {
        var (view, zip) = OthersModel(5f);
        var loaded = ModelDirectory.LoadFile("credit.zip", () => new MemoryStream(zip));
        Assert.Equal(["amount", "age"], loaded.Scorer.Features.Features.Select(f => f.Name));
        float[][] columns = [[0.1f, 4, float.NaN], [3, float.NaN, 2]];
        var scores = new double[3];
        loaded.Scorer.Score(new FeatureBlock(columns, 0, 3), scores);
        var transformer = new MLContext(1).Model.Load(new MemoryStream(zip), out _);
        var probe = new PortfolioDataView(["amount", "age"], [new TrainingChunk(3, [0.1f, 3, 4, float.NaN, float.NaN, 2], [], [])]);
        var expected = transformer.Transform(probe).GetColumn<float>("Probability").ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i], 1 / (1 + Math.Exp(-scores[i])), 1e-6);
        }

        Assert.Equal(2, view.Schema.Count);
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("model.pkl")]
    public void LoadFile_AnotherFormat_NamesThoseThatWork(string name)
    {
        var e = Assert.Throws<AuditDataException>(() => ModelDirectory.LoadFile(name, () => Stream.Null));
        Assert.Equal($"{name}: this model format is not read. Formats that work today: a directory made by scoring-audit train, an ML.NET .zip, LightGBM text (model.txt) and ONNX (.onnx). Convert the model, or audit its scores from a column.", e.Message);
    }

    [Fact]
    public void LoadFile_InputIsNotAVectorOfFeatures_NamesTheColumnsFound()
    {
        var ml = new MLContext(1);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(i => new Plain { Amount = i, Label = i % 3 == 0 }));
        var model = ml.Transforms.Concatenate("Features", "Amount").Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 2)).Fit(rows);
        using var zip = new MemoryStream();
        ml.Model.Save(model, rows.Schema, zip);
        var e = Assert.Throws<AuditDataException>(() => ModelDirectory.LoadFile("plain.zip", () => new MemoryStream(zip.ToArray())));
        Assert.Equal("plain.zip: the model's input columns are Amount (Single), Label (Boolean). Expected one vector of float called 'Features' with slot names. Save the trained step alone, with the schema of its own input, or audit its scores from a column.", e.Message);
    }

    private static (PortfolioDataView View, byte[] Zip) OthersModel(float span)
    {
        var values = Enumerable.Range(0, 400).Select(i => i * 7919 % 400 * span / 400).ToArray();
        var labels = Enumerable.Range(0, 200).Select(i => values[2 * i] > values[(2 * i) + 1]).ToArray();
        var view = new PortfolioDataView(["amount", "age"], [new TrainingChunk(200, values, labels, [])]);
        var ml = new MLContext(1);
        using var zip = new MemoryStream();
        ml.Model.Save(ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { NumberOfTrees = 5 }).Fit(view), view.Schema, zip);
        return (view, zip.ToArray());
    }

    private static (TrainedPackage Package, Files Files) Saved(string algorithm)
    {
        var package = new MlNetTrainer().TrainPackage(Rows, SmallCredit.Plan(algorithm), TestContext.Current.CancellationToken);
        var files = new Files();
        ModelDirectory.Save(package, Facts, files);
        return (package, files);
    }

    private static void Refused(Files files, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => ModelDirectory.Load(files.Open, "model")).Message);

    private sealed class Plain
    {
        public float Amount { get; set; }

        public bool Label { get; set; }
    }

    private sealed class Files : IArtifactSink
    {
        private readonly Dictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

        public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

        public byte[] this[string name]
        {
            get => _files[name].ToArray();
            set => _files[name] = new MemoryStream(value);
        }

        public Stream Create(string path) => _files[path] = new MemoryStream();

        public MemoryStream? Open(string path) => _files.TryGetValue(path, out var stream) ? new MemoryStream(stream.ToArray()) : null;

        public void Remove(string path) => _files.Remove(path);
    }
}
