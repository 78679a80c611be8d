using ScoringAudit.Primitives;

namespace ScoringAudit.Metrics;

/// <summary>Area under the ROC curve: the chance that an adverse row has a higher risk score than another row, ties counted one half.</summary>
/// <remarks>Scores are oriented to risk and labels are 1 for adverse. Undefined when all rows have one outcome. Source: Hanley and McNeil 1982.</remarks>
public static class RocAuc
{
    /// <summary>What this metric is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "roc_auc", "Area under the ROC curve", "P(score of adverse > score of other) + ½ P(equal)",
        MetricDirection.HigherIsBetter, 0, 1, 1, "Hanley and McNeil 1982");

    /// <summary>The AUC by a radix sort that reuses buffers; exact, counted in integers. A few milliseconds per 100,000 rows.</summary>
    /// <param name="scores">Risk scores; infinite is allowed, NaN is not.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="scratch">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static Estimate Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, AucScratch scratch)
    {
        var ones = ScoreKeys.SortByLabel(scores, adverse, scratch);
        var zeros = scores.Length - ones;
        if (OneClass(ones, zeros) is { } reason)
        {
            return Estimate.Undefined(reason);
        }

        // Twice the number of ordered pairs: for each adverse row, others below it plus others not above it.
        ReadOnlySpan<ulong> adverseKeys = scratch.Adverse.AsSpan(0, ones), otherKeys = scratch.Other.AsSpan(0, zeros);
        long twice = 0;
        int below = 0, upTo = 0;
        foreach (var key in adverseKeys)
        {
            while (below < otherKeys.Length && otherKeys[below] < key)
            {
                below++;
            }

            upTo = Math.Max(upTo, below);
            while (upTo < otherKeys.Length && otherKeys[upTo] == key)
            {
                upTo++;
            }

            twice += below + upTo;
        }

        return Estimate.Of(twice / (2.0 * ones * zeros));
    }

    /// <summary>The AUC with buffers of its own.</summary>
    /// <param name="scores">Risk scores.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static Estimate Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse) => Of(scores, adverse, new AucScratch());

    /// <summary>The AUC where each pair of rows counts by the product of their weights.</summary>
    /// <param name="scores">Risk scores.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="weights">Finite, at least 0.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static Estimate Weighted(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, ReadOnlySpan<double> weights)
    {
        ScoreKeys.Check(scores, adverse);
        ScoreKeys.Check(weights, adverse);
        foreach (var weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException($"A weight is finite and at least 0; found {weight}.", nameof(weights));
            }
        }

        var (keys, rows) = ScoreKeys.Order(scores);
        double pairs = 0, others = 0, ones = 0;
        for (var start = 0; start < keys.Length;)
        {
            double tiedOnes = 0, tiedOthers = 0;
            var end = start;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                var weight = weights[rows[end]];
                tiedOnes += adverse[rows[end]] != 0 ? weight : 0;
                tiedOthers += adverse[rows[end]] != 0 ? 0 : weight;
            }

            pairs += tiedOnes * (others + (0.5 * tiedOthers));
            ones += tiedOnes;
            others += tiedOthers;
            start = end;
        }

        return OneClass(ones, others) is { } reason ? Estimate.Undefined(reason) : Estimate.Of(pairs / (ones * others));
    }

    /// <summary>Why a metric over two outcomes is undefined, or null.</summary>
    internal static string? OneClass(double adverse, double other) =>
        adverse > 0 && other > 0 ? null
        : adverse == 0 && other == 0 ? "there are no rows"
        : adverse == 0 ? "no row has the adverse outcome"
        : "all rows have the adverse outcome";
}
