using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Release;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Runs a plan's search for alternatives on its data, up to the gate.</summary>
internal static class AlternativesJob
{
    /// <summary>Searches.</summary>
    public static (ReleasedEvidence Evidence, IReadOnlyList<ManifestFile> Inputs) Run(Host host, string planPath, AuditPlan plan)
    {
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        PlanFiles.Require(planPath, plan);
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var data = host.WithStatus("reading " + source, _ => OpenedData.Open(planPath, plan, host.Cancel));
        var tables = PlanTables.Read(planPath, plan, data.Rows, host.Cancel);
        plan = tables.Plan;
        data = data with { Rows = tables.Rows };
        var inputs = new AlternativeInputs(new MlNetTrainer(host.Threads, host.LoadNative))
        {
            Provenance = data.Provenance,
            LinkComponents = LinkFiles.Components(planPath, plan, data.Rows),
            Threads = host.Threads,
            Cancel = host.Cancel,
        };
        var evidence = host.WithStatus("searching", progress => AlternativeSearch.Run(data.Rows, plan, inputs with { Progress = progress }));
        var facts = new SortedDictionary<string, string>(evidence.Facts.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal)
        {
            ["data.source"] = source,
            ["data.provenance"] = data.Provenance.IsSynthetic ? "synthetic, proven: " + data.Provenance.Statement : "external: " + data.Provenance.Statement,
        };
        var cautions = Cautions.Of(data.Rows.Schema, plan.Roles).Select(text => new AuditNote("warning", "data", text));
        evidence = evidence with { Notes = [.. cautions, .. evidence.Notes], Facts = facts };
        return (ReleaseGate.Release(evidence), data.Manifest(plan.Disclosure));
    }
}
