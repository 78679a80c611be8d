using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>Kolmogorov–Smirnov distance: the largest gap between the score distributions of adverse and of other rows.</summary>
/// <remarks>Undefined when all rows have one outcome. Source: Smirnov 1939; as a measure of scorecards, Siddiqi 2006, ch. 7.</remarks>
public static class KolmogorovSmirnov
{
    /// <summary>What this metric is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "ks", "Kolmogorov–Smirnov distance", "max over t of |F(t | adverse) − F(t | other)|",
        MetricDirection.HigherIsBetter, 0, 1, 1, "Smirnov 1939");

    /// <summary>The distance; counted in integers, so exact up to one division.</summary>
    /// <param name="scores">Risk scores; not NaN.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="scratch">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static Estimate Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, AucScratch scratch)
    {
        var ones = ScoreKeys.SortByLabel(scores, adverse, scratch);
        var zeros = scores.Length - ones;
        if (RocAuc.OneClass(ones, zeros) is { } reason)
        {
            return Estimate.Undefined(reason);
        }

        ReadOnlySpan<ulong> first = scratch.Adverse.AsSpan(0, ones), second = scratch.Other.AsSpan(0, zeros);
        int i = 0, j = 0;
        long largest = 0;
        while (i < ones && j < zeros)
        {
            var key = Math.Min(first[i], second[j]);
            while (i < ones && first[i] == key)
            {
                i++;
            }

            while (j < zeros && second[j] == key)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((long)i * zeros) - ((long)j * ones)));
        }

        return Estimate.Of(largest / ((double)ones * zeros));
    }

    /// <summary>The distance with an interval from a bootstrap of whole clusters: distance ± the level quantile of max over t of |gap*(t) − gap(t)|, within [0, 1].</summary>
    /// <remarks>
    /// The band holds the whole gap curve, so the interval is valid at every distance, 0 included, and wide elsewhere. The percentile interval is
    /// not offered: a sample's distance lies above the truth and a bootstrap's above the sample's. Measured at nominal 95 % (200 worlds of 200 clusters
    /// of 10, true distance 0, .10, .32): percentile 0, 77, 86 %; basic 72, 89, 93 %; this band 95, 99, 100 %.
    /// Replicates without both outcomes are left out. Source: Bickel and Freedman 1981, section 4 (bootstrap of the empirical process).
    /// </remarks>
    /// <param name="scores">Risk scores; not NaN.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="clusters">Cluster number of each row, in [0, clusterCount); empty: every row is its own.</param>
    /// <param name="clusterCount">Number of cluster numbers; ignored when <paramref name="clusters"/> is empty.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <param name="streams">Stream of the draws: replicate r uses its child r.</param>
    /// <param name="replicates">Number of replicates, at least 20.</param>
    /// <returns>Undefined when all rows have one outcome; no interval when an outcome lies in one cluster.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a cluster number is out of range.</exception>
    public static IntervalEstimate WithBootstrap(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<byte> adverse,
        ReadOnlySpan<int> clusters,
        int clusterCount,
        double level,
        Streams streams,
        int replicates = 400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 20);
        Guard.Level(level);
        var value = Of(scores, adverse, new AucScratch());
        if (!clusters.IsEmpty && clusters.Length != scores.Length)
        {
            throw new ArgumentException($"Expected {scores.Length} cluster numbers, one per score, found {clusters.Length}.", nameof(clusters));
        }

        if (!value.IsDefined)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None);
        }

        // Rows in score order: cluster number, outcome, and whether a run of equal scores ends here.
        var (keys, rows) = ScoreKeys.Order(scores);
        var size = clusters.IsEmpty ? scores.Length : clusterCount;
        var cluster = new int[rows.Length];
        var kind = new byte[rows.Length];
        long[] ones = new long[size], zeros = new long[size];
        for (var i = 0; i < rows.Length; i++)
        {
            cluster[i] = clusters.IsEmpty ? rows[i] : clusters[rows[i]];
            var isAdverse = adverse[rows[i]] != 0;
            kind[i] = (byte)((isAdverse ? 1 : 0) | (i + 1 == rows.Length || keys[i + 1] != keys[i] ? 2 : 0));
            (isAdverse ? ones : zeros)[cluster[i]]++;
        }

        // Only clusters with a row are drawn.
        var used = Enumerable.Range(0, size).Where(c => ones[c] + zeros[c] > 0).ToArray();
        if (ones.Count(c => c > 0) < 2 || zeros.Count(c => c > 0) < 2)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None, Clusters: used.Length);
        }

        var weights = new int[size];
        var observed = new double[rows.Length];
        Array.Fill(weights, 1);
        Deviation(cluster, kind, weights, ones, zeros, observed, store: true);
        var deviations = new List<double>(replicates);
        var drawn = new int[used.Length];
        for (var r = 0; r < replicates; r++)
        {
            var random = streams.Derive(r).Sequence();
            MultinomialCounts.ClusterWeights(ref random, drawn);
            for (var c = 0; c < used.Length; c++)
            {
                weights[used[c]] = drawn[c];
            }

            if (Deviation(cluster, kind, weights, ones, zeros, observed, store: false) is { } deviation)
            {
                deviations.Add(deviation);
            }
        }

        if (deviations.Count < replicates / 2)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None, Clusters: used.Length);
        }

        var sorted = deviations.ToArray();
        Array.Sort(sorted);
        var reach = MultinomialCounts.Quantile(sorted, level);
        return new IntervalEstimate(
            value,
            new Interval(Math.Max(0, value.Value - reach), Math.Min(1, value.Value + reach), level),
            IntervalMethods.ClusterBootstrapBand,
            Clusters: used.Length);
    }

    /// <summary>Stores the gap curve at the ends of runs of equal scores, or returns the largest distance of this one from it.</summary>
    private static double? Deviation(
        int[] cluster, byte[] kind, int[] weights, long[] ones, long[] zeros, double[] observed, bool store)
    {
        long n1 = 0, n0 = 0;
        for (var c = 0; c < weights.Length; c++)
        {
            n1 += weights[c] * ones[c];
            n0 += weights[c] * zeros[c];
        }

        if (n1 == 0 || n0 == 0)
        {
            return null;
        }

        // Gap in units of 1/(n1 n0): each adverse row adds n0, each other row takes n1 away.
        var unit = 1 / ((double)n1 * n0);
        long gap = 0;
        var largest = 0.0;
        for (var i = 0; i < cluster.Length; i++)
        {
            long weight = weights[cluster[i]];
            gap += (kind[i] & 1) != 0 ? weight * n0 : -weight * n1;
            if ((kind[i] & 2) == 0)
            {
                continue;
            }

            if (store)
            {
                observed[i] = gap * unit;
            }
            else
            {
                largest = Math.Max(largest, Math.Abs((gap * unit) - observed[i]));
            }
        }

        return largest;
    }
}
