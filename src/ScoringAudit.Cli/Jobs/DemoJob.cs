using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds;

namespace ScoringAudit.Cli.Jobs;

/// <summary>The demonstration: the same people, two corners, four scores, compared at the same approval rate.</summary>
internal static class DemoJob
{
    /// <summary>Names of the corners, in the order of <see cref="WorldPlans.DemoCorners"/>.</summary>
    public static IReadOnlyList<(string Name, string Title)> Corners { get; } =
    [
        ("place-risk-none", "Corner 1: place carries no risk of its own"),
        ("place-risk-real", "Corner 2: place carries real risk"),
    ];

    /// <summary>The model that the three numbers speak of.</summary>
    public const string HeadlineModel = "own-area";

    /// <summary>Fact that names the algorithm that was used.</summary>
    public const string AlgorithmFact = "demo.algorithm";

    private const string Preferred = "lightgbm";
    private const string Fallback = "fasttree";

    /// <summary>Runs the demonstration.</summary>
    /// <param name="host">Threads, talk, and when to stop.</param>
    /// <param name="spec">The world.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="asked">The algorithm of an earlier run that is to be repeated; null: the best that runs here.</param>
    public static ReleasedEvidence Run(Host host, WorldSpec spec, IProgress<AuditProgress> progress, string? asked = null)
    {
        var algorithm = asked ?? (TrainerAvailability.LightGbm(out _, host.LoadNative) ? Preferred : Fallback);
        var to = new EvidenceBuilder();
        if (algorithm != Preferred)
        {
            // The same words wherever it is run again: they stand in findings.json.
            to.Note("warning", Preferred, "The demo trained FastTree, because LightGBM could not run on the machine: its native library needs the system package libgomp1. On Debian and Ubuntu: apt-get install libgomp1.");
        }

        to.Note("limit", "attribution", WorldBanner);
        var proven = new List<Provenance>();
        AuditPlan? plan = null;
        var corners = WorldPlans.DemoCorners(spec);
        for (var c = 0; c < corners.Count; c++)
        {
            progress.Report(new AuditProgress($"{Corners[c].Title}: generating {spec.Subjects} people", null));
            var world = World.Generate(corners[c], WorldShard.Whole, host.Threads, host.Cancel);
            var provenance = Provenance.Prove(world.Subjects, new WorldProof(corners[c], WorldShard.Whole), host.Cancel);
            proven.Add(provenance);
            var demo = WorldPlans.Demo(corners[c]);
            plan = Union(demo);
            var held = Holdout.Of(world.Subjects, plan, new Dictionary<string, int[]>(), to).HeldOut;
            bool[] training = [.. held.Select(h => !h)];
            var models = new List<NamedModel>();
            foreach (var score in demo)
            {
                progress.Report(new AuditProgress($"{Corners[c].Title}: training {score.Name}", null));
                var trained = new MlNetTrainer(host.Threads, host.LoadNative).Train(world.Subjects, new TrainingPlan(algorithm, score.Plan.Roles, training, spec.Seed), host.Cancel);
                models.Add(new NamedModel(score.Name, trained.Scorer, held, provenance, algorithm));
            }

            Audit.Run(
                world.Subjects,
                plan,
                new AuditInputs { Provenance = provenance, Models = models, Stratum = Corners[c].Name, Threads = host.Threads, Progress = progress, Cancel = host.Cancel },
                to);
        }

        Facts(to, spec, algorithm);
        return ReleaseGate.Release(new AuditEvidence(to.Findings, to.Tables, to.Notes, Provenance.OfAll(proven), plan! with { Data = null }, to.Facts));
    }

    private const string WorldBanner =
        "The neighbour and area channels are hypotheses built into a synthetic world. Effects of this kind have been attributed to credit bureaus; nothing here says that a bureau works like this.";

    // The plan of the report names the features of all four scores; each model reads its own.
    private static AuditPlan Union(IReadOnlyList<DemoPlan> demo)
    {
        var features = demo.SelectMany(d => d.Plan.Roles.Features!).DistinctBy(f => f.Column).ToList();
        var first = demo[0].Plan;
        var used = features.Select(f => f.Column).ToHashSet(StringComparer.Ordinal);
        return first with
        {
            Roles = first.Roles with { Features = features, Exclude = [.. first.Roles.Exclude.Where(e => !used.Contains(e))] },
        };
    }

    private static void Facts(EvidenceBuilder to, WorldSpec spec, string algorithm)
    {
        var facts = to.Facts;
        facts[ReportFacts.Title] = "The same people, four scores";
        facts[ReportFacts.Question] = "What changes when a credit score reads the records of neighbours and areas?";
        facts[AlgorithmFact] = algorithm;
        facts["data.people"] = FormattableString.Invariant($"{spec.Subjects} synthetic people in two corners: once place carries no risk of its own, once it does");
        facts["data.held out"] = "30 % of the people, whole postcodes, never seen in training; every number speaks of them";
        foreach (var score in WorldPlans.Demo(spec))
        {
            facts["model." + score.Name] = $"{score.Title}; {algorithm}";
        }

        var corner = Corners[0].Name;
        Name(ReportFacts.Disadvantaged, f => f.Measure == "adverse_impact_ratio");
        Name(ReportFacts.Uses, f => f is { Measure: "permutation_importance", Attribute: null });
        Name(ReportFacts.Others, f => f.Measure == "association_share" && f.Attribute is null);

        void Name(string fact, Func<Finding, bool> which)
        {
            var found = to.Findings.Where(f => f.Model == HeadlineModel && f.Stratum == corner && which(f)).OrderByDescending(f => f.Value).FirstOrDefault();
            if (found is not null)
            {
                facts[fact] = found.Id;
            }
        }
    }
}
