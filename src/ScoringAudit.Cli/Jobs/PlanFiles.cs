using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>The files that a plan names beside its data.</summary>
internal static class PlanFiles
{
    /// <summary>Checks that they are there, before any work: links, area tables with their borders, events, the file to compare with, reference scores.</summary>
    /// <exception cref="AuditDataException">One is not.</exception>
    public static void Require(string planPath, AuditPlan plan)
    {
        foreach (var (key, file) in Named(plan))
        {
            if (!DataFile.Exists(PlanFile.Resolve(planPath, file)))
            {
                throw new AuditDataException($"{Path.GetFileName(planPath)}: {key}: there is no file '{file}'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove '{key.Split('.')[0]}' from the plan.");
            }
        }
    }

    /// <summary>The files that a plan names beside its data, each with its key in the plan.</summary>
    public static IEnumerable<(string Key, string File)> Named(AuditPlan plan) =>
        plan.Links.Select(l => (Key: "links", l.File))
            .Concat(plan.Areas.SelectMany(a => a.Adjacency is { } borders ? new[] { ("areas", a.File), ("areas.adjacency", borders) } : [("areas", a.File)]))
            .Concat(plan.Events.Select(e => ("events", e.File)))
            .Concat(plan.Compare is { } other ? [("compare", other.Data)] : [])
            .Concat(plan.Models.Where(m => m.ReferenceScores is not null).Select(m => ("model.referenceScores", m.ReferenceScores!)));

    /// <summary>What is named but not used by an audit.</summary>
    public static IEnumerable<AuditNote> Unused(AuditPlan plan)
    {
        if (plan.Alternatives is not null)
        {
            yield return new AuditNote("skipped", "alternatives", "Alternatives: an audit trains nothing; 'scoring-audit alternatives PLAN' searches.");
        }
    }
}
