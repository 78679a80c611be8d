using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>Brier score: mean squared distance of the predicted probability from the outcome.</summary>
/// <remarks>Undefined without rows. Source: Brier 1950, in the binary form on [0, 1].</remarks>
public static class Brier
{
    /// <summary>What this metric is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "brier", "Brier score", "mean (p − y)²", MetricDirection.LowerIsBetter, 0, 1, 0, "Brier 1950");

    /// <summary>One row's part: (p − y)².</summary>
    /// <param name="probability">Predicted probability of the adverse outcome, in [0, 1].</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1] or NaN.</exception>
    public static double Term(double probability, byte adverse)
    {
        CheckProbability(probability);
        var d = adverse != 0 ? 1 - probability : probability;
        return d * d;
    }

    /// <summary>The mean over rows, from an exact sum, so that row order does not matter.</summary>
    /// <param name="probabilities">Predicted probabilities of the adverse outcome.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a probability is outside [0, 1].</exception>
    public static Estimate Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse)
    {
        ScoreKeys.Check(probabilities, adverse);
        var sum = new ExactSum();
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum.Add(Term(probabilities[i], adverse[i]));
        }

        return probabilities.IsEmpty ? Estimate.Undefined("there are no rows") : Estimate.Of(sum.ToDouble() / probabilities.Length);
    }

    internal static void CheckProbability(double probability)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        }
    }
}
