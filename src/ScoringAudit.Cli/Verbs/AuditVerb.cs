using System.CommandLine;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>audit: measures a plan's scores, or a file's without a plan.</summary>
internal static class AuditVerb
{
    public static Command Make(Host host, IReadOnlyList<string> args)
    {
        var input = new Argument<string>("PLAN|DATA") { Description = "Plan file (.yaml), or data: CSV, Parquet, or a world's directory" };
        Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "COL" };
        var score = Column("--score", "Column of the score");
        var direction = new Option<string?>("--direction") { Description = "higher_is_riskier or higher_is_safer; default: guessed" };
        direction.AcceptOnlyFromAmong("higher_is_riskier", "higher_is_safer");
        var decision = Column("--decision", "Column of the decision");
        var favourable = new Option<string?>("--favourable") { Description = "Value of the decision that is favourable; default: guessed", HelpName = "VALUE" };
        var outcome = Column("--outcome", "Column of the outcome");
        var adverse = new Option<string?>("--adverse") { Description = "Value of the outcome that is adverse; default: guessed", HelpName = "VALUE" };
        var group = new Option<string[]>("--group") { Description = "Column of a protected attribute; may be repeated", HelpName = "COL" };
        var reference = new Option<string[]>("--reference") { Description = "Group that the others are compared with: COL=GROUP, COL=largest or COL=highest_rate; may be repeated", HelpName = "COL=GROUP" };
        var intersect = new Option<string[]>("--intersect") { Description = "Protected columns whose intersections are groups too: COL,COL; may be repeated", HelpName = "COL,COL" };
        var control = new Option<string[]>("--control") { Description = "Column within whose strata disparity is measured too; may be repeated", HelpName = "COL" };
        var time = Column("--time", "Column of the period, for stability");
        var area = Column("--area", "Column of the area (postcode)");
        var address = Column("--address", "Column of the street");
        var subject = Column("--subject", "Column of the person or firm");
        var weight = Column("--weight", "Column of the sampling weight");
        var compare = new Option<string?>("--compare") { Description = "A second file of the same columns to compare with: stability of scores, features and disparities", HelpName = "FILE" };
        var output = Shared.Out("Directory to write (default audit-out; with --json: none)");
        var json = Shared.Json();
        var failOn = new Option<string>("--fail-on") { Description = "Exit with 2 if a verdict is this or worse: never, not-met or undetermined", DefaultValueFactory = _ => "never" };
        failOn.AcceptOnlyFromAmong("never", "not-met", "undetermined");
        var minCell = new Option<int?>("--min-cell") { Description = "Smallest count that may be shown (default 10, at least 5)", HelpName = "N" };
        var disclosure = new Option<string?>("--class") { Description = "What may be published: protected, consented, restricted or open; default: the plan's, else protected where the plan names a public schema, else restricted" };
        disclosure.AcceptOnlyFromAmong("protected", "consented", "restricted", "open");
        var ground = new Option<string?>("--ground") { Description = "Why the data may be shown, for classes open and consented", HelpName = "TEXT" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Class protected: print what would be spent and what it would show, and spend nothing" };
        var ledger = new Option<string?>("--ledger") { Description = "Class protected: file of the privacy ledger (default: the user's)", HelpName = "FILE" };
        var access = new Option<string>("--access") { Description = "Use no more than this access: S scores, M model, W model file, G world", DefaultValueFactory = _ => "G" };
        access.AcceptOnlyFromAmong("S", "M", "W", "G");
        var force = Shared.Force();
        var threads = Shared.Threads();
        var seed = Shared.Seed();
        var verb = new Command("audit", "Measures whom a score disadvantages, what it uses, and how much of it comes from other people's records")
        {
            input, score, direction, decision, favourable, outcome, adverse, group, reference, intersect, control, time, area, address, subject, weight, compare, output, json, failOn, minCell, disclosure, ground, dryRun, ledger, access, seed, threads, force,
        };
        verb.SetAction(r => App.Guard(host, () =>
        {
            var asked = new AskedColumns
            {
                Score = r.GetValue(score),
                Direction = r.GetValue(direction),
                Decision = r.GetValue(decision),
                Favourable = r.GetValue(favourable),
                Outcome = r.GetValue(outcome),
                Adverse = r.GetValue(adverse),
                Groups = r.GetValue(group) ?? [],
                References = r.GetValue(reference) ?? [],
                Intersections = r.GetValue(intersect) ?? [],
                Controls = r.GetValue(control) ?? [],
                Time = r.GetValue(time),
                Area = r.GetValue(area),
                Address = r.GetValue(address),
                Subject = r.GetValue(subject),
                Weight = r.GetValue(weight),
                MinCell = r.GetValue(minCell),
                Compare = r.GetValue(compare),
                IsClassNamed = r.GetValue(disclosure) is not null,
            };
            var release = new AskedRelease(r.GetValue(disclosure), r.GetValue(ground), r.GetValue(dryRun), r.GetValue(ledger));
            var to = r.GetValue(output) ?? (r.GetValue(json) ? null : "audit-out");
            return Run(Shared.With(host, r.GetValue(threads)), r.GetValue(input)!, asked, release, to, r.GetValue(json), r.GetValue(failOn)!, r.GetValue(access)![0], r.GetValue(seed), r.GetValue(force), args);
        }));
        return verb;
    }

