using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Differences and ratios of two ratios of sums that share clusters; the arithmetic behind <see cref="ClusterRobust"/>.</summary>
internal static class ClusterContrast
{
    public static IntervalEstimate OfRates(
        ReadOnlySpan<double> n1, ReadOnlySpan<double> x1, ReadOnlySpan<double> n0, ReadOnlySpan<double> x0, double level, bool logarithmic)
    {
        Check(n1, x1, n0, x0, level);
        var group = ClusterPart.OfRate(n1, x1);
        var reference = ClusterPart.OfRate(n0, x0);
        if (NoRows(group, reference) is { } none)
        {
            return none;
        }

        var thin = IsThin(group, logarithmic) || IsThin(reference, logarithmic);
        return thin
            ? Mover(n1, x1, n0, x0, group, reference, level, logarithmic)
            : Linearised(n1, x1, n0, x0, group, reference, level, logarithmic)
                ?? Mover(n1, x1, n0, x0, group, reference, level, logarithmic);
    }

    public static IntervalEstimate OfMeans(
        ReadOnlySpan<double> n1, ReadOnlySpan<double> s1, ReadOnlySpan<double> n0, ReadOnlySpan<double> s0, double level)
    {
        Check(n1, s1, n0, s0, level);
        var group = ClusterPart.Of(n1, s1);
        var reference = ClusterPart.Of(n0, s0);
        if (NoRows(group, reference) is { } none)
        {
            return none;
        }

        var result = group.Clusters < 2 || reference.Clusters < 2
            ? null
            : Linearised(n1, s1, n0, s0, group, reference, level, logarithmic: false);
        return result is null
            ? new IntervalEstimate(Estimate.Of(group.Value - reference.Value), null, IntervalMethods.None, Clusters: Union(n1, n0))
            : result with { DesignEffect = null };
    }

    /// <summary>MOVER on Korn–Graubard limits with the correlation that shared clusters give the two rates.</summary>
    public static IntervalEstimate Mover(
        ReadOnlySpan<double> n1,
        ReadOnlySpan<double> x1,
        ReadOnlySpan<double> n0,
        ReadOnlySpan<double> x0,
        ClusterPart group,
        ClusterPart reference,
        double level,
        bool logarithmic)
    {
        var first = group.KornGraubardLimits(level);
        var second = reference.KornGraubardLimits(level);
        var correlation = 0.0;
        if (!group.IsDegenerate && !reference.IsDegenerate)
        {
            var product = 0.0;
            for (var g = 0; g < n1.Length; g++)
            {
                product += (x1[g] - (group.Value * n1[g])) / group.Total * ((x0[g] - (reference.Value * n0[g])) / reference.Total);
            }

            correlation = Math.Clamp(product / Math.Sqrt(group.Scatter * reference.Scatter), -1, 1);
        }

        double p1 = Math.Clamp(group.Value, first.Low, first.High), p0 = Math.Clamp(reference.Value, second.Low, second.High);
        return new IntervalEstimate(
            logarithmic ? Statistics.Mover.RatioValue(group.Value, reference.Value) : Estimate.Of(group.Value - reference.Value),
            logarithmic
                ? Statistics.Mover.Ratio(p1, first, p0, second, correlation)
                : Statistics.Mover.Difference(p1, first, p0, second, correlation),
            IntervalMethods.MoverClusterMidP,
            Clusters: Union(n1, n0));
    }

    /// <summary>t interval from the linearised or the jackknife variance; null where a jackknife replicate is undefined.</summary>
    public static IntervalEstimate? Linearised(
        ReadOnlySpan<double> n1,
        ReadOnlySpan<double> x1,
        ReadOnlySpan<double> n0,
        ReadOnlySpan<double> x0,
        ClusterPart group,
        ClusterPart reference,
        double level,
        bool logarithmic)
    {
        var clusters = Union(n1, n0);
        double p1 = group.Value, p0 = reference.Value;
        var estimate = logarithmic ? Math.Log(p1 / p0) : p1 - p0;
        double scale1 = logarithmic ? 1 / p1 : 1, scale0 = logarithmic ? 1 / p0 : 1;
        var jackknife = Math.Min(group.EffectiveClusters, reference.EffectiveClusters) < ClusterRobust.FewClusters;
        var squares = 0.0;
        for (var g = 0; g < n1.Length; g++)
        {
            if (n1[g] == 0 && n0[g] == 0)
            {
                continue;
            }

            double d;
            if (jackknife)
            {
                double a = (group.Sum - x1[g]) / (group.Total - n1[g]), b = (reference.Sum - x0[g]) / (reference.Total - n0[g]);
                d = (logarithmic ? Math.Log(a / b) : a - b) - estimate;
                if (!double.IsFinite(d))
                {
                    return null;
                }
            }
            else
            {
                d = (scale1 * (x1[g] - (p1 * n1[g])) / group.Total) - (scale0 * (x0[g] - (p0 * n0[g])) / reference.Total);
            }

            squares += d * d;
        }

        var variance = jackknife ? squares * (clusters - 1) / clusters : squares * clusters / (clusters - 1);
        var part1 = scale1 * scale1 * group.Scatter;
        var part0 = scale0 * scale0 * reference.Scatter;
        var welch = (part1 + part0) * (part1 + part0)
            / ((part1 * part1 / group.DegreesOfFreedom) + (part0 * part0 / reference.DegreesOfFreedom));
        var df = welch < clusters - 1 ? welch : clusters - 1;
        var rowVariance = (scale1 * scale1 * group.RowVariance) + (scale0 * scale0 * reference.RowVariance);
        var method = (logarithmic, jackknife) switch
        {
            (true, true) => IntervalMethods.ClusterJackknifeLogRatioT,
            (true, false) => IntervalMethods.ClusterLogRatioT,
            (false, true) => IntervalMethods.ClusterJackknifeDifferenceT,
            _ => IntervalMethods.ClusterDifferenceT,
        };
        var result = ClusterRobust.FromVariance(estimate, variance, clusters, df, level, method, rowVariance);
        return logarithmic
            ? result with { Value = Estimate.Of(p1 / p0), Interval = result.Interval!.Value.Map(Math.Exp) }
            : result;
    }

    private static bool IsThin(ClusterPart part, bool logarithmic)
    {
        if (part.IsDegenerate || part.Sum <= 0 || part.Sum >= part.Total)
        {
            return true;
        }

        // On the log scale few successes are harmless, few failures are not: measured by the command "calibrate clustered-air".
        var p = part.Value;
        return part.EffectiveSize * (logarithmic ? 1 - p : Math.Min(p, 1 - p)) < ClusterRobust.ThinCount;
    }

    private static long Union(ReadOnlySpan<double> n1, ReadOnlySpan<double> n0)
    {
        long clusters = 0;
        for (var g = 0; g < n1.Length; g++)
        {
            clusters += n1[g] > 0 || n0[g] > 0 ? 1 : 0;
        }

        return clusters;
    }

    private static IntervalEstimate? NoRows(ClusterPart group, ClusterPart reference)
    {
        var reason = group.Total == 0 ? "the group has no rows" : reference.Total == 0 ? "the reference group has no rows" : null;
        return reason is null ? null : new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
    }

    private static void Check(
        ReadOnlySpan<double> n1, ReadOnlySpan<double> x1, ReadOnlySpan<double> n0, ReadOnlySpan<double> x0, double level)
    {
        Guard.Level(level);
        Guard.SameLength(n1.Length, x1.Length, nameof(x1));
        Guard.SameLength(n1.Length, n0.Length, nameof(n0));
        Guard.SameLength(n1.Length, x0.Length, nameof(x0));
    }
}
