using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScoringAudit.Reporting;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Cli.Verbs;

/// <summary>scenarios: the catalogue of mechanisms and worlds.</summary>
internal static class ScenariosVerb
{
    public static Command Make(Host host)
    {
        var json = Shared.Json();
        var one = new Argument<string?>("SCENARIO") { Description = "Id of one scenario, to read in full", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("scenarios", "Lists the catalogue of mechanisms and synthetic worlds") { one, json };
        verb.SetAction(r => App.Guard(host, () =>
        {
            if (r.GetValue(one) is { } id)
            {
                var scenario = ScenarioCatalogue.Require(id);
                if (r.GetValue(json))
                {
                    Json(host.Out, [scenario]);
                }
                else
                {
                    ScenarioText.Write(host.Out, scenario);
                }
            }
            else if (r.GetValue(json))
            {
                Json(host.Out, ScenarioCatalogue.All);
            }
            else
            {
                Table(host.Out);
            }

            return ExitCode.Ran;
        }));
        return verb;
    }

    private static void Table(TextWriter to)
    {
        to.WriteLine(ScenarioCatalogue.Banner);
        to.WriteLine();
        var table = new TextTable("id", "label", "title", "channels");
        foreach (var s in ScenarioCatalogue.All)
        {
            table.Row(s.Id, s.Label.ToString().ToLowerInvariant(), s.Title, string.Join(", ", s.Channels.Select(c => c.Name)));
        }

        table.Write(to, 120);
    }

    private static void Json(TextWriter to, IReadOnlyList<Scenario> scenarios)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("banner", ScenarioCatalogue.Banner);
            json.WriteStartArray("scenarios");
            foreach (var s in scenarios)
            {
                One(json, s);
            }

            json.WriteEndArray();
            json.WriteStartArray("unknown");
            foreach (var point in OpenPoints.Unknown)
            {
                json.WriteStringValue(point);
            }

            json.WriteEndArray();
            json.WriteStartArray("corrections");
            Record(json, OpenPoints.Corrections);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        to.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void One(Utf8JsonWriter json, Scenario s)
    {
        json.WriteStartObject();
        json.WriteString("id", s.Id);
        json.WriteString("title", s.Title);
        json.WriteStartArray("systems");
        foreach (var system in s.Systems)
        {
            json.WriteStringValue(system);
        }

        json.WriteEndArray();
        json.WriteString("label", s.Label.ToString().ToLowerInvariant());
        json.WriteString("articleSays", s.ArticleSays);
        json.WriteStartArray("publicRecord");
        Record(json, s.PublicRecord);
        json.WriteEndArray();
        json.WriteString("equation", s.Equation);
        json.WriteStartArray("channels");
        foreach (var c in s.Channels)
        {
            json.WriteStartObject();
            json.WriteString("name", c.Name);
            json.WriteString("origin", c.Origin.ToString().ToLowerInvariant());
            json.WriteNumber("strength", c.Strength);
            json.WriteNumber("min", c.Min);
            json.WriteNumber("max", c.Max);
            json.WriteString("unit", c.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("kind", s.Kind.ToString().ToLowerInvariant());
        json.WriteString("nature", s.Nature);
        json.WriteStartArray("dials");
        foreach (var d in s.Dials)
        {
            json.WriteStartObject();
            json.WriteString("name", d.Name);
            json.WriteNumber("value", d.Value);
            json.WriteNumber("min", d.Min);
            json.WriteNumber("max", d.Max);
            json.WriteString("meaning", d.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("presets");
        foreach (var p in s.Presets)
        {
            json.WriteStartObject();
            json.WriteString("name", p.Name);
            json.WriteString("meaning", p.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unknown");
        foreach (var point in s.Unknown)
        {
            json.WriteStringValue(point);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Record(Utf8JsonWriter json, IReadOnlyList<PublicRecordEntry> entries)
    {
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("side", entry.Side);
            json.WriteString("statement", entry.Printed);
            json.WriteString("source", entry.Source);
            json.WriteBoolean("verified", entry.Verified);
            json.WriteEndObject();
        }
    }
}
