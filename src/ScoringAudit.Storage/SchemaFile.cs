using System.Globalization;
using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>The public schema of a protected audit (YAML): categories, bounds and edges, each with the source that it is known from.</summary>
public static class SchemaFile
{
    private static readonly string[] Keys = ["schemaVersion", "rows", "columns"];
    private static readonly string[] ColumnKeys = ["categories", "bins", "bounds", "source"];

    /// <summary>Reads a schema.</summary>
    /// <exception cref="AuditDataException">There is no such file, it is not YAML, or a value cannot be what its key must be; the message names line and key.</exception>
    public static PublicSchema Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(InputFile.Open(path));
        return Parse(reader.ReadToEnd(), Path.GetFileName(path));
    }

    /// <summary>Reads a schema from its text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="AuditDataException">As for <see cref="Read"/>.</exception>
    public static PublicSchema Parse(string yaml, string name = "schema")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(yaml);
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new AuditDataException($"{name}, line {e.Start.Line}: this is not valid YAML ({e.Message.TrimEnd('.')}). Correct the line; indent with blanks, and quote texts that contain ': ' or '#'.", e);
        }

        if (stream.Documents.Count != 1)
        {
            throw new AuditDataException($"{name}: found {stream.Documents.Count} YAML documents, expected one schema. It starts with 'schemaVersion: 1'.");
        }

        var root = new PlanNode(name, string.Empty, stream.Documents[0].RootNode).Map(Keys, "schemaVersion", "columns");
        if (root["schemaVersion"].Whole("the whole number 1", 1) is var version and > 1)
        {
            throw root["schemaVersion"].Fail($"found {version}, this program reads version 1. Use a newer program.");
        }

        return new PublicSchema(
            name,
            [.. root["columns"].Entries("a mapping of columns to what is publicly known of them").Select(c => Column(c.Key, c.Value))],
            root.TryGetValue("rows", out var rows) ? rows.Whole("about how many rows such data have", 1) : null);
    }

    /// <summary>The YAML of a schema, which <see cref="Parse"/> reads back.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="comments">Lines written first, as comments.</param>
    public static string Write(PublicSchema schema, IReadOnlyList<string>? comments = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var text = new StringBuilder();
        foreach (var line in comments ?? [])
        {
            text.Append("# ").Append(line).Append('\n');
        }

        text.Append("schemaVersion: 1\n");
        if (schema.Rows is { } rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"rows: {rows}\n");
        }

        text.Append(schema.Columns.Count == 0 ? "columns: {}\n" : "columns:\n");
        foreach (var column in schema.Columns)
        {
            text.Append("  ").Append(Quoted(column.Name)).Append(":\n");
            if (column.IsCategory)
            {
                text.Append("    categories: [").AppendJoin(", ", column.Categories.Select(Quoted)).Append("]\n");
            }

            if (double.IsFinite(column.Low) && double.IsFinite(column.High))
            {
                text.Append("    bounds: [").Append(Number(column.Low)).Append(", ").Append(Number(column.High)).Append("]\n");
            }

            if (column.Bins.Count > 0)
            {
                text.Append("    bins: [").AppendJoin(", ", column.Bins.Select(Number)).Append("]\n");
            }

            text.Append("    source: ").Append(Quoted(column.Source)).Append('\n');
        }

        return text.ToString();
    }

    private static PublicColumn Column(string name, PlanNode node)
    {
        var map = node.Map(ColumnKeys, "source");
        if (map.ContainsKey("categories") && (map.ContainsKey("bins") || map.ContainsKey("bounds")))
        {
            throw node.Fail("found categories beside bins or bounds, expected one kind. Categories are for texts, bins and bounds for numbers.");
        }

        if (!map.ContainsKey("categories") && !map.ContainsKey("bins") && !map.ContainsKey("bounds"))
        {
            throw node.Fail("found neither categories nor bins nor bounds, expected what is publicly known of the column, as in categories: [north, south] or bins: [25, 40, 60].");
        }

        var categories = map.TryGetValue("categories", out var c) ? c.Texts("categories") : [];
        var bins = map.TryGetValue("bins", out var b) ? Rising(b, "inner edges", 1) : [];
        var bounds = map.TryGetValue("bounds", out var o) ? Rising(o, "bounds", 2) : [double.NegativeInfinity, double.PositiveInfinity];
        if (bounds.Length != 2)
        {
            throw o!.Fail($"found {bounds.Length} numbers, expected the smallest and the largest possible value, as in [0, 1].");
        }

        if (bins.Length > 0 && (bins[0] <= bounds[0] || bins[^1] >= bounds[1]))
        {
            throw b!.Fail("an edge lies on or beyond the bounds. Expected inner edges only, all between the bounds.");
        }

        if (map.ContainsKey("categories") && (categories.Length == 0 || categories.Contains(Privacy.TableDimension.Unlisted, StringComparer.Ordinal)))
        {
            throw c!.Fail($"expected at least one category, none called '{Privacy.TableDimension.Unlisted}'.");
        }

        return new PublicColumn(name, categories, bins, bounds[0], bounds[1], map["source"].Text("where this is known from, as in source: \"codebook, page 3\""));
    }

    private static double[] Rising(PlanNode node, string what, int least)
    {
        double[] numbers = [.. node.Items("numbers").Select(i => i.Number("a number"))];
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1])
            {
                throw node.Fail($"the {what} do not increase. Expected numbers in increasing order.");
            }
        }

        return numbers.Length >= least ? numbers : throw node.Fail($"found {numbers.Length} numbers, expected at least {least}.");
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
