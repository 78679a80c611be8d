using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>The plan's features, what subjects can do about them, and how reasons are found.</summary>
internal static class PlanFeatures
{
    private const string Public = "public";
    private const string ColumnName = "the name of a column";

    /// <summary>Reads a feature.</summary>
    public static FeatureRole Read(PlanNode node)
    {
        var map = node.Map(["column", "origin", "onMove", "categories", "actionable", "code", "range", "behind"], "column");
        var origin = map.TryGetValue("origin", out var o) ? o.Choice(PlanWords.Origins) : Origin.Own;
        foreach (var key in new[] { "actionable", "range" })
        {
            if (origin != Origin.Own && map.TryGetValue(key, out var foreign))
            {
                throw foreign.Fail($"the feature is of origin {PlanWords.Of(PlanWords.Origins, origin)}: another person's record is not the subject's to change. Remove '{key}'.");
            }
        }

        if (origin == Origin.Own && map.TryGetValue("behind", out var own))
        {
            throw own.Fail("the feature is of origin own: nobody else stands behind it. Remove 'behind', or declare the origin.");
        }

        return new FeatureRole(
            map["column"].Text(ColumnName),
            origin,
            map.TryGetValue("onMove", out var m) ? m.Choice(PlanWords.OnMoves) : null,
            map.TryGetValue("categories", out var c) ? c.Texts("levels") : [])
        {
            Actionable = map.TryGetValue("actionable", out var a) ? a.Choice(PlanWords.Actionable) : null,
            Code = map.TryGetValue("code", out var code) ? code.Text("the reason in words") : null,
            Range = map.TryGetValue("range", out var r) ? Range(r) : null,
            Behind = map.TryGetValue("behind", out var b) ? Behind(b) : null,
        };
    }

    /// <summary>Reads how reasons are found.</summary>
    public static ReasonPlan Reasons(PlanNode node)
    {
        var map = node.Map(["most", "reference", "referenceRows", "resamples", "changes"]);
        var defaults = new ReasonPlan();
        return new ReasonPlan
        {
            Most = map.TryGetValue("most", out var most) ? Whole(most, 1, 4) : defaults.Most,
            Reference = map.TryGetValue("reference", out var r) ? r.Choice(PlanWords.References) : defaults.Reference,
            ReferenceRows = map.TryGetValue("referenceRows", out var rows) ? rows.Whole("a number of rows, at least 10", 10) : defaults.ReferenceRows,
            Resamples = map.TryGetValue("resamples", out var n) ? n.Whole("a number of draws, at least 0", 0) : defaults.Resamples,
            Changes = map.TryGetValue("changes", out var changes) ? Whole(changes, 1, 5) : defaults.Changes,
        };
    }

    /// <summary>Writes a feature.</summary>
    public static YamlMappingNode Write(FeatureRole role) => PlanWriter.Map(
        ("column", PlanWriter.Text(role.Column)),
        ("origin", role.Origin == Origin.Own ? null : PlanWriter.Text(PlanWords.Of(PlanWords.Origins, role.Origin))),
        ("onMove", role.OnMove is { } move ? PlanWriter.Text(PlanWords.Of(PlanWords.OnMoves, move)) : null),
        ("categories", PlanWriter.Texts(role.Categories)),
        ("actionable", role.Actionable is { } can ? PlanWriter.Text(PlanWords.Of(PlanWords.Actionable, can)) : null),
        ("code", PlanWriter.Text(role.Code)),
        ("range", role.Range is var (least, most) ? new YamlSequenceNode(Limit(least), Limit(most)) { Style = SequenceStyle.Flow } : null),
        ("behind", role.Behind is not { } behind ? null : behind.IsPublic ? PlanWriter.Text(Public) : PlanWriter.Map(("people", PlanWriter.Text(behind.People)), ("largest", PlanWriter.Text(behind.Largest)))))!;

    /// <summary>Writes how reasons are found, as far as it is not the default.</summary>
    public static YamlMappingNode? Write(ReasonPlan plan)
    {
        var defaults = new ReasonPlan();
        YamlNode? Count(int value, int usual) => value == usual ? null : PlanWriter.Number(value);
        return PlanWriter.Map(
            ("most", Count(plan.Most, defaults.Most)),
            ("reference", plan.Reference == defaults.Reference ? null : PlanWriter.Text(plan.Reference)),
            ("referenceRows", Count(plan.ReferenceRows, defaults.ReferenceRows)),
            ("resamples", Count(plan.Resamples, defaults.Resamples)),
            ("changes", Count(plan.Changes, defaults.Changes)));
    }

    private static int Whole(PlanNode node, int least, int most)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        return (int)node.Number(expected, x => x >= least && x <= most && x == Math.Floor(x));
    }

    // "none" stands for no limit: [0, none].
    private static (double Least, double Most) Range(PlanNode node)
    {
        const string expected = "a list of a smallest and a largest value, as in [0, 5000] or [0, none]";
        var items = node.Items("a smallest and a largest value").ToList();
        if (items.Count != 2)
        {
            throw node.Fail($"found {items.Count} entr{(items.Count == 1 ? "y" : "ies")}, expected {expected}.");
        }

        double End(PlanNode item, double none) => item.IsWord("none") ? none : item.Number("a number or none");
        var (least, most) = (End(items[0], double.NegativeInfinity), End(items[1], double.PositiveInfinity));
        return least <= most ? (least, most) : throw node.Fail("the smallest value is above the largest. Exchange them.");
    }

    private static BehindRole Behind(PlanNode node)
    {
        if (node.IsWord(Public))
        {
            return BehindRole.Public;
        }

        var map = node.Map(["people", "largest"], "people");
        return BehindRole.Of(map["people"].Text(ColumnName), map.TryGetValue("largest", out var l) ? l.Text(ColumnName) : null);
    }

    private static YamlScalarNode Limit(double limit) => double.IsInfinity(limit) ? PlanWriter.Text("none")! : PlanWriter.Number(limit);
}
