using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Does my score reveal my neighbour's record? An attacker sees a person's score and own record and the records of all neighbours but one, and guesses that one.</summary>
/// <remarks>
/// <para>The attacker fits score = own record + β · mean record of the neighbours by least squares, on the other half of the clusters. Flipping the record of neighbour j moves the fitted score of i by β w_ij; the log ratio of the two normal
/// densities of the seen score is the guess: with e the residual when j's record is taken as good, σ² the residual variance and Δ = β w_ij it is (e² − (e − Δ)²) / 2σ².
/// AUC over pairs (i reads j) of LR for "j is adverse": 0.5 where the score tells nothing of j, 1 where it tells all. Everything else about everybody is known to this attacker, as in the
/// definition of differential privacy; a weaker one does worse.</para>
/// <para>It shows what one score gives away about one other person; the fit itself uses all records. A score that follows an unseen cause which neighbours share moves β too, so compare with a world
/// where the score reads no neighbours. Source: own, after the likelihood ratio test of Carlini et al. 2022.</para>
/// </remarks>
public static class NeighbourInference
{
    /// <summary>Fewest pairs with a person whose score reads somebody.</summary>
    public const int LeastPairs = 100;

    /// <summary>Runs it.</summary>
    /// <param name="score">Scores, oriented to risk.</param>
    /// <param name="own">Fit on the own record.</param>
    /// <param name="reads">Pairs (reader, read) that are attacked, with the weight of the second in the first's mean; the weights of a reader add up to 1.</param>
    /// <param name="record">The secret: 1 adverse, 0 not.</param>
    /// <param name="clusters">Cluster of each row; empty: every row is its own.</param>
    /// <param name="clusterCount">Number of clusters.</param>
    /// <param name="level">Level of the interval.</param>
    /// <returns>AUC, and β as the change of the score when all neighbours turn adverse; undefined with too few pairs.</returns>
    public static (IntervalEstimate Auc, double Beta) Of(
        ReadOnlySpan<double> score, OwnFit own, IReadOnlyList<(int Reader, int Read, double Weight)> reads, ReadOnlySpan<byte> record,
        ReadOnlySpan<int> clusters, int clusterCount, double level)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(reads);
        if (reads.Count < LeastPairs)
        {
            return (new IntervalEstimate(Estimate.Undefined($"only {reads.Count} pairs of people stand behind it, at least {LeastPairs} are needed"), null, IntervalMethods.None), double.NaN);
        }

        var mean = new double[score.Length];
        foreach (var (reader, read, weight) in reads)
        {
            mean[reader] += weight * record[read];
        }

        var rest = own.Residual(score);
        var exposure = own.Residual(mean);
        // β of each half from the other one: fitted to the records that it is to guess, it would guess better than chance even where the score reads nobody.
        double[] size = new double[2], product = new double[2];
        var half = new int[rest.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            half[i] = (clusters.IsEmpty ? i : clusters[i]) & 1;
            size[half[i]] += exposure[i] * exposure[i];
            product[half[i]] += exposure[i] * rest[i];
        }

        double[] other = [size[1] > 0 ? product[1] / size[1] : 0, size[0] > 0 ? product[0] / size[0] : 0];
        var beta = size[0] + size[1] > 0 ? (product[0] + product[1]) / (size[0] + size[1]) : 0;
        double squares = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] -= other[half[i]] * exposure[i];
            squares += rest[i] * rest[i];
        }

        var variance = Math.Max(1e-300, squares / Math.Max(1, rest.Length - own.Rank - 1));
        var ratio = new double[reads.Count];
        var secret = new byte[reads.Count];
        var cluster = new int[clusters.IsEmpty ? 0 : reads.Count];
        for (var p = 0; p < ratio.Length; p++)
        {
            var (reader, read, weight) = reads[p];
            var delta = other[half[reader]] * weight;
            var e = rest[reader] + (delta * record[read]); // what would be left if the neighbour's record were good
            ratio[p] = ((e * e) - ((e - delta) * (e - delta))) / (2 * variance);
            secret[p] = record[read];
            if (cluster.Length > 0)
            {
                cluster[p] = clusters[reader];
            }
        }

        return (ClusteredAuc.Of(ratio, secret, cluster, clusterCount, level), beta);
    }
}
