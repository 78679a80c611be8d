using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>Makes the YAML of a plan.</summary>
internal static class PlanWriter
{
    public static string Write(AuditPlan plan)
    {
        var defaults = new AuditPlan();
        var root = new YamlMappingNode { { "schemaVersion", "1" } };
        Add(root, "data", Text(plan.Data));
        Add(root, "delimiter", plan.Delimiter is null ? null : Quoted(plan.Delimiter));
        Add(root, "columns", Columns(plan.Roles));
        Add(root, "protected", List(plan.Roles.Protected, Protected));
        Add(root, "intersections", plan.Roles.Intersections.Count == 0 ? null : Flow(plan.Roles.Intersections.Select(i => (YamlNode)Texts(i)!)));
        Add(root, "controls", Texts(plan.Roles.Controls));
        Add(root, "features", plan.Roles.Features is { } features ? List(features, Feature) ?? Flow([]) : null);
        Add(root, "exclude", Texts(plan.Roles.Exclude));
        Add(root, "links", List(plan.Links, l => Map(("name", Text(l.Name)), ("file", Text(l.File)), ("from", Text(l.From)), ("to", Text(l.To)), ("weight", Text(l.Weight)))));
        Add(root, "areas", List(plan.Areas, Area));
        Add(root, "events", List(plan.Events, e => Map(("file", Text(e.File)), ("entity", Text(e.Entity)), ("time", Text(e.Time)), ("kind", Text(e.Kind)))));
        Add(root, "sampling", plan.Sampling == defaults.Sampling ? null : Map(("kind", Text(plan.Sampling))));
        Add(root, "independent", plan.Independent == defaults.Independent ? null : Text(plan.Independent));
        Add(root, "models", List(plan.Models, m => Map(("name", Text(m.Name)), ("model", Text(m.Path)))));
        Add(root, "train", Map(
            ("holdout", plan.Holdout.Equals(defaults.Holdout) ? null : Number(plan.Holdout)),
            ("blocks", plan.Blocks == defaults.Blocks ? null : Text(plan.Blocks))));
        Add(root, "measures", Texts(plan.Measures));
        Add(root, "yardsticks", Map([.. plan.Yardsticks.OrderBy(y => y.Key, StringComparer.Ordinal).Select(y => (y.Key, (YamlNode?)Number(y.Value)))]));
        Add(root, "confidence", plan.Confidence.Equals(defaults.Confidence) ? null : Number(plan.Confidence));
        Add(root, "disclosure", Disclosure(plan.Disclosure));
        Add(root, "seed", plan.Seed == defaults.Seed ? null : Plain(plan.Seed.ToString(CultureInfo.InvariantCulture)));
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n")), false);
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode? Columns(Roles roles)
    {
        var map = new YamlMappingNode();
        Add(map, "row", Text(roles.Row));
        Add(map, "subject", Text(roles.Subject));
        Add(map, "score", roles.Score is { } s ? Map(("column", Text(s.Column)), ("direction", Text(PlanWords.Of(PlanWords.Direction, s.Direction)))) : null);
        Add(map, "decision", roles.Decision is { } d
            ? Map(
                ("column", Text(d.Column)),
                ("favourable", d.Favourable is null ? null : Quoted(d.Favourable)),
                ("cutoff", d.Cutoff is { } cutoff ? Number(cutoff) : null),
                ("approvalRate", d.ApprovalRate is { } rate ? Number(rate) : null))
            : null);
        Add(map, "outcome", roles.Outcome is { } o
            ? Map(("column", Text(o.Column)), ("adverse", Quoted(o.Adverse)), ("observed", o.AcceptedOnly ? Text(PlanWords.Of(PlanWords.Observed, true)) : null))
            : null);
        Add(map, "weight", Text(roles.Weight));
        Add(map, "address", roles.Address is { } a ? Map(("column", Text(a.Column)), ("order", Text(a.Order))) : null);
        Add(map, "area", roles.Area is { } r ? Map(("column", Text(r.Column)), ("prefix", r.Prefix is { } p ? Number(p) : null)) : null);
        Add(map, "time", Text(roles.Time));
        return map.Children.Count > 0 ? map : null;
    }

    private static YamlMappingNode? Protected(ProtectedRole role) => Map(
        ("column", Text(role.Column)),
        ("reference", Text(role.Reference)),
        ("categories", Texts(role.Categories)),
        ("bins", role.Bins.Count == 0 ? null : Flow(role.Bins.Select(b => (YamlNode)Number(b)))));

    private static YamlMappingNode? Feature(FeatureRole role) => Map(
        ("column", Text(role.Column)),
        ("origin", role.Origin == Origin.Own ? null : Text(PlanWords.Of(PlanWords.Origins, role.Origin))),
        ("onMove", role.OnMove is { } move ? Text(PlanWords.Of(PlanWords.OnMoves, move)) : null),
        ("categories", Texts(role.Categories)));

    private static YamlMappingNode? Area(AreaTablePlan area) => Map(
        ("file", Text(area.File)),
        ("key", Text(area.Key)),
        ("columns", Map([.. area.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, Text(PlanWords.Of(PlanWords.Origins, c.Value))))])),
        ("adjacency", Text(area.Adjacency)));

    // "synthetic" is proven and never asked for, so it is not written.
    private static YamlMappingNode? Disclosure(DisclosurePlan plan) => Map(
        ("class", plan.Stated && plan.Class != DisclosureClass.Synthetic ? Text(PlanWords.Of(PlanWords.Classes, plan.Class)) : null),
        ("ground", plan.Ground is null ? null : Quoted(plan.Ground)),
        ("decidedBy", plan.DecidedBy is null ? null : Quoted(plan.DecidedBy)),
        ("minCell", plan.MinCell == DisclosurePlan.Restricted.MinCell ? null : Number(plan.MinCell)),
        ("rounding", plan.Rounding == DisclosurePlan.DefaultRounding ? null : Number(plan.Rounding)),
        ("log", Text(plan.Log)));

    private static void Add(YamlMappingNode map, string key, YamlNode? value)
    {
        if (value is not null)
        {
            map.Add(Text(key)!, value);
        }
    }

    private static YamlMappingNode? Map(params (string Key, YamlNode? Value)[] entries)
    {
        var map = new YamlMappingNode { Style = MappingStyle.Flow };
        foreach (var (key, value) in entries)
        {
            Add(map, key, value);
        }

        return map.Children.Count > 0 ? map : null;
    }

    private static YamlSequenceNode? List<T>(IReadOnlyList<T> items, Func<T, YamlNode?> write) =>
        items.Count == 0 ? null : new YamlSequenceNode(items.Select(i => write(i)!));

    private static YamlSequenceNode? Texts(IReadOnlyList<string> texts) => texts.Count == 0 ? null : Flow(texts.Select(t => (YamlNode)Text(t)!));

    private static YamlSequenceNode Flow(IEnumerable<YamlNode> items) => new(items) { Style = SequenceStyle.Flow };

    // A text that YAML readers might take for something else is quoted.
    private static YamlScalarNode? Text(string? text) =>
        text is null ? null : text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/') && !IsWord(text) ? Plain(text) : Quoted(text);

    private static bool IsWord(string text) => text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n";

    private static YamlScalarNode Quoted(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };

    private static YamlScalarNode Plain(string text) => new(text) { Style = ScalarStyle.Plain };

    private static YamlScalarNode Number(double number) => Plain(number.ToString("R", CultureInfo.InvariantCulture));
}
