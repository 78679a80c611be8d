namespace ScoringAudit.Statistics;

/// <summary>Solves F(p) = tail for a distribution function whose density on the logit scale is log-concave.</summary>
/// <remarks>
/// There log F is increasing and concave in u = logit p, so Newton's method converges from every start: from the left it is
/// monotone, and a step from the right lands on the left. A bracket guards against rounding.
/// </remarks>
internal static class LowerTailRoot
{
    /// <summary>F at p with q = 1 − p, and its slope dF/du on the logit scale.</summary>
    public delegate double Distribution(double p, double q, out double slope);

    /// <summary>The logit of the root; below −700 the root is 0 for every purpose.</summary>
    /// <param name="distribution">F and its slope.</param>
    /// <param name="a">Successes, as in a beta distribution that is near F; only for the start.</param>
    /// <param name="b">Failures.</param>
    /// <param name="tail">Probability in (0, 1).</param>
    public static double Find(Distribution distribution, double a, double b, double tail)
    {
        var sd = Math.Sqrt((1 / a) + (1 / b));
        var u = Math.Clamp(Math.Log(a / b) + (StudentQuantile.Normal(tail) * sd), -690, 690);
        double left = double.NegativeInfinity, right = double.PositiveInfinity;
        var target = Math.Log(tail);
        for (var i = 0; i < 200; i++)
        {
            if (u < -700)
            {
                return double.NegativeInfinity;
            }

            var e = Math.Exp(-Math.Abs(u));
            double small = e / (1 + e), large = 1 / (1 + e);
            var f = u < 0 ? distribution(small, large, out var slope) : distribution(large, small, out slope);
            var gap = Math.Log(f) - target;
            if (gap > 0)
            {
                right = u;
            }
            else
            {
                left = u;
            }

            var step = slope > 0 && f > 0 ? -gap * f / slope : double.NaN;
            var next = u + step;
            if (!(next > left && next < right))
            {
                next = double.IsInfinity(left) ? right - (4 * sd) - 1
                    : double.IsInfinity(right) ? left + (4 * sd) + 1
                    : 0.5 * (left + right);
                step = next - u;
            }

            u = next;
            if (Math.Abs(step) <= 1e-8 * Math.Min(sd, 1) || right - left <= 1e-15 * Math.Abs(u))
            {
                break;
            }
        }

        return u;
    }
}
