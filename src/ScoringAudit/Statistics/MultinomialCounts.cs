using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Draws from the multinomial distribution, and the cluster weights of a bootstrap.</summary>
public static class MultinomialCounts
{
    /// <summary>Spreads trials over cells in proportion to weights, by conditional binomials: time grows with the cells, not with the trials.</summary>
    /// <remarks>A row bootstrap of a table of counts is exactly this, with the counts as weights and their sum as trials. Source: Davis 1993.</remarks>
    /// <param name="random">Source of uniform draws.</param>
    /// <param name="trials">Number of trials, at least 0.</param>
    /// <param name="weights">Cell weights, finite and at least 0, with a sum above 0 unless there are no trials.</param>
    /// <param name="counts">Receives the cell counts.</param>
    /// <exception cref="ArgumentException">Lengths differ, or weights are not usable.</exception>
    public static void Draw(ref RandomSequence random, long trials, ReadOnlySpan<double> weights, Span<long> counts)
    {
        Guard.SameLength(weights.Length, counts.Length, nameof(counts));
        var rest = 0.0;
        foreach (var weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException($"A weight is finite and at least 0; found {weight}.", nameof(weights));
            }

            rest += weight;
        }

        if (trials > 0 && rest == 0)
        {
            throw new ArgumentException("The weights sum to 0.", nameof(weights));
        }

        var last = weights.Length - 1;
        while (last > 0 && weights[last] == 0)
        {
            last--;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            // The last cell with weight takes what is left: rounding of the running rest cannot lose a trial.
            counts[i] = i == last ? trials
                : trials == 0 || weights[i] == 0 ? 0
                : BinomialSampler.Draw(ref random, trials, Math.Clamp(weights[i] / rest, 0, 1));
            trials -= counts[i];
            rest = Math.Max(rest - weights[i], double.Epsilon);
        }
    }

    /// <summary>How often each cluster is drawn when as many as there are are drawn with replacement.</summary>
    /// <param name="random">Source of uniform draws.</param>
    /// <param name="weights">Receives one count per cluster; they sum to their number.</param>
    public static void ClusterWeights(ref RandomSequence random, Span<int> weights)
    {
        weights.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[random.NextBelow(weights.Length)]++;
        }
    }

    /// <summary>The quantile of a sample by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).</summary>
    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="probability">In [0, 1].</param>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        var at = probability * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
