using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>The JSON of <c>model.json</c> and <c>scorecard.json</c>: camelCase, numbers that read back to the same bits, the same bytes for the same model.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write(Stream to, ModelCard card) => JsonSerializer.Serialize(to, CardForm.Of(card), Options);

    public static void Write(Stream to, PointsScorecard scorecard) => JsonSerializer.Serialize(
        to,
        new ScorecardForm(ModelCard.CurrentVersion, scorecard.BasePoints, [.. scorecard.Points.Select((p, f) => new PointsForm(
            scorecard.Features.Features[f].Name, p.UpperEdges, p.Points, p.MissingPoints))]),
        Options);

    public static ModelCard ReadCard(Stream from, string source) => Read<CardForm>(from, source).ToCard(source);

    public static PointsScorecard ReadScorecard(Stream from, FeatureSchema features, ScoreScale scale, string source)
    {
        var form = Read<ScorecardForm>(from, source);
        try
        {
            return new PointsScorecard(
                features, form.BasePoints, [.. form.Features.Select(p => new FeaturePoints(p.UpperEdges, p.Points, p.MissingPoints))], scale.Min, scale.Max);
        }
        catch (ArgumentException e)
        {
            throw new AuditDataException($"{source}: the points do not fit the features: {e.Message} Train the scorecard again.", e);
        }
    }

    private static void RequireVersion(int version, string source)
    {
        if (version is < 1 or > ModelCard.CurrentVersion)
        {
            throw new AuditDataException(
                $"{source}: schemaVersion is {version}, this version reads {ModelCard.CurrentVersion}. Update scoring-audit, or train the model again.");
        }
    }

    private static T Read<T>(Stream from, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(from);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("schemaVersion", out var version)
                || !version.TryGetInt32(out var number))
            {
                throw new JsonException("schemaVersion is missing.");
            }

            // Before the rest: a newer form may have other fields.
            RequireVersion(number, source);
            return document.Deserialize<T>(Options) ?? throw new JsonException("it is null.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new AuditDataException(
                $"{source}: the file cannot be read as JSON of the expected form{((e as JsonException)?.LineNumber is { } line ? $" (line {line + 1})" : string.Empty)}. Expected what scoring-audit train writes. Train the model again.",
                e);
        }
    }

    private sealed record ScorecardForm(
        [property: JsonRequired] int SchemaVersion,
        [property: JsonRequired] double BasePoints,
        [property: JsonRequired] IReadOnlyList<PointsForm> Features);

    private sealed record PointsForm(string Name, float[] UpperEdges, double[] Points, double MissingPoints);

    private sealed record ScaleForm(ScoreKind Kind, ScoreDirection Direction, double? Min, double? Max);

    private sealed record HoldoutForm(double Share, string Blocks);

    private sealed record FeatureForm(
        string Name,
        FeatureKind Kind,
        Portfolios.Origin Origin,
        Portfolios.OnMove OnMove,
        IReadOnlyList<string> Levels,
        float? Median,
        bool MissingSlot,
        IReadOnlyList<string> Slots);

    private sealed record CardForm(
        [property: JsonRequired] int SchemaVersion,
        [property: JsonRequired] string Algorithm,
        [property: JsonRequired] ScaleForm Scale,
        [property: JsonRequired] IReadOnlyList<FeatureForm> Features,
        ulong Seed,
        HoldoutForm Holdout,
        string DataDigest,
        long TrainingRows,
        IReadOnlyDictionary<string, long> DroppedRows,
        IReadOnlyDictionary<string, long> ImputedRows,
        IReadOnlyDictionary<string, string> Packages)
    {
        public static CardForm Of(ModelCard card) => new(
            card.SchemaVersion,
            card.Algorithm,
            new ScaleForm(card.Scale.Kind, card.Scale.Direction, Finite(card.Scale.Min), Finite(card.Scale.Max)),
            [.. card.Features.Select(f => new FeatureForm(
                f.Name, f.Kind, f.Origin, f.OnMove, f.Levels, float.IsNaN(f.Median) ? null : f.Median, f.HasMissingSlot, [.. f.SlotNames()]))],
            card.Seed,
            new HoldoutForm(card.HoldoutShare, card.HoldoutBlocks),
            card.DataDigest,
            card.TrainingRows,
            Sorted(card.DroppedRows),
            Sorted(card.ImputedRows),
            Sorted(card.Packages));

        public ModelCard ToCard(string source)
        {
            var firstSlot = 0;
            var features = new List<Feature>();
            foreach (var form in Features)
            {
                var feature = new Feature(
                    form.Name, form.Kind, form.Origin, form.OnMove, form.Levels, form.Median ?? float.NaN, form.MissingSlot, firstSlot);
                firstSlot += feature.Slots;
                features.Add(feature);
                if (!feature.SlotNames().SequenceEqual(form.Slots))
                {
                    throw new AuditDataException(
                        $"{source}: the slots of feature '{form.Name}' do not follow from its kind and levels. Expected what scoring-audit train writes. Train the model again.");
                }
            }

            return new ModelCard
            {
                SchemaVersion = SchemaVersion,
                Algorithm = Algorithm,
                Features = features,
                Scale = new ScoreScale(Scale.Kind, Scale.Direction, Scale.Min ?? double.NegativeInfinity, Scale.Max ?? double.PositiveInfinity),
                Seed = Seed,
                HoldoutShare = Holdout?.Share ?? 0,
                HoldoutBlocks = Holdout?.Blocks ?? "rows",
                DataDigest = DataDigest ?? string.Empty,
                TrainingRows = TrainingRows,
                DroppedRows = DroppedRows ?? new Dictionary<string, long>(),
                ImputedRows = ImputedRows ?? new Dictionary<string, long>(),
                Packages = Packages ?? new Dictionary<string, string>(),
            };
        }

        private static double? Finite(double value) => double.IsFinite(value) ? value : null;

        private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> from) =>
            new(from.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
