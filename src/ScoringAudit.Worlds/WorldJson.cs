using System.Text;
using System.Text.Json;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds;

/// <summary>The text of world.json: the spec from which every row can be made again, and what came out.</summary>
public static class WorldJson
{
    private const string Where = "world.json";
    private static readonly string[] SpecKeys = ["scenario", "version", "subjects", "seed", "groupShare", "dissimilarity", "placeRisk", "strengths", "dials", "preset"];

    /// <summary>Writes a world's description. Reading it back needs only "spec" and "shard"; the rest is for people.</summary>
    public static string Write(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return Write(world.Spec, world.Shard, world.Facts, world.Firms, world.Truth.Gaps);
    }

    internal static string Write(WorldSpec spec, WorldShard shard, WorldFacts facts, FirmFacts? firmFacts, IReadOnlyList<TruthGap> gaps)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var scenario = ScenarioCatalogue.Require(spec.Scenario);
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("banner", scenario.Kind == WorldKind.Firms ? ScenarioCatalogue.FirmBanner : ScenarioCatalogue.Banner);
            json.WriteString("title", scenario.Title);
            json.WriteString("label", scenario.Label.ToString().ToLowerInvariant());
            json.WriteString("equation", scenario.Equation);
            json.WriteString("nature", scenario.Nature);
            json.WriteString("articleSays", scenario.ArticleSays);
            json.WriteStartArray("publicRecord");
            foreach (var entry in scenario.PublicRecord)
            {
                json.WriteStringValue($"{entry.Side}: {entry.Printed} ({entry.Source})");
            }

            json.WriteEndArray();
            json.WriteStartArray("unknown");
            foreach (var point in scenario.Unknown)
            {
                json.WriteStringValue(point);
            }

            json.WriteEndArray();

            Spec(json, spec, scenario);
            json.WriteString("shard", shard.ToString());
            Facts(json, facts);
            if (firmFacts is { } firms)
            {
                FirmFactsJson.Write(json, firms);
            }

            json.WriteStartObject("trueOrigins");
            foreach (var (column, origin) in WorldOrigins.Of(spec))
            {
                json.WriteString(column, Name(origin));
            }

            json.WriteEndObject();
            Gaps(json, gaps);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>Reads spec and shard.</summary>
    /// <exception cref="AuditDataException">Not JSON, a key is missing, unknown or of the wrong type, or a dial is out of range.</exception>
    public static (WorldSpec Spec, WorldShard Shard) Read(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new AuditDataException($"{Where}: not valid JSON (line {error.LineNumber + 1}). A world's description is written by generate; generate the world again.", error);
        }

        using (document)
        {
            var spec = Member(document.RootElement, "spec", JsonValueKind.Object);
            foreach (var member in spec.EnumerateObject())
            {
                if (!SpecKeys.Contains(member.Name))
                {
                    var near = Nearest.Of(member.Name, SpecKeys);
                    throw new AuditDataException($"{Where}: unknown key 'spec.{member.Name}'. {(near is null ? "The keys are: " + string.Join(", ", SpecKeys) + "." : $"Did you mean '{near}'?")}");
                }
            }

            var strengths = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var member in Member(spec, "strengths", JsonValueKind.Object).EnumerateObject())
            {
                strengths[member.Name] = member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetDouble() : throw Wrong("strengths." + member.Name, "a number");
            }

