using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Scoring;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Runs a plan's audit on its data and models, up to the gate.</summary>
internal static class AuditJob
{
    /// <summary>Audits.</summary>
    /// <param name="host">Threads, talk, and when to stop.</param>
    /// <param name="planPath">Path of the plan; paths inside it are relative to it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="access">No more access than this is used.</param>
    /// <param name="output">Directory of the result, beside which the release log is kept; null where nothing is written.</param>
    /// <param name="verified">findings.json of the result that is verified: only what was released before it counts, and nothing is added to the log; null for a new audit.</param>
    /// <returns>Released evidence, and the inputs for the manifest.</returns>
    public static (ReleasedEvidence Evidence, IReadOnlyList<ManifestFile> Inputs) Run(Host host, string planPath, AuditPlan plan, char access, string? output, byte[]? verified = null)
    {
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        PlanFiles.Require(planPath, plan);
        // "w/." and "../w" are the same data.
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var data = host.WithStatus("reading " + source, _ => OpenedData.Open(planPath, plan, host.Cancel));
        var opened = data;
        var tables = PlanTables.Read(planPath, plan, data.Rows, host.Cancel);
        var asWritten = plan;
        plan = tables.Plan;
        data = data with { Rows = tables.Rows };
        var links = LinkFiles.Components(planPath, plan, data.Rows);
        var other = plan.Compare is { } compare ? host.WithStatus("reading " + Path.GetFileName(compare.Data), _ => OpenedData.Open(planPath, plan with { Data = compare.Data }, host.Cancel)) : null;
        // Whoever sees scores only cannot ask a model; where no scores are recorded, the model's are what such a person would be given.
        var recordedOnly = access == 'S' && plan.Roles.Score is not null;
        var models = recordedOnly ? [] : plan.Models.Select(m => Load(host, planPath, m, data, plan, links)).ToList();
        var world = data is { Spec: { } spec, Provenance.IsSynthetic: true } && access != 'S' && models.Count == 0 && plan.Roles.Score is { Column: "score" }
            ? World.Generate(spec, data.Shard, host.Threads, host.Cancel) : null;
        var inputs = new AuditInputs
        {
            Provenance = data.Provenance,
            Models = models,
            LinkComponents = links,
            LinkEdges = LinkFiles.RowEdges(planPath, plan, data.Rows),
            Areas = tables.Areas,
            Events = tables.Events,
            Compared = other is null ? null : new ComparedRows(plan.Compare!.Label, PlanTables.Read(planPath, asWritten, other.Rows, host.Cancel).Rows, other.Provenance),
            Truth = world?.Truth,
            Interventions = world?.Interventions,
            Access = access,
            Threads = host.Threads,
            Cancel = host.Cancel,
        };
        var evidence = host.WithStatus("auditing", progress => Audit.Run(data.Rows, plan, inputs with { Progress = progress }));
        var cautions = Cautions.Of(data.Rows.Schema, plan.Roles).Select(text => new AuditNote("warning", "data", text));
        if (recordedOnly && plan.Models.Count > 0)
        {
            cautions = cautions.Append(new AuditNote("skipped", "model", "Model: with --access S the recorded score is audited and the model is not asked."));
        }
        var facts = new SortedDictionary<string, string>(evidence.Facts.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal)
        {
            ["data.source"] = source,
            ["data.provenance"] = data.Provenance.IsSynthetic ? "synthetic, proven: " + data.Provenance.Statement : "external: " + data.Provenance.Statement,
        };
        if (data is { Spec: { } made, Provenance.IsSynthetic: true })
        {
            foreach (var (name, text) in ScenarioFacts.Of(made, BoundPlan.Features(data.Rows.Schema, plan.Roles).Select(f => f.Column)))
            {
                facts["data." + name] = text;
            }
        }

        if (!plan.Disclosure.Stated && !evidence.Provenance.IsSynthetic)
        {
            cautions = cautions.Prepend(new AuditNote("warning", "disclosure", UnnamedClass.Says("PLAN")));
        }

        evidence = evidence with { Notes = [.. cautions, .. tables.Notes, .. evidence.Notes, .. PlanFiles.Unused(plan)], Facts = facts };
        return (Releases.Release(evidence, opened, planPath, access, output, verified), opened.Manifest(planPath, plan, host.Cancel));
    }

