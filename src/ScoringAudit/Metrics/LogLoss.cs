using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>Log-loss: mean negative log of the probability that was given to what happened, in nats.</summary>
/// <remarks>Probabilities are kept within [1e-15, 1 − 1e-15]; how many had to be moved is returned, because one of them can decide the mean. Undefined without rows. Source: Good 1952.</remarks>
public static class LogLoss
{
    /// <summary>Probabilities are kept this far from 0 and 1.</summary>
    public const double Clip = 1e-15;

    /// <summary>What this metric is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "log_loss", "Log-loss", "mean −ln P(outcome)", MetricDirection.LowerIsBetter, 0, double.PositiveInfinity, 0, "Good 1952");

    /// <summary>One row's part.</summary>
    /// <param name="probability">Predicted probability of the adverse outcome, in [0, 1].</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="clipped">Whether the probability had to be moved.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1] or NaN.</exception>
    public static double Term(double probability, byte adverse, out bool clipped)
    {
        Brier.CheckProbability(probability);
        var p = Math.Clamp(probability, Clip, 1 - Clip);
        clipped = p != probability;
        return -Math.Log(adverse != 0 ? p : 1 - p);
    }

    /// <summary>The mean over rows, from an exact sum, and the number of rows clipped.</summary>
    /// <param name="probabilities">Predicted probabilities of the adverse outcome.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a probability is outside [0, 1].</exception>
    public static (Estimate Value, long Clipped) Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse)
    {
        ScoreKeys.Check(probabilities, adverse);
        var sum = new ExactSum();
        long count = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum.Add(Term(probabilities[i], adverse[i], out var clipped));
            count += clipped ? 1 : 0;
        }

        return (probabilities.IsEmpty ? Estimate.Undefined("there are no rows") : Estimate.Of(sum.ToDouble() / probabilities.Length), count);
    }
}
