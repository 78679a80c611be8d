namespace ScoringAudit.Privacy;

/// <summary>Discrete Laplace noise: P(x) proportional to exp(−|x| / t) over the integers, t the scale.</summary>
/// <remarks>
/// P(x) = tanh(1 / (2t)) exp(−|x| / t). Pure loss epsilon = L1 / t, and so rho = epsilon² / 2 (Bun and Steinke 2016, proposition 1.4).
/// Ghosh, Roughgarden and Sundararajan (2009); drawn by Canonne, Kamath and Steinke (2020), algorithm 2.
/// </remarks>
public sealed record DiscreteLaplaceLaw : NoiseLaw
{
    private readonly double _t;

    /// <summary>The law of a scale above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0.</exception>
    public DiscreteLaplaceLaw(Rational scale)
    {
        if (scale.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "Expected a scale above 0.");
        }

        Scale = scale;
        _t = scale.ToDouble();
    }

    /// <summary>The scale t.</summary>
    public Rational Scale { get; }

    /// <inheritdoc/>
    public override double Variance
    {
        get
        {
            var r = Math.Exp(-1 / _t);
            var rest = -ExpM1(-1 / _t);
            return 2 * r / (rest * rest);
        }
    }

    /// <inheritdoc/>
    public override double Pmf(long value) => Math.Tanh(1 / (2 * _t)) * Math.Exp(-Math.Abs((double)value) / _t);

    /// <inheritdoc/>
    public override double UpperTail(long value) => value <= 0
        ? 1 - UpperTail(1 - value)
        : Math.Exp(-value / _t) / (1 + Math.Exp(-1 / _t));

    /// <summary>Pure loss for a change of this L1 norm: L1 / t.</summary>
    public Rational Epsilon(Sensitivity sensitivity) => (Rational)sensitivity.L1 / Scale;

    /// <inheritdoc/>
    public override Rational Rho(Sensitivity sensitivity)
    {
        var epsilon = Epsilon(sensitivity);
        return epsilon * epsilon / 2;
    }

    internal override long Draw(ExactSampler sampler) => Saturate(sampler.Laplace(Scale));

    // exp(x) − 1 without cancellation, through tanh: 2 tanh(x/2) / (1 − tanh(x/2)).
    private static double ExpM1(double x)
    {
        var h = Math.Tanh(x / 2);
        return 2 * h / (1 - h);
    }
}
