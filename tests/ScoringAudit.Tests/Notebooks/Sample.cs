using System.Text;
using System.Text.Json.Nodes;
using ScoringAudit.Notebooks;

namespace ScoringAudit.Tests.Notebooks;

/// <summary>Small notebooks for tests.</summary>
internal static class Sample
{
    public static NotebookDocument Of(params string[] cells) => Of(".net-csharp", cells);

    public static NotebookDocument Of(string kernel, string[] cells)
    {
        var nodes = cells.Select(c => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = "a",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = new JsonArray(JsonValue.Create(c)),
        });
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. nodes]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = kernel } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Read(root.ToJsonString());
    }

    public static NotebookDocument Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return NotebookDocument.Read(stream, "course.ipynb");
    }

    public static async Task<NotebookRun> Run(params string[] cells) =>
        await NotebookRunner.RunAsync(Of(cells), new NotebookOptions { Directory = AppContext.BaseDirectory }, TestContext.Current.CancellationToken);

    public static string Plain(this NotebookRun run, int cell) => string.Join("|", run.Notebook.Cells[cell - 1].Outputs.Select(o => o.Data.GetValueOrDefault("text/plain") ?? o.Data.GetValueOrDefault("stdout") ?? o.Data.GetValueOrDefault("evalue")));
}
