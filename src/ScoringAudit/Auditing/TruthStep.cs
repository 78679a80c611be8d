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
            var without = truth.ScoreWithout(channel.Name);
            Emit(subject, channel.Name, channel.Origin.ToString().ToLowerInvariant(), channel.Strength, MeanChange(truth.Scale, score, without), Crossing(subject, score, without), score.Length, level);
        }

        Emit(subject, "all", null, null, MeanChange(truth.Scale, score, truth.ScoreWithoutAll), Crossing(subject, score, truth.ScoreWithoutAll), score.Length, level);
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

    // People whose decision is another one without the channel, at the same cut-off.
    private static Dictionary<string, double>? Crossing(AuditSubject subject, ReadOnlySpan<double> score, ReadOnlySpan<double> without)
    {
        if (subject.Rule is not { } rule || score.Length == 0)
        {
            return null;
        }

        var crossed = 0;
        for (var i = 0; i < score.Length; i++)
        {
            crossed += rule.IsFavourable(score[i]) != rule.IsFavourable(without[i]) ? 1 : 0;
        }

        return new Dictionary<string, double> { ["crossShare"] = (double)crossed / score.Length, ["crossPeople"] = crossed };
    }

    private static void Emit(AuditSubject subject, string channel, string? origin, double? strength, double value, Dictionary<string, double>? details, int n, double level) => subject.Add(
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
            Details = details,
            Note = "mean absolute change of the world's own score when the channel is off; known, not estimated",
            Source = "the generator's truth",
        },
        new IntervalEstimate(Estimate.Of(value), new Interval(value, value, level), "exact"));
}
