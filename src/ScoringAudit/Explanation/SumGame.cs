using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The two-player game of clip(constant + own part + others' part), exact with every row as background: sorted parts and running sums give the mean of a clipped sum.</summary>
internal sealed class SumGame : OwnAndOthersGame
{
    private readonly double[] _own;
    private readonly double[] _others;
    private readonly (double Low, double High) _limits;

    private SumGame(double[] own, double[] others, (double Low, double High) limits)
    {
        _own = own;
        _others = others;
        _limits = limits;
    }

    public static SumGame Make(AdditiveParts parts)
    {
        var own = parts.Sum(f => f.Origin == Origin.Own);
        var others = parts.Sum(f => f.Origin != Origin.Own);
        var scores = new double[own.Length];
        for (var row = 0; row < own.Length; row++)
        {
            own[row] += parts.Constant;
            scores[row] = Math.Clamp(own[row] + others[row], parts.Limits.Low, parts.Limits.High);
        }

        return new SumGame(own, others, parts.Limits) { Unit = parts.Unit, Scores = scores, BackgroundRows = own.Length };
    }

    public override IReadOnlyList<(double Mean, double[] OwnKept, double[] OthersKept)> Solve(double[][] weights, CancellationToken cancel) =>
        [.. weights.Select(w => (Mean(w), Average(_own, _others, w), Average(_others, _own, w)))];

    private double Mean(double[] weights)
    {
        var sum = 0.0;
        for (var row = 0; row < weights.Length; row++)
        {
            sum += weights[row] * Scores[row];
        }

        return sum;
    }

    // For each kept part k: Σ w · clip(k + t) over the other parts t.
    private double[] Average(double[] kept, double[] other, double[] weights)
    {
        var n = other.Length;
        var result = new double[n];
        var total = 0.0;
        var product = 0.0;
        for (var i = 0; i < n; i++)
        {
            total += weights[i];
            product += weights[i] * other[i];
        }

        if (double.IsInfinity(_limits.Low) && double.IsInfinity(_limits.High))
        {
            for (var i = 0; i < n; i++)
            {
                result[i] = (kept[i] * total) + product;
            }

            return result;
        }

        int[] order = [.. Enumerable.Range(0, n)];
        var sorted = (double[])other.Clone();
        Array.Sort(sorted, order);
        double[] mass = new double[n + 1], moment = new double[n + 1];
        for (var i = 0; i < n; i++)
        {
            mass[i + 1] = mass[i] + weights[order[i]];
            moment[i + 1] = moment[i] + (weights[order[i]] * sorted[i]);
        }

        for (var i = 0; i < n; i++)
        {
            int low = FirstAbove(sorted, _limits.Low - kept[i]), high = Math.Max(low, FirstAbove(sorted, _limits.High - kept[i]));
            result[i] = (mass[low] == 0 ? 0 : mass[low] * _limits.Low)
                + (kept[i] * (mass[high] - mass[low])) + moment[high] - moment[low]
                + (mass[n] - mass[high] is var above && above == 0 ? 0 : above * _limits.High);
        }

        return result;
    }

    private static int FirstAbove(double[] sorted, double bound)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] <= bound)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
