using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What the maker of a synthetic score knows: how far each channel moves it, and how much of a group gap it carries. Exact for these rows.</summary>
internal static class TruthStep
{
    private const string Room = "leakage";

    public static void Run(AuditSubject subject, ITruth truth)
    {
        var level = subject.Plan.Confidence;
        var score = truth.Score;
        foreach (var channel in truth.Channels)
        {
            Emit(subject, channel.Name, channel.Origin.ToString().ToLowerInvariant(), channel.Strength, MeanChange(truth.Scale, score, truth.ScoreWithout(channel.Name)), score.Length, level);
        }

        Emit(subject, "all", null, null, MeanChange(truth.Scale, score, truth.ScoreWithoutAll), score.Length, level);
    }

    private static double MeanChange(ScoreScale scale, ReadOnlySpan<double> score, ReadOnlySpan<double> without)
    {
        var sum = new ExactSum();
        for (var i = 0; i < score.Length; i++)
        {
            sum.Add(Math.Abs(scale.ToPoints(score[i]) - scale.ToPoints(without[i])));
        }

        return score.Length == 0 ? double.NaN : sum.ToDouble() / score.Length;
    }

    private static void Emit(AuditSubject subject, string channel, string? origin, double? strength, double value, int n, double level) => subject.Add(
        Room,
        new Finding
        {
            Id = string.Empty,
            Measure = "channel_effect",
            Channel = channel,
            Origin = origin,
            Strength = strength,
            N = n,
            Access = "G",
            Scale = "points",
            Note = "mean absolute change of the world's own score when the channel is off; known, not estimated",
            Source = "the generator's truth",
        },
        new IntervalEstimate(Estimate.Of(value), new Interval(value, value, level), "exact"));
}
