using System.CommandLine;
using ScoringAudit.Auditing;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

namespace ScoringAudit.Cli.Verbs;

/// <summary>demo: from a synthetic neighbourhood world to a report.</summary>
internal static class DemoVerb
{
    private const string DefaultScenario = "neighbours-area";

    public static Command Make(Host host, IReadOnlyList<string> args)
    {
        var (verb, read) = Options();
        var output = Shared.Out("Directory to write (default out)");
        var force = Shared.Force();
        var threads = Shared.Threads();
        verb.Add(output);
        verb.Add(force);
        verb.Add(threads);
        verb.SetAction(r => App.Guard(host, () =>
            Run(Shared.With(host, r.GetValue(threads)), read(r), r.GetValue(output) ?? "out", r.GetValue(force), args)));
        return verb;
    }

    /// <summary>Runs a demonstration again from its command line in a manifest, with the algorithm that it used.</summary>
    public static ReleasedEvidence Again(Host host, IReadOnlyList<string> command, string? algorithm)
    {
        var (verb, read) = Options();
        verb.Add(Shared.Out());
        verb.Add(Shared.Force());
        verb.Add(Shared.Threads());
        var parsed = verb.Parse([.. command.Skip(2)]);
        return parsed.Errors.Count > 0
            ? throw new AuditDataException("manifest.json: its command line cannot be understood: " + parsed.Errors[0].Message)
            : host.WithStatus("running the demo again", progress => DemoJob.Run(host, read(parsed), progress, algorithm));
    }

    private static (Command Verb, Func<ParseResult, WorldSpec> Read) Options()
    {
        var scenario = new Option<string>("--scenario") { Description = "World to use, from 'scoring-audit scenarios'", DefaultValueFactory = _ => DefaultScenario, HelpName = "NAME" };
        var subjects = Shared.Subjects();
        var seed = Shared.Seed();
        var verb = new Command("demo", "Generates a neighbourhood world, trains four scores, audits them and writes a report") { scenario, subjects, seed };
        return (verb, r =>
        {
            var spec = Shared.Parse(() => WorldSpec.Of(r.GetValue(scenario)!));
            return Shared.Parse(() => (spec with { Subjects = r.GetValue(subjects) ?? spec.Subjects, Seed = r.GetValue(seed) ?? spec.Seed }).Checked());
        });
    }

    private static int Run(Host host, WorldSpec spec, string output, bool force, IReadOnlyList<string> args)
    {
        DirectorySink.Open(output, force).Dispose();
        var evidence = host.WithStatus("starting", progress => DemoJob.Run(host, spec, progress));
        foreach (var note in evidence.Notes.Where(n => n.Kind == "warning"))
        {
            host.Say("warning: " + note.Text);
        }

        DemoStory.Write(evidence, host.Out);
        ResultWriter.Write(evidence, [], CommandText.Of(args), output, force, host);
        host.Out.WriteLine();
        host.Out.WriteLine("Report: " + Path.Combine(output, "report.html"));
        host.Out.WriteLine($"Check:  scoring-audit verify {output}");
        return ExitCode.Ran;
    }
}