    private static int Run(Host host, string input, AskedColumns asked, AskedRelease release, string? output, bool json, string failOn, char access, ulong? seed, bool force, IReadOnlyList<string> args)
    {
        if (output is not null && !release.DryRun)
        {
            DirectorySink.Open(output, force).Dispose(); // an output that cannot be written is said before the work, not after
        }

        var isPlan = IsPlan(input, out var planPath);
        var guesses = new List<string>();
        if (!isPlan && asked.Score is null && asked.Decision is null && InputFile.Exists(input))
        {
            asked = PlanInference.Named(input, asked, guesses, host.Cancel);
        }

        if (!isPlan && asked.Score is null && asked.Decision is null)
        {
            host.Say($"error: '{input}' is data, not a plan, and neither --score nor --decision was given. Say which column to audit, for example: scoring-audit audit {input} --score pd --group race");
            return ExitCode.CommandLine;
        }

        if (isPlan && asked.Any)
        {
            host.Say("error: columns were named on the command line, but the plan names its own. Give the data file instead of the plan, or change the plan.");
            return ExitCode.CommandLine;
        }

        if (asked.MinCell < ReleaseGate.MinCellFloor)
        {
            throw new CommandLineException($"--min-cell: found '{asked.MinCell}', expected at least {ReleaseGate.MinCellFloor}. Smaller counts could give a person away.");
        }

        AuditPlan plan;
        if (isPlan)
        {
            plan = PlanFile.Read(planPath);
        }
        else
        {
            planPath = "plan.yaml";
            plan = PlanInference.Of(input, asked, guesses, host.Cancel);
            foreach (var guess in guesses)
            {
                host.Say("guessed " + guess);
            }
        }

        if (asked.MinCell is { } least)
        {
            plan = plan with { Disclosure = plan.Disclosure with { MinCell = least } };
        }

        if (asked.Compare is { } other)
        {
            plan = plan with { Compare = new ComparePlan(isPlan ? Path.GetFullPath(other) : other, null) };
        }

        if (seed is { } s)
        {
            plan = plan with { Seed = s };
        }

        plan = release.Apply(plan, isPlan, input);
        if (plan is { Disclosure.Class: DisclosureClass.Protected, Compare: { } second })
        {
            throw new AuditDataException($"plan: compare: '{second.Label}' cannot be compared under class protected: what is rounded or noisy in one file follows from two. Remove 'compare', or audit each file by itself.");
        }

        if (plan.Disclosure.Class == DisclosureClass.Protected)
        {
            return ProtectedRun.Run(host, planPath, plan, release, output, json, failOn, force, args);
        }

        if (release.DryRun)
        {
            throw new CommandLineException("--dry-run: only class protected spends anything. Remove the option, or write disclosure: { class: protected } in the plan.");
        }

        var (evidence, inputs) = AuditJob.Run(host, planPath, plan, access, output);
        var mark = release.RequireNotProtected(plan, evidence, planPath, host);
        if (output is not null)
        {
            // Files first: what is printed stands for a result that is there.
            ResultWriter.Write(evidence.WithPlan(PlanPaths.Relative(plan, planPath, output)), inputs, CommandText.Of(args), output, force, host);
            mark();
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

        if (!plan.Disclosure.Stated && evidence.Disclosure == DisclosureClass.Restricted)
        {
            Wrapped.Write(host.Error, UnnamedClass.Says(input), "note: ", "  ");
        }

        return Exit(evidence, failOn, host);
    }

    internal static int Exit(ReleasedEvidence evidence, string failOn, Host host)
    {
        var failed = evidence.Findings.Where(f => (f.Verdict == Verdict.NotMet && failOn != "never") || (f.Verdict == Verdict.Undetermined && failOn == "undetermined")).ToList();
        if (failed.Count > 0)
        {
            host.Say($"--fail-on {failOn}: failed by {failed.Count} finding{(failed.Count == 1 ? string.Empty : "s")}, the first is {failed[0].Id} ({Words.Of(failed[0].Verdict!.Value)}).");
            return ExitCode.ConditionFailed;
        }

        if (evidence.Findings.Any(f => f.Status != FindingStatus.Undefined))
        {
            return ExitCode.Ran;
        }

        host.Say("error: no number could be measured: " + (evidence.Findings.FirstOrDefault(f => f.Reason is not null)?.Reason ?? "the plan asks for nothing that these data allow; see the notes") + ".");
        return ExitCode.NothingDefined;
    }

    private static bool IsPlan(string input, out string planPath)
    {
        planPath = input;
        if (input.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // A world's directory brings its own plan.
        var inside = Path.Combine(input, "plan.yaml");
        if (InputFile.Exists(inside))
        {
            planPath = inside;
            return true;
        }

        return false;
    }
}
