using System.Text.Json;

namespace ScoringAudit.Evidence;

/// <summary>The laws and guidelines of the one data file (Evidence/sources.json). The toolkit supplies evidence; it draws no legal conclusion.</summary>
public static class LawCatalogue
{
    private static readonly Lazy<IReadOnlyList<LawSource>> Sources = new(Load);

    /// <summary>All of them, in the file's order.</summary>
    public static IReadOnlyList<LawSource> All => Sources.Value;

    private static IReadOnlyList<LawSource> Load()
    {
        using var stream = typeof(LawCatalogue).Assembly.GetManifestResourceStream("ScoringAudit.Evidence.sources.json")
            ?? throw new InvalidOperationException("The resource Evidence/sources.json is missing from the build.");
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.GetProperty("laws").EnumerateArray().Select(law => new LawSource(
                Text(law, "id"), Text(law, "name"), Text(law, "says"), [.. law.GetProperty("evidence").EnumerateArray().Select(measure => measure.GetString()!)], Text(law, "status"), Text(law, "checked"))),
        ];
    }

    private static string Text(JsonElement law, string name) => law.GetProperty(name).GetString()!;
}
