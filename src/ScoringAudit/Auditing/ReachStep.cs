using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Reads the trees of a model file: which of other people's records any row's score can respond to, and by how much at most.</summary>
internal static class ReachStep
{
    public static void Run(AuditSubject subject, TreeEnsemble trees, IScorer scorer, List<LeakageChannel> channels)
    {
        foreach (var channel in channels)
        {
            var reach = TreeReach.Of(trees, scorer.Features, o => o == channel.Origin);
            var points = reach.LargestLogOdds * ScoreScale.PointsToDoubleTheOdds / Math.Log(2);
            var why = reach.Features.Count == 0
                ? "no reachable split of the trees reads a feature of this origin: no row can respond"
                : FormattableString.Invariant($"reachable splits read {string.Join(", ", reach.Features)}; they can change a score by at most {points:0.#} points");
            subject.Add(
                "leakage",
                new Finding
                {
                    Id = string.Empty,
                    Measure = "tree_reach",
                    Channel = channel.Channel,
                    Access = "W",
                    Scale = "points",
                    Note = why + ". A bound over every possible row, not an average.",
                    Source = "exact, from the trees",
                },
                new IntervalEstimate(Estimate.Of(points), null, IntervalMethods.None));
            channel.Tests[4] = RungTest.Known(reach.LargestLogOdds > 0, why);
        }
    }
}
