namespace ScoringAudit.Privacy;

/// <summary>The exact law of the privacy loss between two neighbouring inputs, by convolution over the cells that differ.</summary>
/// <remarks>
/// The noise is added to integers, so the loss ln P(out)/Q(out) lives on a lattice: for a Gaussian cell shifted by d and noise x it is
/// (2dx + d²) / (2s), for a Laplace cell (|x + d| − |x|) / t. Cells are independent, losses add. Outputs beyond 14 standard deviations of noise in a
/// cell are counted as infinite loss, so that delta is never understated.
/// </remarks>
public sealed class PrivacyLoss
{
    private readonly long _lowest;
    private readonly double[] _mass;
    private readonly double _step;
    private readonly double _lost;

    private PrivacyLoss(long lowest, double[] mass, double step, double lost)
    {
        _lowest = lowest;
        _mass = mass;
        _step = step;
        _lost = lost;
    }

    /// <summary>The loss of a mechanism that adds this noise, when the input changes by these integers.</summary>
    /// <param name="law">The noise in each cell.</param>
    /// <param name="shift">Difference of the two inputs, cell by cell.</param>
    public static PrivacyLoss Of(NoiseLaw law, IReadOnlyList<long> shift)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(shift);
        var gaussian = law is DiscreteGaussianLaw;
        var step = law is DiscreteGaussianLaw g ? 1 / (2 * g.VarianceParameter.ToDouble()) : 1 / ((DiscreteLaplaceLaw)law).Scale.ToDouble();
        long lowest = 0;
        double[] mass = [1];
        double kept = 1;
        var reach = 10 + (long)((gaussian ? 14 : 40) * Math.Sqrt(law.Variance));
        foreach (var d in shift)
        {
            if (d == 0)
            {
                continue;
            }

            long Key(long x) => gaussian ? (2 * d * x) + (d * d) : Math.Abs(x + d) - Math.Abs(x);
            long low = long.MaxValue, high = long.MinValue;
            foreach (var x in new[] { -reach, -d, 0, reach })
            {
                low = Math.Min(low, Key(x));
                high = Math.Max(high, Key(x));
            }

            var cell = new double[high - low + 1];
            double inside = 0;
            for (var x = -reach; x <= reach; x++)
            {
                cell[Key(x) - low] += law.Pmf(x);
                inside += law.Pmf(x);
            }

            kept *= Math.Min(1, inside);
            mass = Convolve(mass, cell);
            lowest += low;
        }

        return new PrivacyLoss(lowest, mass, step, 1 - kept);
    }

    /// <summary>Randomised response that tells the truth with probability p, repeated: the worst mechanism of pure loss ln(p / (1 − p)).</summary>
    /// <remarks>Kairouz, Oh and Viswanath (2015): no composition of that pure loss has a larger delta.</remarks>
    public static PrivacyLoss OfRandomizedResponse(double epsilon, int repeats)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var truth = 1 / (1 + Math.Exp(-epsilon));
        double[] one = [1 - truth, 0, truth];
        double[] mass = [1];
        for (var i = 0; i < repeats; i++)
        {
            mass = Convolve(mass, one);
        }

        return new PrivacyLoss(-repeats, mass, epsilon, 0);
    }

    /// <summary>Exact delta at an epsilon: the sum over outputs of max(0, P − e^epsilon Q).</summary>
    public double Delta(double epsilon)
    {
        double sum = 0;
        for (var i = 0; i < _mass.Length; i++)
        {
            var loss = (_lowest + i) * _step;
            if (loss > epsilon && _mass[i] > 0)
            {
                sum += _mass[i] * (1 - Math.Exp(epsilon - loss));
            }
        }

        return sum + Math.Max(0, _lost);
    }

    /// <summary>Rényi divergence of an order above 1.</summary>
    public double Renyi(double order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(order, 1);
        double sum = 0;
        for (var i = 0; i < _mass.Length; i++)
        {
            if (_mass[i] > 0)
            {
                sum += _mass[i] * Math.Exp((order - 1) * (_lowest + i) * _step);
            }
        }

        return Math.Log(sum) / (order - 1);
    }

    /// <summary>Smallest rho that these two inputs do not contradict, over a grid of orders: a mechanism that claims less is broken.</summary>
    public double LeastRho()
    {
        double most = 0;
        foreach (var order in new[] { 1.01, 1.5, 2, 3, 4, 6, 8 })
        {
            most = Math.Max(most, Renyi(order) / order);
        }

        return most;
    }

    private static double[] Convolve(double[] a, double[] b)
    {
        var result = new double[a.Length + b.Length - 1];
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != 0)
            {
                for (var j = 0; j < b.Length; j++)
                {
                    result[i + j] += a[i] * b[j];
                }
            }
        }

        return result;
    }
}
