using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>The association share of a score on audited rows, what always stands beside it, and its intervals.</summary>
public sealed class AssociationShareResult
{
    private readonly FeatureSchema _schema;
    private readonly FeatureMatrix _rows;
    private readonly OwnAndOthersGame _game;
    private readonly double[] _ownKept;
    private readonly double[] _othersKept;

    internal AssociationShareResult(FeatureSchema schema, FeatureMatrix rows, OwnAndOthersGame game, double mean, double[] ownKept, double[] othersKept)
    {
        _schema = schema;
        _rows = rows;
        _game = game;
        _ownKept = ownKept;
        _othersKept = othersKept;
        Base = mean;
        var n = rows.Rows;
        (Own, Others) = (new double[n], new double[n]);
        var hasOthers = schema.Features.Any(f => f.Origin != Portfolios.Origin.Own);
        var hasOwn = schema.Features.Any(f => f.Origin == Portfolios.Origin.Own);
        for (var i = 0; i < n; i++)
        {
            // A player without features is a null player: exactly 0, without rounding.
            var f = game.Scores[i];
            Others[i] = !hasOthers ? 0 : hasOwn ? ((othersKept[i] - mean) + (f - ownKept[i])) / 2 : f - mean;
            Own[i] = !hasOwn ? 0 : hasOthers ? ((ownKept[i] - mean) + (f - othersKept[i])) / 2 : f - mean;
            Others[i] = Snap(Others[i], f, mean);
            Own[i] = Snap(Own[i], f, mean);
        }

        Additivity.Check([Own, Others], mean, game.Scores);
    }

    /// <summary>Unit of the attributions: "log-odds" or "points".</summary>
    public string Unit => _game.Unit;

    /// <summary>Mean score of the background.</summary>
    public double Base { get; }

    /// <summary>Rows of the background; all audited rows unless the score's form is unknown.</summary>
    public int BackgroundRows => _game.BackgroundRows;

    /// <summary>φ_O of each row.</summary>
    public double[] Own { get; }

    /// <summary>φ_A of each row.</summary>
    public double[] Others { get; }

    /// <summary>Mean score of each row given its own record.</summary>
    internal double[] OwnKept => _ownKept;

    /// <summary>The share over all rows, or over those of one group.</summary>
    /// <param name="groups">A code for each row, or null for all rows.</param>
    /// <param name="group">The group.</param>
    public Estimate Share(int[]? groups = null, int group = 0) => Ratio(Others, Own, groups, group);

    /// <summary>The smaller and the larger share of the two orders of conditioning: everything else enters first, or last.</summary>
    public (Estimate Low, Estimate High) Orders()
    {
        if (!IsConstant && Others.All(v => v == 0))
        {
            return (Estimate.Of(0), Estimate.Of(0));
        }

        var first = Ratio(Less(_othersKept, Base), Less(_game.Scores, _othersKept), null, 0);
        var last = Ratio(Less(_game.Scores, _ownKept), Less(_ownKept, Base), null, 0);
        return !first.IsDefined || !last.IsDefined ? (first, last)
            : first.Value <= last.Value ? (first, last) : (last, first);
    }

    /// <summary>cov(φ_A, score) / var(score): it may be negative, and with the own record's it sums to 1.</summary>
    public Estimate SignedVarianceShare()
    {
        double meanScore = Mean(_game.Scores), meanOthers = Mean(Others), covariance = 0, variance = 0;
        for (var i = 0; i < Others.Length; i++)
        {
            covariance += (Others[i] - meanOthers) * (_game.Scores[i] - meanScore);
            variance += (_game.Scores[i] - meanScore) * (_game.Scores[i] - meanScore);
        }

        return IsConstant ? Constant : Estimate.Of(covariance / variance);
    }

    /// <summary>1 − R²(score | own): what of the score own features cannot tell, by least squares on their slots and on the mean score given own. In [0, 1].</summary>
    public Estimate UniqueShare() => IsConstant ? Constant : Others.All(v => v == 0) ? Estimate.Of(0) : Estimate.Of(Explanation.UniqueShare.Of(_schema, _rows, _game.Scores, _ownKept));

