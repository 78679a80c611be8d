using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Draws from the binomial distribution in constant expected time.</summary>
/// <remarks>Inversion where n·min(p, q) is below 10, else transformed rejection with squeeze (Hörmann 1993, algorithm BTRS), which is exact.</remarks>
public static class BinomialSampler
{
    /// <summary>A number of successes in n independent trials.</summary>
    /// <param name="random">Source of uniform draws.</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="probability">p, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">Trials below 0 or probability outside [0, 1].</exception>
    public static long Draw(ref RandomSequence random, long trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        }

        if (probability > 0.5)
        {
            return trials - Draw(ref random, trials, 1 - probability);
        }

        return probability == 0 || trials == 0 ? 0
            : trials * probability < 10 ? Invert(ref random, trials, probability)
            : Reject(ref random, trials, probability);
    }

    private static long Invert(ref RandomSequence random, long n, double p)
    {
        // Counts geometric gaps between successes (Devroye 1986, X.4.3), whose expected number is np + 1.
        var scale = 1 / LogOneMinus(p);
        long successes = -1, position = 0;
        do
        {
            successes++;
            var gap = Math.Floor(Math.Log(1 - random.NextUniform()) * scale);
            if (gap >= n)
            {
                return successes;
            }

            position += (long)gap + 1;
        }
        while (position <= n);
        return successes;
    }

    private static long Reject(ref RandomSequence random, long n, double p)
    {
        double q = 1 - p, spread = Math.Sqrt(n * p * q), odds = p / q;
        var b = 1.15 + (2.53 * spread);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var center = (n * p) + 0.5;
        var accept = 0.92 - (4.2 / b);
        var alpha = (2.83 + (5.1 / b)) * spread;
        var mode = Math.Floor((n + 1) * p);
        while (true)
        {
            var u = random.NextUniform() - 0.5;
            var v = random.NextUniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + center);
            if (us >= 0.07 && v <= accept)
            {
                return (long)k;
            }

            if (!(k >= 0 && k <= n))
            {
                continue;
            }

            v = Math.Log(v * alpha / ((a / (us * us)) + b));
            var bound = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (n - mode + 1))))
                + ((n + 1) * Math.Log((n - mode + 1) / (n - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (n - k + 1) / (k + 1)))
                + Tail(mode) + Tail(n - mode) - Tail(k) - Tail(n - k);
            if (v <= bound)
            {
                return (long)k;
            }
        }
    }

    /// <summary>log k! minus Stirling's approximation around k + 1.</summary>
    private static double Tail(double k)
    {
        // log k! = log Γ(k + 1); Hörmann's form expands around k + 1 with exponent k + ½.
        return RegularizedBeta.StirlingRemainder(k + 1);
    }

    private static double LogOneMinus(double p)
    {
        var w = 1 - p;
        return w == 1 ? -p : Math.Log(w) * -p / (w - 1);
    }
}