            var dials = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var member in spec.TryGetProperty("dials", out var given) ? given.EnumerateObject().ToArray() : [])
            {
                dials[member.Name] = member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetDouble() : throw Wrong("dials." + member.Name, "a number");
            }

            var result = new WorldSpec
            {
                Scenario = Member(spec, "scenario", JsonValueKind.String).GetString()!,
                Version = Member(spec, "version", JsonValueKind.Number).TryGetInt32(out var version) ? version : throw Wrong("version", "a whole number"),
                Subjects = Member(spec, "subjects", JsonValueKind.Number).TryGetInt32(out var subjects) ? subjects : throw Wrong("subjects", "a whole number"),
                Seed = Member(spec, "seed", JsonValueKind.Number).TryGetUInt64(out var seed) ? seed : throw Wrong("seed", "a whole number from 0 to 18446744073709551615"),
                GroupShare = Member(spec, "groupShare", JsonValueKind.Number).GetDouble(),
                Dissimilarity = Member(spec, "dissimilarity", JsonValueKind.Number).GetDouble(),
                PlaceRisk = Member(spec, "placeRisk", JsonValueKind.Number).GetDouble(),
                Strengths = strengths,
                Dials = dials,
                Preset = spec.TryGetProperty("preset", out var preset) ? preset.ValueKind == JsonValueKind.String ? preset.GetString() : throw Wrong("preset", "a text") : null,
            };
            return (result.Checked(), WorldShard.Parse(Member(document.RootElement, "shard", JsonValueKind.String).GetString()!));
        }
    }

    internal static string Name(Origin origin) => origin.ToString().ToLowerInvariant();

    private static void Spec(Utf8JsonWriter json, WorldSpec spec, Scenario scenario)
    {
        json.WriteStartObject("spec");
        json.WriteString("scenario", spec.Scenario);
        json.WriteNumber("version", spec.Version);
        json.WriteNumber("subjects", spec.Subjects);
        json.WriteNumber("seed", spec.Seed);
        json.WriteNumber("groupShare", spec.GroupShare);
        json.WriteNumber("dissimilarity", spec.Dissimilarity);
        json.WriteNumber("placeRisk", spec.PlaceRisk);
        json.WriteStartObject("strengths");
        foreach (var channel in scenario.Channels)
        {
            json.WriteNumber(channel.Name, spec.Strength(channel.Name));
        }

        json.WriteEndObject();
        if (scenario.Dials.Count > 0)
        {
            json.WriteStartObject("dials");
            foreach (var dial in scenario.Dials)
            {
                json.WriteNumber(dial.Name, spec.Dial(dial.Name));
            }

            json.WriteEndObject();
        }

        if (scenario.Preset(spec.Preset) is { } preset)
        {
            json.WriteString("preset", preset.Name);
        }

        json.WriteEndObject();
    }

    private static void Facts(Utf8JsonWriter json, WorldFacts facts)
    {
        json.WriteStartObject("realised");
        json.WriteNumber("rows", facts.Rows);
        json.WriteNumber("postcodes", facts.Postcodes);
        json.WriteNumber("streets", facts.Streets);
        Number(json, "groupShare", facts.GroupShare);
        Number(json, "dissimilarity", facts.Dissimilarity);
        Number(json, "moranGroup", facts.MoranGroup);
        Number(json, "defaultRate", facts.DefaultRate);
        Number(json, "thinFileShare", facts.ThinFileShare);
        json.WriteNumber("islands", facts.Islands);
        Number(json, "contraction", facts.Contraction);
        json.WriteNumber("fixpointSteps", facts.FixpointSteps);
        Number(json, "fixpointErrorBound", facts.FixpointErrorBound);
        Number(json, "cutoff", facts.Cutoff);
        Number(json, "captiveShare", facts.CaptiveShare);
        json.WriteNumber("links", facts.Links);
        Number(json, "groupAssortativity", facts.GroupAssortativity);
        json.WriteEndObject();
    }

    private static void Gaps(Utf8JsonWriter json, IReadOnlyList<TruthGap> gaps)
    {
        json.WriteStartArray("trueGaps");
        foreach (var gap in gaps)
        {
            json.WriteStartObject();
            json.WriteString("attribute", gap.Attribute);
            json.WriteString("group", gap.Group);
            json.WriteString("reference", gap.Reference);
            Number(json, "points", gap.Total);
            json.WriteStartObject("byOrigin");
            foreach (var (origin, points) in gap.ByOrigin)
            {
                Number(json, Name(origin), points);
            }

            json.WriteEndObject();
            Number(json, "remainder", gap.Remainder);
            json.WriteStartObject("withoutChannel");
            foreach (var (channel, points) in gap.WithoutChannel)
            {
                Number(json, channel, points);
            }

            json.WriteEndObject();
            Number(json, "withoutAll", gap.WithoutAll);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // JSON has no NaN: an undefined figure is null.
    internal static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static JsonElement Member(JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
        {
            throw new AuditDataException($"{Where}: the key '{name}' is missing. A world's description is written by generate; generate the world again.");
        }

        return value.ValueKind == kind ? value : throw Wrong(name, "a JSON " + kind.ToString().ToLowerInvariant());
    }

    private static AuditDataException Wrong(string name, string expected) => new($"{Where}: '{name}' is not {expected}. A world's description is written by generate; generate the world again.");
}
