using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Mitigation;

/// <summary>The same people under two decision rules, and what the second changes: paired differences with intervals that hold when people of a cluster depend on each other.</summary>
/// <remarks>
/// A decision is a probability of approval: 0 or 1 for a deterministic rule, in between for a randomised one, whose expected decisions are compared, so that no draw
/// adds noise. Both rules must be fixed before these rows are seen; the interval then speaks of those two rules, for new people of the same kind.
/// Intervals: <see cref="ClusterJackknife"/>. Where both rules decide alike about everybody here, there is no interval: the rows cannot say how rarely they differ.
/// </remarks>
public sealed class DecidedPair
{
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly int[] _groups;
    private readonly sbyte[] _adverse;
    private readonly double[] _weights;
    private readonly int[] _clusters;
    private readonly int _clusterCount;

    /// <summary>The rows.</summary>
    /// <param name="first">Probability of approval under the first rule (the baseline), in [0, 1].</param>
    /// <param name="second">The same under the second (the alternative).</param>
    /// <param name="groups">Group codes; −1: none.</param>
    /// <param name="adverse">1 adverse, 0 not, −1 not observed; empty where no outcome is known.</param>
    /// <param name="weights">Weights; empty for 1 each.</param>
    /// <param name="clusters">Cluster of each row; empty: every row is its own.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a probability lies outside [0, 1].</exception>
    public DecidedPair(double[] first, double[] second, int[] groups, sbyte[] adverse, double[] weights, int[] clusters)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(adverse);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(clusters);
        var n = first.Length;
        if (second.Length != n || groups.Length != n || (adverse.Length > 0 && adverse.Length != n) || (weights.Length > 0 && weights.Length != n) || (clusters.Length > 0 && clusters.Length != n))
        {
            throw new ArgumentException($"Expected {n} values in each array, one per row.", nameof(second));
        }

        if (Array.Exists(first, p => !(p is >= 0 and <= 1)) || Array.Exists(second, p => !(p is >= 0 and <= 1)))
        {
            throw new ArgumentException("A probability of approval lies in [0, 1].", nameof(first));
        }

        (_first, _second, _groups, _adverse, _weights, _clusters) = (first, second, groups, adverse, weights, clusters);
        _clusterCount = clusters.Length == 0 ? n : clusters.Append(-1).Max() + 1;
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _first.Length;

    /// <summary>Probability that the first rule approves a row.</summary>
    public double First(int row) => _first[row];

    /// <summary>Probability that the second rule approves a row.</summary>
    public double Second(int row) => _second[row];

    /// <summary>Adverse impact ratio of a group under the second rule, less that under the first.</summary>
    public IntervalEstimate ImpactRatioDifference(int group, int reference, double level)
    {
        var sums = Sums(6, (row, w, to) =>
        {
            var side = _groups[row] == group ? 0 : _groups[row] == reference ? 3 : -1;
            if (side >= 0)
            {
                to[side] += w;
                to[side + 1] += w * _first[row];
                to[side + 2] += w * _second[row];
            }
        });
        return ClusterJackknife.Of(sums, s => Ratio(s, 2) is var b && Ratio(s, 1) is var a && !a.IsDefined ? a : !b.IsDefined ? b : Estimate.Of(b.Value - a.Value), level);
    }

    /// <summary>Adverse impact ratio of a group under one of the rules.</summary>
    public Estimate ImpactRatio(int group, int reference, bool second)
    {
        var s = new double[6];
        for (var i = 0; i < Rows; i++)
        {
            var side = _groups[i] == group ? 0 : _groups[i] == reference ? 3 : -1;
            if (side >= 0)
            {
                var w = Weight(i);
                s[side] += w;
                s[side + 1] += w * _first[i];
                s[side + 2] += w * _second[i];
            }
        }

        return Ratio(s, second ? 2 : 1);
    }

    /// <summary>Favourable rate under the second rule less that under the first, of a group, or of everybody (group −1).</summary>
    public IntervalEstimate RateDifference(int group, double level)
    {
        var sums = Sums(2, (row, w, to) =>
        {
            if (group < 0 || _groups[row] == group)
            {
                to[0] += w;
                to[1] += w * (_second[row] - _first[row]);
            }
        });
        return ClusterJackknife.Of(sums, s => s[0] == 0 ? Estimate.Undefined("there are no rows") : Estimate.Of(s[1] / s[0]), level);
    }

    /// <summary>Adverse outcomes per 1,000 approved people under the second rule, less those under the first.</summary>
    public IntervalEstimate AdversePerThousandDifference(double level)
    {
        if (_adverse.Length == 0)
        {
            return new IntervalEstimate(Estimate.Undefined("no outcome is known"), null, IntervalMethods.None);
        }

        var sums = Sums(4, (row, w, to) =>
        {
            if (_adverse[row] >= 0)
            {
                to[0] += w * _first[row];
                to[1] += w * _first[row] * _adverse[row];
                to[2] += w * _second[row];
                to[3] += w * _second[row] * _adverse[row];
            }
        });
        return ClusterJackknife.Of(
            sums,
            s => s[0] <= 0 || s[2] <= 0 ? Estimate.Undefined("one of the rules approves nobody") : Estimate.Of(1000 * ((s[3] / s[2]) - (s[1] / s[0]))),
            level);
    }

    /// <summary>Counts of people of a group (−1: all): rows, approved under each rule, gained and lost; expected numbers for randomised rules, weights not counted.</summary>
    public (long Rows, double First, double Second, double Gained, double Lost) People(int group)
    {
        long rows = 0;
        double first = 0, second = 0, gained = 0, lost = 0;
        for (var i = 0; i < Rows; i++)
        {
            if (group < 0 || _groups[i] == group)
            {
                rows++;
                first += _first[i];
                second += _second[i];
                gained += Math.Max(0, _second[i] - _first[i]);
                lost += Math.Max(0, _first[i] - _second[i]);
            }
        }

        return (rows, first, second, gained, lost);
    }

    private static Estimate Ratio(double[] s, int rule) => s[0] == 0 ? Estimate.Undefined("the group has no rows")
        : s[3] == 0 ? Estimate.Undefined("the reference group has no rows")
        : s[3 + rule] <= 0 ? Estimate.Undefined("the reference group has no favourable decision")
        : Estimate.Of(s[rule] / s[0] / (s[3 + rule] / s[3]));

    private double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    private double[][] Sums(int length, Action<int, double, double[]> add)
    {
        var sums = new double[_clusterCount][];
        for (var c = 0; c < sums.Length; c++)
        {
            sums[c] = new double[length];
        }

        for (var i = 0; i < Rows; i++)
        {
            add(i, Weight(i), sums[_clusters.Length == 0 ? i : _clusters[i]]);
        }

        return sums;
    }
}
