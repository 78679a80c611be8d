namespace ScoringAudit.Auditing;

/// <summary>Scores, decisions, weights and clusters of all audited rows as the rule decides them, for measures that need whole columns.</summary>
/// <param name="Scores">Scores; empty without.</param>
/// <param name="Favourable">1 favourable, 0 not, −1 no decision; empty without decisions.</param>
/// <param name="Weights">Weights; empty without.</param>
/// <param name="Clusters">Clusters; empty where rows are independent.</param>
/// <param name="Table">The table that they come from, with the groups.</param>
internal sealed record AuditRows(double[] Scores, sbyte[] Favourable, double[] Weights, int[] Clusters, ScoredTable Table)
{
    public static AuditRows Of(AuditSubject subject)
    {
        var table = subject.Table;
        if (table is null)
        {
            table = new ScoredTable(subject.Groupings.Count, subject.Rows.Rows.Rows);
            subject.Rows.ForEach(subject.Rule, table.Add, subject.Inputs.Cancel);
        }

        double[] scores = [.. table.Scores];
        return new AuditRows(
            scores,
            subject.Rule is { } rule ? [.. scores.Select(s => rule.IsFavourable(s) ? (sbyte)1 : (sbyte)0)] : [.. table.Favourable],
            [.. table.Weights],
            [.. table.Clusters],
            table);
    }
}
