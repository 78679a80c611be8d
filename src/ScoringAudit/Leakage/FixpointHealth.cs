using ScoringAudit.Networks;

namespace ScoringAudit.Leakage;

/// <summary>Whether scores that feed scores settle: contraction factor, spectral radius and the multiplier of a common change.</summary>
/// <remarks>
/// q = |ρ| · (largest row sum) &lt; 1 gives exactly one fixpoint, and after t steps an error of at most q^t/(1 − q) times the first change (Banach).
/// Spectral radius of |ρ|W by power iteration on W + I, which also settles on bipartite graphs. Row-standardised: q = |ρ|.
/// </remarks>
/// <param name="Contraction">q.</param>
/// <param name="SpectralRadius">Of |ρ|W; 0 for a graph without cycles, up to the precision of the iteration.</param>
/// <param name="IsCertain">q below 1.</param>
public sealed record FixpointHealth(double Contraction, double SpectralRadius, bool IsCertain)
{
    /// <summary>Measures a graph.</summary>
    /// <param name="graph">Weights, at least 0.</param>
    /// <param name="strength">ρ.</param>
    public static FixpointHealth Of(IWeights graph, double strength)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double[] x = new double[graph.Nodes], lag = new double[graph.Nodes];
        Array.Fill(x, 1);
        graph.Lag(x, lag);
        var rows = lag.Length == 0 ? 0 : lag.Max();
        double radius = 0, change = 1;
        for (var step = 0; step < 2_000 && change > 1e-13; step++)
        {
            change = 0;
            graph.Lag(x, lag);
            var largest = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                lag[i] += x[i];
                largest = Math.Max(largest, lag[i]);
            }

            for (var i = 0; i < x.Length; i++)
            {
                var next = lag[i] / largest;
                change = Math.Max(change, Math.Abs(next - x[i]));
                x[i] = next;
            }

            radius = largest - 1;
        }

        var q = Math.Abs(strength) * rows;
        return new FixpointHealth(q, Math.Abs(strength) * Math.Max(0, radius), q < 1);
    }

    /// <summary>Steps after which the error is at most a tolerance, if the first step changed scores by at most a distance; null where nothing is certain.</summary>
    /// <param name="firstChange">Largest change of the first step.</param>
    /// <param name="tolerance">Error wanted.</param>
    public int? StepsFor(double firstChange, double tolerance) => !IsCertain ? null
        : Contraction == 0 || firstChange == 0 ? 1
        : (int)Math.Max(1, Math.Ceiling(Math.Log(tolerance * (1 - Contraction) / firstChange) / Math.Log(Contraction)));
}
