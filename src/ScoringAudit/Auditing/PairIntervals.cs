using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Intervals of means over pairs of two people: both vary, so the mean is clustered both ways.</summary>
internal static class PairIntervals
{
    /// <summary>The mean of absolute effects.</summary>
    /// <param name="effects">Effect of each pair.</param>
    /// <param name="first">Cluster of the pair's first person.</param>
    /// <param name="second">Cluster of its second person.</param>
    /// <param name="level">Level of the interval.</param>
    public static IntervalEstimate Mean(double[] effects, Func<int, int> first, Func<int, int> second, double level)
    {
        var n = 1 + Enumerable.Range(0, effects.Length).Max(i => Math.Max(first(i), second(i)));
        double[] count1 = new double[n], sum1 = new double[n], count2 = new double[n], sum2 = new double[n];
        var pairs = new Dictionary<long, (double Count, double Sum)>();
        for (var at = 0; at < effects.Length; at++)
        {
            var effect = Math.Abs(effects[at]);
            int of = first(at), from = second(at);
            count1[of]++;
            sum1[of] += effect;
            count2[from]++;
            sum2[from] += effect;
            var key = ((long)of * n) + from;
            var cell = pairs.GetValueOrDefault(key);
            pairs[key] = (cell.Count + 1, cell.Sum + effect);
        }

        var cells = pairs.OrderBy(p => p.Key).Select(p => p.Value).ToList();
        double[] count = [.. cells.Select(p => p.Count)];
        double[] sum = [.. cells.Select(p => p.Sum)];
        return ClusterRobust.TwoWayMean(new ClusterSums(count1, sum1), new ClusterSums(count2, sum2), new ClusterSums(count, sum), level);
    }
}
