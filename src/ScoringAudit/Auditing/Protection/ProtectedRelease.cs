using System.Globalization;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>All that a protected audit knows of its data: released tables. Findings are made from this, and from nothing else.</summary>
public sealed class ProtectedRelease
{
    private const int Version = 1;

    internal ProtectedRelease(ProtectedDesign design, IReadOnlyList<Released<NoisyTable>> tables)
    {
        Design = design;
        Tables = tables;
    }

    /// <summary>What was asked for: public.</summary>
    public ProtectedDesign Design { get; }

    /// <summary>The released tables, in the design's order.</summary>
    public IReadOnlyList<Released<NoisyTable>> Tables { get; }

    /// <summary>The released table of a kind, or null.</summary>
    public Released<NoisyTable>? Find(ProtectedTableKind kind, string about = "")
    {
        for (var i = 0; i < Design.Tables.Count; i++)
        {
            if (Design.Tables[i].Kind == kind && Design.Tables[i].About == about)
            {
                return Tables[i];
            }
        }

        return null;
    }

    /// <summary>The account for the report.</summary>
    public PrivacyStatement Statement()
    {
        var rho = Design.Tables.Aggregate(Rational.Zero, (sum, t) => sum + t.Rho);
        return new PrivacyStatement(
            Design.Unit.ToString(),
            Design.Unit.Relation == NeighbourRelation.AddRemove ? "add_remove" : "replace",
            Design.Budget.Epsilon,
            Design.Budget.Delta,
            Design.Budget.Rho.ToDouble(),
            rho.ToDouble(),
            ZeroConcentrated.Epsilon(rho.ToDouble(), Design.Budget.Delta),
            [.. Design.Tables.Select(t => new PrivacySpend(t.Name, t.Shape.Cells, t.Rho.ToDouble(), t.NoiseDeviation))],
            Design.NotCovered,
            new SortedDictionary<string, string>(Design.Schema.Columns.ToDictionary(c => c.Name, c => c.Source), StringComparer.Ordinal));
    }

    /// <summary>Writes the released tables: every finding follows from this file, the plan and the schema.</summary>
    public void Write(Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", Version);
        json.WriteString("unit", Design.Unit.ToString());
        json.WriteNumber("influence", Design.Unit.Influence);
        if (Design.Model is { } model)
        {
            json.WriteStartObject("model");
            json.WriteString("name", model.Name);
            json.WriteString("digest", model.Digest);
            json.WriteString("algorithm", model.Algorithm);
            json.WriteString("scale", model.Scale.Kind.ToString());
            json.WriteString("direction", model.Scale.Direction.ToString());
            json.WriteStartArray("features");
            foreach (var feature in model.Features)
            {
                json.WriteStringValue(feature);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartArray("tables");
        for (var i = 0; i < Tables.Count; i++)
        {
            Write(json, Design.Tables[i], Tables[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        to.Write("\n"u8);
    }

    /// <summary>Reads released tables back, under the design that the same plan and schema give.</summary>
    /// <param name="from">The file.</param>
    /// <param name="plan">The plan beside it.</param>
    /// <param name="schema">The public schema beside it.</param>
    /// <exception cref="AuditDataException">It is no such file, or its tables are not those of plan and schema.</exception>
    public static ProtectedRelease Read(Stream from, AuditPlan plan, PublicSchema schema)
    {
        ArgumentNullException.ThrowIfNull(from);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(from);
        }
        catch (JsonException e)
        {
            throw new AuditDataException("tallies.json is not JSON. Expected the released tables as this program writes them. Run the audit again: released values come from the ledger.", e);
        }

        using (document)
        {
            try
            {
                return Read(document.RootElement, plan, schema);
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new AuditDataException("tallies.json lacks what released tables have. Expected the file as this program writes it. Run the audit again: released values come from the ledger.", e);
            }
        }
    }

    private static ProtectedRelease Read(JsonElement root, AuditPlan plan, PublicSchema schema)
    {
        ProtectedModel? model = null;
        if (root.TryGetProperty("model", out var m))
        {
            var kind = Enum.Parse<ScoreKind>(m.GetProperty("scale").GetString()!);
            var direction = Enum.Parse<ScoreDirection>(m.GetProperty("direction").GetString()!);
            model = new ProtectedModel(
                m.GetProperty("name").GetString()!,
                m.GetProperty("digest").GetString()!,
                m.GetProperty("algorithm").GetString()!,
                new ScoreScale(kind, direction, double.NegativeInfinity, double.PositiveInfinity),
                [.. m.GetProperty("features").EnumerateArray().Select(f => f.GetString()!)]);
        }

        var design = ProtectedDesign.Of(plan, schema, model, root.GetProperty("influence").GetInt32());
        var tables = root.GetProperty("tables").EnumerateArray().ToList();
        if (tables.Count != design.Tables.Count)
        {
            throw Differs("the number of tables");
        }

        var released = new List<Released<NoisyTable>>();
        foreach (var (json, table) in tables.Zip(design.Tables))
        {
            long[] cells = [.. json.GetProperty("cells").EnumerateArray().Select(c => c.GetInt64())];
            if (json.GetProperty("name").GetString() != table.Name || json.GetProperty("request").GetString() != design.RequestOf(table) || cells.Length != table.Shape.Cells)
            {
                throw Differs($"the table '{table.Name}'");
            }

            released.Add(HistogramMechanism.Reread(table.Shape, table.Unit, table.Rho, cells));
        }

        return new ProtectedRelease(design, released);
    }

    private static AuditDataException Differs(string what) => new(
        $"tallies.json does not belong to plan.yaml and schema.yaml beside it: {what} differs. Expected the files of one result. Run the audit again: released values come from the ledger.");

    private void Write(Utf8JsonWriter json, ProtectedTable table, Released<NoisyTable> released)
    {
        json.WriteStartObject();
        json.WriteString("name", table.Name);
        json.WriteString("request", Design.RequestOf(table));
        json.WriteString("rho", table.Rho.ToString());
        json.WriteString("varianceParameter", ((DiscreteGaussianLaw)released.Law).VarianceParameter.ToString());
        json.WriteStartArray("dimensions");
        foreach (var dimension in table.Shape.Dimensions)
        {
            json.WriteStartObject();
            json.WriteString("name", dimension.Name);
            json.WriteStartArray("levels");
            foreach (var level in dimension.Levels.Append(TableDimension.Unlisted))
            {
                json.WriteStringValue(level);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("order", "the last dimension varies fastest");
        json.WriteStartArray("cells");
        foreach (var cell in released.Value.Cells)
        {
            json.WriteNumberValue(cell);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
