using System.CommandLine;
using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>train: trains an illustrative model by a plan.</summary>
internal static class TrainVerb
{
    public static Command Make(Host host)
    {
        var plan = new Argument<string>("PLAN") { Description = "Plan file (YAML)" };
        var model = new Option<string>("--model") { Description = "Algorithm; lightgbm needs the system package libgomp1", HelpName = string.Join("|", MlNetTrainer.Algorithms), Required = true };
        model.AcceptOnlyFromAmong([.. MlNetTrainer.Algorithms]);
        var origins = new Option<string?>("--origins") { Description = "Use only features of these origins, for example own,area", HelpName = "LIST" };
        var output = Shared.Out();
        output.Required = true;
        var force = Shared.Force();
        var threads = Shared.Threads();
        var verb = new Command("train", "Trains an illustrative score on the plan's data, holding out whole blocks") { plan, model, origins, output, threads, force };
        verb.SetAction(r => App.Guard(host, () =>
            Run(Shared.With(host, r.GetValue(threads)), r.GetValue(plan)!, r.GetValue(model)!, r.GetValue(origins), r.GetValue(output)!, r.GetValue(force))));
        return verb;
    }

    private static int Run(Host host, string planPath, string algorithm, string? origins, string output, bool force)
    {
        using var sink = DirectorySink.Open(output, force);
        var plan = PlanFile.Read(planPath);
        PlanFiles.Require(planPath, plan);
        var data = OpenedData.Open(planPath, plan, host.Cancel);
        var tables = PlanTables.Read(planPath, plan, data.Rows, host.Cancel);
        plan = tables.Plan;
        data = data with { Rows = tables.Rows };
        var roles = plan.Roles with { Features = Of(BoundPlan.Features(data.Rows.Schema, plan.Roles), origins) };
        // By the plan's features, not by those that --origins leaves: models of one plan hold out the same rows, so that they can be compared.
        var notes = new EvidenceBuilder();
        var (held, unit) = Holdout.Of(data.Rows, plan, LinkFiles.Components(planPath, plan, data.Rows), notes);
        var package = host.WithStatus("training " + algorithm, _ => new MlNetTrainer(host.Threads, host.LoadNative).TrainPackage(
            data.Rows, new TrainingPlan(algorithm, roles, [.. held.Select(h => !h)], plan.Seed), host.Cancel));
        ModelDirectory.Save(package, new TrainingFacts(plan.Holdout, unit, data.Digest(plan.Disclosure)), sink);
        sink.Complete();
        foreach (var warning in Cautions.Of(data.Rows.Schema, roles))
        {
            host.Say("warning: " + warning);
        }

        foreach (var note in tables.Notes.Concat(notes.Notes))
        {
            host.Say(note.Kind + ": " + note.Text);
        }

        foreach (var (reason, count) in package.Model.DroppedRows.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            host.Say(string.Create(CultureInfo.InvariantCulture, $"left out: {count} rows ({reason})"));
        }

        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{algorithm} trained on {package.Model.TrainingRows} rows, {held.Count(h => h)} held out by {unit}; written to {output}"));
        var beside = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(planPath))!, Path.GetFullPath(output)).Replace('\\', '/');
        host.Out.WriteLine($"next: add 'model: {beside}' to the plan, then scoring-audit audit {planPath} --out audit-out");
        return ExitCode.Ran;
    }

    internal static AuditDataException NoData() => new("plan: 'data' is missing, expected the path of a CSV or Parquet file or a world's directory. Add it, for example data: scores.csv.");

    private static List<FeatureRole> Of(IReadOnlyList<FeatureRole> features, string? origins)
    {
        if (origins is null)
        {
            return [.. features];
        }

        var wanted = new HashSet<Origin>();
        foreach (var name in origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            wanted.Add(Enum.TryParse<Origin>(name, true, out var origin) && !int.TryParse(name, out _)
                ? origin
                : throw new CommandLineException($"--origins: there is no origin '{name}'. {(Nearest.Of(name, Enum.GetNames<Origin>()) is { } near ? $"Did you mean '{near.ToLowerInvariant()}'?" : "Origins: " + string.Join(", ", Enum.GetNames<Origin>()).ToLowerInvariant() + ".")}"));
        }

        var kept = features.Where(f => wanted.Contains(f.Origin)).ToList();
        return kept.Count > 0 ? kept : throw new AuditDataException($"--origins {origins}: no feature of the plan has such an origin. The plan's features are of: {string.Join(", ", features.Select(f => f.Origin.ToString().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal))}.");
    }
}
