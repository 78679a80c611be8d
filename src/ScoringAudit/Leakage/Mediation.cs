using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>How much of the gap between two groups comes in through others' records, channel by channel, in points.</summary>
/// <remarks>
/// By queries (<see cref="OfQueries"/>): with the channels T as they are and all others drawn from the same few people for everybody, the score is u(T). A row's part of a channel is its
/// Shapley value in the game u, its own part is u(nothing); they sum to the score exactly, and the group means to the gap. These are interventional effects of giving both groups the same
/// surroundings (VanderWeele, Vansteelandt and Robins 2014), not natural effects: others' records are themselves caused by the group. By regression (<see cref="OfColumns"/>): Oaxaca–Blinder
/// with pooled coefficients and the group as a column (Jann 2008), part = Σ β·(difference of means), causal only if nothing own is missing (Jackson and VanderWeele 2018). Standard errors from
/// sums by cluster, of the regression with the coefficients' own part. The share is printed only where the gap is clearly not 0: its t is at least twice the quantile; its limits are Fieller's (1954).
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Gap">Mean score of the group less that of the reference, in points.</param>
/// <param name="Own">Part of the own record.</param>
/// <param name="Channels">Part of each channel, in the order given.</param>
/// <param name="Mediated">All channels together.</param>
/// <param name="Unexplained">What the columns do not explain (regression only; queries: 0).</param>
/// <param name="Share">Mediated over gap; undefined where the gap is not clearly different from 0.</param>
/// <param name="ShareLimits">Fieller's limits of the share.</param>
public sealed record Mediation(
    string? Refusal, IntervalEstimate Gap, IntervalEstimate Own, IReadOnlyList<IntervalEstimate> Channels, IntervalEstimate Mediated, IntervalEstimate Unexplained, Estimate Share, Interval? ShareLimits)
{
    /// <summary>People whose surroundings stand for everybody's.</summary>
    public const int References = 24;

    private const int MostChannels = 5;

    /// <summary>By asking the score again.</summary>
    /// <param name="world">What the score would be with others' records exchanged.</param>
    /// <param name="rows">Rows of the two groups.</param>
    /// <param name="member">1 for the group, 0 for the reference, by row.</param>
    /// <param name="channels">Exchanges one set of channels, by bits: bit c set means channel c is exchanged.</param>
    /// <param name="count">Number of channels, at most five.</param>
    /// <param name="scale">The score's scale.</param>
    /// <param name="clusters">Cluster of each row, as a dense code.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of this score; this derives "mediation".</param>
    /// <param name="cancel">Stops the work.</param>
    public static Mediation OfQueries(
        IInterventions world, int[] rows, byte[] member, Func<int, IInterventions> channels, int count, ScoreScale scale, int[] clusters, double level, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostChannels);
        var n = rows.Length;
        var sets = 1 << count;
        var u = new double[sets][]; // u[T]: channels in T as they are
        var scores = new double[n];
        world.Move(rows, rows, false, scores);
        u[sets - 1] = [.. scores.Select(scale.ToPoints)];
        var sequence = streams.Derive("mediation").Sequence();
        int[] reference = [.. Enumerable.Range(0, References).Select(_ => rows[sequence.NextBelow(n)])];
        var donors = new int[n];
        for (var kept = 0; kept < sets - 1; kept++)
        {
            cancel.ThrowIfCancellationRequested();
            u[kept] = new double[n];
            var exchanged = channels(sets - 1 - kept);
            foreach (var donor in reference)
            {
                Array.Fill(donors, donor);
                exchanged.Move(rows, donors, false, scores);
                for (var i = 0; i < n; i++)
                {
                    u[kept][i] += scale.ToPoints(scores[i]) / References;
                }
            }
        }

        var parts = new double[count][];
        for (var c = 0; c < count; c++)
        {
            parts[c] = new double[n];
            for (var without = 0; without < sets; without++)
            {
                if ((without >> c & 1) == 0)
                {
                    var weight = Weight(count, System.Numerics.BitOperations.PopCount((uint)without));
                    double[] with = u[without | (1 << c)], less = u[without];
                    for (var i = 0; i < n; i++)
                    {
                        parts[c][i] += weight * (with[i] - less[i]);
                    }
                }
            }
        }

        return Summarise(u[sets - 1], u[0], parts, member, clusters, level, null);
    }

    /// <summary>By regression on columns.</summary>
    /// <param name="points">Score of each row, in points.</param>
    /// <param name="own">Own columns.</param>
    /// <param name="channels">Columns of each channel.</param>
    /// <param name="member">1 for the group, 0 for the reference.</param>
    /// <param name="clusters">Cluster of each row.</param>
    /// <param name="level">Level of the intervals.</param>
    public static Mediation OfColumns(double[] points, IReadOnlyList<double[]> own, IReadOnlyList<IReadOnlyList<double[]>> channels, byte[] member, int[] clusters, double level)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(member);
        var n = points.Length;
        List<double[]> x = [.. own];
        var first = new List<int>();
        foreach (var channel in channels)
        {
            first.Add(x.Count);
            x.AddRange(channel);
        }

        // Centred and scaled, so that the rank is judged alike for all; then the group, then the constant.
        x = [.. x.Select(Standard)];
        x.Add([.. member.Select(m => (double)m)]);
        x.Add([.. Enumerable.Repeat(1.0, n)]);
        var k = x.Count;
        var factor = new double[k * k];
        var beta = new double[k];
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                factor[(a * k) + b] = OwnFit.Dot(x[a], x[b]);
            }

            beta[a] = OwnFit.Dot(x[a], points);
        }

        SymmetricSystem.Factorise(factor, k);
        SymmetricSystem.Solve(factor, k, beta);
        double[] fit = new double[n], ownPart = new double[n];
        var parts = channels.Select(_ => new double[n]).ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var c = 0; c < k; c++)
            {
                var term = beta[c] * x[c][i];
                fit[i] += term;
                var channel = c >= k - 2 ? -2 : first.FindLastIndex(f => c >= f);
                if (channel >= 0)
                {
                    parts[channel][i] += term;
                }
                else if (channel == -1)
                {
                    ownPart[i] += term;
                }
            }
        }

        double[] residual = [.. points.Zip(fit, (y, f) => y - f)];
        return Summarise(points, ownPart, parts, member, clusters, level, (x, factor, residual, first));
    }

    private static double[] Standard(double[] column)
    {
        var mean = column.Average();
        var sd = Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / column.Length);
        return [.. column.Select(v => sd > 1e-12 * Math.Max(1, Math.Abs(mean)) ? (v - mean) / sd : 0)];
    }

    private static double Weight(int players, int size)
    {
        // size!(players − size − 1)!/players!
        var weight = 1.0 / players;
        for (var k = 1; k <= size; k++)
        {
            weight *= (double)k / (players - k);
        }

        return weight;
    }

    private static Mediation Summarise(
        double[] points, double[] own, double[][] parts, byte[] member, int[] clusters, double level, (List<double[]> X, double[] Factor, double[] Residual, List<int> First)? fit)
    {
        int[] sizes = [member.Count(m => m == 0), member.Count(m => m == 1)];
        var units = clusters.Distinct().Count();
        if (sizes[0] == 0 || sizes[1] == 0 || units < 2)
        {
            var why = units < 2 ? "all rows are in one cluster" : "one of the two groups has no rows";
            var none = new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None);
            return new Mediation(why, none, none, [.. parts.Select(_ => none)], none, none, Estimate.Undefined(why), null);
        }

        double[] all = new double[points.Length];
        foreach (var part in parts)
        {
            for (var i = 0; i < all.Length; i++)
            {
                all[i] += part[i];
            }
        }

        var groups = clusters.Max() + 1;
        var gap = Contrast(points, member, sizes, clusters, groups);
        var ownC = Contrast(own, member, sizes, clusters, groups);
        var each = parts.Select(p => Contrast(p, member, sizes, clusters, groups)).ToArray();
        var mediated = Contrast(all, member, sizes, clusters, groups);
        double[] rest = [.. points.Zip(own, (s, o) => s - o).Zip(all, (s, m) => s - m)];
        var unexplained = Contrast(rest, member, sizes, clusters, groups);
        if (fit is { } f)
        {
            var columns = f.X.Count - 2;
            int End(int c) => c + 1 < f.First.Count ? f.First[c + 1] : columns;
            AddCoefficients(f, member, sizes, clusters, ownC.Scores, 0, f.First.Count > 0 ? f.First[0] : columns);
            for (var c = 0; c < each.Length; c++)
            {
                AddCoefficients(f, member, sizes, clusters, each[c].Scores, f.First[c], End(c));
            }

            AddCoefficients(f, member, sizes, clusters, mediated.Scores, f.First.Count > 0 ? f.First[0] : columns, columns);
            AddCoefficients(f, member, sizes, clusters, unexplained.Scores, 0, columns, -1);
        }

        IntervalEstimate Limits((double Value, double[] Scores) part)
        {
            var variance = (double)units / (units - 1) * OwnFit.Dot(part.Scores, part.Scores);
            return ClusterRobust.FromVariance(part.Value, variance, units, units - 1, level, IntervalMethods.ClusterMeanT, null);
        }

        var (share, limits) = Ratio(mediated, gap, units, level);
        return new Mediation(null, Limits(gap), Limits(ownC), [.. each.Select(Limits)], Limits(mediated), Limits(unexplained), share, limits);
    }

    // Mean of the group less mean of the reference, and each cluster's part of its error.
    private static (double Value, double[] Scores) Contrast(double[] values, byte[] member, int[] sizes, int[] clusters, int groups)
    {
        double[] mean = [0, 0];
        for (var i = 0; i < values.Length; i++)
        {
            mean[member[i]] += values[i] / sizes[member[i]];
        }

        var scores = new double[groups];
        for (var i = 0; i < values.Length; i++)
        {
            scores[clusters[i]] += (member[i] == 1 ? 1 : -1) * (values[i] - mean[member[i]]) / sizes[member[i]];
        }

        return (mean[1] - mean[0], scores);
    }

    // The coefficients vary too: cluster c moves β by (X'X)⁻¹ X_c'e_c, and the part by d'β, d the difference of means of the columns.
    private static void AddCoefficients((List<double[]> X, double[] Factor, double[] Residual, List<int> First) fit, byte[] member, int[] sizes, int[] clusters, double[] scores, int from, int to, double sign = 1)
    {
        var k = fit.X.Count;
        var d = new double[k];
        for (var c = from; c < to; c++)
        {
            for (var i = 0; i < member.Length; i++)
            {
                d[c] += (member[i] == 1 ? 1.0 : -1.0) * fit.X[c][i] / sizes[member[i]];
            }
        }

        SymmetricSystem.Solve(fit.Factor, k, d);
        for (var i = 0; i < member.Length; i++)
        {
            var weight = 0.0;
            for (var c = 0; c < k; c++)
            {
                weight += d[c] * fit.X[c][i];
            }

            scores[clusters[i]] += sign * weight * fit.Residual[i];
        }
    }

    private static (Estimate Share, Interval? Limits) Ratio((double Value, double[] Scores) part, (double Value, double[] Scores) gap, int units, double level)
    {
        var factor = (double)units / (units - 1);
        double vg = factor * OwnFit.Dot(gap.Scores, gap.Scores), vm = factor * OwnFit.Dot(part.Scores, part.Scores), cov = factor * OwnFit.Dot(gap.Scores, part.Scores);
        var t = StudentQuantile.TwoSided(level, units - 1);
        if (!(Math.Abs(gap.Value) >= 2 * t * Math.Sqrt(vg)))
        {
            return (Estimate.Undefined(FormattableString.Invariant($"the gap of {gap.Value:0.0} points is not clearly different from 0 (its interval reaches {(gap.Value > 0 ? gap.Value - (t * Math.Sqrt(vg)) : gap.Value + (t * Math.Sqrt(vg))):0.0}), so a share of it says nothing")), null);
        }

        double a = (gap.Value * gap.Value) - (t * t * vg), b = (gap.Value * part.Value) - (t * t * cov), c = (part.Value * part.Value) - (t * t * vm);
        var root = Math.Sqrt(Math.Max(0, (b * b) - (a * c)));
        return (Estimate.Of(part.Value / gap.Value), new Interval((b - root) / a, (b + root) / a, level));
    }
}
