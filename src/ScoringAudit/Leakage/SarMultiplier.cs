using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>What a change of one point of everybody's, or of one's own, fixed part does to scores that feed scores: S = (I − ρW)⁻¹.</summary>
/// <remarks>
/// Direct: tr(S)/n, what comes back to oneself. Total: 1'S1/n, what all of them together do to one; 1/(1 − ρ) for row-standardised weights without islands. Up to
/// 2,000 nodes exactly, above by 32 random-sign probes of the trace (Hutchinson 1990). Source: LeSage and Pace 2009, section 2.7.
/// </remarks>
/// <param name="Direct">tr(S)/n.</param>
/// <param name="Total">1'S1/n.</param>
/// <param name="IsExact">Whether the trace was computed node by node.</param>
public sealed record SarMultiplier(double Direct, double Total, bool IsExact)
{
    private const int MostExact = 2_000;
    private const int Probes = 32;

    /// <summary>Computes both.</summary>
    /// <param name="graph">Weights.</param>
    /// <param name="rho">ρ.</param>
    /// <param name="streams">Stream of the probes.</param>
    /// <exception cref="ArgumentOutOfRangeException">|ρ| times the largest row sum is 1 or more: scores would not settle.</exception>
    public static SarMultiplier Of(IWeights graph, double rho, Streams streams)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var n = graph.Nodes;
        var right = new double[n];
        double[] x = new double[n], lag = new double[n];
        Array.Fill(right, 1);
        graph.Lag(right, lag);
        var q = Math.Abs(rho) * lag.Max();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(q, 1, nameof(rho));
        Solve();
        var total = x.Sum() / n;
        var trace = 0.0;
        if (n <= MostExact)
        {
            for (var i = 0; i < n; i++)
            {
                Array.Clear(right);
                right[i] = 1;
                Solve();
                trace += x[i];
            }

            return new SarMultiplier(trace / n, total, true);
        }

        for (var p = 0; p < Probes; p++)
        {
            var signs = streams.Derive("sar-probes").Derive(p).Sequence();
            for (var i = 0; i < n; i++)
            {
                right[i] = (signs.NextBits() & 1) == 0 ? 1 : -1;
            }

            Solve();
            trace += OwnFit.Dot(right, x) / Probes;
        }

        return new SarMultiplier(trace / n, total, false);

        // x ← right + ρWx; the error after a step is at most q/(1 − q) times its largest change
        void Solve()
        {
            right.CopyTo(x, 0);
            for (var change = double.PositiveInfinity; change > 1e-14 * (1 - q);)
            {
                graph.Lag(x, lag);
                var last = change;
                change = 0;
                for (var i = 0; i < n; i++)
                {
                    var next = right[i] + (rho * lag[i]);
                    change = Math.Max(change, Math.Abs(next - x[i]));
                    x[i] = next;
                }

                if (change >= last && change < 1e-12)
                {
                    break; // rounding is reached
                }
            }
        }
    }
}
