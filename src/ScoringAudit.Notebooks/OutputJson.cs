using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringAudit.Notebooks;

/// <summary>Outputs as nbformat 4.5 writes them.</summary>
internal static class OutputJson
{
    private const string Volatile = "scoring_audit_volatile";

    /// <summary>A multi-line string: one text, or an array of lines.</summary>
    internal static string Text(JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonArray lines => string.Concat(lines.Select(l => l!.GetValue<string>())),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    /// <summary>A text as an array of its lines, each with its line feed.</summary>
    internal static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[at..end]);
            at = end;
        }

        return lines;
    }

    internal static JsonNode Write(CellOutput output, int count)
    {
        switch (output.Kind)
        {
            case OutputKind.Stream:
                return new JsonObject { ["output_type"] = "stream", ["name"] = CellOutput.Stdout, ["text"] = Lines(output.Data[CellOutput.Stdout]) };
            case OutputKind.Error:
                return new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = output.Data["ename"],
                    ["evalue"] = output.Data["evalue"],
                    ["traceback"] = new JsonArray([.. output.Data["traceback"].Split('\n').Select(l => (JsonNode)l)]),
                };
            default:
                var data = new JsonObject();
                foreach (var (mime, text) in output.Data)
                {
                    data[mime] = Lines(text);
                }

                var node = new JsonObject
                {
                    ["output_type"] = output.Kind == OutputKind.Result ? "execute_result" : "display_data",
                    ["data"] = data,
                    ["metadata"] = output.IsVolatile ? new JsonObject { [Volatile] = true } : new JsonObject(),
                };
                if (output.Kind == OutputKind.Result)
                {
                    node["execution_count"] = count;
                }

                return node;
        }
    }

    internal static CellOutput Read(JsonObject node)
    {
        switch (node["output_type"]!.GetValue<string>())
        {
            case "stream":
                return CellOutput.OfStream(Text(node["text"]));
            case "error":
                return CellOutput.OfError(Text(node["ename"]), Text(node["evalue"]), string.Join('\n', ((JsonArray)node["traceback"]!).Select(l => l!.GetValue<string>())));
            case var type:
                var data = ((JsonObject)node["data"]!).Select(d => KeyValuePair.Create(d.Key, Text(d.Value)));
                return CellOutput.OfDisplay(data, type == "execute_result") with { IsVolatile = node["metadata"]?[Volatile] is not null };
        }
    }
}
