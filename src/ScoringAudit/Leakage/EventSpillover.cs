using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Whether the scores of those who read somebody move when that somebody is listed: an event study with a pre-trend test.</summary>
/// <remarks>
/// Exposed: the first event among those that one reads, in period τ. For each exposed node, its score's change from τ − 1 to the mean of τ … τ + 2 (as far as periods go),
/// less the mean change over the same periods of linked nodes that were never exposed, in the same stratum; the effect is the mean over exposed nodes (a stacked
/// difference in differences: Cengiz, Dube, Lindner and Zipperer 2019; Callaway and Sant'Anna 2021 with controls never treated). Nodes with events of their own take
/// no part. Pre-trend: the same with the mean of τ − 3 and τ − 2 in place of what follows; where it is significant the result is refused. Clusters are the
/// events' subjects (all who read the same one move together), t with effective clusters − 1; the variance of the controls' means is added. A shock of a whole
/// sector in the period of its listings looks the same: give the sector as a stratum.
/// </remarks>
/// <param name="Effect">Mean change in points, or why there is none.</param>
/// <param name="Interval">Interval of the effect; null where refused.</param>
/// <param name="PValue">Two-sided p; 1 where refused.</param>
/// <param name="PreTrend">Mean of the periods before, relative to τ − 1.</param>
/// <param name="PreTrendPValue">Its two-sided p.</param>
/// <param name="Exposed">Exposed nodes that were used.</param>
/// <param name="Controls">Controls that were used.</param>
/// <param name="Clusters">Clusters of exposed nodes.</param>
/// <param name="StandardError">Of the effect; 0 where there is none.</param>
/// <param name="Path">Mean and standard error by period relative to τ, −3 to 2, −1 left out (0 by construction); only those that can be measured.</param>
public sealed record EventSpillover(
    Estimate Effect, Interval? Interval, double PValue, double PreTrend, double PreTrendPValue, int Exposed, int Controls, int Clusters, double StandardError, IReadOnlyList<EventPathPoint> Path)
{
    /// <summary>Fewest clusters of exposed nodes.</summary>
    public const int FewestClusters = 20;

    /// <summary>Fewest controls.</summary>
    public const int FewestControls = 30;

    private const int Before = 3;
    private const int After = 2;

    /// <summary>Measures.</summary>
    /// <param name="scores">Score by period and node; NaN where there is none.</param>
    /// <param name="exposed">Period of first exposure of each node; −1: never; −2: takes no part (no links, or events of its own).</param>
    /// <param name="cluster">Cluster of each node: for an exposed one the event's, for a control its own unit.</param>
    /// <param name="stratum">Stratum of each node; empty: one.</param>
    /// <param name="level">Confidence; the pre-trend is tested at 1 − level.</param>
    public static EventSpillover Run(double[][] scores, int[] exposed, int[] cluster, int[] stratum, double level)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(exposed);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(stratum);
        var study = new Study(scores, exposed, cluster, stratum, level);
        var effect = study.Contrast(0, After, level);
        var before = study.Contrast(-Before, -2, level);
        int n = effect?.Exposed ?? 0, controls = effect?.Controls ?? 0, clusters = effect?.Clusters ?? 0;
        EventSpillover Refuse(string why) => new(Estimate.Undefined(why), null, 1, before?.Value ?? 0, before?.PValue ?? 1, n, controls, clusters, 0, []);
        if (effect is null || clusters < FewestClusters)
        {
            return Refuse($"the events reach others from {clusters} subjects with scores before and after, fewer than {FewestClusters}");
        }

        if (controls < FewestControls)
        {
            return Refuse($"{controls} linked subjects were never exposed, fewer than {FewestControls}: there is nothing to compare with");
        }

        if (before is null)
        {
            return Refuse("there are no scores two periods before the events, so a movement that began earlier cannot be ruled out");
        }

        if (before.PValue <= 1 - level)
        {
            return Refuse("the scores of those exposed moved before the events already, so what follows cannot be told from that trend");
        }

        var path = new List<EventPathPoint>();
        for (var k = -Before; k <= After; k++)
        {
            if (k != -1 && study.Contrast(k, k, level) is { } point)
            {
                path.Add(new EventPathPoint(k, point.Value, point.StandardError, point.Exposed));
            }
        }

        return new EventSpillover(Estimate.Of(effect.Value), effect.Limits, effect.PValue, before.Value, before.PValue, n, controls, clusters, effect.StandardError, path);
    }

    private sealed record Result(double Value, double StandardError, double PValue, Interval Limits, int Exposed, int Controls, int Clusters);

    private sealed class Study(double[][] scores, int[] exposed, int[] cluster, int[] stratum, double level)
    {
        // Mean of the periods τ + from … τ + to, as far as they go, less τ − 1; NaN where a score is missing or none of the periods is there.
        private double Change(int node, int at, int from, int to)
        {
            int first = Math.Max(0, at + from), last = Math.Min(scores.Length - 1, at + to);
            if (at < 1 || first > last)
            {
                return double.NaN;
            }

            var sum = 0.0;
            for (var p = first; p <= last; p++)
            {
                sum += scores[p][node];
            }

            return (sum / (last - first + 1)) - scores[at - 1][node];
        }

        public Result? Contrast(int from, int to, double confidence)
        {
            var cells = new SortedDictionary<(int Period, int Stratum), List<int>>();
            for (var i = 0; i < exposed.Length; i++)
            {
                if (exposed[i] >= 1 && exposed[i] < scores.Length && double.IsFinite(Change(i, exposed[i], from, to)))
                {
                    var key = (exposed[i], stratum.Length == 0 ? 0 : stratum[i]);
                    if (!cells.TryGetValue(key, out var list))
                    {
                        cells.Add(key, list = []);
                    }

                    list.Add(i);
                }
            }

            double[] counts = new double[cluster.Length == 0 ? 0 : cluster.Max() + 1], sums = new double[counts.Length], control = new double[counts.Length];
            var used = new bool[exposed.Length];
            var n = 0;
            var parts = new List<(int Node, int Cell, double Gap)>();
            var weights = new List<double>();
            foreach (var (key, nodes) in cells)
            {
                var mean = 0.0;
                var many = 0;
                var before = parts.Count;
                for (var c = 0; c < exposed.Length; c++)
                {
                    if (exposed[c] == -1 && (stratum.Length == 0 || stratum[c] == key.Stratum) && Change(c, key.Period, from, to) is var change && double.IsFinite(change))
                    {
                        parts.Add((c, weights.Count, change));
                        mean += change;
                        many++;
                    }
                }

                if (many < 2)
                {
                    parts.RemoveRange(before, parts.Count - before);
                    continue;
                }

                mean /= many;
                for (var p = before; p < parts.Count; p++)
                {
                    parts[p] = parts[p] with { Gap = (parts[p].Gap - mean) / many };
                    used[parts[p].Node] = true;
                }

                weights.Add(nodes.Count);
                foreach (var i in nodes)
                {
                    counts[cluster[i]]++;
                    sums[cluster[i]] += Change(i, key.Period, from, to) - mean;
                }

                n += nodes.Count;
            }

            if (n == 0)
            {
                return null;
            }

            foreach (var (node, cell, gap) in parts)
            {
                control[cluster[node]] += gap * weights[cell] / n;
            }

            var estimate = ClusterRobust.Mean(counts, sums, level);
            var clusters = (int)(estimate.Clusters ?? 0);
            if (estimate.StandardError is not { } error || estimate.DegreesOfFreedom is not { } freedom)
            {
                return new Result(estimate.Value.Value, 0, 1, new Interval(double.NegativeInfinity, double.PositiveInfinity, confidence), n, used.Count(u => u), clusters);
            }

            var total = Math.Sqrt((error * error) + control.Sum(c => c * c));
            var reach = StudentQuantile.TwoSided(confidence, freedom) * total;
            var value = estimate.Value.Value;
            var p2 = total > 0 ? StudentQuantile.TwoSidedPValue(value / total, freedom) : value == 0 ? 1 : 0;
            return new Result(value, total, p2, new Interval(value - reach, value + reach, confidence), n, used.Count(u => u), clusters);
        }
    }
}
