namespace ScoringAudit.Privacy;

/// <summary>Zero-concentrated differential privacy and its conversion to (epsilon, delta); every figure is rounded to the safe side.</summary>
/// <remarks>
/// rho-zCDP gives (epsilon, delta) with delta = exp((a − 1)(a rho − epsilon) + a ln(1 − 1/a)) / (a − 1) for every a &gt; 1; we take a good a by golden
/// section, and any a is valid. Spends add up; group privacy of k costs k² rho. Bun and Steinke (2016); Canonne, Kamath and Steinke (2020), proposition 12.
/// </remarks>
public static class ZeroConcentrated
{
    // Beyond the rounding of the formula's few logarithms, whose terms are below 1e4.
    private const double Margin = 2e-13;

    /// <summary>Smallest epsilon known for a spend and a delta, rounded up; at least 0.</summary>
    /// <param name="rho">Spend, at least 0.</param>
    /// <param name="delta">In (0, 1).</param>
    public static double Epsilon(double rho, double delta)
    {
        RequireRho(rho);
        RequireDelta(delta);
        if (rho == 0)
        {
            return 0;
        }

        var best = Minimum(a => (rho * a) + Offset(a, delta));
        return Math.Max(0, (best * (1 + Margin)) + Margin);
    }

    /// <summary>Smallest delta known for a spend and an epsilon, rounded up; at most 1.</summary>
    /// <param name="rho">Spend, at least 0.</param>
    /// <param name="epsilon">At least 0.</param>
    public static double Delta(double rho, double epsilon)
    {
        RequireRho(rho);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        if (rho == 0)
        {
            return 0;
        }

        var best = Minimum(a => ((a - 1) * ((a * rho) - epsilon)) + (a * LogShare(a)) - Math.Log(a - 1));
        return Math.Min(1, Math.Exp(best + (Margin * (1 + Math.Abs(best)))));
    }

    /// <summary>Largest spend known to keep a promise of (epsilon, delta), rounded down; 0 when there is none.</summary>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="delta">In (0, 1).</param>
    public static double Rho(double epsilon, double delta)
    {
        if (!(epsilon > 0) || double.IsInfinity(epsilon))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon is a finite number above 0.");
        }

        RequireDelta(delta);
        var best = -Minimum(a => (Offset(a, delta) - epsilon) / a);
        return Math.Max(0, (best * (1 - 1e-11)) - 1e-18);
    }

    private static double Offset(double a, double delta) => (-Math.Log(delta) + ((a - 1) * LogShare(a)) - Math.Log(a)) / (a - 1);

    // ln(1 − 1/a); for large a by its series, where 1 − 1/a would lose digits.
    private static double LogShare(double a)
    {
        var x = 1 / a;
        return x > 1e-4 ? Math.Log((a - 1) / a) : -x * (1 + (x * (0.5 + (x * ((1.0 / 3) + (x * 0.25))))));
    }

    // Each objective falls, then rises in a; searched over ln(a − 1), a from 1.01 to 1e9.
    private static double Minimum(Func<double, double> objective)
    {
        const double Golden = 0.6180339887498949;
        double low = Math.Log(0.01), high = Math.Log(1e9);
        double x = high - (Golden * (high - low)), y = low + (Golden * (high - low));
        double fx = objective(1 + Math.Exp(x)), fy = objective(1 + Math.Exp(y));
        for (var i = 0; i < 90; i++)
        {
            if (fx <= fy)
            {
                (high, y, fy) = (y, x, fx);
                x = high - (Golden * (high - low));
                fx = objective(1 + Math.Exp(x));
            }
            else
            {
                (low, x, fx) = (x, y, fy);
                y = low + (Golden * (high - low));
                fy = objective(1 + Math.Exp(y));
            }
        }

        return Math.Min(fx, fy);
    }

    private static void RequireRho(double rho)
    {
        if (!(rho >= 0) || double.IsInfinity(rho))
        {
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "A spend is a finite number of at least 0.");
        }
    }

    private static void RequireDelta(double delta)
    {
        if (!(delta > 0 && delta < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Delta lies in (0, 1).");
        }
    }
}
