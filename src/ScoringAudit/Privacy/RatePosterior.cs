using ScoringAudit.Primitives;

namespace ScoringAudit.Privacy;

/// <summary>What released counts say about the population rate of one group: Bayesian deconvolution.</summary>
/// <remarks>
/// True successes and failures: Jeffreys' prior Γ(a + ½) / a! on integers from 0 on and the known law of the noise. The rate, given them: Beta(a + ½, d + ½).
/// The interval so covers noise and sampling of independent units. 4,096 fixed draws, stratified in the two counts; they belong to the computation, not to
/// the noise, and are the same in every run. Method and its comparison with others: docs/PRIVACY.md.
/// </remarks>
public sealed class RatePosterior
{
    /// <summary>Draws of each rate.</summary>
    public const int Draws = 4096;

    private readonly double[] _rates;

    private RatePosterior(double[] rates) => _rates = rates;

    internal ReadOnlySpan<double> Rates => _rates;

    /// <summary>The posterior of one group's rate.</summary>
    /// <param name="successes">Released successes.</param>
    /// <param name="failures">Released failures, over other cells.</param>
    /// <param name="law">Law of the noise in a cell; null for exact counts.</param>
    /// <param name="stream">Which draws; different groups need different ones.</param>
    public static RatePosterior Of(NoisyCount successes, NoisyCount failures, DiscreteGaussianLaw? law, int stream)
    {
        var streams = Streams.FromSeed(1).Derive("privacy/posterior").Derive(stream);
        var sequence = streams.Sequence();
        var a = Stratified(CountPosterior.Of(successes, law), ref sequence);
        var d = Stratified(CountPosterior.Of(failures, law), ref sequence);
        var rates = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            var x = Gamma(a[i] + 0.5, ref sequence);
            var y = Gamma(d[i] + 0.5, ref sequence);
            rates[i] = x / (x + y);
        }

        return new RatePosterior(rates);
    }

    /// <summary>The rate itself.</summary>
    public PosteriorInterval Rate(double level) => Summary([.. _rates], level, false);

    /// <summary>This rate over another: the adverse impact ratio.</summary>
    public PosteriorInterval RatioTo(RatePosterior reference, double level)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var values = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            values[i] = _rates[i] / reference._rates[i];
        }

        return Summary(values, level, true);
    }

    /// <summary>This rate minus another.</summary>
    public PosteriorInterval DifferenceTo(RatePosterior reference, double level)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var values = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            values[i] = _rates[i] - reference._rates[i];
        }

        return Summary(values, level, false);
    }

    internal static PosteriorInterval Summary(double[] values, double level, bool ratio)
    {
        Array.Sort(values);
        var tail = (1 - level) / 2;
        double low = Quantile(values, tail), high = Quantile(values, 1 - tail);
        return new PosteriorInterval(Quantile(values, 0.5), new Interval(low, high, level), ratio ? !(high <= 4 * low) : high - low > 0.5);
    }

    private static double Quantile(double[] sorted, double probability)
    {
        var at = probability * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 >= sorted.Length ? sorted[^1] : sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]));
    }

    private static long[] Stratified(CountPosterior posterior, ref RandomSequence sequence)
    {
        var values = new long[Draws];
        for (var i = 0; i < Draws; i++)
        {
            values[i] = posterior.Quantile((i + sequence.NextUniform()) / Draws);
        }

        sequence.Shuffle(values.AsSpan());
        return values;
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 2000; below 1 by their section 6.
    private static double Gamma(double shape, ref RandomSequence sequence)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, ref sequence) * Math.Pow(1 - sequence.NextUniform(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(ref sequence);
            var v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - sequence.NextUniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    // Marsaglia's polar method; one of the pair is enough.
    private static double Normal(ref RandomSequence sequence)
    {
        while (true)
        {
            var u = (2 * sequence.NextUniform()) - 1;
            var v = (2 * sequence.NextUniform()) - 1;
            var s = (u * u) + (v * v);
            if (s > 0 && s < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }
}
