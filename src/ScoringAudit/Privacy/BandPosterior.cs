using ScoringAudit.Primitives;

namespace ScoringAudit.Privacy;

/// <summary>What released counts in bands say about a population's distribution over them: Gaussian deconvolution, for smooth functions of many cells.</summary>
/// <remarks>
/// A draw of a band's intensity is its released count, plus noise of the released law's variance, plus Poisson variation of the count so drawn: a flat
/// prior on the whole line. Cells are not kept above 0, as <see cref="RatePosterior"/> keeps them: over many nearly empty bands that prior would move
/// a quantile or an AUC towards the even distribution. Covers noise and the sampling of independent units. Its coverage is measured in the tests.
/// </remarks>
public sealed class BandPosterior
{
    /// <summary>Draws.</summary>
    public const int Draws = 2048;

    private readonly double[][] _draws;
    private readonly double[] _centre;

    private BandPosterior(double[] centre, double[][] draws, double totalDeviation)
    {
        _centre = centre;
        _draws = draws;
        TotalDeviation = totalDeviation;
    }

    /// <summary>The released counts, which may be negative.</summary>
    public IReadOnlyList<double> Centre => _centre;

    /// <summary>Sum of the released counts.</summary>
    public double Total => _centre.Sum();

    /// <summary>Standard deviation of the noise in that sum.</summary>
    public double TotalDeviation { get; }

    /// <summary>Whether there are so few people that noise might be all there is: fewer than 10 and three deviations of the noise.</summary>
    public bool IsTooFew => Total < 10 + (3 * TotalDeviation);

    /// <summary>The posterior of counts in bands.</summary>
    /// <param name="bands">Released counts.</param>
    /// <param name="law">Law of the noise in a cell; null for exact counts.</param>
    /// <param name="stream">Which draws; different groups need different ones.</param>
    public static BandPosterior Of(IReadOnlyList<NoisyCount> bands, DiscreteGaussianLaw? law, int stream)
    {
        ArgumentNullException.ThrowIfNull(bands);
        var sequence = Streams.FromSeed(1).Derive("privacy/bands").Derive(stream).Sequence();
        var variance = law?.Variance ?? 0;
        var centre = bands.Select(b => (double)b.Value).ToArray();
        var draws = new double[Draws][];
        for (var r = 0; r < Draws; r++)
        {
            draws[r] = new double[centre.Length];
            for (var b = 0; b < centre.Length; b++)
            {
                var count = centre[b] + (Math.Sqrt(variance * bands[b].Cells) * Normal(ref sequence));
                draws[r][b] = count + (Math.Sqrt(Math.Max(count, 0)) * Normal(ref sequence));
            }
        }

        return new BandPosterior(centre, draws, Math.Sqrt(variance * bands.Sum(b => b.Cells)));
    }

    /// <summary>The posterior of counts in bands whose sums were measured too: cells corrected to their sums, with the noise that this leaves.</summary>
    /// <remarks>
    /// Cells with independent noise of variance v, K of them, moved by (m − Σ) / K each, m a sum measured apart with variance w: what is left is
    /// √v (z − mean of z) + √w z₀ / K. Without a sum w is K v, and the noise is independent again. Hay, Rastogi, Miklau and Suciu 2010, section 4, for one level.
    /// </remarks>
    /// <param name="centre">Corrected counts of the listed bands.</param>
    /// <param name="noise">The noise in them; blocks may overlap, then their noise adds up.</param>
    /// <param name="stream">Which draws; different groups need different ones.</param>
    public static BandPosterior Of(IReadOnlyList<double> centre, IReadOnlyList<BandNoise> noise, int stream)
    {
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(noise);
        var sequence = Streams.FromSeed(1).Derive("privacy/bands").Derive(stream).Sequence();
        double[] counts = [.. centre];
        var draws = new double[Draws][];
        var z = new double[noise.Count == 0 ? 0 : noise.Max(n => n.Size)];
        for (var r = 0; r < Draws; r++)
        {
            draws[r] = [.. counts];
            foreach (var block in noise)
            {
                double mean = 0;
                for (var i = 0; i < block.Size; i++)
                {
                    z[i] = Math.Sqrt(block.CellVariance) * Normal(ref sequence);
                    mean += z[i] / block.Size;
                }

                var common = (Math.Sqrt(block.SumVariance) * Normal(ref sequence) / block.Size) - mean;
                for (var i = 0; i < block.Listed; i++)
                {
                    draws[r][block.From + i] += z[i] + common;
                }
            }

            for (var b = 0; b < counts.Length; b++)
            {
                draws[r][b] += Math.Sqrt(Math.Max(draws[r][b], 0)) * Normal(ref sequence);
            }
        }

        return new BandPosterior(counts, draws, Math.Sqrt(noise.Sum(n => n.SumVariance)));
    }

