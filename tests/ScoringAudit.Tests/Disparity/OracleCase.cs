using System.Text.Json;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

/// <summary>One case of Oracles/disparity.json: its input, and every expected number, each of which must be asked for.</summary>
internal sealed class OracleCase(JsonElement json)
{
    private readonly HashSet<string> _asked = [];

    public static IReadOnlyDictionary<string, JsonElement> All { get; } = Read();

    public JsonElement Input => json.GetProperty("input");

    public int[] Ints(string name) => [.. Input.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    public double[] Numbers(string name) => [.. Input.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public string[] Texts(string name) => [.. Input.GetProperty(name).EnumerateArray().Select(e => e.ToString())];

    /// <summary>Our value is the expected one; null is undefined on both sides.</summary>
    public void Is(string path, double? actual, double tolerance = 1e-9)
    {
        var expected = Take(path);
        if (expected is null || actual is null)
        {
            Assert.True(expected is null && actual is null, $"{path}: expected {expected}, found {actual}");
            return;
        }

        // p-values far below 1 are compared relatively
        var scale = tolerance == 1e-9 && Math.Abs(expected.Value) < 1e-4 && expected.Value != 0 ? Math.Abs(expected.Value) * 1e3 : 1;
        Assert.True(Math.Abs(expected.Value - actual.Value) <= tolerance * scale, $"{path}: expected {expected.Value:R}, found {actual.Value:R}");
    }

    public void Is(string path, Estimate actual, double tolerance = 1e-9) => Is(path, actual.IsDefined ? actual.Value : null, tolerance);

    /// <summary>The tool's convention is not ours: its number is taken note of, ours is another, or undefined.</summary>
    public void Differs(string path, double? ours, string why)
    {
        Assert.False(string.IsNullOrWhiteSpace(why));
        var expected = Take(path);
        Assert.True(expected is null != ours is null || Math.Abs(expected!.Value - ours!.Value) > 1e-6, $"{path}: it is said to differ ({why}) and does not: {expected}");
    }

    public void Differs(string path, Estimate ours, string why) => Differs(path, ours.IsDefined ? ours.Value : null, why);

    /// <summary>Ours is undefined where the tool prints a number, or nothing too.</summary>
    public void OursUndefined(string path, string why)
    {
        Assert.False(string.IsNullOrWhiteSpace(why));
        Assert.True(Take(path) is null or 0, $"{path}: a number other than 0 there");
    }

    /// <summary>Expected numbers that nobody asked for.</summary>
    public IEnumerable<string> Left() => Leaves(json.GetProperty("expected"), string.Empty).Where(p => !_asked.Contains(p));

    private double? Take(string path)
    {
        _asked.Add(path);
        var at = json.GetProperty("expected");
        foreach (var part in at.TryGetProperty(path, out _) ? [path] : path.Split('/'))
        {
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(part);
        }

        return at.ValueKind == JsonValueKind.Null ? null : at.GetDouble();
    }

    private static IEnumerable<string> Leaves(JsonElement at, string path) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : path + "/" + p.Name)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany((e, i) => Leaves(e, path + "/" + i)),
        _ => [path],
    };

    private static Dictionary<string, JsonElement> Read()
    {
        using var stream = typeof(OracleCase).Assembly.GetManifestResourceStream("ScoringAudit.Tests.Disparity.Oracles.disparity.json")!;
        var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);
    }
}
