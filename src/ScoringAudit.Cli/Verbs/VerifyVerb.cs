using System.CommandLine;
using System.Globalization;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>verify: compares the files of a written audit with its manifest, and runs it again.</summary>
internal static class VerifyVerb
{
    public static Command Make(Host host)
    {
        var directory = new Argument<string>("DIR") { Description = "Directory of a written audit" };
        var hashes = new Option<bool>("--hashes-only") { Description = "Do not run the audit again" };
        var ledger = new Option<string?>("--ledger") { Description = "Class protected: file of the privacy ledger (default: the user's)", HelpName = "FILE" };
        var threads = Shared.Threads();
        var verb = new Command("verify", "Checks hashes and inputs of a written audit, runs it again and compares every number") { directory, hashes, ledger, threads };
        verb.SetAction(r => App.Guard(host, () => Run(Shared.With(host, r.GetValue(threads)), r.GetValue(directory)!, r.GetValue(hashes), r.GetValue(ledger))));
        return verb;
    }

    private static int Run(Host host, string directory, bool hashesOnly, string? ledger)
    {
        var result = ResultDirectory.Open(directory);
        if (!result.Has(ResultDirectory.Manifest))
        {
            throw new AuditDataException($"The directory '{directory}' has no {ResultDirectory.Manifest}. Expected a written audit. Name the directory given to audit --out.");
        }

        RunManifest manifest;
        using (var stream = result.Read(ResultDirectory.Manifest))
        {
            manifest = ManifestJson.Read(stream);
        }

        var differences = result.Verify(manifest.Outputs);
        foreach (var difference in differences)
        {
            host.Out.WriteLine("changed: " + difference.Text);
        }

        if (differences.Count > 0)
        {
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{differences.Count} of {manifest.Outputs.Count} files are not as they were written."));
            return ExitCode.ConditionFailed;
        }

        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{manifest.Outputs.Count} files are as they were written."));
        return hashesOnly ? ExitCode.Ran
            : result.Has(ResultWriter.TalliesPath) ? ProtectedVerify.Run(host, result, manifest, ledger)
            : RunAgain(host, result, manifest);
    }

    private static int RunAgain(Host host, ResultDirectory result, RunManifest manifest)
    {
        var planPath = Path.Combine(result.Path, "plan.yaml");
        var isDemo = manifest.Command.Count > 1 && manifest.Command[1] == "demo";
        ReleasedEvidence again;
        if (isDemo)
        {
            var facts = ReportModel.Read(name => result.Has(name) ? result.Read(name) : null).Findings.Facts;
            again = DemoVerb.Again(host, manifest.Command, facts.GetValueOrDefault(DemoJob.AlgorithmFact));
        }
        else
        {
            var plan = PlanFile.Read(planPath);
            var data = PlanFile.Resolve(planPath, plan.Data ?? throw TrainVerb.NoData());
            if (!InputFile.Exists(data) && !InputFile.IsDirectory(data))
            {
                host.Out.WriteLine($"Not run again: the data are not at '{plan.Data}' beside the result.");
                return ExitCode.Ran;
            }

            (again, var inputs) = manifest.Command.Count > 1 && manifest.Command[1] == "alternatives"
                ? AlternativesJob.Run(host, planPath, plan, result.Path, Bytes(result, "findings.json"))
                : AuditJob.Run(host, planPath, plan, Access(manifest.Command), result.Path, Bytes(result, "findings.json"));
            foreach (var (was, now) in manifest.Inputs.Zip(inputs))
            {
                if (was.Digest != now.Digest)
                {
                    host.Out.WriteLine($"changed: the input {was.Path} is not the file that was audited (or its digest was made by another user).");
                    return ExitCode.ConditionFailed;
                }
            }
        }

        var changed = Compare(result, again);
        foreach (var name in changed)
        {
            host.Out.WriteLine($"changed: {name} comes out otherwise when the audit is run again.");
        }

        if (changed.Count > 0)
        {
            return ExitCode.ConditionFailed;
        }

        host.Out.WriteLine("Run again: every finding and every table came out the same.");
        return ExitCode.Ran;
    }

    internal static List<string> Compare(ResultDirectory result, ReleasedEvidence again)
    {
        var sink = new MemorySink();
        using (var findings = sink.Create("findings.json"))
        {
            FindingsJson.Write(again, findings);
        }

        TablesCsv.Write(again, sink);
        var changed = new List<string>();
        foreach (var (name, bytes) in sink.Files)
        {
            if (!result.Has(name))
            {
                changed.Add(name);
                continue;
            }

            if (!Bytes(result, name).AsSpan().SequenceEqual(bytes))
            {
                changed.Add(name);
            }
        }

        return changed;
    }

    private static byte[] Bytes(ResultDirectory result, string name)
    {
        using var stream = result.Read(name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static char Access(IReadOnlyList<string> command)
    {
        const string option = "--access";
        var at = command.ToList().FindLastIndex(a => a.Split('=', ':')[0] == option);
        return at < 0 ? 'G' : command[at].Length > option.Length ? command[at][option.Length + 1] : at + 1 < command.Count ? command[at + 1][0] : 'G';
    }
}
