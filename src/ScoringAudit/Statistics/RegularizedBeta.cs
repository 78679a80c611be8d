using MathNet.Numerics.Integration;

namespace ScoringAudit.Statistics;

/// <summary>The regularised incomplete beta function I_p(a, b) of fixed a and b, and its inverse in the lower tail.</summary>
/// <remarks>
/// The library's function loses about n × 1e-16 in its front factor and needs of the order of √n steps; here the front factor is
/// written around the mean a / (a + b) with Stirling remainders (Loader 2000), so that a and b up to 1e9 keep about 1e-11
/// relative error. Small parameters: the continued fraction of DLMF 8.17.22 by Lentz's method; both above 3,000: Gauss–Legendre
/// quadrature of the density from p into the tail (Press et al. 2007, section 6.4).
/// </remarks>
internal readonly struct RegularizedBeta
{
    private const double LargeParameter = 3000;
    private static readonly (double[] Nodes, double[] Weights) Rule = MakeRule();

    private readonly double _a;
    private readonly double _b;
    private readonly double _mean;
    private readonly double _coMean;
    private readonly double _excess;
    private readonly double _logFront;

    public RegularizedBeta(double a, double b)
    {
        _a = a;
        _b = b;
        _mean = a / (a + b);
        _coMean = b / (a + b);

        // Mean and complement as rounded sum to 1 plus this; the larger of them has an exact distance to 1.
        _excess = _mean < 0.5 ? _mean - (1 - _coMean) : _coMean - (1 - _mean);

        // The mean and its complement are rounded; times a and b of 1e9 that would cost eight digits, so what rounding took is put back.
        var sum = a + b;
        var taken = sum - a;
        var lost = (a - (sum - taken)) + (b - taken);
        _logFront = (0.5 * Math.Log(a / (2 * Math.PI) * _coMean))
            + StirlingRemainder(sum) - StirlingRemainder(a) - StirlingRemainder(b)
            + Math.FusedMultiplyAdd(_mean, sum, -a) + Math.FusedMultiplyAdd(_coMean, sum, -b) + lost;
    }

    /// <summary>p^a q^b / B(a, b), where q = 1 − p is passed so that it keeps its digits near p = 1.</summary>
    public double Power(double p, double q)
    {
        if (p <= 0 || q <= 0)
        {
            return 0;
        }

        // The larger of p and q has lost digits: its distance to the mean is taken from the smaller one.
        double fromMean, fromCoMean;
        if (p <= q)
        {
            fromMean = (p - _mean) / _mean;
            fromCoMean = (_mean - p - _excess) / _coMean;
        }
        else
        {
            fromMean = (_coMean - q - _excess) / _mean;
            fromCoMean = (q - _coMean) / _coMean;
        }

        return Math.Exp(_logFront + (_a * LogRatio(fromMean, p, _mean)) + (_b * LogRatio(fromCoMean, q, _coMean)));
    }

    /// <summary>I_p(a, b), and the power term at p, which the caller needs for the slope.</summary>
    public double Lower(double p, double q, out double power)
    {
        power = Power(p, q);
        if (p <= 0 || q <= 0)
        {
            return p <= 0 ? 0 : 1;
        }

        if (_a > LargeParameter && _b > LargeParameter)
        {
            return p < _mean ? TailArea(p, -1) : 1 - TailArea(p, 1);
        }

        return p < (_a + 1) / (_a + _b + 2)
            ? power * ContinuedFraction(_a, _b, p) / _a
            : 1 - (power * ContinuedFraction(_b, _a, q) / _b);
    }

    /// <summary>The logit u of the p at which I_p(a, b) equals the tail probability.</summary>
    public double LogitQuantile(double tail)
    {
        var self = this;
        return LowerTailRoot.Find(
            (double p, double q, out double slope) => self.Lower(p, q, out slope), _a, _b, tail);
    }

    /// <summary>log Γ(z) − ((z − ½) log z − z + ½ log 2π).</summary>
    internal static double StirlingRemainder(double z)
    {
        var shift = 0.0;
        while (z < 15)
        {
            shift += ((z + 0.5) * Math.Log((z + 1) / z)) - 1;
            z++;
        }

        var r = 1 / (z * z);
        return shift + ((1.0 / 12 - (r * (1.0 / 360 - (r * (1.0 / 1260 - (r * (1.0 / 1680 - (r / 1188)))))))) / z);
    }

    private static double LogRatio(double d, double value, double around)
    {
        if (Math.Abs(d) > 0.5)
        {
            return Math.Log(value / around);
        }

        // Kahan's log(1 + d): the rounding of 1 + d is divided out again.
        var w = 1 + d;
        return w == 1 ? d : Math.Log(w) * d / (w - 1);
    }

    private double TailArea(double p, int direction)
    {
        var sd = Math.Sqrt(_mean * _coMean / (_a + _b + 1));
        var far = direction < 0
            ? Math.Max(0, Math.Min(_mean - (10 * sd), p - (5 * sd)))
            : Math.Min(1, Math.Max(_mean + (10 * sd), p + (5 * sd)));
        var half = 0.5 * (far - p);
        var middle = p + half;
        var sum = 0.0;
        var (nodes, weights) = Rule;
        for (var i = 0; i < nodes.Length; i++)
        {
            var t = middle + (half * nodes[i]);
            if (t > 0 && t < 1)
            {
                sum += weights[i] * Power(t, 1 - t) / (t * (1 - t));
            }
        }

        return sum * Math.Abs(half);
    }

    private static double ContinuedFraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double c = 1, d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < tiny ? tiny : d);
        var h = d;
        for (var m = 1; m <= 100_000; m++)
        {
            double m2 = 2 * m;
            var even = m * (b - m) * x / ((a + m2 - 1) * (a + m2));
            d = 1 + (even * d);
            c = 1 + (even / c);
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = Math.Abs(c) < tiny ? tiny : c;
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1));
            d = 1 + (odd * d);
            c = 1 + (odd / c);
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = Math.Abs(c) < tiny ? tiny : c;
            var step = d * c;
            h *= step;
            if (Math.Abs(step - 1) <= 1e-15)
            {
                break;
            }
        }

        return h;
    }

    private static (double[] Nodes, double[] Weights) MakeRule()
    {
        var rule = new GaussLegendreRule(-1, 1, 40);
        return ([.. rule.Abscissas], [.. rule.Weights]);
    }
}
