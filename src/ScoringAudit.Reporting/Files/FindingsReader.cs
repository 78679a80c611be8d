using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Reporting.Files;

/// <summary>Turns the document of a findings.json into released findings. Keys that it does not know are passed over.</summary>
internal static class FindingsReader
{
    internal static ReleasedFindings Read(JsonElement root, string file)
    {
        if (!root.TryGetProperty("disclosure", out var disclosure) || disclosure.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Bad(file, "top level", "no object \"disclosure\"", "the class under which the findings were released");
        }

        string word = JsonFile.RequiredWord(disclosure, "class", file, "disclosure");
        var released = Words.Disclosure(word) ?? throw JsonFile.Bad(file, "disclosure", "class \"" + word + "\"", "synthetic, open, restricted, consented or protected");
        var findings = JsonFile.List(root, "findings", file).Select((element, index) => Finding(element, file, index)).ToList();
        var twice = findings.GroupBy(finding => finding.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw JsonFile.Bad(file, "findings", "the id \"" + twice.Key + "\" twice", "unique ids");
        }

        return new ReleasedFindings(
            released,
            [.. JsonFile.Texts(disclosure, "banner", file, "disclosure")],
            JsonFile.Word(disclosure, "ground", file, "disclosure"),
            (int?)JsonFile.Whole(disclosure, "minCell", file, "disclosure"),
            findings,
            [.. JsonFile.List(root, "notes", file, required: false).Select(note => new AuditNote(
                JsonFile.RequiredWord(note, "kind", file, "notes"), JsonFile.RequiredWord(note, "subject", file, "notes"), JsonFile.RequiredWord(note, "text", file, "notes")))],
            JsonFile.Map(root, "facts", file).Select(fact => KeyValuePair.Create(fact.Name, fact.Value.ValueKind == JsonValueKind.String
                ? fact.Value.GetString()!
                : throw JsonFile.Bad(file, "facts, \"" + fact.Name + "\"", JsonFile.Kind(fact.Value), "text")))) { Privacy = PrivacyJson.Read(root, file) };
    }

    private static Finding Finding(JsonElement json, string file, int index)
    {
        string place = "findings[" + index.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]";
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Bad(file, place, JsonFile.Kind(json), "an object");
        }

        string id = JsonFile.RequiredWord(json, "id", file, place);
        string where = place + " (" + id + ")";
        string? Text(string key) => JsonFile.Word(json, key, file, where);
        double? Number(string key) => JsonFile.Number(json, key, file, where);
        long? Whole(string key) => JsonFile.Whole(json, key, file, where);
        string status = JsonFile.RequiredWord(json, "status", file, where);
        return new Finding
        {
            Id = id,
            Measure = JsonFile.RequiredWord(json, "measure", file, where),
            Model = Text("model"),
            Rows = Text("rows"),
            Attribute = Text("attribute"),
            Group = Text("group"),
            Reference = Text("reference"),
            Value = Number("value"),
            Interval = Interval(json, file, where),
            Simultaneous = json.TryGetProperty("simultaneousInterval", out var family) ? Limits(family, file, where) : null,
            SimultaneousMethod = json.TryGetProperty("simultaneousInterval", out var limits) && limits.TryGetProperty("method", out var method) ? method.GetString() : null,
            Numerator = Number("numerator"),
            Denominator = Number("denominator"),
            ReferenceNumerator = Number("referenceNumerator"),
            ReferenceDenominator = Number("referenceDenominator"),
            N = Whole("n"),
            PValue = Number("pValue"),
            Status = Words.Status(status) ?? throw JsonFile.Bad(file, where, "status \"" + status + "\"", "defined, undefined or suppressed"),
            Reason = Text("reason"),
            Verdict = Text("verdict") is { } verdict
                ? Words.VerdictOf(verdict) ?? throw JsonFile.Bad(file, where, "verdict \"" + verdict + "\"", "met, not_met or undetermined")
                : null,
            NeededN = Whole("neededN"),
            Yardstick = Yardstick(json, file, where),
            Family = Text("family"),
            Access = Text("access"),
            Scale = Text("scale"),
            Source = Text("source"),
            Feature = Text("feature"),
            Origin = Text("origin"),
            Channel = Text("channel"),
            Link = Text("link"),
            Stratum = Text("stratum"),
            Metric = Text("metric"),
            Strength = Number("strength"),
            Null = Text("null"),
            Replicates = (int?)Whole("replicates"),
            Clusters = Whole("clusters"),
            DesignEffect = Number("designEffect"),
            SmallestDetectable = Number("smallestDetectable"),
            Screen = Text("screen"),
            Note = Text("note"),
            Step = Text("step"),
            Rungs = LadderJson.Read(json, file, where),
            Details = json.TryGetProperty("details", out _)
                ? new SortedDictionary<string, double>(
                    JsonFile.Map(json, "details", file).ToDictionary(
                        pair => pair.Name,
                        pair => pair.Value.ValueKind == JsonValueKind.Number ? pair.Value.GetDouble() : throw JsonFile.Bad(file, where + ", details", JsonFile.Kind(pair.Value), "a number")),
                    StringComparer.Ordinal)
                : null,
        };
    }

    private static FindingInterval? Interval(JsonElement json, string file, string where)
    {
        if (!json.TryGetProperty("interval", out var interval))
        {
            return null;
        }

        if (interval.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Bad(file, where, "\"interval\" as " + JsonFile.Kind(interval), "an object");
        }

        return new FindingInterval(
            Limits(interval, file, where),
            JsonFile.RequiredWord(interval, "method", file, where),
            JsonFile.RequiredWord(interval, "unit", file, where),
            JsonFile.RequiredWord(interval, "target", file, where));
    }

    private static Interval Limits(JsonElement interval, string file, string where) => new(
        JsonFile.Number(interval, "low", file, where) ?? double.NegativeInfinity,
        JsonFile.Number(interval, "high", file, where) ?? double.PositiveInfinity,
        JsonFile.Number(interval, "level", file, where) ?? throw JsonFile.Bad(file, where, "an interval without \"level\"", "a number"));

    private static Yardstick? Yardstick(JsonElement json, string file, string where)
    {
        if (!json.TryGetProperty("yardstick", out var yardstick))
        {
            return null;
        }

        if (yardstick.ValueKind != JsonValueKind.Object || !yardstick.TryGetProperty("set", out var set) || set.ValueKind != JsonValueKind.Array || set.GetArrayLength() != 2)
        {
            throw JsonFile.Bad(file, where, "a yardstick without a \"set\" of two limits", "[low, high], null for no limit");
        }

        double? Limit(JsonElement limit) => limit.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => limit.GetDouble(),
            _ => throw JsonFile.Bad(file, where + ", yardstick", JsonFile.Kind(limit), "a number or null"),
        };
        return new Yardstick(Limit(set[0]), Limit(set[1]), JsonFile.RequiredWord(yardstick, "source", file, where));
    }
}
