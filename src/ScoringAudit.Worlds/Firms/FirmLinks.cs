using ScoringAudit.Portfolios;
using ScoringAudit.Networks;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Interventions on the partners of a solved firm world.</summary>
internal static class FirmLinks
{
    // Firms of a sector are alike where as many firms read them, by powers of four.
    private const int SizeClasses = 16;

    public static LinkedScore Of(FirmWorld world)
    {
        var n = world.Spec.Subjects;
        var scores = world.Scores;
        var readers = new int[n];
        foreach (var t in world.Graph.Targets)
        {
            readers[t]++;
        }

        var fixedPart = new double[n];
        var likeness = new int[n];
        for (var i = 0; i < n; i++)
        {
            fixedPart[i] = (scores.Fixed[i] - FirmScores.At(scores.Partner, i)) / 100.0;
            likeness[i] = (FirmLayout.SectorOf(i) * SizeClasses) + (System.Numerics.BitOperations.Log2((uint)readers[i] + 1) / 2);
        }

        var feed = scores.Feed with { Centre = scores.Feed.Centre / 100, Cut = scores.Feed.Cut / 100, Max = scores.Feed.Max / 100 };
        var points = scores.Partner.Length == 0 ? 0 : world.Spec.Strength("partner-listed");
        return new LinkedScore(
            "partners", Origin.Partner, world.Graph, feed, fixedPart, scores.Listed, points, world.Rule.Black, likeness, FirmRule.Grades, (firm, score) => world.Rule.Grade(Math.Floor((score * 100) + 0.5) / 100, world.Records.Months[firm]));
    }
}
