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
    private readonly double[]? _shares;
    private readonly double[] _ownKept;
    private readonly double[] _othersKept;

    internal AssociationShareResult(FeatureSchema schema, FeatureMatrix rows, OwnAndOthersGame game, double[]? shares, double mean, double[] ownKept, double[] othersKept)
    {
        _shares = shares;
        _schema = schema;
        _rows = rows;
        _game = game;
        _ownKept = ownKept;
        _othersKept = othersKept;
        Base = mean;
        (Own, Others) = Values(mean, ownKept, othersKept);
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

    /// <summary>The share over all rows, or over those of one group.</summary>
    /// <param name="groups">A code for each row, or null for all rows.</param>
    /// <param name="group">The group.</param>
    public Estimate Share(int[]? groups = null, int group = 0) => Ratio(Others, Own, groups, group, _shares);

    /// <summary>The smaller and the larger share of the two orders of conditioning: everything else enters first, or last.</summary>
    public (Estimate Low, Estimate High) Orders()
    {
        if (!IsConstant && Others.All(v => v == 0))
        {
            return (Estimate.Of(0), Estimate.Of(0));
        }

        var first = Ratio(Less(_othersKept, Base), Less(_game.Scores, _othersKept), null, 0, _shares);
        var last = Ratio(Less(_game.Scores, _ownKept), Less(_ownKept, Base), null, 0, _shares);
        return !first.IsDefined || !last.IsDefined ? (first, last)
            : first.Value <= last.Value ? (first, last) : (last, first);
    }

    /// <summary>cov(φ_A, score) / var(score): it may be negative, and with the own record's it sums to 1.</summary>
    public Estimate SignedVarianceShare()
    {
        double meanScore = Mean(_game.Scores), meanOthers = Mean(Others), covariance = 0, variance = 0;
        for (var i = 0; i < Others.Length; i++)
        {
            var w = _shares?[i] ?? 1;
            covariance += w * (Others[i] - meanOthers) * (_game.Scores[i] - meanScore);
            variance += w * (_game.Scores[i] - meanScore) * (_game.Scores[i] - meanScore);
        }

        return IsConstant ? Constant : Estimate.Of(covariance / variance);
    }

    /// <summary>E|f − v(O) − v(A) + v(∅)| / (E|φ_A| + E|φ_O|): how much of what moves the score needs own record and others' together (Shapley interaction of the two players; Fujimoto, Kojadinovic and Marichal 2006). 0 iff own part and others' part add up.</summary>
    public Estimate InteractionShare()
    {
        if (IsConstant)
        {
            return Constant;
        }

        if (Own.All(v => v == 0) || Others.All(v => v == 0))
        {
            return Estimate.Of(0);
        }

        double together = 0, all = 0;
        for (var i = 0; i < Own.Length; i++)
        {
            together += Weight(i) * Math.Abs(Snap(_game.Scores[i] - _ownKept[i] - _othersKept[i] + Base, Math.Max(1, Math.Abs(_game.Scores[i])), Base));
            all += Weight(i) * (Math.Abs(Own[i]) + Math.Abs(Others[i]));
        }

        return Estimate.Of(together / all);
    }

    /// <summary>1 − R²(score | own): what of the score own features cannot tell, by least squares on their slots and on the mean score given own. In [0, 1].</summary>
    public Estimate UniqueShare() => IsConstant ? Constant : Others.All(v => v == 0) ? Estimate.Of(0) : Estimate.Of(Explanation.UniqueShare.Of(_schema, _rows, _game.Scores, _ownKept, _shares));

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
            var size = Mass(groups, group);
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
            var size = Mass(groups, wanted[g]);
            double meanOthers = 0, meanOwn = 0;
            for (var i = 0; i < n; i++)
            {
                if (groups is null || groups[i] == wanted[g])
                {
                    u[i] = Weight(i) * Math.Abs(Others[i]) / size;
                    v[i] = Weight(i) * Math.Abs(Own[i]) / size;
                    meanOthers += u[i];
                    meanOwn += v[i];
                }
            }

            if (solved is not null)
            {
                Influence(u, weights[2 * g], solved[2 * g], meanOthers, own: false);
                Influence(v, weights[(2 * g) + 1], solved[(2 * g) + 1], meanOwn, own: true);
            }

            results.Add(Jackknife(share, u, v, clusters, level, _shares));
        }

        return results;
    }

    private static Estimate Constant => Estimate.Undefined("the score is constant");

    private bool IsConstant => Others.All(v => v == 0) && Own.All(v => v == 0);

    private double Weight(int row) => _shares?[row] ?? 1;

    private double Mass(int[]? groups, int group)
    {
        var mass = 0.0;
        for (var i = 0; i < Own.Length; i++)
        {
            mass += groups is null || groups[i] == group ? Weight(i) : 0;
        }

        return mass;
    }

    private double[] Signs(double[] phi, int[]? groups, int group, double size) =>
        [.. phi.Select((v, i) => groups is null || groups[i] == group ? Math.Sign(v) * Weight(i) / size : 0)];

    // φ of both players from what the game solved; a player without features is a null player: exactly 0, without rounding.
    private (double[] Own, double[] Others) Values(double mean, double[] ownKept, double[] othersKept)
    {
        var n = _game.Scores.Length;
        double[] own = new double[n], others = new double[n];
        var hasOthers = _schema.Features.Any(f => f.Origin != Portfolios.Origin.Own);
        var hasOwn = _schema.Features.Any(f => f.Origin == Portfolios.Origin.Own);
        for (var i = 0; i < n; i++)
        {
            var f = _game.Scores[i];
            others[i] = Snap(!hasOthers ? 0 : hasOwn ? ((othersKept[i] - mean) + (f - ownKept[i])) / 2 : f - mean, f, mean);
            own[i] = Snap(!hasOwn ? 0 : hasOthers ? ((ownKept[i] - mean) + (f - othersKept[i])) / 2 : f - mean, f, mean);
        }

        return (own, others);
    }

    /// <summary>The share with an interval by drawing whole blocks with replacement: in each draw the rows drawn are both whom is explained and the background, and the game is solved again.</summary>
    /// <remarks>Percentiles of the draws (Efron 1979; blocks: Künsch 1989). Many times dearer than <see cref="Intervals"/>; which of the two covers better is measured by "calibrate association-share".</remarks>
    /// <param name="level">Nominal coverage.</param>
    /// <param name="streams">Parent of the stream "share-bootstrap".</param>
    /// <param name="draws">Draws; at least 20.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="cancel">Stops the work.</param>
    public IntervalEstimate Bootstrap(double level, Streams streams, int draws = 200, int[]? clusters = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 20);
        var share = Share();
        var n = Own.Length;
        var units = clusters is null ? n : clusters.Max() + 1;
        if (!share.IsDefined || !_game.TakesWeights || units < 2 || Others.All(v => v == 0) || Own.All(v => v == 0))
        {
            return new IntervalEstimate(share, null, IntervalMethods.None, Clusters: units);
        }

        int[] present = [.. (clusters ?? Enumerable.Range(0, n)).Distinct().Order()];
        var found = new List<double>();
        for (var draw = 0; draw < draws; draw++)
        {
            var sequence = streams.Derive("share-bootstrap").Derive((long)draw).Sequence();
            var times = new double[units];
            for (var i = 0; i < present.Length; i++)
            {
                times[present[sequence.NextBelow(present.Length)]]++;
            }

            double[] weights = [.. Enumerable.Range(0, n).Select(i => times[clusters?[i] ?? i] * Weight(i))];
            var total = weights.Sum();
            weights = Array.ConvertAll(weights, w => w / total);
            var (mean, ownKept, othersKept) = _game.Solve([weights], cancel)[0];
            var (own, others) = Values(mean, ownKept, othersKept);
            var again = Ratio(others, own, null, 0, weights);
            if (again.IsDefined)
            {
                found.Add(again.Value);
            }
        }

        if (found.Count < draws / 2)
        {
            return new IntervalEstimate(share, null, IntervalMethods.None, Clusters: present.Length);
        }

        found.Sort();
        double At(double p) => found[Math.Clamp((int)Math.Round(p * (found.Count + 1), MidpointRounding.AwayFromZero) - 1, 0, found.Count - 1)];
        return new IntervalEstimate(share, new Interval(At((1 - level) / 2), At((1 + level) / 2), level), IntervalMethods.ClusterBootstrapPercentile, Clusters: present.Length);
    }

    // Adds to each row the first-order change of E|φ| when the row's weight in the background grows, over the number of rows.
    private void Influence(double[] to, double[] signs, (double Mean, double[] OwnKept, double[] OthersKept) solved, double meanAbsolute, bool own)
    {
        var n = to.Length;
        var sumOfSigns = signs.Sum();
        for (var r = 0; r < n; r++)
        {
            var (entering, leaving) = own ? (solved.OthersKept[r], solved.OwnKept[r]) : (solved.OwnKept[r], solved.OthersKept[r]);
            to[r] += (((entering - (sumOfSigns * _game.Scores[r]) + solved.Mean - leaving) / 2) - meanAbsolute) * (_shares?[r] ?? 1.0 / n);
        }
    }

    private static IntervalEstimate Jackknife(Estimate share, double[] others, double[] own, int[]? clusters, double level, double[]? shares)
    {
        var units = clusters is null ? others.Length : clusters.Max() + 1;
        double[] numerator = new double[units], denominator = new double[units], sizes = new double[units];
        for (var i = 0; i < others.Length; i++)
        {
            var unit = clusters?[i] ?? i;
            numerator[unit] += others[i];
            denominator[unit] += others[i] + own[i];
            sizes[unit] += shares?[i] ?? 1;
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

        var all = sizes.Sum();
        var effective = all * all / sizeSquares;
        var variance = squares * (count - 1) / count;
        var result = ClusterRobust.FromVariance(share.Value, variance, count, Math.Max(1, effective - 1), level, IntervalMethods.ClusterJackknifeMeanT, null);
        return result with { Interval = result.Interval is { } limits ? limits with { Low = Math.Max(0, limits.Low), High = Math.Min(1, limits.High) } : null };
    }

    // Differences of equal numbers in another order of summation are not attributions.
    private static double Snap(double phi, double score, double mean) => Math.Abs(phi) <= 1e-12 * Math.Max(Math.Abs(score), Math.Abs(mean)) ? 0 : phi;

    private double Mean(double[] values) => _shares is null ? values.Sum() / values.Length : values.Zip(_shares, (v, w) => v * w).Sum();

    private static double[] Less(double[] values, double constant) => [.. values.Select(v => v - constant)];

    private static double[] Less(double[] values, double[] other) => [.. values.Select((v, i) => v - other[i])];

    private static Estimate Ratio(double[] others, double[] own, int[]? groups, int group, double[]? shares)
    {
        ExactSum top = new(), bottom = new();
        for (var i = 0; i < others.Length; i++)
        {
            if (groups is null || groups[i] == group)
            {
                top.Add((shares?[i] ?? 1) * Math.Abs(others[i]));
                bottom.Add((shares?[i] ?? 1) * Math.Abs(own[i]));
            }
        }

        double a = top.ToDouble(), b = bottom.ToDouble();
        return a + b > 0 ? Estimate.Of(a / (a + b)) : Estimate.Undefined("the score is constant");
    }
}
