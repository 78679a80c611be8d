using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>Calibration slope and intercept: logistic regression of the outcome on the log-odds of the predicted probability.</summary>
/// <remarks>
/// logit P(adverse) = a + b logit(p), by maximum likelihood (Newton's method). Slope b: ideal 1; below 1 the predictions are too far apart, above 1 too close.
/// Intercept a: ideal 0 (at slope b, not at slope 1). Probabilities are kept within 1e-12 of 0 and 1. Undefined with one class, with equal predictions, or where
/// the predictions separate the outcomes. Interval: sandwich over clusters, or rows, times G/(G − 1); t with G − 1.
/// Sources: Cox 1958; Van Calster et al. 2016, section 2.2; Liang and Zeger 1986.
/// </remarks>
/// <param name="Intercept">a.</param>
/// <param name="Slope">b.</param>
public sealed record CalibrationFit(IntervalEstimate Intercept, IntervalEstimate Slope)
{
    /// <summary>Name of the interval method.</summary>
    public const string Method = "logistic_sandwich_t";

    private const double Least = 1e-12;
    private const int MostSteps = 60;

    /// <summary>What the slope is.</summary>
    public static MetricDescriptor SlopeDescriptor { get; } = new(
        "calibration_slope", "Calibration slope", "b of logit P(adverse) = a + b logit(p)", MetricDirection.NearerToIdealIsBetter, double.NegativeInfinity, double.PositiveInfinity, 1, "Cox 1958; Van Calster et al. 2016");

    /// <summary>What the intercept is.</summary>
    public static MetricDescriptor InterceptDescriptor { get; } = new(
        "calibration_intercept", "Calibration intercept", "a of logit P(adverse) = a + b logit(p)", MetricDirection.NearerToIdealIsBetter, double.NegativeInfinity, double.PositiveInfinity, 0, "Cox 1958; Van Calster et al. 2016");

    /// <summary>Fits the two numbers.</summary>
    /// <param name="probabilities">Predicted probabilities of the adverse outcome, in [0, 1].</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="clusters">Cluster of each row, or empty where rows are independent.</param>
    /// <param name="clusterCount">Number of cluster numbers.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a probability is NaN.</exception>
    public static CalibrationFit Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse, ReadOnlySpan<int> clusters, int clusterCount, double level)
    {
        ScoreKeys.Check(probabilities, adverse);
        var n = probabilities.Length;
        var x = new double[n];
        long ones = 0;
        var apart = false;
        for (var i = 0; i < n; i++)
        {
            var p = double.IsNaN(probabilities[i]) ? throw new ArgumentException("A probability is NaN; leave such rows out and count them before measuring.", nameof(probabilities)) : Math.Clamp(probabilities[i], Least, 1 - Least);
            x[i] = Math.Log(p / (1 - p));
            ones += adverse[i] != 0 ? 1 : 0;
            apart |= x[i] != x[0];
        }

        var reason = n == 0 ? "there are no rows" : ones == 0 ? "no row has the adverse outcome" : ones == n ? "all rows have the adverse outcome"
            : !apart ? "all predictions are equal" : null;
        if (reason is not null || Newton(x, adverse) is not { } fit)
        {
            var none = new IntervalEstimate(Estimate.Undefined(reason ?? "the predictions separate the outcomes, so the slope has no bound"), null, IntervalMethods.None);
            return new CalibrationFit(none, none);
        }

        return Sandwich(x, adverse, clusters, clusterCount, fit, level);
    }

    private static (double A, double B)? Newton(double[] x, ReadOnlySpan<byte> adverse)
    {
        double a = 0, b = 1;
        var best = LogLikelihood(x, adverse, a, b);
        for (var step = 0; step < MostSteps; step++)
        {
            double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
            for (var i = 0; i < x.Length; i++)
            {
                var p = Logistic(a + (b * x[i]));
                double r = adverse[i] != 0 ? 1 - p : -p, w = p * (1 - p);
                g0 += r;
                g1 += r * x[i];
                h00 += w;
                h01 += w * x[i];
                h11 += w * x[i] * x[i];
            }

            var determinant = (h00 * h11) - (h01 * h01);
            if (!(determinant > 1e-12 * h00 * h11))
            {
                return null;
            }

            double da = ((h11 * g0) - (h01 * g1)) / determinant, db = ((h00 * g1) - (h01 * g0)) / determinant;
            var next = LogLikelihood(x, adverse, a + da, b + db);
            for (var halving = 0; next < best - (1e-12 * Math.Abs(best)) && halving < 30; halving++)
            {
                (da, db) = (da / 2, db / 2);
                next = LogLikelihood(x, adverse, a + da, b + db);
            }

            (a, b, best) = (a + da, b + db, next);
            if (Math.Abs(da) + Math.Abs(db) < 1e-11 * (1 + Math.Abs(a) + Math.Abs(b)))
            {
                // Separated outcomes drive the likelihood to 1 and the slope to infinity.
                return best > -1e-6 * x.Length ? null : (a, b);
            }
        }

        return null;
    }

    private static CalibrationFit Sandwich(double[] x, ReadOnlySpan<byte> adverse, ReadOnlySpan<int> clusters, int clusterCount, (double A, double B) fit, double level)
    {
        double h00 = 0, h01 = 0, h11 = 0;
        var rows = clusters.IsEmpty;
        double[] s0 = new double[rows ? x.Length : clusterCount], s1 = new double[s0.Length];
        var seen = new bool[s0.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var p = Logistic(fit.A + (fit.B * x[i]));
            double r = adverse[i] != 0 ? 1 - p : -p, w = p * (1 - p);
            h00 += w;
            h01 += w * x[i];
            h11 += w * x[i] * x[i];
            var c = rows ? i : clusters[i];
            s0[c] += r;
            s1[c] += r * x[i];
            seen[c] = true;
        }

        double v00 = 0, v01 = 0, v11 = 0;
        long units = 0;
        for (var c = 0; c < s0.Length; c++)
        {
            units += seen[c] ? 1 : 0;
            v00 += s0[c] * s0[c];
            v01 += s0[c] * s1[c];
            v11 += s1[c] * s1[c];
        }

        var determinant = (h00 * h11) - (h01 * h01);
        double a0 = h11 / determinant, a1 = -h01 / determinant, b1 = h00 / determinant;
        double Variance(double c0, double c1) => (c0 * c0 * v00) + (2 * c0 * c1 * v01) + (c1 * c1 * v11);
        long? counted = rows ? null : units;
        if (units < 3)
        {
            return new CalibrationFit(
                new IntervalEstimate(Estimate.Of(fit.A), null, IntervalMethods.None, Clusters: counted), new IntervalEstimate(Estimate.Of(fit.B), null, IntervalMethods.None, Clusters: counted));
        }

        var factor = (double)units / (units - 1);
        return new CalibrationFit(
            ClusterRobust.FromVariance(fit.A, factor * Variance(a0, a1), units, units - 1, level, Method, null) with { Clusters = counted },
            ClusterRobust.FromVariance(fit.B, factor * Variance(a1, b1), units, units - 1, level, Method, null) with { Clusters = counted });
    }

    private static double Logistic(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double LogLikelihood(double[] x, ReadOnlySpan<byte> adverse, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var z = a + (b * x[i]);
            z = adverse[i] != 0 ? -z : z;
            sum -= z > 0 ? z + Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z));
        }

        return sum;
    }
}
