using MathNet.Numerics.LinearAlgebra;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Peer effects by two-stage least squares. Valid only if nothing own is missing and links were not chosen by what is missing; no rung of the ladder.</summary>
/// <remarks>
/// Linear in means: y = a + ρ Wy + Xb + WXd + e with W²X as instruments. Spatial autoregression (SAR): y = a + ρ Wy + Xb + e with WX and W²X. y, Wy and the
/// instruments are freed of what is exogenous; with Q an orthonormal basis of what is left of the instruments, ρ = (Wy'QQ'y)/(Wy'QQ'Wy). The interval is the
/// inverted, clustered Anderson–Rubin test with Hotelling's F(q, G − q) limit: the hull of all ρ that it does not reject. Refused, in this order: no instrument
/// adds anything, or the smallest singular value of what is left of them is below 1e-8 of the largest they had (complete groups of one size); fewer than
/// 30 clusters, or no more clusters than instruments; effective first-stage F (Montiel Olea and Pflueger 2013, clustered) below 23; |ρ|·‖W‖ at 1 or more, ‖W‖
/// being the largest row sum; an Anderson–Rubin set that is empty or reaches the ends of (−1/‖W‖, 1/‖W‖). Robustness value: Cinelli and Hazlett 2020, from
/// the reduced form. Source: Kelejian and Prucha 1998; Bramoullé, Djebbari and Fortin 2009; Anderson and Rubin 1949.
/// </remarks>
/// <param name="Rho">ρ, or why it is refused.</param>
/// <param name="Interval">The hull of the Anderson–Rubin set; null where refused.</param>
/// <param name="FirstStageF">Effective F; 0 where it was not reached.</param>
/// <param name="Instruments">Independent instruments.</param>
/// <param name="SingularRatio">Smallest singular value of the instruments freed of what is exogenous, over the largest before; 0 where none is left.</param>
/// <param name="Clusters">Clusters.</param>
/// <param name="PValue">p of ρ = 0 by the Anderson–Rubin test; 1 where refused.</param>
/// <param name="RobustnessValue">Share of the residual variance of score and instruments that something left out would have to explain to bring ρ to 0.</param>
/// <param name="StandardError">Clustered standard error of ρ; 0 where refused.</param>
public sealed record PeerEffect(
    Estimate Rho, Interval? Interval, double FirstStageF, int Instruments, double SingularRatio, int Clusters, double PValue, double RobustnessValue, double StandardError)
{
    /// <summary>Fewest clusters.</summary>
    public const int FewestClusters = 30;

    /// <summary>Least effective F.</summary>
    public const double LeastF = 23;

    /// <summary>Least ratio of singular values.</summary>
    public const double LeastRatio = 1e-8;

    /// <summary>(Wy'QQ'y)/(Wy'QQ'Wy) before the checks that may refuse it; NaN where there are no instruments or too few clusters. For comparisons with other implementations and the published failures, never for a report.</summary>
    public double TwoStage { get; init; } = double.NaN;

    /// <summary>Estimates the linear-in-means model.</summary>
    /// <param name="values">y, one for each node.</param>
    /// <param name="own">Own features.</param>
    /// <param name="graph">Row-standardised weights.</param>
    /// <param name="clusters">Cluster of each node.</param>
    /// <param name="level">Confidence of the interval.</param>
    public static PeerEffect Run(ReadOnlySpan<double> values, IReadOnlyList<double[]> own, IWeights graph, ReadOnlySpan<int> clusters, double level) =>
        Run(values, own, graph, clusters, level, contextual: true);

    /// <summary>Estimates the spatial autoregression, without effects of peers' features.</summary>
    /// <param name="values">y, one for each node.</param>
    /// <param name="own">Own features.</param>
    /// <param name="graph">Row-standardised weights.</param>
    /// <param name="clusters">Cluster of each node.</param>
    /// <param name="level">Confidence of the interval.</param>
    public static PeerEffect Sar(ReadOnlySpan<double> values, IReadOnlyList<double[]> own, IWeights graph, ReadOnlySpan<int> clusters, double level) =>
        Run(values, own, graph, clusters, level, contextual: false);

    private static PeerEffect Run(ReadOnlySpan<double> values, IReadOnlyList<double[]> own, IWeights graph, ReadOnlySpan<int> clusters, double level, bool contextual)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(graph);
        var n = values.Length;
        var plain = new OwnFit(n, own);
        var lagged = own.Select(x => Lag(graph, x)).ToList();
        var twice = lagged.Select(x => Lag(graph, x)).ToList();
        var exogenous = contextual ? plain.With(lagged) : plain;
        IReadOnlyList<double[]> outside = contextual ? twice : [.. lagged, .. twice];
        var all = exogenous.With(outside);
        var q = all.Rank - exogenous.Rank;
        var instruments = all.Basis.Skip(exogenous.Rank).ToList();
        var ratio = RatioOf(outside, instruments);
        if (q == 0 || ratio < LeastRatio)
        {
            return Refuse(
                contextual
                    ? "the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)"
                    : "neighbours' features add nothing to own features, so peer effects are not identified",
                0, q, ratio, 0);
        }

        var groups = 0;
        foreach (var c in clusters)
        {
            groups = Math.Max(groups, c + 1);
        }

        var fewest = Math.Max(FewestClusters, q + 2);
        if (groups < fewest)
        {
            return Refuse($"{groups} clusters are fewer than {fewest}", 0, q, ratio, groups);
        }

        var y = exogenous.Residual(values);
        var wy = exogenous.Residual(Lag(graph, values.ToArray()));
        var test = new AndersonRubin(instruments, y, wy, clusters, groups);
        var f = test.EffectiveF(instruments, wy, clusters);
        var rho = test.TwoStage;
        if (!(f >= LeastF))
        {
            return Weighed(FormattableString.Invariant($"the instruments are weak: effective first-stage F {f:0.0}, below {LeastF}"));
        }

        var largest = LargestRowSum(graph);
        if (Math.Abs(rho) * largest >= 1)
        {
            return Weighed(FormattableString.Invariant($"the estimate {rho:0.00} times the largest row sum {largest:0.##} is 1 or more: scores that feed scores so strongly would not settle, so the model is wrong"));
        }

        var error = test.StandardError(instruments, y, wy, clusters);
        var set = test.Set(level, 1 / largest, rho, error);
        if (set is not { } hull)
        {
            return Weighed("no value fits: the Anderson–Rubin set is empty, so the model is wrong");
        }

        if (double.IsInfinity(hull.Low) || double.IsInfinity(hull.High))
        {
            return Weighed("the Anderson–Rubin set reaches −1 or 1: the data do not bound the effect");
        }

        var reduced = test.Statistic(0) / Math.Max(1, n - all.Rank);
        return new PeerEffect(
            Estimate.Of(rho), new Interval(hull.Low, hull.High, level), f, q, ratio, groups, test.PValue(0), 0.5 * (Math.Sqrt((reduced * reduced) + (4 * reduced)) - reduced), error) { TwoStage = rho };

        PeerEffect Weighed(string why) => Refuse(why, f, q, ratio, groups) with { TwoStage = rho };
    }

    private static PeerEffect Refuse(string why, double f, int q, double ratio, int groups) => new(Estimate.Undefined(why), null, f, q, ratio, groups, 1, 0, 0);

    private static double[] Lag(IWeights graph, double[] values)
    {
        var lag = new double[values.Length];
        graph.Lag(values, lag);
        return lag;
    }

    private static double LargestRowSum(IWeights graph)
    {
        var ones = new double[graph.Nodes];
        Array.Fill(ones, 1);
        return Lag(graph, ones).Max();
    }

    // Q'Z with every column of Z scaled to size 1: its singular values are those of the instruments freed of what is exogenous. Columns that were left out add no row.
    private static double RatioOf(IReadOnlyList<double[]> outside, List<double[]> basis)
    {
        if (basis.Count == 0)
        {
            return 0;
        }

        double[] size = [.. outside.Select(z => Math.Sqrt(OwnFit.Dot(z, z)))];
        int[] kept = [.. Enumerable.Range(0, outside.Count).Where(k => size[k] > 0)];
        var left = Matrix<double>.Build.Dense(basis.Count, kept.Length, (r, c) => OwnFit.Dot(basis[r], outside[kept[c]]) / size[kept[c]]);
        var before = Matrix<double>.Build.Dense(kept.Length, kept.Length, (r, c) => OwnFit.Dot(outside[kept[r]], outside[kept[c]]) / (size[kept[r]] * size[kept[c]]));
        return left.Svd(false).S.Minimum() / Math.Sqrt(before.Svd(false).S.Maximum());
    }
}
