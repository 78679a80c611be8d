using System.Text.Json;

namespace ScoringAudit.EndToEnd;

/// <summary>Reads findings.json as a script would.</summary>
internal sealed class Json : IDisposable
{
    private readonly JsonDocument _document;

    public Json(string text) => _document = JsonDocument.Parse(text);

    public JsonElement Root => _document.RootElement;

    public IReadOnlyList<JsonElement> Findings => [.. Root.GetProperty("findings").EnumerateArray()];

    public string[] Ids => [.. Findings.Select(f => f.GetProperty("id").GetString()!)];

    public string Class => Root.GetProperty("disclosure").GetProperty("class").GetString()!;

    public JsonElement this[string id] => Findings.Single(f => f.GetProperty("id").GetString() == id);

    public IEnumerable<string> Notes(string kind) => Root.GetProperty("notes").EnumerateArray()
        .Where(n => n.GetProperty("kind").GetString() == kind).Select(n => n.GetProperty("text").GetString()!);

    public void Dispose() => _document.Dispose();
}
