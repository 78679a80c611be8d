using ScoringAudit.Evidence;

namespace ScoringAudit.Storage;

/// <summary>Makes the search for alternatives of a plan's YAML. What the search cannot use (an unknown mitigation, a share out of range) it says itself.</summary>
internal static class AlternativesReader
{
    public static AlternativesPlan Read(PlanNode node)
    {
        var map = node.Map(["models", "origins", "mitigations", "approvalRates", "metric", "tolerance", "baseline", "attribute", "shares"]);
        var defaults = new AlternativesPlan();
        return new AlternativesPlan
        {
            Models = map.TryGetValue("models", out var m) ? m.Texts("algorithms") : defaults.Models,
            Origins = map.TryGetValue("origins", out var o) ? [.. o.Items("lists of origins, as in [[own], [own, area]]").Select(i => i.Texts("origins"))] : defaults.Origins,
            Mitigations = map.TryGetValue("mitigations", out var x) ? x.Texts("mitigations") : defaults.Mitigations,
            ApprovalRates = map.TryGetValue("approvalRates", out var r) ? [.. r.Items("shares").Select(i => i.Number("a number"))] : defaults.ApprovalRates,
            Metric = map.TryGetValue("metric", out var k) ? k.Text("roc_auc or log_loss") : defaults.Metric,
            Tolerance = map.TryGetValue("tolerance", out var t) ? t.Number("a number") : null,
            Baseline = map.TryGetValue("baseline", out var b) ? b.Text("algorithm/origins/mitigation") : null,
            Attribute = map.TryGetValue("attribute", out var a) ? a.Text("a protected column") : null,
            Shares = map.TryGetValue("shares", out var s) ? [.. s.Items("three shares").Select(i => i.Number("a number"))] : defaults.Shares,
        };
    }
}
