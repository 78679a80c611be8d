using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Distances of two groups' scores from bins, with percentile intervals from a Poisson bootstrap over the bins: time grows with the bins, not with the rows.</summary>
/// <remarks>
/// Independent rows: giving each row a Poisson(1) weight is, bin by bin, a Poisson count with the bin's rows as mean; with weights, a scaled Poisson count with the mean
/// and the variance of the bin's sum of weights. Distances are at least 0 and larger in a sample than in truth: near 0 the interval lies too high. The error of the
/// bins is that of <see cref="ScoreBinTally"/>. Sources: Hanley and MacGibbon 2006 and Chamandy et al. 2012 (Poisson bootstrap).
/// </remarks>
public static class ScoreBinGap
{
    /// <summary>Name of the interval method.</summary>
    public const string Method = "poisson_bootstrap_percentile";

    private const long PoissonTrials = 1L << 40;

    /// <summary>Kolmogorov–Smirnov distance, Wasserstein distance, and chance of a higher score (ties half) of a group against a reference.</summary>
    /// <param name="tally">Bins.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of the draws: replicate r uses its child r.</param>
    /// <param name="replicates">Number of replicates; 0 for no intervals, else at least 20.</param>
    public static (IntervalEstimate KolmogorovSmirnov, IntervalEstimate Wasserstein, IntervalEstimate Superiority) Of(
        ScoreBinTally tally, int group, int reference, double level, Streams streams, int replicates)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var bins = Join(tally.Bins(group), tally.Bins(reference));
        var once = bins.Select(b => (b.Of.Weight, b.Against.Weight)).ToArray();
        if (Distances(bins, once) is not { } value)
        {
            var none = new IntervalEstimate(Estimate.Undefined(bins.Any(b => b.Of.Weight > 0) ? "the reference group has no scores" : "the group has no scores"), null, IntervalMethods.None);
            return (none, none, none);
        }

        double[] ks = new double[replicates], area = new double[replicates], higher = new double[replicates];
        var draws = 0;
        var drawn = new (double Of, double Against)[bins.Count];
        for (var r = 0; r < replicates; r++)
        {
            var random = streams.Derive(r).Sequence();
            for (var b = 0; b < drawn.Length; b++)
            {
                drawn[b] = (Draw(ref random, bins[b].Of), Draw(ref random, bins[b].Against));
            }

            if (Distances(bins, drawn) is { } replicate)
            {
                (ks[draws], area[draws], higher[draws]) = replicate;
                draws++;
            }
        }

        return (Result(value.Ks, ks, draws, replicates, level), Result(value.Area, area, draws, replicates, level), Result(value.Higher, higher, draws, replicates, level));
    }

    private static double Draw(ref RandomSequence random, ScoreBin bin) => bin.Weight <= 0 ? 0
        : bin.SquaredWeight / bin.Weight * BinomialSampler.Draw(ref random, PoissonTrials, bin.Weight / bin.SquaredWeight * bin.Weight / PoissonTrials);

    private static IntervalEstimate Result(double value, double[] drawn, int draws, int replicates, double level)
    {
        if (draws < 20 || draws < 0.9 * replicates)
        {
            return new IntervalEstimate(Estimate.Of(value), null, IntervalMethods.None);
        }

        var sorted = drawn.AsSpan(0, draws);
        sorted.Sort();
        return new IntervalEstimate(
            Estimate.Of(value), new Interval(MultinomialCounts.Quantile(sorted, (1 - level) / 2), MultinomialCounts.Quantile(sorted, (1 + level) / 2), level), Method);
    }

    private static List<(double At, ScoreBin Of, ScoreBin Against)> Join(IReadOnlyList<ScoreBin> of, IReadOnlyList<ScoreBin> against)
    {
        var joined = new List<(double, ScoreBin, ScoreBin)>();
        for (int i = 0, j = 0; i < of.Count || j < against.Count;)
        {
            var bin = Math.Min(i < of.Count ? of[i].Bin : int.MaxValue, j < against.Count ? against[j].Bin : int.MaxValue);
            var a = i < of.Count && of[i].Bin == bin ? of[i++] : default;
            var b = j < against.Count && against[j].Bin == bin ? against[j++] : default;
            joined.Add((((a.Mean * a.Weight) + (b.Mean * b.Weight)) / (a.Weight + b.Weight), a, b));
        }

        return joined;
    }

    private static (double Ks, double Area, double Higher)? Distances(List<(double At, ScoreBin Of, ScoreBin Against)> bins, (double Of, double Against)[] weights)
    {
        double n = 0, m = 0;
        foreach (var (of, against) in weights)
        {
            n += of;
            m += against;
        }

        if (n <= 0 || m <= 0)
        {
            return null;
        }

        double a = 0, b = 0, ks = 0, area = 0, pairs = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            pairs += weights[i].Of * (b + (weights[i].Against / 2));
            a += weights[i].Of;
            b += weights[i].Against;
            var gap = Math.Abs((a / n) - (b / m));
            ks = Math.Max(ks, gap);
            area += i + 1 < weights.Length ? gap * (bins[i + 1].At - bins[i].At) : 0;
        }

        return (ks, area, pairs / n / m);
    }
}
