using System.Numerics;

namespace ScoringAudit.Explanation;

/// <summary>Owen values of features in groups: groups enter in random order, members in random order inside their group.</summary>
/// <remarks>
/// A group with members in both A and B can only matter while it is itself half inside; where there is one such group, only its members
/// get a share, and where there are two, nobody does. Source: Owen 1977, Values of games with a priori unions.
/// </remarks>
internal sealed class OwenAllocation : Allocation
{
    /// <summary>For each group on the path its players' bits.</summary>
    public required ulong[] Groups { get; init; }

    public override void Add(ulong needed, ulong barred, double value, Span<double> to, int stride)
    {
        int inside = 0, outside = 0;
        ulong mixed = 0;
        foreach (var group in Groups)
        {
            bool a = (needed & group) != 0, b = (barred & group) != 0;
            if (a && b)
            {
                if (mixed != 0)
                {
                    return;
                }

                mixed = group;
            }
            else
            {
                inside += a ? 1 : 0;
                outside += b ? 1 : 0;
            }
        }

        if (mixed != 0)
        {
            // inside! · outside! / (inside + outside + 1)!, then Shapley inside the group.
            value /= (inside + outside + 1) * Choose(inside + outside, inside);
            int a = BitOperations.PopCount(needed & mixed), b = BitOperations.PopCount(barred & mixed);
            Deal(needed & mixed, value / (a * Choose(a + b, a)), to, stride);
            Deal(barred & mixed, -value / (b * Choose(a + b, b)), to, stride);
            return;
        }

        foreach (var group in Groups)
        {
            if ((needed & group) is var a and not 0)
            {
                Deal(a, value / (inside * Choose(inside + outside, inside)) / BitOperations.PopCount(a), to, stride);
            }
            else if ((barred & group) is var b and not 0)
            {
                Deal(b, -value / (outside * Choose(inside + outside, outside)) / BitOperations.PopCount(b), to, stride);
            }
        }
    }

    public override void AddProduct(ulong satisfied, double[] ratios, double value, Span<double> to)
    {
        var n = ratios.Length;
        foreach (var group in Groups)
        {
            var (outer, outerWeights) = GaussLegendre.OfDegree(Groups.Length - 1);
            var others = 0.0;
            for (var i = 0; i < outer.Length; i++)
            {
                var product = outerWeights[i];
                foreach (var other in Groups)
                {
                    if (other != group)
                    {
                        double all = (satisfied & other) == other ? 1 : 0, none = 1;
                        for (var left = other; left != 0; left &= left - 1)
                        {
                            none *= ratios[BitOperations.TrailingZeroCount(left)];
                        }

                        product *= (all * outer[i]) + (none * (1 - outer[i]));
                    }
                }

                others += product;
            }

            var (nodes, weights) = GaussLegendre.OfDegree(BitOperations.PopCount(group) - 1);
            for (var p = 0; p < n; p++)
            {
                if ((group >> p & 1) == 0)
                {
                    continue;
                }

                var inner = 0.0;
                for (var i = 0; i < nodes.Length; i++)
                {
                    var product = weights[i];
                    for (var left = group & ~(1UL << p); left != 0; left &= left - 1)
                    {
                        var q = BitOperations.TrailingZeroCount(left);
                        product *= ((satisfied >> q & 1) * nodes[i]) + (ratios[q] * (1 - nodes[i]));
                    }

                    inner += product;
                }

                to[p] += value * ((satisfied >> p & 1) - ratios[p]) * inner * others;
            }
        }
    }

    private static void Deal(ulong players, double share, Span<double> to, int stride)
    {
        for (var left = players; left != 0; left &= left - 1)
        {
            to[BitOperations.TrailingZeroCount(left) * stride] += share;
        }
    }
}
