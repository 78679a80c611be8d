using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What the model and its scores give away about people: membership inference and neighbour inference. For the auditor, not for readers.</summary>
internal static class AttackStep
{
    /// <summary>Name under which a plan asks for it.</summary>
    public const string Measure = "attacks";

    private const string Room = "privacy";
    private const int WindowReach = 4;

    /// <summary>Attacks are exact functions of the private rows: only what the auditor alone reads may hold them.</summary>
    public static void Check(AuditPlan plan)
    {
        if (plan.Measures.Contains(Measure) && plan.Disclosure.Class is DisclosureClass.Consented or DisclosureClass.Protected)
        {
            throw new AuditDataException($"plan: measures: 'attacks' is for the auditor and cannot be released under class '{plan.Disclosure.Class.ToString().ToLowerInvariant()}'. Use class restricted, or remove it from the measures.");
        }
    }

    public static void Run(AuditSubject subject)
    {
        if (subject.Model is { Retraining: { } again } model)
        {
            Membership(subject, model, again);
        }
        else
        {
            subject.To.Note("skipped", "membership_inference", subject.Model is null
                ? "Membership inference: a recorded score cannot be trained again. Give the model under 'model'."
                : "Membership inference: the model was not trained on these rows by 'train', so it cannot be trained again on half of them.");
        }

        Neighbours(subject);
    }

    private static void Membership(AuditSubject subject, NamedModel model, Retraining again)
    {
        var bound = subject.Bound;
        var attribute = bound.ProtectedCount > 0 ? bound.Attributes[0] : null;
        var groups = attribute is null ? [] : Codes(again.Rows, attribute);
        // With features from other people's records a person is out only when the whole block is.
        var unit = ClusterChoice.ForHoldout(again.Rows.Schema, subject.Plan, subject.Inputs.LinkComponents, subject.To);
        var streams = subject.Streams.Derive("privacy").Derive("membership").Derive(model.Name);
        var options = new MembershipOptions(Level: subject.Plan.Confidence);
        var results = MembershipAudit.Run(
            again.Trainer, again.Rows, again.Plan, unit.CodesOf(again.Rows), groups, attribute?.Groups ?? [], streams, options,
            (at, of) => subject.Report(FormattableString.Invariant($"attacks: training {at} of {of}"), (double)(at - 1) / of), subject.Inputs.Cancel);
        foreach (var result in results)
        {
            var people = (result.Members + result.Others) / result.Models;
            void Add(string measure, string metric, IntervalEstimate estimate, string scale, string source) => subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = measure,
                    Metric = metric,
                    Attribute = result.Group is null ? null : attribute!.Name,
                    Group = result.Group,
                    N = people,
                    Cells = result.Group is null ? [] : [people],
                    CellTable = "attacks",
                    Replicates = result.Models,
                    Access = "W",
                    Scale = scale,
                    Note = $"of the training procedure, on random halves of its {unit.Unit}; chance is {(scale == "auc" ? "0.5" : metric[(metric.IndexOf('@', StringComparison.Ordinal) + 1)..])}",
                    Source = source,
                },
                estimate);
            Add("membership_inference_auc", result.Attack, result.Auc, "auc", Source(result.Attack));
            foreach (var (rate, estimate) in new[] { ("0.01", result.AtOnePercent), ("0.001", result.AtOneInThousand) })
            {
                if (estimate is not null)
                {
                    Add("membership_inference_tpr", result.Attack + "@" + rate, estimate, "rate", Source(result.Attack) + "; at a fixed false positive rate: Carlini et al. 2022, section III");
                }
            }
        }

        if (results.All(r => r.AtOneInThousand is null))
        {
            subject.To.Note("limit", "membership_inference", "Membership inference at a false positive rate of 0.1 % needs 10,000 people outside each half, at 1 % 1,000: what is missing was not measured.");
        }
    }

    private static string Source(string attack) => attack switch
    {
        "loss" => "Yeom et al. 2018, section 3",
        "difficulty" => "Watson et al. 2022",
        "lira" => "Carlini et al. 2022, online, pooled variance",
        _ => "Zarifzadeh, Liu and Shokri 2024, a = 1",
    };

    private static void Neighbours(AuditSubject subject)
    {
        const string measure = "neighbour_inference_auc";
        if (subject.Plan.Roles.Address is not { } address || !subject.Rows.HasScores || !subject.Rows.HasOutcomes || OwnColumns.Fit(subject) is not { } own)
        {
            subject.To.Note("skipped", measure, "Neighbour inference: it needs scores, outcomes, own features and columns.address.");
            return;
        }

        subject.Report("attacks: neighbours");
        var rows = subject.Rows.Rows;
        var table = subject.Table;
        if (table is null)
        {
            table = new ScoredTable(subject.Groupings.Count, subject.Rows.Rows.Rows);
            subject.Rows.ForEach(null, table.Add, subject.Inputs.Cancel);
        }

        var street = KeyColumn.Bind(rows.Schema, address.Column, "plan: columns.address").ReadAll(rows);
        var graph = new WindowGraph(street, address.Order is { } order ? HouseOrder.Read(rows, order) : [], WindowReach);
        var adverse = table.Adverse.ToArray();
        var reads = graph.Edges().Where(e => adverse[e.From] >= 0 && adverse[e.To] >= 0).Select(e => (e.From, e.To, e.Weight)).ToList();
        var sign = subject.Rows.Scale!.Value.RiskSign;
        double[] risk = [.. table.Scores.ToArray().Select(s => sign * s)];
        var (auc, beta) = NeighbourInference.Of(risk, own, reads, [.. adverse.Select(a => a == 1 ? (byte)1 : (byte)0)], street, street.Max() + 1, subject.Plan.Confidence);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = measure,
                Channel = "neighbourhood",
                Link = "address",
                N = rows.Rows ?? risk.Length,
                Access = "S",
                Scale = "auc",
                Details = new Dictionary<string, double> { ["pairs"] = reads.Count, ["scoreChangeIfAllNeighboursAdverse"] = beta },
                Note = "how well one score tells whether one neighbour's outcome was adverse, to somebody who knows everything else; chance is 0.5",
                Source = "likelihood ratio of the score with the neighbour's record flipped; after Carlini et al. 2022",
            },
            auc);
    }

    private static int[] Codes(IPortfolio rows, Disparity.GroupColumn column)
    {
        var all = new List<int>();
        using var reader = rows.Open([column.Column]);
        while (reader.Read(out var batch))
        {
            var part = new int[batch.Rows];
            column.Read(batch, 0, part);
            all.AddRange(part);
        }

        return [.. all];
    }
}
