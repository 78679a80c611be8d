using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>Makes the decision of a plan: recorded, by a cut-off, by cut-offs for each product, or at an approval rate.</summary>
internal static class DecisionReader
{
    private static readonly string[] Ways = ["column", "cutoff", "cutoffs", "approvalRate"];

    public static DecisionRole Read(PlanNode node, Dictionary<string, PlanNode> plan, Dictionary<string, PlanNode> columns)
    {
        var map = node.Map(["column", "favourable", "cutoff", "cutoffs", "by", "approvalRate"]);
        var ways = Ways.Where(map.ContainsKey).ToArray();
        if (ways.Length != 1)
        {
            var found = ways.Length == 0 ? "none" : string.Join(" and ", ways);
            throw node.Fail($"found {found} of column, cutoff and approvalRate, expected exactly one. A decision is recorded in a column, or made from the score by a cut-off or a rate.");
        }

        if (map.TryGetValue("by", out var by) && ways[0] != "cutoffs")
        {
            throw by.Fail($"'by' belongs to cutoffs, not to {ways[0]}. Remove it, or give cutoffs: {{ card: 0.1, loan: 0.2 }}.");
        }

        if (map.TryGetValue("column", out var column))
        {
            return map.TryGetValue("favourable", out var favourable)
                ? DecisionRole.Recorded(column.Text("the name of a column"), favourable.Text("the value that means a favourable decision"))
                : throw node.Fail("the key 'favourable' is missing. Name the value of the column that means a favourable decision, as in favourable: \"1\".");
        }

        if (map.TryGetValue("favourable", out var extra))
        {
            throw extra.Fail($"'favourable' belongs to a decision's column, not to {ways[0]}. Remove it.");
        }

        // A plan with an outcome may be there to train the model that will give the score.
        if (!columns.ContainsKey("score") && !columns.ContainsKey("outcome") && !plan.ContainsKey("model") && !plan.ContainsKey("models"))
        {
            throw node.Fail($"{ways[0]} needs a score, and the plan names none. Add columns.score or model.");
        }

        if (map.TryGetValue("cutoffs", out var cutoffs))
        {
            return DecisionRole.AtCutoffs(
                by?.Text("the name of a column") ?? throw node.Fail("the key 'by' is missing. Name the column whose value chooses the cut-off, as in by: product."),
                cutoffs.Entries("a mapping of values to cut-offs").ToDictionary(e => e.Key, e => e.Value.Number("a number on the score's scale"), StringComparer.Ordinal));
        }

        return map.TryGetValue("cutoff", out var cutoff)
            ? DecisionRole.AtCutoff(cutoff.Number("a number on the score's scale"))
            : DecisionRole.AtApprovalRate(map["approvalRate"].Number("a share between 0 and 1", x => x is > 0 and < 1));
    }
}
