using System.CommandLine;
using System.Globalization;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>alternatives: searches for a score that is as accurate and less discriminatory, and says what dropping other people's records costs.</summary>
internal static class AlternativesVerb
{
    public static Command Make(Host host, IReadOnlyList<string> args)
    {
        var plan = new Argument<string>("PLAN") { Description = "Plan file (YAML)" };
        var models = new Option<string?>("--models") { Description = "Algorithms to train (default logistic,gam,fasttree)", HelpName = "LIST" };
        var origins = new Option<string[]>("--origins") { Description = "A set of feature origins, for example own,area; may be repeated (default: all, all less each other origin, own)", HelpName = "LIST" };
        var mitigations = new Option<string?>("--mitigations") { Description = "Mitigations (default none,reweighing,residualise-protected)", HelpName = "LIST" };
        var rates = new Option<string?>("--approval-rates") { Description = "Shares of people to approve (default: the plan's)", HelpName = "LIST" };
        var tolerance = new Option<string?>("--tolerance") { Description = "Accuracy that an alternative may lack (default 0.01 of AUC, 0.005 of log-loss)", HelpName = "X" };
        var metric = new Option<string?>("--metric") { Description = "roc_auc (default) or log_loss" };
        metric.AcceptOnlyFromAmong("roc_auc", "log_loss");
        var baseline = new Option<string?>("--baseline") { Description = "The score in use: ALGORITHM[/ORIGIN+ORIGIN[/MITIGATION]] (default: the first algorithm on all origins)", HelpName = "NAME" };
        var attribute = new Option<string?>("--attribute") { Description = "The protected attribute (default: the plan's first)", HelpName = "COL" };
        var output = Shared.Out("Directory to write (default alternatives-out; with --json: none)");
        var json = Shared.Json();
        var force = Shared.Force();
        var threads = Shared.Threads();
        var seed = Shared.Seed();
        var verb = new Command("alternatives", "Searches for a score that is as accurate and less discriminatory, confirms it on untouched rows, and says what dropping neighbours costs")
        {
            plan, models, origins, mitigations, rates, tolerance, metric, baseline, attribute, output, json, seed, threads, force,
        };
        verb.SetAction(r => App.Guard(host, () =>
        {
            AlternativesPlan Asked(AlternativesPlan? of)
            {
                var asked = of ?? new AlternativesPlan();
                return asked with
                {
                    Models = List(r.GetValue(models)) ?? asked.Models,
                    Origins = r.GetValue(origins) is { Length: > 0 } sets ? [.. sets.Select(s => List(s)!)] : asked.Origins,
                    Mitigations = List(r.GetValue(mitigations)) ?? asked.Mitigations,
                    ApprovalRates = List(r.GetValue(rates))?.Select(t => Number("--approval-rates", t, "shares between 0 and 1, as in 0.6,0.7")).ToList() ?? asked.ApprovalRates,
                    Tolerance = r.GetValue(tolerance) is { } t ? Number("--tolerance", t, "a number of at least 0, as in 0.01") : asked.Tolerance,
                    Metric = r.GetValue(metric) ?? asked.Metric,
                    Baseline = r.GetValue(baseline) ?? asked.Baseline,
                    Attribute = r.GetValue(attribute) ?? asked.Attribute,
                };
            }

            var to = r.GetValue(output) ?? (r.GetValue(json) ? null : "alternatives-out");
            return Run(Shared.With(host, r.GetValue(threads)), r.GetValue(plan)!, Asked, to, r.GetValue(json), r.GetValue(seed), r.GetValue(force), args);
        }));
        return verb;
    }

    private static int Run(Host host, string planPath, Func<AlternativesPlan?, AlternativesPlan> asked, string? output, bool json, ulong? seed, bool force, IReadOnlyList<string> args)
    {
        if (output is not null)
        {
            DirectorySink.Open(output, force).Dispose(); // an output that cannot be written is said before the work, not after
        }

        var plan = PlanFile.Read(planPath);
        var search = asked(plan.Alternatives);
        foreach (var name in search.Models)
        {
            MlNetTrainer.Require(name);
        }

        plan = plan with { Alternatives = search, Seed = seed ?? plan.Seed };
        var (evidence, inputs) = AlternativesJob.Run(host, planPath, plan, output);
        var mark = new AskedRelease(null, null, false, null).RequireNotProtected(plan, evidence, planPath, host);
        if (output is not null)
        {
            // As run: with the defaults that the search filled in.
            ResultWriter.Write(evidence.WithPlan(PlanPaths.Relative(plan with { Alternatives = evidence.Plan.Alternatives }, planPath, output)), inputs, CommandText.Of(args), output, force, host);
            mark();
        }

        if (json)
        {
            FindingsJson.Write(evidence, new Utf8Out(host.Out));
        }
        else
        {
            AlternativesSummary.Write(evidence, host.Out);
        }

        if (output is not null)
        {
            var talk = json ? host.Error : host.Out;
            talk.WriteLine();
            talk.WriteLine("Report: " + Path.Combine(output, "report.html"));
            talk.WriteLine("Check:  scoring-audit verify " + output);
        }

        // That no alternative was found is an answer; that nothing could be compared is none.
        if (evidence.Tables.Any(t => t.Name == "frontier") || evidence.Findings.Any(f => f.Status != FindingStatus.Undefined))
        {
            return ExitCode.Ran;
        }

        host.Say("error: no number could be measured: " + (evidence.Findings.FirstOrDefault(f => f.Reason is not null)?.Reason ?? "see the notes") + ".");
        return ExitCode.NothingDefined;
    }

    private static List<string>? List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();

    private static double Number(string option, string text, string expected) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new CommandLineException($"{option}: found '{text}', expected {expected}.");
}
