using System.CommandLine;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Subjects;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>explain: what a model uses and why it declines people; or, for one person, a plain statement about the own score.</summary>
internal static class ExplainVerb
{
    public static Command Make(Host host, IReadOnlyList<string> args)
    {
        var plan = new Argument<string>("PLAN") { Description = "Plan file (.yaml) that names a model, or a world's directory" };
        var subject = new Option<string?>("--subject") { Description = "Id of the person or firm; the statement is for that person alone", HelpName = "ID" };
        var output = Shared.Out("Directory to write; default: none");
        var json = Shared.Json();
        var seed = Shared.Seed();
        var threads = Shared.Threads();
        var force = Shared.Force();
        var verb = new Command("explain", "Explains a model: what it uses, whose records, and why people are declined; with --subject, to one person") { plan, subject, output, json, seed, threads, force };
        verb.SetAction(r => App.Guard(host, () => Run(
            Shared.With(host, r.GetValue(threads)), r.GetValue(plan)!, r.GetValue(subject), r.GetValue(output), r.GetValue(json), r.GetValue(seed), r.GetValue(force), args)));
        return verb;
    }

    private static int Run(Host host, string input, string? subject, string? output, bool json, ulong? seed, bool force, IReadOnlyList<string> args)
    {
        if (output is not null)
        {
            DirectorySink.Open(output, force).Dispose(); // an output that cannot be written is said before the work, not after
        }

        var planPath = InputFile.Exists(Path.Combine(input, "plan.yaml")) ? Path.Combine(input, "plan.yaml") : input;
        var plan = PlanFile.Read(planPath);
        plan = seed is { } s ? plan with { Seed = s } : plan;
        if (plan.Models.Count == 0)
        {
            throw new Primitives.AuditDataException($"{Path.GetFileName(planPath)}: the plan names no model: a recorded score cannot be asked again, so that nothing can be explained. Add 'model', for example a directory made by scoring-audit train.");
        }

        return subject is null ? Portfolio(host, planPath, plan, output, json, force, args) : Subject(host, planPath, plan, subject, output, json, force);
    }

    private static int Portfolio(Host host, string planPath, AuditPlan plan, string? output, bool json, bool force, IReadOnlyList<string> args)
    {
        plan = plan with { Measures = ["importance", "explanation"] };
        var (evidence, inputs) = AuditJob.Run(host, planPath, plan, 'W', output);
        if (output is not null)
        {
            ResultWriter.Write(evidence.WithPlan(PlanPaths.Relative(plan, planPath, output)), inputs, CommandText.Of(args), output, force, host);
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
            (json ? host.Error : host.Out).WriteLine("\nReport: " + Path.Combine(output, "report.html"));
        }

        if (evidence.Findings.Any(f => f.Status != FindingStatus.Undefined))
        {
            return ExitCode.Ran;
        }

        host.Say("error: no number could be measured: " + (evidence.Findings.FirstOrDefault(f => f.Reason is not null)?.Reason ?? "see the notes") + ".");
        return ExitCode.NothingDefined;
    }

    private static int Subject(Host host, string planPath, AuditPlan plan, string subject, string? output, bool json, bool force)
    {
        var statements = SubjectJob.Run(host, planPath, plan, subject);
        if (output is not null)
        {
            using var sink = DirectorySink.Open(output, force);
            Save(sink, "statement.json", to => StatementJson.Write(statements, to));
            Save(sink, "statement.html", to => StatementPage.Write(statements, to));
            Save(sink, "statement.txt", to =>
            {
                using var text = new StreamWriter(to, leaveOpen: true);
                StatementText.Write(statements, text);
            });
            sink.Complete();
        }

        if (json)
        {
            StatementJson.Write(statements, new Utf8Out(host.Out));
        }
        else
        {
            StatementText.Write(statements, host.Out);
        }

        if (output is not null)
        {
            host.Say("Statement: " + Path.Combine(output, "statement.html"));
        }

        return ExitCode.Ran;
    }

    private static void Save(DirectorySink sink, string path, Action<Stream> write)
    {
        using var stream = sink.Create(path);
        write(stream);
    }
}
