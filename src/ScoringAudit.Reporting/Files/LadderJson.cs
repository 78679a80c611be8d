using ScoringAudit.Leakage;
using System.Text.Json;
using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Files;

/// <summary>The ladder of a leakage_step finding: "step" and "rungs".</summary>
internal static class LadderJson
{
    internal static void Write(Utf8JsonWriter json, Finding finding, Func<double, string, string, double> finite)
    {
        if (finding.Step is { } step)
        {
            json.WriteString("step", step);
        }

        if (finding.Rungs is not { } rungs)
        {
            return;
        }

        json.WriteStartArray("rungs");
        foreach (var rung in rungs)
        {
            json.WriteStartObject();
            json.WriteString("step", rung.Step);
            json.WriteBoolean("tested", rung.Tested);
            json.WriteBoolean("reached", rung.Reached);
            if (rung.PValue is { } p)
            {
                json.WriteNumber("pValue", finite(p, "pValue", finding.Id));
            }

            json.WriteString("why", rung.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static IReadOnlyList<LadderRung>? Read(JsonElement finding, string file, string where)
    {
        if (!finding.TryGetProperty("rungs", out _))
        {
            return null;
        }

        return [.. JsonFile.List(finding, "rungs", file).Select(rung => new LadderRung(
            JsonFile.RequiredWord(rung, "step", file, where + ", rungs"),
            Flag(rung, "tested"),
            Flag(rung, "reached"),
            JsonFile.Number(rung, "pValue", file, where + ", rungs"),
            JsonFile.Word(rung, "why", file, where + ", rungs") ?? string.Empty))];

        bool Flag(JsonElement rung, string key) => rung.TryGetProperty(key, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean() : throw JsonFile.Bad(file, where + ", rungs", "no true or false under \"" + key + "\"", "true or false");
    }
}
