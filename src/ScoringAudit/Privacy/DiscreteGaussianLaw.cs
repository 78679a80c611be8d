namespace ScoringAudit.Privacy;

/// <summary>Discrete Gaussian noise: P(x) proportional to exp(−x² / (2 s)) over the integers, s the variance parameter.</summary>
/// <remarks>rho = L2² / (2 s). Canonne, Kamath and Steinke (2020), definition 1 and theorem 4.</remarks>
public sealed record DiscreteGaussianLaw : NoiseLaw
{
    private readonly double _s;
    private readonly double _normaliser;

    /// <summary>The law of a variance parameter above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is not above 0.</exception>
    public DiscreteGaussianLaw(Rational varianceParameter)
    {
        if (varianceParameter.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(varianceParameter), varianceParameter, "Expected a variance above 0.");
        }

        VarianceParameter = varianceParameter;
        _s = varianceParameter.ToDouble();
        double normaliser = 1, second = 0;

        // Small terms first; beyond 40 standard deviations a term is below the last digit.
        for (var k = 40 + (long)(40 * Math.Sqrt(_s)); k > 0; k--)
        {
            var term = 2 * Math.Exp(-k * (double)k / (2 * _s));
            normaliser += term == 0 ? 0 : term;
            second += k * (double)k * term;
        }

        _normaliser = normaliser;
        Variance = second / normaliser;
    }

    /// <summary>The parameter s; the variance is at most s and equals it to many digits once s is 1 or more.</summary>
    public Rational VarianceParameter { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <summary>Sum of exp(−x²/(2s)) over the integers.</summary>
    public double Normaliser => _normaliser;

    /// <inheritdoc/>
    public override double Pmf(long value) => Math.Exp(-value * (double)value / (2 * _s)) / _normaliser;

    /// <inheritdoc/>
    public override double UpperTail(long value)
    {
        if (value <= 0)
        {
            return 1 - UpperTail(1 - value);
        }

        double sum = 0;
        for (var k = value + (long)(40 * Math.Sqrt(_s)) + 40; k >= value; k--)
        {
            sum += Pmf(k);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Rational Rho(Sensitivity sensitivity) => (Rational)sensitivity.SquaredL2 / (2 * VarianceParameter);

    internal override long Draw(ExactSampler sampler) => Saturate(sampler.Gaussian(VarianceParameter));
}
