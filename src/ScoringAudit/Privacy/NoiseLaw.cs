namespace ScoringAudit.Privacy;

/// <summary>The public law of release noise: integers, symmetric about 0. Its value is never published, its law always.</summary>
public abstract record NoiseLaw
{
    private protected NoiseLaw()
    {
    }

    /// <summary>Variance of the noise in squared counts.</summary>
    public abstract double Variance { get; }

    /// <summary>Probability of the value, in [0, 1].</summary>
    public abstract double Pmf(long value);

    /// <summary>Probability of a value of at least this one, in [0, 1].</summary>
    public abstract double UpperTail(long value);

    /// <summary>Zero-concentrated loss when a record changes the counts by a vector of this norm: L1 for Laplace, squared L2 for Gaussian; exact.</summary>
    /// <param name="sensitivity">The bound on the change.</param>
    public abstract Rational Rho(Sensitivity sensitivity);

    /// <summary>Smallest a with P(|X| &gt; a) at most alpha.</summary>
    /// <param name="alpha">In (0, 1).</param>
    public long Accuracy(double alpha)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a probability in (0, 1).");
        }

        long a = 0;
        while (2 * UpperTail(a + 1) > alpha)
        {
            a++;
        }

        return a;
    }

    internal abstract long Draw(ExactSampler sampler);

    // A count that does not fit is impossible in practice; saturating is post-processing and costs nothing.
    private protected static long Saturate(System.Numerics.BigInteger value) =>
        value > long.MaxValue / 4 ? long.MaxValue / 4 : value < long.MinValue / 4 ? long.MinValue / 4 : (long)value;
}
