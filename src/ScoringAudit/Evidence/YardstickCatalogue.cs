using System.Text.Json;
using ScoringAudit.Primitives;

namespace ScoringAudit.Evidence;

/// <summary>The yardsticks of the one data file (Evidence/sources.json), and the plan's own limits in their place.</summary>
public static class YardstickCatalogue
{
    private static readonly Lazy<IReadOnlyDictionary<string, Yardstick>> Defaults = new(Load);

    /// <summary>Measures that have a yardstick.</summary>
    public static IReadOnlyCollection<string> Measures => [.. Defaults.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The yardstick of a measure, or null where there is none.</summary>
    /// <param name="measure">Measure name.</param>
    /// <param name="plan">The plan, whose own limit replaces the default's.</param>
    public static Yardstick? For(string measure, AuditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!Defaults.Value.TryGetValue(measure, out var yardstick))
        {
            return null;
        }

        if (!plan.Yardsticks.TryGetValue(measure, out var limit))
        {
            return yardstick;
        }

        return yardstick switch
        {
            { Low: { } low, High: null } when low == limit => yardstick,
            { Low: null, High: { } high } when high == limit => yardstick,
            { Low: not null, High: null } => new Yardstick(limit, null, "the plan's own limit"),
            { Low: null } => new Yardstick(null, limit, "the plan's own limit"),
            _ => new Yardstick(-Math.Abs(limit), Math.Abs(limit), "the plan's own limit"),
        };
    }

    /// <summary>Checks the plan's yardsticks.</summary>
    /// <exception cref="AuditDataException">A measure has no yardstick.</exception>
    public static void Check(AuditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var name in plan.Yardsticks.Keys.Order(StringComparer.Ordinal))
        {
            if (!Defaults.Value.ContainsKey(name))
            {
                var hint = Nearest.Of(name, Measures) is { } near ? $"Did you mean '{near}'?" : $"Measures with a yardstick: {string.Join(", ", Measures)}.";
                throw new AuditDataException($"plan: yardsticks: there is no yardstick '{name}'. {hint}");
            }
        }
    }

    private static Dictionary<string, Yardstick> Load()
    {
        using var stream = typeof(YardstickCatalogue).Assembly.GetManifestResourceStream("ScoringAudit.Evidence.sources.json")
            ?? throw new InvalidOperationException("The resource Evidence/sources.json is missing from the build.");
        using var document = JsonDocument.Parse(stream);
        var all = new Dictionary<string, Yardstick>(StringComparer.Ordinal);
        foreach (var item in document.RootElement.GetProperty("yardsticks").EnumerateArray())
        {
            all.Add(
                item.GetProperty("measure").GetString()!,
                new Yardstick(Limit(item, "low"), Limit(item, "high"), item.GetProperty("source").GetString()!));
        }

        return all;
    }

    private static double? Limit(JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
