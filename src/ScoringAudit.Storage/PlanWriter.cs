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
        Add(root, "protected", List([.. plan.Roles.Protected.Select(Protected), .. plan.Roles.Memberships.Select(Membership)], m => m));
        Add(root, "intersections", plan.Roles.Intersections.Count == 0 ? null : Flow(plan.Roles.Intersections.Select(i => (YamlNode)Texts(i)!)));
        Add(root, "controls", Texts(plan.Roles.Controls));
        Add(root, "features", plan.Roles.Features is { } features ? List(features, PlanFeatures.Write) ?? Flow([]) : null);
        Add(root, "exclude", Texts(plan.Roles.Exclude));
        Add(root, "links", List(plan.Links, l => Map(("name", Text(l.Name)), ("file", Text(l.File)), ("from", Text(l.From)), ("to", Text(l.To)), ("weight", Text(l.Weight)), ("weights", l.RowStandardised ? null : Text(PlanWords.Of(PlanWords.Weights, false))), ("directed", l.Directed ? null : Text(PlanWords.Of(PlanWords.YesNo, false))), ("origin", l.Origin is { } o ? Text(PlanWords.Of(PlanWords.Origins, o)) : null))));
        Add(root, "areas", List(plan.Areas, Area));
        Add(root, "events", List(plan.Events, e => Map(("file", Text(e.File)), ("entity", Text(e.Entity)), ("time", Text(e.Time)), ("kind", Text(e.Kind)))));
        Add(root, "compare", plan.Compare is { } other ? Map(("data", Text(other.Data)), ("name", Text(other.Name))) : null);
        Add(root, "sampling", plan.Sampling == defaults.Sampling ? null : Map(("kind", Text(plan.Sampling))));
        Add(root, "independent", plan.Independent == defaults.Independent ? null : Text(plan.Independent));
        Add(root, "models", List(plan.Models, PlanModels.Write));
        Add(root, "train", Map(
            ("holdout", plan.Holdout.Equals(defaults.Holdout) ? null : Number(plan.Holdout)),
            ("blocks", plan.Blocks == defaults.Blocks ? null : Text(plan.Blocks))));
        Add(root, "reasons", PlanFeatures.Write(plan.Reasons));
        Add(root, "measures", Texts(plan.Measures));
        Add(root, "yardsticks", Map([.. plan.Yardsticks.OrderBy(y => y.Key, StringComparer.Ordinal).Select(y => (y.Key, (YamlNode?)Number(y.Value)))]));
        Add(root, "alternatives", plan.Alternatives is { } search ? Alternatives(search) : null);
        Add(root, "confidence", plan.Confidence.Equals(defaults.Confidence) ? null : Number(plan.Confidence));
        Add(root, "disclosure", Disclosure(plan.Disclosure));
        Add(root, "seed", plan.Seed == defaults.Seed ? null : Plain(plan.Seed.ToString(CultureInfo.InvariantCulture)));
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n")), false);
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Alternatives(AlternativesPlan plan)
    {
        var defaults = new AlternativesPlan();
        var map = new YamlMappingNode
        {
            { Text("models")!, Texts(plan.Models) ?? Flow([]) },
            { Text("mitigations")!, Texts(plan.Mitigations) ?? Flow([]) },
        };
        Add(map, "origins", plan.Origins.Count == 0 ? null : Flow(plan.Origins.Select(o => (YamlNode)Texts(o)!)));
        Add(map, "approvalRates", plan.ApprovalRates.Count == 0 ? null : Flow(plan.ApprovalRates.Select(r => (YamlNode)Number(r))));
        Add(map, "metric", plan.Metric == defaults.Metric ? null : Text(plan.Metric));
        Add(map, "tolerance", plan.Tolerance is { } tolerance ? Number(tolerance) : null);
        Add(map, "baseline", Text(plan.Baseline));
        Add(map, "attribute", Text(plan.Attribute));
        Add(map, "shares", plan.Shares.SequenceEqual(defaults.Shares) ? null : Flow(plan.Shares.Select(s => (YamlNode)Number(s))));
        return map;
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
                ("cutoffs", Map([.. d.Cutoffs.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, (YamlNode?)Number(c.Value)))])),
                ("by", Text(d.By)),
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
        ("bins", role.Bins.Count == 0 ? null : Flow(role.Bins.Select(b => (YamlNode)Number(b)))),
        ("unknown", Texts(role.Unknown)));

    private static YamlMappingNode? Membership(MembershipRole role) => Map(
        ("name", Text(role.Name)),
        ("probabilities", Map([.. role.Groups.Zip(role.Columns, (g, c) => (g, (YamlNode?)Text(c)))])),
        ("reference", Text(role.Reference)));

    private static YamlMappingNode? Area(AreaTablePlan area) => Map(
        ("file", Text(area.File)),
        ("key", Text(area.Key)),
        ("columns", Map([.. area.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, Text(PlanWords.Of(PlanWords.Origins, c.Value))))])),
        ("adjacency", Text(area.Adjacency)));

    // "synthetic" is proven and never asked for, so it is not written.
    private static YamlMappingNode? Disclosure(DisclosurePlan plan) => Map(
    [
        ("class", plan.Stated && plan.Class != DisclosureClass.Synthetic ? Text(PlanWords.Of(PlanWords.Classes, plan.Class)) : null),
        ("ground", plan.Ground is null ? null : Quoted(plan.Ground)),
        ("decidedBy", plan.DecidedBy is null ? null : Quoted(plan.DecidedBy)),
        ("minCell", plan.MinCell == DisclosurePlan.Restricted.MinCell ? null : Number(plan.MinCell)),
        ("rounding", plan.Rounding == DisclosurePlan.DefaultRounding ? null : Number(plan.Rounding)),
        ("log", Text(plan.Log)),
        .. plan.Privacy is { } privacy ? Privacy(privacy) : [],
        ("exactElsewhere", plan.ExactElsewhere is null ? null : Quoted(plan.ExactElsewhere)),
    ]);

    private static IEnumerable<(string Key, YamlNode? Value)> Privacy(PrivacyPlan plan) =>
    [
        .. PrivacyPlanFile.Write(plan).Select(p => (p.Key, (YamlNode?)Plain(p.Text))),
        ("household", Text(plan.Household)),
        ("schema", Text(plan.Schema)),
        ("aggregates", List(plan.Aggregates, a => Map(("feature", Text(a.Feature)), ("cell", Text(a.Cell)), ("scale", a.Scale.Equals(1.0) ? null : Number(a.Scale))))),
        ("publicFeatures", Texts(plan.PublicFeatures)),
    ];

    private static void Add(YamlMappingNode map, string key, YamlNode? value)
    {
        if (value is not null)
        {
            map.Add(Text(key)!, value);
        }
    }

    internal static YamlMappingNode? Map(params (string Key, YamlNode? Value)[] entries)
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

    internal static YamlSequenceNode? Texts(IReadOnlyList<string> texts) => texts.Count == 0 ? null : Flow(texts.Select(t => (YamlNode)Text(t)!));

    private static YamlSequenceNode Flow(IEnumerable<YamlNode> items) => new(items) { Style = SequenceStyle.Flow };

    // A text that YAML readers might take for something else is quoted; a lone point is this directory.
    internal static YamlScalarNode? Text(string? text) =>
        text is null ? null : text is "." ? Plain(text) : text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/') && !IsWord(text) ? Plain(text) : Quoted(text);

    private static bool IsWord(string text) => text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n";

    private static YamlScalarNode Quoted(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };

    internal static YamlScalarNode Plain(string text) => new(text) { Style = ScalarStyle.Plain };

    internal static YamlScalarNode Number(double number) => Plain(number.ToString("R", CultureInfo.InvariantCulture));
}