    /// <summary>Loads a plan's model and tells which rows it has not seen.</summary>
    internal static NamedModel Load(Host host, string planPath, ModelPlan model, OpenedData data, AuditPlan plan, IReadOnlyDictionary<string, int[]> links)
    {
        var loaded = ModelFiles.Load(host, planPath, model);
        var own = plan with { Holdout = loaded.Card.HoldoutShare, Blocks = loaded.Card.HoldoutBlocks, Seed = loaded.Card.Seed };
        var same = loaded.Card.DataDigest.Length > 0 && loaded.Card.HoldoutShare > 0
            && data.Digest(loaded.Card.DataDigest.StartsWith("sha256:", StringComparison.Ordinal)) == loaded.Card.DataDigest;
        var held = same ? Holdout.Of(data.Rows, own, links, new EvidenceBuilder()).HeldOut : null;
        var provenance = !data.Provenance.IsSynthetic ? Provenance.External("the data are external")
            : held is null ? Provenance.External("it was not trained on these proven rows")
            : host.WithStatus($"training {model.Name} again, to prove it", _ => Prove(loaded, data, plan, held, host));
        // A foreign model's file does not say whose records its inputs are: the plan does.
        var scorer = loaded.Card.DataDigest.Length > 0 || plan.Roles.Features is not { } declared ? loaded.Scorer
            : DeclaredOrigins.Apply(loaded.Scorer, declared.ToDictionary(f => f.Column, f => (f.Origin, f.MoveRule), StringComparer.Ordinal));
        var named = new NamedModel(model.Name, scorer, held, provenance, loaded.Card.Algorithm);
        if (held is null || !(plan.Measures.Contains("attacks") || plan.Measures.Contains("refit")))
        {
            return named;
        }

        var again = named with { Retraining = new Retraining(new MlNetTrainer(host.Threads, host.LoadNative), data.Rows, Plan(loaded, plan, held)) };
        if (plan.Measures.Contains("refit"))
        {
            host.Say($"refit: {model.Name} ({loaded.Card.Algorithm}) will be trained again up to {again.Retraining.Refits} times, fewer where its association share is plainly what training gives");
        }

        if (!plan.Measures.Contains("attacks"))
        {
            return again;
        }

        var options = new MembershipOptions();
        host.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"attacks: {model.Name} ({loaded.Card.Algorithm}) will be trained {2 * options.Pairs} times on half of its {held.LongCount(h => !h)} rows; this takes about {options.Pairs} times as long as training it did"));
        return again;
    }

    // A model is synthetic if the proven rows alone make it: trained again, it must give the same scores, bit for bit.
    private static Provenance Prove(LoadedModel loaded, OpenedData data, AuditPlan plan, bool[] held, Host host)
    {
        var training = Plan(loaded, plan, held);
        IScorer again;
        try
        {
            again = new MlNetTrainer(host.Threads, host.LoadNative).Train(data.Rows, training, host.Cancel).Scorer;
        }
        catch (AuditDataException e)
        {
            return Provenance.External("it could not be trained again: " + e.Message);
        }

        var (a, b) = (Scores(loaded.Scorer, data.Rows, host), Scores(again, data.Rows, host));
        return a.AsSpan().SequenceEqual(b) ? data.Provenance : Provenance.External("training on the proven rows gives another model");
    }

    private static TrainingPlan Plan(LoadedModel loaded, AuditPlan plan, bool[] held)
    {
        var features = loaded.Card.Features.Select(f => new FeatureRole(f.Name, f.Origin, f.OnMove, f.Levels)).ToList();
        return new TrainingPlan(loaded.Card.Algorithm, plan.Roles with { Features = features }, [.. held.Select(h => !h)], loaded.Card.Seed);
    }

    private static double[] Scores(IScorer scorer, IPortfolio rows, Host host)
    {
        var matrix = FeatureMatrix.Read(rows, scorer.Features);
        var scores = new double[matrix.Rows];
        ParallelScoring.Score(scorer, matrix.All, scores, host.Threads, host.Cancel);
        return scores;
    }
}