    /// <summary>A function of one distribution: posterior median and central interval. A value that is not a number is left out.</summary>
    public PosteriorInterval Of(Func<IReadOnlyList<double>, double> of, double level) => Summary(r => of(_draws[r]), level);

    /// <summary>A function of two distributions.</summary>
    public PosteriorInterval Of(BandPosterior other, Func<IReadOnlyList<double>, IReadOnlyList<double>, double> of, double level)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Summary(r => of(_draws[r], other._draws[r]), level);
    }

    /// <summary>A function of several distributions.</summary>
    public static PosteriorInterval Of(IReadOnlyList<BandPosterior> parts, Func<IReadOnlyList<double>[], double> of, double level)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(of);
        return Summary(r => of([.. parts.Select(p => (IReadOnlyList<double>)p._draws[r])]), level);
    }

    /// <summary>The largest distance between two distributions at the edges of the bands (Kolmogorov–Smirnov).</summary>
    /// <remarks>Limits from a simultaneous band of all distances, because a largest value of noisy ones is too large; the estimate is corrected by what the draws exceed it.</remarks>
    public PosteriorInterval Distance(BandPosterior other, double level)
    {
        ArgumentNullException.ThrowIfNull(other);
        var centre = Distances(_centre, other._centre);
        var draws = Enumerable.Range(0, Draws).Select(r => Distances(_draws[r], other._draws[r])).ToArray();
        var deviation = new double[centre.Length];
        for (var e = 0; e < centre.Length; e++)
        {
            deviation[e] = Math.Sqrt(draws.Average(d => (d[e] - centre[e]) * (d[e] - centre[e])));
        }

        var worst = draws.Select(d => Enumerable.Range(0, centre.Length).Max(e => deviation[e] > 0 ? Math.Abs(d[e] - centre[e]) / deviation[e] : 0)).Order().ToArray();
        var critical = worst[(int)Math.Ceiling(level * (worst.Length - 1))];
        var low = Math.Clamp(centre.Select((d, e) => Math.Abs(d) - (critical * deviation[e])).Max(), 0, 1);
        var high = Math.Clamp(centre.Select((d, e) => Math.Abs(d) + (critical * deviation[e])).Max(), 0, 1);
        var largest = centre.Max(Math.Abs);
        var excess = draws.Average(d => d.Max(Math.Abs)) - largest;
        return new PosteriorInterval(Math.Clamp(largest - excess, low, high), new Interval(low, high, level), high - low > 0.5);
    }

    private static double[] Distances(double[] a, double[] b)
    {
        double sumA = Math.Max(1, a.Sum()), sumB = Math.Max(1, b.Sum()), upToA = 0, upToB = 0;
        var distances = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            distances[i] = ((upToA += a[i]) / sumA) - ((upToB += b[i]) / sumB);
        }

        return distances;
    }

    private static PosteriorInterval Summary(Func<int, double> of, double level)
    {
        var values = Enumerable.Range(0, Draws).Select(of).Where(double.IsFinite).ToArray();
        return values.Length < Draws / 2
            ? new PosteriorInterval(double.NaN, new Interval(double.NegativeInfinity, double.PositiveInfinity, level), true)
            : RatePosterior.Summary(values, level, false);
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
