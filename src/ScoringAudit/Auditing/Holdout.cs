using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>Which rows a plan holds out of training: whole blocks, by the stream "holdout" of the plan's seed.</summary>
public static class Holdout
{
    /// <summary>Flags the held-out rows, and names what was kept together.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">Share, blocks and seed.</param>
    /// <param name="links">Component of each row by link name.</param>
    /// <param name="notes">Takes warnings.</param>
    public static (bool[] HeldOut, string Unit) Of(IPortfolio rows, AuditPlan plan, IReadOnlyDictionary<string, int[]> links, EvidenceBuilder notes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        var blocks = ClusterChoice.ForHoldout(rows.Schema, plan, links, notes);
        return (BlockSplit.HeldOut(blocks.CodesOf(rows), plan.Holdout, Streams.FromSeed(plan.Seed).Derive("holdout")), blocks.Unit);
    }
}
