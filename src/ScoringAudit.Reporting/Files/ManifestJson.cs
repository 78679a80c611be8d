using System.Globalization;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Reporting.Files;

/// <summary>manifest.json: how a result came about, with the digests of what was read and written.</summary>
/// <remarks>The start time is UTC in round-trip form; packages are sorted by name (ordinal), files keep their order.</remarks>
public static class ManifestJson
{
    /// <summary>Writes a manifest.</summary>
    public static void Write(RunManifest manifest, Stream to)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(to);
        JsonFile.Write(to, json =>
        {
            json.WriteString("tool", manifest.Tool);
            json.WriteString("runtime", manifest.Runtime);
            json.WriteStartObject("packages");
            foreach (var (name, version) in manifest.Packages.OrderBy(package => package.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, version);
            }

            json.WriteEndObject();
            Texts(json, "command", manifest.Command);
            json.WriteNumber("seed", manifest.Seed);
            Texts(json, "streams", manifest.Streams);
            Files(json, "inputs", manifest.Inputs);
            Files(json, "outputs", manifest.Outputs);
            json.WriteNumber("suppressedCells", manifest.SuppressedCells);
            json.WriteString("started", manifest.Started.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        });
    }

    /// <summary>Reads a manifest back.</summary>
    /// <param name="from">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="AuditDataException">It is not JSON, from a newer schema, or lacks what a manifest has.</exception>
    public static RunManifest Read(Stream from, string file = "manifest.json")
    {
        ArgumentNullException.ThrowIfNull(from);
        using var document = JsonFile.Open(from, file);
        var root = document.RootElement;
        string started = JsonFile.RequiredWord(root, "started", file, "top level");
        if (!root.TryGetProperty("seed", out var seed) || seed.ValueKind != JsonValueKind.Number || !seed.TryGetUInt64(out ulong number))
        {
            throw JsonFile.Bad(file, "top level", "no \"seed\"", "a whole number of at least 0");
        }

        return new RunManifest(
            JsonFile.RequiredWord(root, "tool", file, "top level"),
            JsonFile.RequiredWord(root, "runtime", file, "top level"),
            new SortedDictionary<string, string>(
                JsonFile.Map(root, "packages", file).ToDictionary(package => package.Name, package => package.Value.ValueKind == JsonValueKind.String
                    ? package.Value.GetString()!
                    : throw JsonFile.Bad(file, "packages, \"" + package.Name + "\"", JsonFile.Kind(package.Value), "a version")),
                StringComparer.Ordinal),
            [.. JsonFile.Texts(root, "command", file, "top level")],
            number,
            [.. JsonFile.Texts(root, "streams", file, "top level")],
            [.. JsonFile.List(root, "inputs", file).Select(entry => ReadFile(entry, file))],
            [.. JsonFile.List(root, "outputs", file).Select(entry => ReadFile(entry, file))],
            JsonFile.Whole(root, "suppressedCells", file, "top level") ?? 0,
            DateTimeOffset.TryParse(started, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw JsonFile.Bad(file, "started", "\"" + started + "\"", "a UTC time"));
    }

    private static ManifestFile ReadFile(JsonElement entry, string file)
    {
        string path = JsonFile.RequiredWord(entry, "path", file, "a file");
        return new ManifestFile(
            path,
            JsonFile.Whole(entry, "bytes", file, path) ?? throw JsonFile.Bad(file, path, "no \"bytes\"", "a whole number"),
            JsonFile.RequiredWord(entry, "digest", file, path),
            JsonFile.Whole(entry, "rows", file, path),
            entry.TryGetProperty("columns", out _) ? [.. JsonFile.Texts(entry, "columns", file, path)] : []);
    }

    private static void Files(Utf8JsonWriter json, string key, IReadOnlyList<ManifestFile> files)
    {
        json.WriteStartArray(key);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteString("digest", file.Digest);
            if (file.Rows is { } rows)
            {
                json.WriteNumber("rows", rows);
            }

            if (file.Columns.Count > 0)
            {
                Texts(json, "columns", file.Columns);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string key, IReadOnlyList<string> values)
    {
        json.WriteStartArray(key);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
