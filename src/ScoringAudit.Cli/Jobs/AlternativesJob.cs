using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Runs a plan's search for alternatives on its data, up to the gate.</summary>
internal static class AlternativesJob
{
    // In the place of an access: a search is another report than an audit of the same plan.
    private const char Search = 'T';

    /// <summary>Searches.</summary>
    /// <param name="host">Threads, talk, and when to stop.</param>
    /// <param name="planPath">Path of the plan.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="output">Directory of the result, beside which the release log is kept; null where nothing is written.</param>
    /// <param name="verified">findings.json of the result that is verified; null for a new search.</param>
    public static (ReleasedEvidence Evidence, IReadOnlyList<ManifestFile> Inputs) Run(Host host, string planPath, AuditPlan plan, string? output, byte[]? verified = null)
    {
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        if (plan.Disclosure.Class == DisclosureClass.Protected)
        {
            throw new AuditDataException("alternatives: the plan's class is protected, and a search trains models on exact rows: no noise covers what their numbers tell. Use class restricted for the search and keep its result secret.");
        }

        PlanFiles.Require(planPath, plan);
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var data = host.WithStatus("reading " + source, _ => OpenedData.Open(planPath, plan, host.Cancel));
        var opened = data;
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
        evidence = evidence with { Notes = [.. cautions, .. tables.Notes, .. evidence.Notes], Facts = facts };
        return (Releases.Release(evidence, opened, planPath, Search, output, verified), opened.Manifest(planPath, plan, host.Cancel));
    }
}
