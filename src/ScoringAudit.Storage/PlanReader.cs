using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Makes a plan of its YAML.</summary>
internal static class PlanReader
{
    private const int Version = 1;
    private const string ColumnName = "the name of a column";
    private const string FilePath = "the path of a file";

    private static readonly string[] Keys =
    [
        "schemaVersion", "data", "delimiter", "columns", "protected", "intersections", "controls", "features", "exclude", "links", "areas",
        "events", "compare", "sampling", "independent", "model", "models", "train", "reasons", "measures", "yardsticks", "alternatives", "confidence", "disclosure", "seed",
    ];

    public static AuditPlan Read(PlanNode root)
    {
        var plan = root.Map(Keys, "schemaVersion", "data");
        if (plan["schemaVersion"].Whole("the whole number 1", 1) is var version and > Version)
        {
            throw plan["schemaVersion"].Fail($"found {version}, this program reads version {Version}. Use a newer program.");
        }

        var defaults = new AuditPlan();
        var roles = Roles(plan);
        var models = Models(plan);
        if (roles.Score is null && roles.Decision is null && roles.Outcome is null && models.Count == 0)
        {
            throw root.Fail("there is nothing to measure. Expected at least one of columns.score, columns.decision, columns.outcome (to train on) and model. Add one.");
        }

        var links = List(plan, "links", Link);
        RequireUnique(plan, "links", links, l => l.Name);
        string[] units = ["auto", "rows", "subject", "address", "area", .. links.Select(l => l.Name)];
        var train = plan.TryGetValue("train", out var t) ? t.Map(["holdout", "blocks"]) : [];
        return new AuditPlan
        {
            Data = plan["data"].Text(FilePath),
            Delimiter = plan.TryGetValue("delimiter", out var d) ? Delimiter(d) : null,
            Roles = roles,
            Links = links,
            Areas = List(plan, "areas", Area),
            Events = List(plan, "events", Event),
            Compare = plan.TryGetValue("compare", out var other) ? Compare(other) : null,
            Sampling = plan.TryGetValue("sampling", out var s) ? s.Map(["kind"], "kind")["kind"].Choice(PlanWords.Sampling) : defaults.Sampling,
            Independent = Unit(plan, "independent", units) ?? defaults.Independent,
            Models = models,
            Holdout = train.TryGetValue("holdout", out var h) ? h.Number("a share between 0 and 1", x => x is > 0 and < 1) : defaults.Holdout,
            Blocks = Unit(train, "blocks", units) ?? defaults.Blocks,
            Reasons = plan.TryGetValue("reasons", out var reasons) ? PlanFeatures.Reasons(reasons) : defaults.Reasons,
            Measures = plan.TryGetValue("measures", out var m) ? m.Texts("measures") : [],
            Yardsticks = plan.TryGetValue("yardsticks", out var y)
                ? y.Entries("a mapping of measures to numbers").ToDictionary(e => e.Key, e => e.Value.Number("a number"), StringComparer.Ordinal)
                : defaults.Yardsticks,
            Alternatives = plan.TryGetValue("alternatives", out var search) ? AlternativesReader.Read(search) : null,
            Confidence = plan.TryGetValue("confidence", out var c) ? c.Number("a level between 0.5 and 1", x => x is > 0.5 and < 1) : defaults.Confidence,
            Disclosure = plan.TryGetValue("disclosure", out var o) ? Disclosure(o) : defaults.Disclosure,
            Seed = plan.TryGetValue("seed", out var seed) ? seed.Seed() : defaults.Seed,
        };
    }

    private static Roles Roles(Dictionary<string, PlanNode> plan)
    {
        var columns = plan.TryGetValue("columns", out var node)
            ? node.Map(["row", "subject", "score", "decision", "outcome", "weight", "address", "area", "time"])
            : [];
        var (groups, memberships) = ProtectedReader.Read(List(plan, "protected", n => n));
        RequireUnique(plan, "protected", groups, p => p.Column);
        var features = plan.ContainsKey("features") ? List(plan, "features", PlanFeatures.Read) : null;
        RequireUnique(plan, "features", features ?? [], f => f.Column);
        return new Roles
        {
            Row = Name(columns, "row"),
            Subject = Name(columns, "subject"),
            Score = columns.TryGetValue("score", out var s) ? Score(s) : null,
            Decision = columns.TryGetValue("decision", out var d) ? DecisionReader.Read(d, plan, columns) : null,
            Outcome = columns.TryGetValue("outcome", out var o) ? Outcome(o) : null,
            Weight = Name(columns, "weight"),
            Address = columns.TryGetValue("address", out var a) ? Address(a) : null,
            Area = columns.TryGetValue("area", out var r) ? AreaOf(r) : null,
            Time = Name(columns, "time"),
            Protected = groups,
            Memberships = memberships,
            Intersections = List(plan, "intersections", i => Intersection(i, groups)),
            Controls = plan.TryGetValue("controls", out var c) ? c.Texts("columns") : [],
            Features = features,
            Exclude = plan.TryGetValue("exclude", out var e) ? e.Texts("columns") : [],
        };
    }

