using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Peer effects by two-stage least squares, linear in means and spatially autoregressive: "if nothing own is missing". They never lift the ladder.</summary>
internal static class PeerStep
{
    private const string Condition = "If nothing own is missing, nothing of the place acts by itself and links were not chosen by it: an own feature that is not among the columns, or an area's value, gives the same number. It never lifts the ladder. ";

    public static void Run(PassiveSample sample, LeakageChannel channel)
    {
        var subject = sample.Subject;
        if (sample.Own is not { } own)
        {
            return; // said already for the residual
        }

        subject.Report("peer effects");
        var level = subject.Plan.Confidence;
        var linear = PeerEffect.Run(sample.Scores, own, channel.Graph!, sample.Clusters, level);
        Emit(sample, channel, linear, "peer_effect_rho", "Coefficient of the neighbours' mean score; X, WX and W²X.", own.Count);
        var sar = PeerEffect.Sar(sample.Scores, own, channel.Graph!, sample.Clusters, level);
        Emit(sample, channel, sar, "sar_rho", "Coefficient of the neighbours' mean score where neighbours' features have no effect of their own; X, with WX and W²X as instruments.", own.Count);
    }

    private static void Emit(PassiveSample sample, LeakageChannel channel, PeerEffect result, string measure, string what, int columns)
    {
        var subject = sample.Subject;
        var details = new Dictionary<string, double>
        {
            ["pairs"] = channel.Graph!.Pairs,
            ["firstStageF"] = result.FirstStageF,
            ["instruments"] = result.Instruments,
            ["singularRatio"] = result.SingularRatio,
            ["ownColumns"] = columns,
        };
        if (result.Rho.IsDefined)
        {
            details["robustnessValue"] = result.RobustnessValue;
            var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive(channel.Link!);
            var multiplier = SarMultiplier.Of(channel.Graph, result.Rho.Value, streams);
            details["totalMultiplier"] = multiplier.Total;
            details["directMultiplier"] = multiplier.Direct;
        }

        subject.Add(
            "leakage",
            new Finding
            {
                Id = string.Empty,
                Measure = measure,
                Link = channel.Link,
                N = sample.Scores.Length,
                Access = "S",
                Scale = "coefficient",
                PValue = result.Rho.IsDefined ? result.PValue : null,
                Null = "anderson_rubin",
                SmallestDetectable = result.StandardError > 0 ? 2.8 * result.StandardError : null, // (1.960 + .842) standard errors: two-sided 5 %, power 80 %
                Note = Condition + what,
                Source = "Bramoullé, Djebbari and Fortin 2009; Kelejian and Prucha 1998; Anderson and Rubin 1949; robustness value: Cinelli and Hazlett 2020",
                Details = details,
            },
            new IntervalEstimate(result.Rho, result.Interval, "anderson_rubin_clustered", Clusters: result.Clusters));
    }
}
