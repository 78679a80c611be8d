using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>The files that a plan names beside its data.</summary>
internal static class PlanFiles
{
    /// <summary>Checks that they are there, before any work: links, area tables with their borders, events, reference scores.</summary>
    /// <exception cref="AuditDataException">One is not.</exception>
    public static void Require(string planPath, AuditPlan plan)
    {
        var named = plan.Links.Select(l => (Key: "links", Path: (string?)l.File))
            .Concat(plan.Areas.SelectMany(a => new[] { ("areas", a.File), ("areas.adjacency", a.Adjacency) }))
            .Concat(plan.Events.Select(e => ("events", (string?)e.File)))
            .Concat(plan.Models.Select(m => ("model.referenceScores", m.ReferenceScores)));
        foreach (var (key, file) in named)
        {
            if (file is not null && !DataFile.Exists(PlanFile.Resolve(planPath, file)))
            {
                throw new AuditDataException($"{Path.GetFileName(planPath)}: {key}: there is no file '{file}'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove '{key.Split('.')[0]}' from the plan.");
            }
        }
    }

    /// <summary>What is named but not used by an audit.</summary>
    public static IEnumerable<AuditNote> Unused(AuditPlan plan)
    {
        if (plan.Alternatives is not null)
        {
            yield return new AuditNote("skipped", "alternatives", "Alternatives: an audit trains nothing; 'scoring-audit alternatives PLAN' searches.");
        }
    }
}