    private static ScoreRole Score(PlanNode node)
    {
        var map = node.Map(["column", "direction"], "column", "direction");
        return new ScoreRole(map["column"].Text(ColumnName), map["direction"].Choice(PlanWords.Direction));
    }

    private static OutcomeRole Outcome(PlanNode node)
    {
        var map = node.Map(["column", "adverse", "observed"], "column", "adverse");
        return new OutcomeRole(
            map["column"].Text(ColumnName),
            map["adverse"].Text("the value that means the adverse outcome"),
            map.TryGetValue("observed", out var observed) && observed.Choice(PlanWords.Observed));
    }

    private static AddressRole Address(PlanNode node)
    {
        var map = node.Map(["column", "order"], "column");
        return new AddressRole(map["column"].Text(ColumnName), Name(map, "order"));
    }

    private static AreaRole AreaOf(PlanNode node)
    {
        var map = node.Map(["column", "prefix"], "column");
        return new AreaRole(map["column"].Text(ColumnName), map.TryGetValue("prefix", out var p) ? p.Whole("a number of characters, at least 1", 1) : null);
    }

    private static string[] Intersection(PlanNode node, IReadOnlyList<ProtectedRole> groups)
    {
        var names = node.Texts("protected columns");
        if (names.Length < 2)
        {
            throw node.Fail("found fewer than two columns, expected two or more protected columns, as in [race, sex].");
        }

        foreach (var name in names)
        {
            if (groups.All(g => g.Column != name))
            {
                var hint = Nearest.Of(name, groups.Select(g => g.Column)) is { } near ? $"Did you mean '{near}'?" : "Declare it under 'protected'.";
                throw node.Fail($"'{name}' is not a protected column. {hint}");
            }
        }

        return names;
    }

    private static LinkPlan Link(PlanNode node)
    {
        string[] keys = ["name", "file", "from", "to", "weight", "weights", "directed", "origin"];
        var map = node.Map(keys, "name", "file");
        if (!NeighbourFile.Is(map["file"].Text(FilePath)))
        {
            node.Map(keys, "name", "file", "from", "to"); // a neighbour list has no columns to name
        }

        var name = map["name"].Text("a name");
        if (name is "auto" or "rows" or "subject" or "address" or "area")
        {
            throw map["name"].Fail($"'{name}' has a meaning of its own under 'independent'. Choose another name.");
        }

        Origin? origin = map.TryGetValue("origin", out var o) ? o.Choice(PlanWords.Origins) : null;
        return origin == Origin.Own
            ? throw o!.Fail("a link carries somebody else's records, so its origin cannot be own. Name whose, for example partner.")
            : new LinkPlan(name, map["file"].Text(FilePath), Name(map, "from") ?? "from", Name(map, "to") ?? "to", Name(map, "weight"), origin)
            {
                Directed = !map.TryGetValue("directed", out var directed) || directed.Choice(PlanWords.YesNo),
                RowStandardised = !map.TryGetValue("weights", out var weights) || weights.Choice(PlanWords.Weights),
            };
    }

    private static AreaTablePlan Area(PlanNode node)
    {
        var map = node.Map(["file", "key", "columns", "adjacency"], "file", "key");
        return new AreaTablePlan(
            map["file"].Text(FilePath),
            map["key"].Text(ColumnName),
            map.TryGetValue("columns", out var c)
                ? c.Entries("a mapping of columns to origins").ToDictionary(e => e.Key, e => e.Value.Choice(PlanWords.Origins), StringComparer.Ordinal)
                : [],
            Name(map, "adjacency", FilePath));
    }

    private static EventPlan Event(PlanNode node)
    {
        var map = node.Map(["file", "entity", "time", "kind"], "file", "entity", "time");
        return new EventPlan(map["file"].Text(FilePath), map["entity"].Text(ColumnName), map["time"].Text(ColumnName), Name(map, "kind"));
    }

    private static ComparePlan Compare(PlanNode node)
    {
        if (node.IsText)
        {
            return new ComparePlan(node.Text(FilePath), null);
        }

        var map = node.Map(["data", "name"], "data");
        return new ComparePlan(map["data"].Text(FilePath), Name(map, "name", "what the file is called in the report"));
    }

