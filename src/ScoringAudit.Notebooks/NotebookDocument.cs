using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScoringAudit.Primitives;

namespace ScoringAudit.Notebooks;

/// <summary>A notebook file (.ipynb, nbformat 4): its cells, and everything else that it holds, kept as it was.</summary>
/// <remarks>
/// Written with sorted keys and one space of indent, as Jupyter does, so that a file that this class wrote is read and written again to the same bytes.
/// A notebook whose outputs did not change gives back the bytes that were read. Source: nbformat 4.5 (jupyter.org, 2020).
/// </remarks>
public sealed class NotebookDocument
{
    private readonly JsonObject _root;
    private readonly byte[] _original;

    private NotebookDocument(string name, JsonObject root, byte[] original, IReadOnlyList<NotebookCell> cells) =>
        (Name, _root, _original, Cells) = (name, root, original, cells);

    /// <summary>What the notebook is called in messages.</summary>
    public string Name { get; }

    /// <summary>All cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Name of the kernel that the notebook asks for, or null.</summary>
    public string? Kernel => _root["metadata"]?["kernelspec"]?["name"]?.GetValue<string>();

    /// <summary>Reads a notebook.</summary>
    /// <param name="from">The file's bytes, UTF-8.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="AuditDataException">It is no JSON, no notebook, or of another major version.</exception>
    public static NotebookDocument Read(Stream from, string name)
    {
        ArgumentNullException.ThrowIfNull(from);
        using var memory = new MemoryStream();
        from.CopyTo(memory);
        var bytes = memory.ToArray();
        try
        {
            var text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;
            if (JsonNode.Parse(text) is not JsonObject root || root["cells"] is not JsonArray cells || root["nbformat"] is not JsonValue version)
            {
                throw new AuditDataException($"{name}: it is JSON, but no notebook: 'cells' or 'nbformat' is missing. Expected an .ipynb of nbformat 4. Check the file.");
            }

            if (version.GetValue<int>() != 4)
            {
                throw new AuditDataException($"{name}: nbformat {version.ToJsonString()} was found, expected 4. Convert it: jupyter nbconvert --to notebook --nbformat 4.");
            }

            return new NotebookDocument(name, root, bytes, [.. cells.Select((cell, at) => ReadCell((JsonObject)cell!, at + 1))]);
        }
        catch (JsonException e)
        {
            throw new AuditDataException($"{name}: broken JSON in line {e.LineNumber + 1}. Expected a notebook (.ipynb). Take an earlier version of the file, or repair that line.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or NullReferenceException)
        {
            throw new AuditDataException($"{name}: a cell is not as nbformat 4 says. Expected objects with 'cell_type' and 'source'. Open and save it with Jupyter.", e);
        }
    }

    /// <summary>The same notebook with other outputs.</summary>
    /// <param name="outputs">Outputs by cell number; cells that are not named keep theirs.</param>
    public NotebookDocument With(IReadOnlyDictionary<int, IReadOnlyList<CellOutput>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var root = (JsonObject)_root.DeepClone();
        var nodes = (JsonArray)root["cells"]!;
        var cells = new List<NotebookCell>(Cells);
        foreach (var (number, added) in outputs.OrderBy(o => o.Key))
        {
            var node = (JsonObject)nodes[number - 1]!;
            var count = Cells.Take(number).Count(c => c.Kind == CellKind.Code);
            node["execution_count"] = count;
            node["outputs"] = new JsonArray([.. added.Select(o => OutputJson.Write(o, count))]);
            cells[number - 1] = cells[number - 1] with { Outputs = added };
        }

        return new NotebookDocument(Name, root, _original, cells);
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => JsonNode.DeepEquals(JsonNode.Parse(_original.AsSpan().StartsWith("\uFEFF"u8) ? _original.AsSpan(3) : _original), _root) ? _original : CanonicalJson.Write(_root);

    /// <summary>The bytes in canonical form, whatever the form of the file that was read.</summary>
    public byte[] ToCanonicalBytes() => CanonicalJson.Write(_root);

    private static NotebookCell ReadCell(JsonObject cell, int number)
    {
        var kind = cell["cell_type"]!.GetValue<string>() switch { "code" => CellKind.Code, "markdown" => CellKind.Markdown, _ => CellKind.Raw };
        var metadata = cell["metadata"];
        var language = (metadata?["polyglot_notebook"]?["kernelName"] ?? metadata?["dotnet_interactive"]?["language"])?.GetValue<string>();
        ImmutableArray<CellOutput> outputs = kind == CellKind.Code && cell["outputs"] is JsonArray saved ? [.. saved.Select(o => OutputJson.Read((JsonObject)o!))] : [];
        return new NotebookCell(number, kind, OutputJson.Text(cell["source"]), language, outputs);
    }
}
