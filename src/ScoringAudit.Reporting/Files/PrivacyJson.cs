using System.Text.Json;
using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Files;

/// <summary>The object "privacy" of findings.json: the account of a protected report.</summary>
internal static class PrivacyJson
{
    private const string Place = "privacy";

    public static void Write(Utf8JsonWriter json, PrivacyStatement? statement)
    {
        if (statement is null)
        {
            return;
        }

        json.WriteStartObject(Place);
        json.WriteString("unit", statement.Unit);
        json.WriteString("relation", statement.Relation);
        json.WriteNumber("epsilon", statement.Epsilon);
        json.WriteNumber("delta", statement.Delta);
        json.WriteNumber("rho", statement.Rho);
        json.WriteNumber("rhoOfThisReport", statement.SpentHere);
        json.WriteNumber("epsilonOfThisReport", statement.EpsilonHere);
        json.WriteStartArray("tables");
        foreach (var table in statement.Tables)
        {
            json.WriteStartObject();
            json.WriteString("table", table.Table);
            json.WriteNumber("cells", table.Cells);
            json.WriteNumber("rho", table.Rho);
            json.WriteNumber("noiseDeviation", table.NoiseDeviation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notCovered");
        foreach (var text in statement.NotCovered)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteStartObject("sources");
        foreach (var (column, source) in statement.Sources)
        {
            json.WriteString(column, source);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static PrivacyStatement? Read(JsonElement root, string file)
    {
        if (!root.TryGetProperty(Place, out var json))
        {
            return null;
        }

        double Number(JsonElement of, string key) => JsonFile.Number(of, key, file, Place) ?? throw JsonFile.Bad(file, Place, "no \"" + key + "\"", "a number");
        return new PrivacyStatement(
            JsonFile.RequiredWord(json, "unit", file, Place),
            JsonFile.RequiredWord(json, "relation", file, Place),
            Number(json, "epsilon"),
            Number(json, "delta"),
            Number(json, "rho"),
            Number(json, "rhoOfThisReport"),
            Number(json, "epsilonOfThisReport"),
            [.. JsonFile.List(json, "tables", file).Select(t => new PrivacySpend(JsonFile.RequiredWord(t, "table", file, Place), (int)Number(t, "cells"), Number(t, "rho"), Number(t, "noiseDeviation")))],
            [.. JsonFile.Texts(json, "notCovered", file, Place)],
            new SortedDictionary<string, string>(
                JsonFile.Map(json, "sources", file).ToDictionary(s => s.Name, s => s.Value.ValueKind == JsonValueKind.String ? s.Value.GetString()! : throw JsonFile.Bad(file, Place, JsonFile.Kind(s.Value), "a text")),
                StringComparer.Ordinal));
    }
}
