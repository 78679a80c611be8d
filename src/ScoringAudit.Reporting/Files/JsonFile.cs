using System.Text.Encodings.Web;
using System.Text.Json;
using ScoringAudit.Primitives;

namespace ScoringAudit.Reporting.Files;

/// <summary>What all JSON files here share: one look when written, one kind of message when they cannot be read.</summary>
internal static class JsonFile
{
    internal const int SchemaVersion = 1;

    private const string Again = " Run the audit again, or restore the file.";

    /// <summary>Writes an indented document that ends in a line feed; the same content gives the same bytes.</summary>
    internal static void Write(Stream to, Action<Utf8JsonWriter> content)
    {
        var options = new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(to, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            content(writer);
            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <summary>Parses a document and refuses one that is broken or from a newer tool.</summary>
    internal static JsonDocument Open(Stream from, string file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(from);
        }
        catch (JsonException error)
        {
            throw new AuditDataException(file + ": not JSON (line " + Text((error.LineNumber ?? 0) + 1) + "). Expected the file that an audit wrote." + Again, error);
        }

        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schemaVersion", out var version) || !version.TryGetInt32(out int found))
        {
            document.Dispose();
            throw new AuditDataException(file + ": no whole number \"schemaVersion\". Expected the file that an audit wrote." + Again);
        }

        if (found != SchemaVersion)
        {
            document.Dispose();
            throw new AuditDataException(file + ": schemaVersion " + Text(found) + (found > SchemaVersion ? " is newer than" : " is not") + " the one that this tool reads. Expected " + Text(SchemaVersion) + "."
                + (found > SchemaVersion ? " Use the version of scoring-audit that wrote it, or a newer one." : Again));
        }

        return document;
    }

    internal static AuditDataException Bad(string file, string where, string found, string expected) =>
        new(file + ": " + where + ": found " + found + ", expected " + expected + "." + Again);

    internal static string? Word(JsonElement element, string key, string file, string where)
    {
        if (!Has(element, key, file, where, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad(file, where, "\"" + key + "\" as " + Kind(value), "text");
    }

    internal static string RequiredWord(JsonElement element, string key, string file, string where) =>
        Word(element, key, file, where) ?? throw Bad(file, where, "no \"" + key + "\"", "text");

    internal static double? Number(JsonElement element, string key, string file, string where)
    {
        if (!Has(element, key, file, where, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Bad(file, where, "\"" + key + "\" as " + Kind(value), "a number");
    }

    internal static long? Whole(JsonElement element, string key, string file, string where)
    {
        if (!Has(element, key, file, where, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long whole) ? whole : throw Bad(file, where, "\"" + key + "\" as " + Kind(value), "a whole number");
    }

    internal static IEnumerable<JsonElement> List(JsonElement element, string key, string file, bool required = true)
    {
        if (!element.TryGetProperty(key, out var value))
        {
            return required ? throw Bad(file, "top level", "no \"" + key + "\"", "a list") : [];
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Bad(file, "\"" + key + "\"", Kind(value), "a list");
    }

    internal static IEnumerable<string> Texts(JsonElement element, string key, string file, string where) => List(element, key, file).Select(item =>
        item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad(file, where + ", \"" + key + "\"", Kind(item), "text"));

    internal static IEnumerable<JsonProperty> Map(JsonElement element, string key, string file)
    {
        if (!element.TryGetProperty(key, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Bad(file, "\"" + key + "\"", Kind(value), "an object");
    }

    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "the number " + value.GetRawText(),
        _ => value.GetRawText(),
    };

    private static bool Has(JsonElement element, string key, string file, string where, out JsonElement value) => element.ValueKind == JsonValueKind.Object
        ? element.TryGetProperty(key, out value)
        : throw Bad(file, where, Kind(element), "an object");

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
