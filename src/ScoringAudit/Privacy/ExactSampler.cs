using System.Numerics;

namespace ScoringAudit.Privacy;

/// <summary>Exact draws from Bernoulli, discrete Laplace and discrete Gaussian laws: integers and fractions only, no floating point.</summary>
/// <remarks>
/// Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy", NeurIPS 2020, algorithms 1 to 3. Running time depends on the values
/// drawn; the threat model leaves timing out.
/// </remarks>
internal sealed class ExactSampler(IBitSource bits)
{
    /// <summary>A uniform integer in [0, bound), by rejection: no modulo.</summary>
    public BigInteger Below(BigInteger bound)
    {
        if (bound.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(bound), "Expected a bound above 0.");
        }

        if (bound.IsOne)
        {
            return BigInteger.Zero;
        }

        var length = (int)(bound - 1).GetBitLength();
        while (true)
        {
            BigInteger draw;
            if (length <= 64)
            {
                draw = bits.Next(length);
            }
            else
            {
                draw = BigInteger.Zero;
                for (var left = length; left > 0; left -= 64)
                {
                    var take = Math.Min(left, 64);
                    draw = (draw << take) | bits.Next(take);
                }
            }

            if (draw < bound)
            {
                return draw;
            }
        }
    }

    /// <summary>True with probability numerator / denominator, in [0, 1].</summary>
    public bool Bernoulli(BigInteger numerator, BigInteger denominator)
    {
        // 64-bit arithmetic where it fits: the same draws, several times as fast.
        if (denominator <= ulong.MaxValue)
        {
            var bound = (ulong)denominator;
            var threshold = (ulong)numerator;
            if (threshold >= bound || threshold == 0)
            {
                return threshold >= bound;
            }

            var length = 64 - BitOperations.LeadingZeroCount(bound - 1);
            while (true)
            {
                var draw = bits.Next(length);
                if (draw < bound)
                {
                    return draw < threshold;
                }
            }
        }

        return Below(denominator) < numerator;
    }

    /// <summary>True with probability exp(−numerator / denominator), for a fraction of at least 0.</summary>
    public bool BernoulliExp(BigInteger numerator, BigInteger denominator)
    {
        while (numerator > denominator)
        {
            if (!BernoulliExpUnit(BigInteger.One, BigInteger.One))
            {
                return false;
            }

            numerator -= denominator;
        }

        return BernoulliExpUnit(numerator, denominator);
    }

    /// <summary>A draw with P(x) proportional to exp(−|x| s / t): scale t / s.</summary>
    public BigInteger Laplace(Rational scale)
    {
        var (t, s) = (scale.Numerator, scale.Denominator);
        while (true)
        {
            var u = Below(t);
            if (!BernoulliExp(u, t))
            {
                continue;
            }

            BigInteger v = 0;
            while (BernoulliExpUnit(BigInteger.One, BigInteger.One))
            {
                v++;
            }

            var x = (u + (t * v)) / s;
            var negative = bits.Next(1) == 1;

            // Minus zero is drawn again, or 0 would count twice.
            if (!(negative && x.IsZero))
            {
                return negative ? -x : x;
            }
        }
    }

    /// <summary>A draw with P(x) proportional to exp(−x² / (2 variance)).</summary>
    public BigInteger Gaussian(Rational variance)
    {
        var t = Root(variance.Floor) + 1;
        var (n, d) = (variance.Numerator, variance.Denominator);
        while (true)
        {
            var y = Laplace(t);

            // (|y| − σ²/t)² / (2σ²) with σ² = n/d, as one fraction.
            var distance = (BigInteger.Abs(y) * d * t) - n;
            if (BernoulliExp(distance * distance, 2 * n * d * t * t))
            {
                return y;
            }
        }
    }

    /// <summary>Largest integer whose square is not above the value.</summary>
    internal static BigInteger Root(BigInteger value)
    {
        if (value.IsZero)
        {
            return value;
        }

        // Newton's method from above converges downwards to the root.
        var x = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (x + (value / x)) >> 1;
            if (next >= x)
            {
                return x;
            }

            x = next;
        }
    }

    private bool BernoulliExpUnit(BigInteger numerator, BigInteger denominator)
    {
        var k = 1;
        var d = denominator;
        while (Bernoulli(numerator, d))
        {
            k++;
            d += denominator;
        }

        return (k & 1) == 1;
    }
}
