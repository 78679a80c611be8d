using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Cli.Verbs;

/// <summary>audit under class protected.</summary>
internal static class ProtectedRun
{
    public static int Run(Host host, string planPath, AuditPlan plan, AskedRelease release, string? output, bool json, string failOn, bool force, IReadOnlyList<string> args)
    {
        var job = ProtectedJob.Prepare(host, planPath, plan);
        if (release.DryRun)
        {
            job.Forecast(release.LedgerPath(), host.Out);
            return ExitCode.Ran;
        }

        var (evidence, tables) = job.Run(release.LedgerPath());
        if (output is not null)
        {
            ResultWriter.Write(evidence.WithPlan(PlanPaths.Relative(plan, planPath, output)), job.Manifest(), CommandText.Of(args), output, force, host, tables, job.Schema);
        }

        if (json)
        {
            FindingsJson.Write(evidence, new Utf8Out(host.Out));
        }
        else
        {
            ConsoleSummary.Write(evidence, host.Out);
        }

        if (output is not null)
        {
            var talk = json ? host.Error : host.Out;
            talk.WriteLine();
            talk.WriteLine("Report: " + Path.Combine(output, "report.html"));
            talk.WriteLine("Check:  scoring-audit verify " + output);
        }

        return AuditVerb.Exit(evidence, failOn, host);
    }
}
