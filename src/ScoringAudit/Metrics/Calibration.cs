using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>Calibration: whether, of rows with a predicted risk near p, a share near p is adverse.</summary>
/// <remarks>Source of the summary: Naeini, Cooper and Hauskrecht 2015, expected calibration error. It grows with the number of bands and with sampling noise; the bands say more.</remarks>
public static class Calibration
{
    /// <summary>What the summary is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "expected_calibration_error", "Expected calibration error", "Σ n_b/n · |mean p − observed rate|",
        MetricDirection.LowerIsBetter, 0, 1, 0, "Naeini, Cooper and Hauskrecht 2015");

    /// <summary>Bands [e0, e1), [e1, e2), … with the last closed, whose edges do not depend on the data.</summary>
    /// <param name="probabilities">Predicted probabilities of the adverse outcome, within the edges.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="edges">At least two, strictly increasing.</param>
    /// <exception cref="ArgumentException">Lengths differ, edges do not increase, or a probability lies outside them.</exception>
    public static CalibrationBand[] ByEdges(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse, ReadOnlySpan<double> edges)
    {
        ScoreKeys.Check(probabilities, adverse);
        for (var e = 1; e < edges.Length; e++)
        {
            if (!(edges[e] > edges[e - 1]))
            {
                throw new ArgumentException("Band edges increase strictly.", nameof(edges));
            }
        }

        if (edges.Length < 2)
        {
            throw new ArgumentException("Bands need at least two edges.", nameof(edges));
        }

        var bands = edges.Length - 1;
        var sums = new ExactSum[bands];
        var counts = new long[bands];
        var ones = new long[bands];
        for (var b = 0; b < bands; b++)
        {
            sums[b] = new ExactSum();
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = probabilities[i];
            if (!(p >= edges[0] && p <= edges[^1]))
            {
                throw new ArgumentException($"Probability {p} lies outside the bands [{edges[0]}, {edges[^1]}].", nameof(probabilities));
            }

            var at = edges.BinarySearch(p);
            var band = Math.Min(at >= 0 ? at : ~at - 1, bands - 1);
            sums[band].Add(p);
            counts[band]++;
            ones[band] += adverse[i] != 0 ? 1 : 0;
        }

        var result = new CalibrationBand[bands];
        for (var b = 0; b < bands; b++)
        {
            result[b] = Band(edges[b], edges[b + 1], counts[b], sums[b], ones[b]);
        }

        return result;
    }

    /// <summary>Bands of about equal numbers of rows; equal predictions stay in one band, so there may be fewer bands than asked for.</summary>
    /// <remarks>The edges are predictions of real rows: for public output use <see cref="ByEdges"/>.</remarks>
    /// <param name="probabilities">Predicted probabilities of the adverse outcome.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="bands">Number of bands, at least 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, bands below 1, or a probability is NaN.</exception>
    public static CalibrationBand[] ByEqualCounts(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse, int bands)
    {
        ScoreKeys.Check(probabilities, adverse);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        var (keys, rows) = ScoreKeys.Order(probabilities);
        var result = new List<CalibrationBand>(bands);
        var start = 0;
        for (var b = 1; b <= bands; b++)
        {
            var end = (int)((long)keys.Length * b / bands);
            if (end <= start)
            {
                continue;
            }

            while (end < keys.Length && keys[end] == keys[end - 1])
            {
                end++;
            }

            var sum = new ExactSum();
            long ones = 0;
            for (var i = start; i < end; i++)
            {
                sum.Add(probabilities[rows[i]]);
                ones += adverse[rows[i]] != 0 ? 1 : 0;
            }

            result.Add(Band(probabilities[rows[start]], probabilities[rows[end - 1]], end - start, sum, ones));
            start = end;
        }

        return [.. result];
    }

    /// <summary>Expected calibration error of bands; undefined without rows.</summary>
    public static Estimate ExpectedError(ReadOnlySpan<CalibrationBand> bands)
    {
        double weighted = 0, rows = 0;
        foreach (var band in bands)
        {
            if (band.N > 0)
            {
                weighted += band.N * Math.Abs(band.MeanPredicted.Value - band.Observed.Value);
                rows += band.N;
            }
        }

        return rows == 0 ? Estimate.Undefined("there are no rows") : Estimate.Of(weighted / rows);
    }

    private static CalibrationBand Band(double low, double high, long count, ExactSum sum, long ones) => new(
        low,
        high,
        count,
        count == 0 ? Estimate.Undefined("no row lies in this band") : Estimate.Of(sum.ToDouble() / count),
        new Rate(ones, count));
}
