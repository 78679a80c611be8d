using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>AUC with a standard error that holds when rows of a cluster depend on each other.</summary>
/// <remarks>
/// A row's placement is the share of rows of the other outcome that it is ordered rightly against. Variance: sums of placements
/// per cluster around the AUC, for adverse rows, other rows and both (Obuchowski 1997); with every row its own cluster it is that of DeLong,
/// DeLong and Clarke-Pearson 1988. t interval on the logit scale; degrees of freedom by Satterthwaite from the effective clusters of each outcome.
/// A perfect AUC has no spread: its limit is (½ − level/2)^(1/k) from k pairs of disjoint clusters.
/// </remarks>
public static class ClusteredAuc
{
    /// <summary>The AUC, its standard error (logit scale), interval and design effect.</summary>
    /// <param name="scores">Risk scores; not NaN.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="clusters">Cluster number of each row, in [0, clusterCount); empty: every row is its own.</param>
    /// <param name="clusterCount">Number of cluster numbers; ignored when <paramref name="clusters"/> is empty.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>Undefined when all rows have one outcome; no interval when an outcome lies in one cluster.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a cluster number is out of range.</exception>
    public static IntervalEstimate Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, ReadOnlySpan<int> clusters, int clusterCount, double level)
    {
        ScoreKeys.Check(scores, adverse);
        if (!clusters.IsEmpty && clusters.Length != scores.Length)
        {
            throw new ArgumentException($"Expected {scores.Length} cluster numbers, one per score, found {clusters.Length}.", nameof(clusters));
        }

        var (keys, rows) = ScoreKeys.Order(scores);
        var ones = 0;
        foreach (var label in adverse)
        {
            ones += label != 0 ? 1 : 0;
        }

        var zeros = scores.Length - ones;
        if (RocAuc.OneClass(ones, zeros) is { } reason)
        {
            return new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
        }

        var size = clusters.IsEmpty ? scores.Length : clusterCount;
        double[] n1 = new double[size], s1 = new double[size], n0 = new double[size], s0 = new double[size];
        double squares1 = 0, squares0 = 0;
        long twice = 0;
        int onesBelow = 0, zerosBelow = 0;
        for (var start = 0; start < keys.Length;)
        {
            int tiedOnes = 0, end = start;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                tiedOnes += adverse[rows[end]] != 0 ? 1 : 0;
            }

            var tiedZeros = end - start - tiedOnes;
            var placeOne = (zerosBelow + (0.5 * tiedZeros)) / zeros;
            var placeZero = (ones - onesBelow - (0.5 * tiedOnes)) / ones;
            for (var i = start; i < end; i++)
            {
                var row = rows[i];
                var cluster = clusters.IsEmpty ? row : clusters[row];
                if (adverse[row] != 0)
                {
                    n1[cluster]++;
                    s1[cluster] += placeOne;
                }
                else
                {
                    n0[cluster]++;
                    s0[cluster] += placeZero;
                }
            }

            squares1 += tiedOnes * placeOne * placeOne;
            squares0 += tiedZeros * placeZero * placeZero;
            twice += (long)tiedOnes * ((2L * zerosBelow) + tiedZeros);
            onesBelow += tiedOnes;
            zerosBelow += tiedZeros;
            start = end;
        }

        var auc = twice / (2.0 * ones * zeros);
        return Interval(auc, new Placements(n1, s1, ones, squares1), new Placements(n0, s0, zeros, squares0), level);
    }

    private static IntervalEstimate Interval(double auc, Placements adverse, Placements other, double level)
    {
        double a = 0, b = 0, both = 0, squareN1 = 0, squareN0 = 0;
        long clusters1 = 0, clusters0 = 0, clusters = 0;
        for (var k = 0; k < adverse.Counts.Length; k++)
        {
            double n1 = adverse.Counts[k], n0 = other.Counts[k];
            clusters1 += n1 > 0 ? 1 : 0;
            clusters0 += n0 > 0 ? 1 : 0;
            clusters += n1 > 0 || n0 > 0 ? 1 : 0;
            squareN1 += n1 * n1;
            squareN0 += n0 * n0;
            var u1 = (adverse.Sums[k] - (n1 * auc)) / adverse.Rows;
            var u0 = (other.Sums[k] - (n0 * auc)) / other.Rows;
            a += u1 * u1;
            b += u0 * u0;
            both += u1 * u0;
        }

        var value = Estimate.Of(auc);
        if (auc is 0 or 1)
        {
            var pairs = Math.Min(Math.Min(clusters1, clusters0), clusters / 2);
            var reach = pairs == 0 ? 0 : Math.Pow((1 - level) / 2, 1.0 / pairs);
            return new IntervalEstimate(
                value,
                auc == 1 ? new Interval(reach, 1, level) : new Interval(0, 1 - reach, level),
                IntervalMethods.ClusterAucPairs,
                Clusters: clusters);
        }

        if (clusters1 < 2 || clusters0 < 2)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None, Clusters: clusters);
        }

        a *= (double)clusters1 / (clusters1 - 1);
        b *= (double)clusters0 / (clusters0 - 1);
        var variance = Math.Max(0, a + b + (2 * both * clusters / (clusters - 1)));
        var df1 = Math.Max(1, ((double)adverse.Rows * adverse.Rows / squareN1) - 1);
        var df0 = Math.Max(1, ((double)other.Rows * other.Rows / squareN0) - 1);
        var df = a + b > 0 ? Math.Min(clusters - 1, (a + b) * (a + b) / ((a * a / df1) + (b * b / df0))) : clusters - 1;
        var se = Math.Sqrt(variance) / (auc * (1 - auc));
        var center = Math.Log(auc / (1 - auc));
        var distance = StudentQuantile.TwoSided(level, df) * se;
        var rowVariance = adverse.RowVariance(auc) + other.RowVariance(auc);
        return new IntervalEstimate(
            value,
            new Interval(Math.Min(auc, Expit(center - distance)), Math.Max(auc, Expit(center + distance)), level),
            IntervalMethods.ClusterAucLogitT,
            se,
            clusters,
            df,
            rowVariance > 0 ? variance / rowVariance : null);
    }

    private static double Expit(double logit) => 1 / (1 + Math.Exp(-logit));

    private readonly record struct Placements(double[] Counts, double[] Sums, int Rows, double SquareSum)
    {
        public double RowVariance(double auc) => Rows < 2 ? 0 : (SquareSum - (Rows * auc * auc)) / ((double)Rows * (Rows - 1));
    }
}
