using MathNet.Numerics.Distributions;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Linear-in-means by two-stage least squares: y = a + ρ Wy + Xb + WXd + e, with W²X as instruments. Valid only if nothing own is missing; no rung of the ladder.</summary>
/// <remarks>
/// y, Wy and W²X are freed of (1, X, WX); with Q an orthonormal basis of what is left of W²X, ρ = (Wy'QQ'y)/(Wy'QQ'Wy). Refused when W²X adds nothing
/// (to 1e-8 of its size: complete groups of one size), with fewer than 30 clusters, when the effective first-stage F (Montiel Olea and Pflueger 2013,
/// clustered) is below 23, or when the Anderson–Rubin set reaches −1 or 1. The interval is that set: all ρ on a grid of 0.005 in (−1, 1) for which the
/// clustered Anderson–Rubin statistic is below its χ² quantile, widened by one step. Robustness value: Cinelli and Hazlett 2020, from the reduced t. Source:
/// Bramoullé, Djebbari and Fortin 2009; Kelejian and Prucha 1998.
/// </remarks>
/// <param name="Rho">ρ, or why it is refused.</param>
/// <param name="Interval">The Anderson–Rubin set; null where refused.</param>
/// <param name="FirstStageF">Effective F; 0 where there are no instruments.</param>
/// <param name="Instruments">Independent instruments.</param>
/// <param name="RobustnessValue">Share of the residual variance of score and neighbours' score that something left out would have to explain to bring ρ to 0.</param>
public sealed record PeerEffect(Estimate Rho, Interval? Interval, double FirstStageF, int Instruments, double RobustnessValue)
{
    private const double Step = 0.005;

    /// <summary>Fewest clusters.</summary>
    public const int FewestClusters = 30;

    /// <summary>Least effective F.</summary>
    public const double LeastF = 23;

    /// <summary>Estimates.</summary>
    /// <param name="values">y, one for each node.</param>
    /// <param name="own">Own features.</param>
    /// <param name="graph">Row-standardised weights.</param>
    /// <param name="clusters">Cluster of each node.</param>
    /// <param name="level">Confidence of the interval.</param>
    public static PeerEffect Run(ReadOnlySpan<double> values, IReadOnlyList<double[]> own, IWeights graph, ReadOnlySpan<int> clusters, double level)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(graph);
        var n = values.Length;
        var lagged = own.Select(x => Lag(graph, x)).ToList();
        var exogenous = new OwnFit(n, own.Concat(lagged));
        var all = new OwnFit(n, own.Concat(lagged).Concat(lagged.Select(x => Lag(graph, x))));
        var q = all.Rank - exogenous.Rank;
        if (q == 0)
        {
            return Refuse("the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)", 0, 0);
        }

        var groups = 0;
        foreach (var c in clusters)
        {
            groups = Math.Max(groups, c + 1);
        }

        if (groups < FewestClusters)
        {
            return Refuse($"{groups} clusters are fewer than {FewestClusters}", 0, q);
        }

        var instruments = all.Basis.Skip(exogenous.Rank).ToList();
        var y = exogenous.Residual(values);
        var wy = exogenous.Residual(Lag(graph, values.ToArray()));
        double[] toY = [.. instruments.Select(z => OwnFit.Dot(z, y))], toW = [.. instruments.Select(z => OwnFit.Dot(z, wy))];
        var strength = toW.Sum(v => v * v);
        var error = (double[])wy.Clone();
        for (var k = 0; k < q; k++)
        {
            for (var i = 0; i < n; i++)
            {
                error[i] -= toW[k] * instruments[k][i];
            }
        }

        var noise = Sums(instruments, error, clusters, groups).Sum(v => v * v);
        var f = noise > 0 ? strength / noise : double.PositiveInfinity;
        if (!(f >= LeastF))
        {
            return Refuse(FormattableString.Invariant($"the instruments are weak: effective first-stage F {f:0.0}, below {LeastF}"), f, q);
        }

        var rho = toY.Zip(toW, (a, b) => a * b).Sum() / strength;
        var partsY = Sums(instruments, y, clusters, groups);
        var partsW = Sums(instruments, wy, clusters, groups);
        var limit = ChiSquared.InvCDF(q, level);
        double low = double.NaN, high = double.NaN;
        var steps = (int)Math.Round(1 / Step);
        for (var s = -steps; s <= steps; s++)
        {
            if (AndersonRubin(toY, toW, partsY, partsW, s * Step, groups) <= limit)
            {
                low = double.IsNaN(low) ? s * Step : low;
                high = s * Step;
            }
        }

        if (double.IsNaN(low))
        {
            return Refuse("no value fits: the Anderson–Rubin set is empty, so the model is wrong", f, q);
        }

        if (low <= -1 + (Step / 2) || high >= 1 - (Step / 2))
        {
            return Refuse("the Anderson–Rubin set reaches −1 or 1: the data do not bound the effect", f, q);
        }

        var reduced = AndersonRubin(toY, toW, partsY, partsW, 0, groups) / Math.Max(1, n - all.Rank);
        return new PeerEffect(Estimate.Of(rho), new Interval(low - Step, high + Step, level), f, q, 0.5 * (Math.Sqrt((reduced * reduced) + (4 * reduced)) - reduced));
    }

    private static PeerEffect Refuse(string why, double f, int q) => new(Estimate.Undefined(why), null, f, q, 0);

    private static double[] Lag(IWeights graph, double[] values)
    {
        var lag = new double[values.Length];
        graph.Lag(values, lag);
        return lag;
    }

    // Σ over a cluster of instrument × value: cluster by instrument.
    private static double[] Sums(List<double[]> instruments, double[] values, ReadOnlySpan<int> clusters, int groups)
    {
        var sums = new double[groups * instruments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < instruments.Count; k++)
            {
                sums[(clusters[i] * instruments.Count) + k] += instruments[k][i] * values[i];
            }
        }

        return sums;
    }

    // s'V⁻¹s with s = Q'(y − ρ Wy) and V the clustered variance of s about its mean.
    private static double AndersonRubin(double[] toY, double[] toW, double[] partsY, double[] partsW, double rho, int groups)
    {
        var q = toY.Length;
        var s = new double[q];
        var v = new double[q, q];
        for (var k = 0; k < q; k++)
        {
            s[k] = toY[k] - (rho * toW[k]);
        }

        var part = new double[q];
        for (var g = 0; g < groups; g++)
        {
            for (var k = 0; k < q; k++)
            {
                part[k] = partsY[(g * q) + k] - (rho * partsW[(g * q) + k]) - (s[k] / groups);
            }

            for (var a = 0; a < q; a++)
            {
                for (var b = 0; b <= a; b++)
                {
                    v[a, b] += part[a] * part[b];
                }
            }
        }

        // Cholesky in place, then |L⁻¹s|²
        var sum = 0.0;
        for (var a = 0; a < q; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var cell = v[a, b];
                for (var m = 0; m < b; m++)
                {
                    cell -= v[a, m] * v[b, m];
                }

                v[a, b] = a == b ? Math.Sqrt(Math.Max(cell, 1e-300)) : cell / v[b, b];
            }

            for (var m = 0; m < a; m++)
            {
                s[a] -= v[a, m] * s[m];
            }

            s[a] /= v[a, a];
            sum += s[a] * s[a];
        }

        return sum;
    }
}
