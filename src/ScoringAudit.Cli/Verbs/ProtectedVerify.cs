using System.Globalization;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>verify under class protected: noise cannot be drawn again, but every finding must follow from the released tables, and those must stand in the ledger.</summary>
internal static class ProtectedVerify
{
    public static int Run(Host host, ResultDirectory result, RunManifest manifest, string? ledgerPath)
    {
        var plan = PlanFile.Parse(result.Text("plan.yaml"), "plan.yaml");
        var schema = plan.Disclosure.Privacy?.Schema is { } file ? SchemaFile.Parse(result.Text(file), file) : PublicSchema.Empty;
        ProtectedRelease release;
        using (var stream = result.Read(ResultWriter.TalliesPath))
        {
            release = ProtectedRelease.Read(stream, plan, schema);
        }

        var facts = ReportModel.Read(name => result.Has(name) ? result.Read(name) : null).Findings.Facts;
        var source = facts.Where(f => f.Key == "data.source").ToDictionary(f => f.Key, f => f.Value);
        var again = ReleaseGate.Release(ProtectedReport.Of(release), source);
        var changed = VerifyVerb.Compare(result, again);
        foreach (var name in changed)
        {
            host.Out.WriteLine($"changed: {name} does not follow from the released tables.");
        }

        if (changed.Count > 0)
        {
            return ExitCode.ConditionFailed;
        }

        host.Out.WriteLine($"Every finding and every table follows from {ResultWriter.TalliesPath}.");
        return Ledger(host, release, manifest, ledgerPath);
    }

    private static int Ledger(Host host, ProtectedRelease release, RunManifest manifest, string? ledgerPath)
    {
        var path = ledgerPath ?? ReleaseMarks.LedgerOfUser();
        var data = manifest.Inputs.Count > 0 ? manifest.Inputs[0].Digest : string.Empty;
        if (!InputFile.Exists(path))
        {
            if (ledgerPath is not null)
            {
                throw new AuditDataException($"There is no privacy ledger '{Path.GetFileName(ledgerPath)}'. Check the name given to --ledger.");
            }

            host.Out.WriteLine("Not checked: there is no privacy ledger here; whoever ran the audit has it.");
            return ExitCode.Ran;
        }

        using var ledger = PrivacyLedgerFile.Open(path, DigestKey.OfUser());
        if (ledger.Spent(data).Sign == 0)
        {
            host.Out.WriteLine("Not checked: this privacy ledger knows nothing of these data (or their digest was made by another user).");
            return ExitCode.Ran;
        }

        for (var i = 0; i < release.Tables.Count; i++)
        {
            var answer = ledger.Answer(data, release.Design.RequestOf(release.Design.Tables[i]));
            if (answer is null || !answer.SequenceEqual(release.Tables[i].Value.Cells))
            {
                host.Out.WriteLine($"changed: the table '{release.Tables[i].Label}' is not the one that the privacy ledger released.");
                return ExitCode.ConditionFailed;
            }
        }

        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The privacy ledger's chain of {ledger.Count} lines is whole, and it released these {release.Tables.Count} tables."));
        return ExitCode.Ran;
    }
}
