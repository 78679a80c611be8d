using System.Numerics;

namespace ScoringAudit.Explanation;

/// <summary>v({p}) − v(∅): what a player adds when it enters first.</summary>
internal sealed class AloneAllocation : Allocation
{
    public override void Add(ulong needed, ulong barred, double value, Span<double> to, int stride)
    {
        if (needed == 0)
        {
            for (var left = barred; left != 0; left &= left - 1)
            {
                to[BitOperations.TrailingZeroCount(left) * stride] -= value;
            }
        }
        else if ((needed & (needed - 1)) == 0)
        {
            to[BitOperations.TrailingZeroCount(needed) * stride] += value;
        }
    }

    public override void AddProduct(ulong satisfied, double[] ratios, double value, Span<double> to)
    {
        for (var p = 0; p < ratios.Length; p++)
        {
            var product = value;
            for (var q = 0; q < ratios.Length; q++)
            {
                product *= q == p ? (satisfied >> p & 1) - ratios[p] : ratios[q];
            }

            to[p] += product;
        }
    }
}
