using System.Numerics;

namespace ScoringAudit.Explanation;

/// <summary>Shapley values in the first columns, then the Shapley interaction index of each pair (0,1), (0,2), … (n−2, n−1).</summary>
/// <remarks>
/// With n = a + b: a pair inside A gets value / ((a − 1) · C(n − 1, a − 1)), a pair inside B value / ((b − 1) · C(n − 1, b − 1)), a pair
/// across −value / ((n − 1) · C(n − 2, a − 1)). Source: Grabisch and Roubens 1999; Fujimoto, Kojadinovic and Marichal 2006.
/// </remarks>
internal sealed class InteractionAllocation : Allocation
{
    private readonly ShapleyAllocation _main = new() { Columns = [] };

    /// <summary>Number of players on the path.</summary>
    public required int Players { get; init; }

    public override void Add(ulong needed, ulong barred, double value, Span<double> to, int stride)
    {
        _main.Add(needed, barred, value, to, stride);
        int a = BitOperations.PopCount(needed), b = BitOperations.PopCount(barred), n = a + b;
        for (var first = needed | barred; first != 0; first &= first - 1)
        {
            var p = BitOperations.TrailingZeroCount(first);
            var pInside = (needed >> p & 1) != 0;
            for (var second = first & (first - 1); second != 0; second &= second - 1)
            {
                var q = BitOperations.TrailingZeroCount(second);
                var qInside = (needed >> q & 1) != 0;
                var part = pInside != qInside ? -value / ((n - 1) * Choose(n - 2, a - 1))
                    : pInside ? value / ((a - 1) * Choose(n - 1, a - 1))
                    : value / ((b - 1) * Choose(n - 1, b - 1));
                to[(Players + Pair(p, q, Players)) * stride] += part;
            }
        }
    }

    public override void AddProduct(ulong satisfied, double[] ratios, double value, Span<double> to)
    {
        _main.AddProduct(satisfied, ratios, value, to);
        var (nodes, weights) = GaussLegendre.OfDegree(Players - 2);
        for (var p = 0; p < Players; p++)
        {
            for (var q = p + 1; q < Players; q++)
            {
                var sum = 0.0;
                for (var i = 0; i < nodes.Length; i++)
                {
                    var product = weights[i];
                    for (var r = 0; r < Players; r++)
                    {
                        product *= r == p || r == q ? 1 : ((satisfied >> r & 1) * nodes[i]) + (ratios[r] * (1 - nodes[i]));
                    }

                    sum += product;
                }

                to[Players + Pair(p, q, Players)] += value * ((satisfied >> p & 1) - ratios[p]) * ((satisfied >> q & 1) - ratios[q]) * sum;
            }
        }
    }

    /// <summary>Position of a pair p &lt; q among all pairs of n.</summary>
    public static int Pair(int p, int q, int n) => (p * ((2 * n) - p - 1) / 2) + q - p - 1;
}