    private static IReadOnlyList<ModelPlan> Models(Dictionary<string, PlanNode> plan)
    {
        var models = PlanModels.Read(plan);
        RequireUnique(plan, "models", models, m => m.Name);
        return models;
    }

    private static DisclosurePlan Disclosure(PlanNode node)
    {
        var map = node.Map(["class", "ground", "minCell", "exactElsewhere", "decidedBy", "rounding", "log", .. PrivacyPlanFile.Keys]);
        var least = map.TryGetValue("minCell", out var m) ? m.Whole("a whole number of people, at least 5", 5) : DisclosurePlan.Restricted.MinCell;
        // Keys that only one class has name it: a plan with a public schema is protected, with the default promise.
        var named = PrivacyPlanFile.Keys.FirstOrDefault(map.ContainsKey);
        var asked = map.TryGetValue("class", out var c) ? c.Choice(PlanWords.Classes) : named is null ? DisclosureClass.Restricted : DisclosureClass.Protected;
        if (asked == DisclosureClass.Synthetic)
        {
            throw c!.Fail("class 'synthetic' is proven, not claimed: rows that the catalogue can generate again have it. Remove the line.");
        }

        if (asked != DisclosureClass.Protected && named is not null)
        {
            throw map[named].Fail($"'{named}' belongs to class protected. Remove it, or write class: protected.");
        }

        var ground = Name(map, "ground", "the ground on which the data may be shown");
        if (asked == DisclosureClass.Open && ground is null)
        {
            throw node.Fail("class 'open' needs a ground. Say why the data may be shown, as in ground: \"published by UCI under CC BY 4.0\"; every page prints it.");
        }

        return Consented(node, map, new DisclosurePlan(asked, ground, least, c is not null || named is not null)
        {
            Privacy = asked == DisclosureClass.Protected ? PrivacyPlanFile.Read(map) : null,
            ExactElsewhere = Name(map, "exactElsewhere", "why exact numbers of these data stay secret"),
            Log = Name(map, "log", FilePath),
        });
    }

    private static DisclosurePlan Consented(PlanNode node, Dictionary<string, PlanNode> map, DisclosurePlan plan)
    {
        if (plan.Class != DisclosureClass.Consented)
        {
            return map.TryGetValue("rounding", out var extra) || map.TryGetValue("decidedBy", out extra)
                ? throw extra.Fail("decidedBy and rounding belong to class consented. Remove it, or ask for class consented.") : plan;
        }

        if (plan.Ground is null)
        {
            throw node.Fail("class 'consented' needs a ground. Say what the subjects agreed to, or which law allows it, as in ground: \"consent form of 2025, section 3\"; every page prints it.");
        }

        var by = Name(map, "decidedBy", "who decided that the aggregates may be shown")
            ?? throw node.Fail("class 'consented' needs decidedBy. Say who decided that the aggregates may be shown, as in decidedBy: \"data protection officer, 3 March 2026\"; every page prints it.");
        if (map.TryGetValue("minCell", out var least))
        {
            _ = least.Whole("a whole number of people, at least 10 for class consented", 10);
        }

        return plan with
        {
            DecidedBy = by,
            Rounding = map.TryGetValue("rounding", out var r) ? (int)r.Whole("a whole number, at least 3", 3) : DisclosurePlan.DefaultRounding,
        };
    }

    private static string Delimiter(PlanNode node)
    {
        const string expected = "one character, as in \",\" or \"\\t\"";
        var text = node.Text(expected);
        return text.Length == 1 && char.IsAscii(text[0]) && text[0] is not ('"' or '\r' or '\n') && !char.IsAsciiLetterOrDigit(text[0])
            ? text
            : throw node.Fail($"found '{text}', expected {expected}.");
    }

    private static string? Unit(Dictionary<string, PlanNode> map, string key, string[] units) =>
        map.TryGetValue(key, out var node) ? node.Choice(units.ToDictionary(u => u, StringComparer.Ordinal)) : null;

    private static string? Name(Dictionary<string, PlanNode> map, string key, string expected = ColumnName) =>
        map.TryGetValue(key, out var node) ? node.Text(expected) : null;

    private static IReadOnlyList<T> List<T>(Dictionary<string, PlanNode> map, string key, Func<PlanNode, T> read) =>
        map.TryGetValue(key, out var node) ? [.. node.Items("entries").Select(read)] : [];

    private static void RequireUnique<T>(Dictionary<string, PlanNode> plan, string key, IReadOnlyList<T> items, Func<T, string> name)
    {
        if (items.GroupBy(name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw plan[key].Fail($"'{twice.Key}' stands there twice. Remove or rename one.");
        }
    }
}
