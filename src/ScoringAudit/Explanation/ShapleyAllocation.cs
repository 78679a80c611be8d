using System.Numerics;

namespace ScoringAudit.Explanation;

/// <summary>Shapley values: a player of A gets value / (a · C(a + b, a)), a player of B the negative of value / (b · C(a + b, b)).</summary>
/// <remarks>
/// With covers: φ_p = value · (a_p − r_p) · ∫₀¹ Π_{q≠p} (a_q y + r_q (1 − y)) dy, by Gauss–Legendre quadrature that is exact for the degree.
/// Sources: Lundberg et al. 2020, Nature Machine Intelligence 2, supplement (both games); Owen 1972, Management Science 18 (the integral).
/// </remarks>
internal sealed class ShapleyAllocation : Allocation
{
    public override void Add(ulong needed, ulong barred, double value, Span<double> to, int stride)
    {
        int a = BitOperations.PopCount(needed), b = BitOperations.PopCount(barred);
        if (a > 0)
        {
            var share = value / (a * Choose(a + b, a));
            for (var left = needed; left != 0; left &= left - 1)
            {
                to[BitOperations.TrailingZeroCount(left) * stride] += share;
            }
        }

        if (b > 0)
        {
            var share = value / (b * Choose(a + b, b));
            for (var left = barred; left != 0; left &= left - 1)
            {
                to[BitOperations.TrailingZeroCount(left) * stride] -= share;
            }
        }
    }

    public override void AddProduct(ulong satisfied, double[] ratios, double value, Span<double> to)
    {
        var n = ratios.Length;
        var (nodes, weights) = GaussLegendre.OfDegree(n - 1);
        Span<double> factors = stackalloc double[n];
        Span<double> before = stackalloc double[n + 1];
        for (var i = 0; i < nodes.Length; i++)
        {
            before[0] = 1;
            for (var p = 0; p < n; p++)
            {
                var met = (satisfied >> p & 1) != 0;
                factors[p] = met ? nodes[i] + (ratios[p] * (1 - nodes[i])) : ratios[p] * (1 - nodes[i]);
                before[p + 1] = before[p] * factors[p];
            }

            var after = weights[i] * value;
            for (var p = n - 1; p >= 0; p--)
            {
                to[p] += ((satisfied >> p & 1) - ratios[p]) * before[p] * after;
                after *= factors[p];
            }
        }
    }
}
