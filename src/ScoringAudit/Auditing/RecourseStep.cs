using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What people with an unfavourable decision could do about it, and whom only others' records hold.</summary>
internal static class RecourseStep
{
    private const string Room = "leakage";
    private const int MostRows = 10_000;

    public static void Run(AuditSubject subject, IInterventions others, int rows, string access)
    {
        if (subject.Rule is not { } rule)
        {
            subject.To.Note("skipped", "recourse_gap", "Recourse gap: there is no cut-off that says which score is enough. Add columns.decision with a cutoff or an approvalRate.");
            return;
        }

        subject.Report("recourse");
        var subjects = LeakageStep.Sample(subject, rows, MostRows, "recourse");
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score");
        var result = Recourse.Run(others, subjects, subject.Rows.Scale!.Value, rule, streams, subject.Inputs.Cancel);
        Emit(subject, result, rows, subjects.Length, access);
    }

    private static void Emit(AuditSubject subject, Recourse result, int rows, int asked, string access)
    {
        var gap = new Finding
        {
            Id = string.Empty,
            Measure = "recourse_gap",
            Access = access,
            Scale = "points",
            N = result.Declined.Length,
            Note = "extra points of own record that an unfavourable decision takes to turn with others' records as they are, over what it takes at the average of others; whole own records that occur, no feature by itself",
            Source = "own records that occur as remedies; compare Ustun, Spangher and Liu 2019",
        };
        var captive = gap with
        {
            Measure = "captive_share",
            Scale = "rate",
            Note = "share of people with an unfavourable decision whom no own record that occurs would help with their surroundings, and some would at the average of others",
        };
        if (result.Refusal is { } why)
        {
            var none = new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None);
            subject.Add(Room, gap with { N = asked }, none);
            subject.Add(Room, captive with { N = asked }, none);
            return;
        }

        var clusters = subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [.. Enumerable.Range(0, rows)];
        var units = clusters.Length == 0 ? 0 : clusters.Max() + 1;
        double[] count = new double[units], sum = new double[units], all = new double[units], held = new double[units];
        var defined = new List<double>();
        for (var k = 0; k < result.Declined.Length; k++)
        {
            var c = clusters[result.Declined[k]];
            all[c]++;
            held[c] += result.Captive[k] ? 1 : 0;
            if (!double.IsNaN(result.Gap[k]))
            {
                count[c]++;
                sum[c] += result.Gap[k];
                defined.Add(result.Gap[k]);
            }
        }

        var people = (double)rows / asked;
        var details = Quantiles.Of([.. defined]);
        details["withRemedy"] = defined.Count;
        details["heldByOthersShare"] = (double)result.HeldByOthers / result.Declined.Length;
        details["heldByOthersPeople"] = Math.Round(result.HeldByOthers * people, MidpointRounding.AwayFromZero);
        subject.Add(Room, gap with { Details = details }, ClusterRobust.Mean(count, sum, subject.Plan.Confidence));
        var captives = result.Captive.Count(c => c);
        subject.Add(
            Room,
            captive with
            {
                Numerator = captives,
                Denominator = result.Declined.Length,
                Cells = captives == 0 ? [] : [captives, result.Declined.Length - captives],
                CellTable = "recourse",
                Details = new Dictionary<string, double> { ["captivePeople"] = Math.Round(captives * people, MidpointRounding.AwayFromZero) },
            },
            ClusterRobust.Rate(all, held, subject.Plan.Confidence));
    }
}
