using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Privacy;

/// <summary>How alike decisions are within areas: the intraclass correlation, from noisy counts of a table area × decision.</summary>
/// <remarks>
/// Method of moments. With x favourable and y other rows of an area, m = x + y, p the favourable share of all: E[((1 − p) x − p y)²] =
/// p (1 − p) (m + m (m − 1) ICC); noise of variance v in each count adds v ((1 − p)² + p²), and 2 v to E[m²], which are taken off (Donner 1986 for the
/// estimator without noise). Limits from leaving out one area at a time, t with areas − 1: areas are the sample.
/// </remarks>
public static class AreaClustering
{
    /// <summary>Fewest areas.</summary>
    public const int LeastAreas = 10;

    /// <summary>The correlation with its interval; null where there are too few areas, or noise might be all there is.</summary>
    /// <param name="favourable">Released counts by area.</param>
    /// <param name="others">The other rows by area.</param>
    /// <param name="variance">Variance of the noise in a count.</param>
    /// <param name="level">Level of the interval.</param>
    public static PosteriorInterval? Of(IReadOnlyList<double> favourable, IReadOnlyList<double> others, double variance, double level)
    {
        ArgumentNullException.ThrowIfNull(favourable);
        ArgumentNullException.ThrowIfNull(others);
        var n = favourable.Count;
        if (n < LeastAreas)
        {
            return null;
        }

        var all = new Sums();
        for (var c = 0; c < n; c++)
        {
            all.Add(favourable[c], others[c], 1);
        }

        // The sum of m (m − 1) must stand clear of its noise, variance Σ (8 v m² + 8 v²).
        var pairs = all.Pairs(variance);
        if (pairs <= 3 * Math.Sqrt((8 * variance * Math.Max(0, all.SizeSquares)) + (8 * variance * variance * n)) || !(all.Share is > 0 and < 1))
        {
            return null;
        }

        var whole = all.Correlation(variance);
        var without = new double[n];
        for (var c = 0; c < n; c++)
        {
            var rest = all;
            rest.Add(favourable[c], others[c], -1);
            without[c] = rest.Correlation(variance);
        }

        var mean = without.Average();
        var error = Math.Sqrt((n - 1.0) / n * without.Sum(x => (x - mean) * (x - mean)));
        var arm = StudentQuantile.TwoSided(level, n - 1) * error;
        return double.IsFinite(whole + arm) ? new PosteriorInterval(Math.Clamp(whole, -1, 1), new Interval(Math.Max(-1, whole - arm), Math.Min(1, whole + arm), level), 2 * arm > 0.5) : null;
    }

    private struct Sums
    {
        private double _x;
        private double _y;
        private double _xx;
        private double _xy;
        private double _yy;
        private int _areas;

        public readonly double Share => _x / (_x + _y);

        public readonly double SizeSquares => _xx + (2 * _xy) + _yy;

        public readonly double Pairs(double variance) => SizeSquares - (2 * variance * _areas) - _x - _y;

        public readonly double Correlation(double variance)
        {
            var (p, q) = (Share, 1 - Share);
            var spread = (q * q * _xx) - (2 * p * q * _xy) + (p * p * _yy) - (variance * ((q * q) + (p * p)) * _areas);
            return ((spread / (p * q)) - _x - _y) / Pairs(variance);
        }

        public void Add(double x, double y, int sign)
        {
            (_x, _y, _areas) = (_x + (sign * x), _y + (sign * y), _areas + sign);
            (_xx, _xy, _yy) = (_xx + (sign * x * x), _xy + (sign * x * y), _yy + (sign * y * y));
        }
    }
}
