namespace ScoringAudit.Worlds;

/// <summary>Logarithm, exponential, logistic function and normal quantile whose bits are the same on every machine.</summary>
/// <remarks>
/// Only +, −, ×, ÷, √, floor and bit operations of IEEE 754 binary64, each correctly rounded by definition, in a fixed order and without
/// fused multiply–add. The library functions of <see cref="Math"/> call the platform's C library and may differ in the last bit.
/// Relative error at most about 1e-15 where nothing else is said.
/// </remarks>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700;

    /// <summary>Natural logarithm.</summary>
    /// <remarks>x = m·2^e with m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)) by its series (Abramowitz and Stegun 1964, 4.1.27). NaN below 0, −∞ at 0.</remarks>
    public static double Log(double x)
    {
        if (!(x > 0))
        {
            return x == 0 ? double.NegativeInfinity : double.NaN;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52);
        if (exponent == 0)
        {
            return Log(x * 18014398509481984.0) - (54 * (Ln2High + Ln2Low));
        }

        exponent -= 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        var s = (m - 1) / (m + 1);
        var z = s * s;
        var series = (((((((((((z / 23) + (1.0 / 21)) * z) + (1.0 / 19)) * z) + (1.0 / 17)) * z) + (1.0 / 15)) * z) + (1.0 / 13)) * z) + (1.0 / 11);
        series = (((((((((series * z) + (1.0 / 9)) * z) + (1.0 / 7)) * z) + (1.0 / 5)) * z) + (1.0 / 3)) * z) + 1;
        return (exponent * Ln2High) + ((2 * s * series) + (exponent * Ln2Low));
    }

    /// <summary>Exponential function; +∞ above 709.78, 0 below −745.13.</summary>
    /// <remarks>x = k·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite 1980), e^r by its Taylor polynomial of degree 13.</remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 709.78)
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < -745.13)
        {
            return 0;
        }

        var k = (int)Math.Floor((x * InverseLn2) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var p = (((((((r / 6227020800.0) + (1.0 / 479001600)) * r) + (1.0 / 39916800)) * r) + (1.0 / 3628800)) * r) + (1.0 / 362880);
        p = (((((((p * r) + (1.0 / 40320)) * r) + (1.0 / 5040)) * r) + (1.0 / 720)) * r) + (1.0 / 120);
        p = (((((((((p * r) + (1.0 / 24)) * r) + (1.0 / 6)) * r) + 0.5) * r) + 1) * r) + 1;
        if (k < -1021)
        {
            return p * PowerOfTwo(k + 60) * 8.673617379884035e-19;
        }

        return k > 1023 ? p * 2 * PowerOfTwo(k - 1) : p * PowerOfTwo(k);
    }

    /// <summary>1 / (1 + e^−x), in [0, 1].</summary>
    public static double Logistic(double x)
    {
        if (x >= 0)
        {
            return 1 / (1 + Exp(-x));
        }

        var e = Exp(x);
        return e / (1 + e);
    }

    /// <summary>The standard normal quantile: the z with Φ(z) = p. −∞ at 0, +∞ at 1, NaN outside.</summary>
    /// <remarks>Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988), routine PPND16.</remarks>
    public static double NormalQuantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var c = 0.180625 - (q * q);
            var top = (((((((((((((2.5090809287301226727e3 * c) + 3.3430575583588128105e4) * c) + 6.7265770927008700853e4) * c) + 4.5921953931549871457e4) * c)
                + 1.3731693765509461125e4) * c) + 1.9715909503065514427e3) * c) + 1.3314166789178437745e2) * c) + 3.3871328727963666080;
            var bottom = (((((((((((((5.2264952788528545610e3 * c) + 2.8729085735721942674e4) * c) + 3.9307895800092710610e4) * c) + 2.1213794301586595867e4) * c)
                + 5.3941960214247511077e3) * c) + 6.8718700749205790830e2) * c) + 4.2313330701600911252e1) * c) + 1;
            return q * top / bottom;
        }

        var tail = q < 0 ? p : 1 - p;
        if (!(tail > 0))
        {
            return tail == 0 ? (q < 0 ? double.NegativeInfinity : double.PositiveInfinity) : double.NaN;
        }

        var z = Tail(Math.Sqrt(-Log(tail)));
        return q < 0 ? -z : z;
    }

    private static double Tail(double r)
    {
        if (r <= 5)
        {
            r -= 1.6;
            var top = (((((((((((((7.74545014278341407640e-4 * r) + 2.27238449892691845833e-2) * r) + 2.41780725177450611770e-1) * r) + 1.27045825245236838258) * r)
                + 3.64784832476320460504) * r) + 5.76949722146069140550) * r) + 4.63033784615654529590) * r) + 1.42343711074968357734;
            var bottom = (((((((((((((1.05075007164441684324e-9 * r) + 5.47593808499534494600e-4) * r) + 1.51986665636164571966e-2) * r) + 1.48103976427480074590e-1) * r)
                + 6.89767334985100004550e-1) * r) + 1.67638483018380384940) * r) + 2.05319162663775882187) * r) + 1;
            return top / bottom;
        }

        r -= 5;
        var far = (((((((((((((2.01033439929228813265e-7 * r) + 2.71155556874348757815e-5) * r) + 1.24266094738807843860e-3) * r) + 2.65321895265761230930e-2) * r)
            + 2.96560571828504891230e-1) * r) + 1.78482653991729133580) * r) + 5.46378491116411436990) * r) + 6.65790464350110377720;
        var under = (((((((((((((2.04426310338993978564e-15 * r) + 1.42151175831644588870e-7) * r) + 1.84631831751005468180e-5) * r) + 7.86869131145613259100e-4) * r)
            + 1.48753612908506148525e-2) * r) + 1.36929880922735805310e-1) * r) + 5.99832206555887937690e-1) * r) + 1;
        return far / under;
    }

    private static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
}
