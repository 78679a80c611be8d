using System.Globalization;
using Microsoft.ML;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Saves and loads a model as <c>model.json</c> beside <c>model.zip</c> (ML.NET's own form) or <c>scorecard.json</c>. Streams only; the caller owns the files.</summary>
public static class ModelDirectory
{
    /// <summary>Name of the description.</summary>
    public const string CardName = "model.json";

    /// <summary>Name of ML.NET's saved model.</summary>
    public const string ZipName = "model.zip";

    /// <summary>Name of a scorecard's points.</summary>
    public const string ScorecardName = "scorecard.json";

    /// <summary>Names of all files that a model directory may have.</summary>
    public static IReadOnlyList<string> Names => [CardName, ZipName, ScorecardName];

    /// <summary>Saves a model. The same model gives the same bytes.</summary>
    /// <param name="package">The trained model.</param>
    /// <param name="facts">Hold-out and digest of the data.</param>
    /// <param name="sink">Takes the files.</param>
    public static void Save(TrainedPackage package, TrainingFacts facts, IArtifactSink sink)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(sink);
        var model = package.Model;
        if (model.Scorer is PointsScorecard scorecard)
        {
            using var to = sink.Create(ScorecardName);
            ModelJson.Write(to, scorecard);
        }
        else
        {
            using var to = sink.Create(ZipName);
            to.Write(package.Zip);
        }

        using var card = sink.Create(CardName);
        ModelJson.Write(card, new ModelCard
        {
            Algorithm = model.Algorithm,
            Features = model.Scorer.Features.Features,
            Scale = model.Scorer.Scale,
            Seed = package.Seed,
            HoldoutShare = facts.HoldoutShare,
            HoldoutBlocks = facts.HoldoutBlocks,
            DataDigest = facts.DataDigest,
            TrainingRows = model.TrainingRows,
            DroppedRows = model.DroppedRows,
            ImputedRows = model.ImputedRows,
            Packages = Packages(),
        });
    }

    /// <summary>Loads a model directory: reads the description, imports the model and sends it through <see cref="RoundTripGate"/>.</summary>
    /// <param name="open">Opens a file of the directory by name; null where there is none.</param>
    /// <param name="source">What the directory is called in messages.</param>
    /// <exception cref="AuditDataException">A file is missing, damaged, of a newer form, of an unknown algorithm, or the import does not score as ML.NET does.</exception>
    public static LoadedModel Load(Func<string, Stream?> open, string source)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var cardStream = open(CardName) ?? throw Missing(source, CardName);
        var card = ModelJson.ReadCard(cardStream, $"{source}/{CardName}");
        MlNetTrainer.RequireKnown(card.Algorithm);
        var features = Features(card, source);
        if (card.Algorithm == "scorecard")
        {
            using var points = open(ScorecardName) ?? throw Missing(source, ScorecardName);
            return new LoadedModel(card, ModelJson.ReadScorecard(points, features, card.Scale, $"{source}/{ScorecardName}"));
        }

        using var zip = open(ZipName) ?? throw Missing(source, ZipName);
        var (transformer, schema) = MlNetZip.Load(zip, $"{source}/{ZipName}");
        var slots = MlNetZip.Slots(schema, $"{source}/{ZipName}");
        return slots.Count == features.Slots
            ? new LoadedModel(card, GatedScorer.Make(transformer, features))
            : throw new AuditDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: {ZipName} reads {slots.Count} slots, {CardName} describes {features.Slots}. Expected both from one training. Train the model again."));
    }

    /// <summary>Loads a model file that others made: LightGBM's text format (.txt), see <see cref="LightGbmText"/>, ONNX (.onnx), see <see cref="OnnxScorer"/>, and an ML.NET .zip whose input is a vector column "Features" with slot names, holding FastTree, FastForest with a Platt calibrator, LightGBM, GAM or logistic regression.</summary>
    /// <remarks>Each slot becomes a number of origin own; a missing value goes to the model as it is, because the file does not say how training filled it.</remarks>
    /// <param name="name">File name, which tells the format.</param>
    /// <param name="open">Opens the file.</param>
    /// <param name="declared">What the plan says of it; null: nothing. Only ONNX needs it.</param>
    /// <param name="hasReference">Whether the caller will compare with a file of reference scores, so that a text model may do without LightGBM's library.</param>
    /// <param name="loadNative">How to load a native library, for tests; null: as ML.NET does.</param>
    /// <exception cref="AuditDataException">The format is another, the file is damaged, or the import does not score as ML.NET does.</exception>
    public static LoadedModel LoadFile(string name, Func<Stream> open, ModelDeclaration? declared = null, bool hasReference = false, Func<string, bool>? loadNative = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(open);
        if (name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            using var reader = new StreamReader(open());
            var trees = LightGbmText.Read(reader.ReadToEnd(), name, hasReference, loadNative);
            return new LoadedModel(new ModelCard { Algorithm = "lightgbm", Features = trees.Features.Features, Scale = trees.Scale, Packages = Packages() }, trees);
        }

        if (name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            using var file = open();
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            var onnx = OnnxScorer.Read(bytes.ToArray(), name, declared ?? ModelDeclaration.None);
            return new LoadedModel(new ModelCard { Algorithm = "onnx", Features = onnx.Features.Features, Scale = onnx.Scale, Packages = Packages() }, onnx);
        }

        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            throw new AuditDataException(
                $"{name}: this model format is not read. Formats that work today: a directory made by scoring-audit train, an ML.NET .zip, LightGBM text (model.txt) and ONNX (.onnx). Convert the model, or audit its scores from a column.");
        }

        using var stream = open();
        var (transformer, schema) = MlNetZip.Load(stream, name);
        var slots = MlNetZip.Slots(schema, name);
        var features = new FeatureSchema([.. slots.Select((slot, i) => new Feature(
            slot, FeatureKind.Number, Portfolios.Origin.Own, Portfolios.OnMove.Keep, [], float.NaN, false, i))]);
        var scorer = GatedScorer.Make(transformer, features);
        return new LoadedModel(
            new ModelCard { Algorithm = "ml.net", Features = features.Features, Scale = scorer.Scale, Packages = Packages() }, scorer);
    }

    private static FeatureSchema Features(ModelCard card, string source)
    {
        try
        {
            return new FeatureSchema(card.Features);
        }
        catch (ArgumentException e)
        {
            throw new AuditDataException($"{source}/{CardName}: the features do not fit together: {e.Message} Train the model again.", e);
        }
    }

    private static AuditDataException Missing(string source, string name) => new(
        $"{source}: there is no {name}. Expected a model directory: {CardName} beside {ZipName} or {ScorecardName}. Make one with scoring-audit train, or name an ML.NET .zip itself.");

    private static SortedDictionary<string, string> Packages() => new(StringComparer.Ordinal)
    {
        ["Microsoft.ML"] = Version(typeof(MLContext)),
        ["Microsoft.ML.FastTree"] = Version(typeof(Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer)),
        ["Microsoft.ML.LightGbm"] = Version(typeof(Microsoft.ML.Trainers.LightGbm.LightGbmBinaryTrainer)),
        ["Microsoft.ML.OnnxRuntime"] = Version(typeof(Microsoft.ML.OnnxRuntime.InferenceSession)),
        ["ScoringAudit"] = Version(typeof(FeatureSchema)),
    };

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyInformationalVersionAttribute), false)
            .OfType<System.Reflection.AssemblyInformationalVersionAttribute>()
            .Select(a => a.InformationalVersion.Split('+')[0])
            .FirstOrDefault() ?? "unknown";
}
