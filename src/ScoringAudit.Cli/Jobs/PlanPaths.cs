using ScoringAudit.Evidence;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Rewrites the paths inside a plan for the plan.yaml of a result, so that a re-run finds its inputs and no path of the machine is written.</summary>
internal static class PlanPaths
{
    /// <summary>The public schema in a written result: a copy, because findings follow from it.</summary>
    public const string SchemaName = "schema.yaml";

    /// <summary>The plan with every path relative to a result's directory.</summary>
    public static AuditPlan Relative(AuditPlan plan, string planPath, string output)
    {
        string To(string path) => Path.GetRelativePath(Path.GetFullPath(output), Path.GetFullPath(PlanFile.Resolve(planPath, path))).Replace('\\', '/');
        return plan with
        {
            Data = plan.Data is { } data ? To(data) : null,
            Compare = plan.Compare is { } other ? other with { Data = To(other.Data), Name = other.Label } : null,
            Models = [.. plan.Models.Select(m => m with { Path = To(m.Path), ReferenceScores = m.ReferenceScores is { } scores ? To(scores) : null })],
            Links = [.. plan.Links.Select(l => l with { File = To(l.File) })],
            Areas = [.. plan.Areas.Select(a => a with { File = To(a.File), Adjacency = a.Adjacency is { } adjacency ? To(adjacency) : null })],
            Disclosure = plan.Disclosure with
            {
                Log = plan.Disclosure.Log is { } log ? To(log) : null,
                Privacy = plan.Disclosure.Privacy is { Schema: not null } privacy ? privacy with { Schema = SchemaName } : plan.Disclosure.Privacy,
            },
            Events = [.. plan.Events.Select(e => e with { File = To(e.File) })],
        };
    }
}