    /// <summary>The share with its interval for this fixed model: rows vary in blocks, as explained rows and as background.</summary>
    /// <remarks>
    /// Delete-one-block jackknife of Σ(|φ_A| + g_A) / Σ(|φ_A| + |φ_O| + g_A + g_O), where g is the exact first-order effect of a row's place
    /// in the background (second projection of the V-statistic; Hoeffding 1948). It does not speak of training again: a trained model
    /// gives irrelevant features a share above 0, and this interval then excludes 0.
    /// </remarks>
    /// <param name="level">Nominal coverage.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="groups">A code for each row; null: all rows.</param>
    /// <param name="of">Groups to report, by code; ignored without groups.</param>
    /// <param name="cancel">Stops the work.</param>
    public IReadOnlyList<IntervalEstimate> Intervals(double level, int[]? clusters = null, int[]? groups = null, IReadOnlyList<int>? of = null, CancellationToken cancel = default)
    {
        var n = Own.Length;
        IReadOnlyList<int> wanted = groups is null ? [0] : of ?? [];
        var weights = new List<double[]>();
        foreach (var group in wanted)
        {
            var size = groups is null ? n : groups.Count(g => g == group);
            weights.Add(Signs(Others, groups, group, size));
            weights.Add(Signs(Own, groups, group, size));
        }

        // Without the exact game the background is a sample, and its part of the variance is left out.
        var solved = _game.TakesWeights && n > 1 ? _game.Solve([.. weights], cancel) : null;
        var results = new List<IntervalEstimate>();
        for (var g = 0; g < wanted.Count; g++)
        {
            var share = Share(groups, wanted[g]);
            if (!share.IsDefined || Others.All(v => v == 0) || Own.All(v => v == 0))
            {
                results.Add(share.IsDefined
                    ? new IntervalEstimate(share, new Interval(share.Value, share.Value, level), "exact")
                    : new IntervalEstimate(share, null, IntervalMethods.None));
                continue;
            }

            double[] u = new double[n], v = new double[n];
            var size = groups is null ? n : groups.Count(c => c == wanted[g]);
            double meanOthers = 0, meanOwn = 0;
            for (var i = 0; i < n; i++)
            {
                if (groups is null || groups[i] == wanted[g])
                {
                    u[i] = Math.Abs(Others[i]) / size;
                    v[i] = Math.Abs(Own[i]) / size;
                    meanOthers += u[i];
                    meanOwn += v[i];
                }
            }

            if (solved is not null)
            {
                Influence(u, weights[2 * g], solved[2 * g], meanOthers, own: false);
                Influence(v, weights[(2 * g) + 1], solved[(2 * g) + 1], meanOwn, own: true);
            }

            results.Add(Jackknife(share, u, v, clusters, level));
        }

        return results;
    }

    private static Estimate Constant => Estimate.Undefined("the score is constant");

    private bool IsConstant => Others.All(v => v == 0) && Own.All(v => v == 0);

    private static double[] Signs(double[] phi, int[]? groups, int group, int size) =>
        [.. phi.Select((v, i) => groups is null || groups[i] == group ? Math.Sign(v) / (double)size : 0)];

    // Adds to each row the first-order change of E|φ| when the row's weight in the background grows, over the number of rows.
    private void Influence(double[] to, double[] signs, (double Mean, double[] OwnKept, double[] OthersKept) solved, double meanAbsolute, bool own)
    {
        var n = to.Length;
        var sumOfSigns = signs.Sum();
        for (var r = 0; r < n; r++)
        {
            var (entering, leaving) = own ? (solved.OthersKept[r], solved.OwnKept[r]) : (solved.OwnKept[r], solved.OthersKept[r]);
            to[r] += (((entering - (sumOfSigns * _game.Scores[r]) + solved.Mean - leaving) / 2) - meanAbsolute) / n;
        }
    }

    private static IntervalEstimate Jackknife(Estimate share, double[] others, double[] own, int[]? clusters, double level)
    {
        var units = clusters is null ? others.Length : clusters.Max() + 1;
        double[] numerator = new double[units], denominator = new double[units], sizes = new double[units];
        for (var i = 0; i < others.Length; i++)
        {
            var unit = clusters?[i] ?? i;
            numerator[unit] += others[i];
            denominator[unit] += others[i] + own[i];
            sizes[unit]++;
        }

        double top = numerator.Sum(), bottom = denominator.Sum(), squares = 0, sizeSquares = 0;
        var count = sizes.Count(s => s > 0);
        for (var c = 0; c < units; c++)
        {
            if (sizes[c] > 0)
            {
                var without = (top - numerator[c]) / (bottom - denominator[c]);
                squares += (without - (top / bottom)) * (without - (top / bottom));
                sizeSquares += sizes[c] * sizes[c];
            }
        }

        if (count < 2)
        {
            return new IntervalEstimate(share, null, IntervalMethods.None, Clusters: count);
        }

        var effective = (double)others.Length * others.Length / sizeSquares;
        var variance = squares * (count - 1) / count;
        var result = ClusterRobust.FromVariance(share.Value, variance, count, Math.Max(1, effective - 1), level, IntervalMethods.ClusterJackknifeMeanT, null);
        return result with { Interval = result.Interval is { } limits ? limits with { Low = Math.Max(0, limits.Low), High = Math.Min(1, limits.High) } : null };
    }

    // Differences of equal numbers in another order of summation are not attributions.
    private static double Snap(double phi, double score, double mean) => Math.Abs(phi) <= 1e-12 * Math.Max(Math.Abs(score), Math.Abs(mean)) ? 0 : phi;

    private static double Mean(double[] values) => values.Sum() / values.Length;

    private static double[] Less(double[] values, double constant) => [.. values.Select(v => v - constant)];

    private static double[] Less(double[] values, double[] other) => [.. values.Select((v, i) => v - other[i])];

    private static Estimate Ratio(double[] others, double[] own, int[]? groups, int group)
    {
        ExactSum top = new(), bottom = new();
        for (var i = 0; i < others.Length; i++)
        {
            if (groups is null || groups[i] == group)
            {
                top.Add(Math.Abs(others[i]));
                bottom.Add(Math.Abs(own[i]));
            }
        }

        double a = top.ToDouble(), b = bottom.ToDouble();
        return a + b > 0 ? Estimate.Of(a / (a + b)) : Estimate.Undefined("the score is constant");
    }
}
