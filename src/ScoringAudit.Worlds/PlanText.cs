using System.Globalization;
using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>Writes the plan of a world as YAML: only the keys that such a plan has.</summary>
internal static class PlanText
{
    public static string Of(AuditPlan plan, WorldSpec spec)
    {
        var roles = plan.Roles;
        var text = new StringBuilder();
        Line(text, $"# Plan for the synthetic world {spec.Scenario}. {(spec.IsFirms ? "The firms and people" : "The people")} are generated; nothing here is about anyone.");
        Line(text, $"schemaVersion: 1");
        Line(text, $"data: {plan.Data}");
        Line(text, $"columns:");
        Line(text, $"  row: {roles.Row}");
        if (roles.Score is { } score)
        {
            Line(text, $"  score: {{ column: {score.Column}, direction: higher_is_safer }}");
        }

        Line(text, $"  decision: {{ approvalRate: {roles.Decision!.ApprovalRate} }}");
        Line(text, $"  outcome: {{ column: {roles.Outcome!.Column}, adverse: \"{roles.Outcome.Adverse}\" }}");
        if (roles.Address is { } address)
        {
            Line(text, $"  address: {{ column: {address.Column}, order: {address.Order} }}");
        }

        Line(text, $"  area: {{ column: {roles.Area!.Column}, prefix: {roles.Area.Prefix} }}");
        Line(text, $"protected:");
        foreach (var p in roles.Protected)
        {
            Line(text, $"  - {{ column: {p.Column}, categories: [{string.Join(", ", p.Categories)}], reference: {p.Reference} }}");
        }

        Line(text, $"features:");
        foreach (var f in roles.Features!)
        {
            var origin = f.Origin == Origin.Own ? string.Empty : ", origin: " + WorldJson.Name(f.Origin);
            var move = f.OnMove is { } rule ? ", onMove: " + rule.ToString().ToLowerInvariant() : string.Empty;
            Line(text, $"  - {{ column: {f.Column}{origin}{move} }}");
        }

        Line(text, $"exclude: [{string.Join(", ", roles.Exclude)}]");
        foreach (var link in plan.Links)
        {
            Line(text, $"links: [{{ name: {link.Name}, file: {link.File}, from: {link.From}, to: {link.To}{(link.Weight is null ? string.Empty : ", weight: " + link.Weight)} }}]");
        }

        foreach (var e in plan.Events)
        {
            Line(text, $"events: [{{ file: {e.File}, entity: {e.Entity}, time: {e.Time}, kind: {e.Kind} }}]");
        }

        Line(text, $"sampling: {{ kind: {plan.Sampling} }}");
        Line(text, $"seed: {plan.Seed}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
