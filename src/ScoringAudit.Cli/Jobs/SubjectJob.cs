using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Scoring;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Makes the statements for one person: one for each model and row.</summary>
internal static class SubjectJob
{
    /// <summary>Runs.</summary>
    /// <exception cref="AuditDataException">The person is not in the data, or the plan or the data cannot be used.</exception>
    public static IReadOnlyList<SubjectStatement> Run(Host host, string planPath, AuditPlan plan, string subject)
    {
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        PlanFiles.Require(planPath, plan);
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var data = host.WithStatus("reading " + source, _ => OpenedData.Open(planPath, plan, host.Cancel));
        var tables = PlanTables.Read(planPath, plan, data.Rows, host.Cancel);
        plan = tables.Plan;
        data = data with { Rows = tables.Rows };
        var links = LinkFiles.Components(planPath, plan, data.Rows);
        var mine = SubjectRows.Find(data.Rows, plan, subject, mayName: data.Provenance.IsSynthetic || plan.Disclosure is { Stated: true, Class: DisclosureClass.Open });
        var bound = BoundPlan.Bind(data.Rows, plan);
        var statements = new List<SubjectStatement>();
        foreach (var named in plan.Models)
        {
            var model = AuditJob.Load(host, planPath, named, data, plan, links);
            statements.AddRange(host.WithStatus("explaining", _ => Of(host, bound, model, mine)));
        }

        return statements;
    }

    private static IEnumerable<SubjectStatement> Of(Host host, BoundPlan bound, NamedModel model, bool[] mine)
    {
        var rows = new ScoredRows(bound, model, [], new ClusterChoice("rows", null, null), host.Threads);
        var table = new ScoredTable(0);
        rows.ForEach(null, table.Add, host.Cancel);
        var rule = PlannedRule.Of(bound.Plan, rows.Scale, table, isModel: true).Rule;
        bool[] own = model.HeldOut is { } held ? [.. mine.Where((_, i) => held[i])] : mine;
        var explainer = SubjectExplainer.Prepare(model, bound.Plan, FeatureMatrix.Read(rows.Rows, model.Scorer.Features), table.Scores, rule, own, host.Threads, host.Cancel);
        var support = OriginSupport.Of(bound.Rows, mine, model.Scorer.Features, SubjectExplainer.Reads(model.Scorer), bound.Plan.Roles.Features);
        var recorded = bound.Decision is null ? [] : Recorded(bound, mine);
        return explainer.Explain(FeatureMatrix.Read(bound.Rows, model.Scorer.Features, mine), support, recorded, host.Cancel).Select(SubjectGate.Release);
    }

    private static sbyte[] Recorded(BoundPlan bound, bool[] mine)
    {
        var decisions = new List<sbyte>();
        var buffer = new sbyte[Batch.MaxRows];
        using var reader = bound.Rows.Open([bound.Decision!.Id]);
        while (reader.Read(out var batch))
        {
            bound.Decision.Read(batch, 0, buffer);
            for (var i = 0; i < batch.Rows; i++)
            {
                if (mine[batch.FirstRow + i])
                {
                    decisions.Add(buffer[i]);
                }
            }
        }

        return [.. decisions];
    }
}
