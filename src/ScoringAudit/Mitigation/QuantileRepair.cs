using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>Moves a number of each group towards the distribution that is the median of the groups' distributions.</summary>
/// <remarks>
/// repaired = (1 − λ) x + λ Q(F_g(x)), with F_g the group's distribution, Q(u) the median over groups of their quantiles at u (of an even number the mean of
/// the middle two), λ the amount. λ = 1 gives every group one distribution, λ = 0 changes nothing, ranks within a group stay. Distributions are kept as 101
/// quantiles of the training rows, linear between them. **To repair a value at scoring, the group must be known: the protected attribute enters the score.**
/// Source: Feldman, Friedler, Moeller, Scheidegger and Venkatasubramanian 2015, sections 5.1 to 5.3 (geometric repair).
/// </remarks>
public sealed class QuantileRepair
{
    private const int Steps = 100;
    private readonly double[]?[] _quantiles;
    private readonly double[] _median;

    private QuantileRepair(double[]?[] quantiles, double[] median, double amount)
    {
        _quantiles = quantiles;
        _median = median;
        Amount = amount;
    }

    /// <summary>λ, in [0, 1].</summary>
    public double Amount { get; }

    /// <summary>Learns the groups' distributions.</summary>
    /// <param name="values">Values; NaN (missing) is left out.</param>
    /// <param name="groups">Group code of each value; −1 is left out.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="amount">λ, in [0, 1].</param>
    public static QuantileRepair Fit(ReadOnlySpan<float> values, ReadOnlySpan<int> groups, int groupCount, double amount)
    {
        if (!(amount is >= 0 and <= 1))
        {
            throw new AuditDataException(FormattableString.Invariant($"quantile repair: the amount is {amount}, expected a number from 0 (no repair) to 1 (one distribution for all groups)."));
        }

        if (values.Length != groups.Length)
        {
            throw new ArgumentException($"Expected {values.Length} group codes, one per value, found {groups.Length}.", nameof(groups));
        }

        var of = Enumerable.Range(0, groupCount).Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (groups[i] >= 0 && !float.IsNaN(values[i]))
            {
                of[groups[i]].Add(values[i]);
            }
        }

        var quantiles = of.Select(Quantiles).ToArray();
        var median = new double[Steps + 1];
        for (var k = 0; k <= Steps; k++)
        {
            double[] at = [.. quantiles.OfType<double[]>().Select(q => q[k]).Order()];
            median[k] = at.Length == 0 ? double.NaN : (at[(at.Length - 1) / 2] + at[at.Length / 2]) / 2;
        }

        return new QuantileRepair(quantiles, median, amount);
    }

    /// <summary>The repaired value; a missing value, and a value of no group or of a group without training rows, stay as they are.</summary>
    public float Repair(float value, int group)
    {
        if (float.IsNaN(value) || group < 0 || group >= _quantiles.Length || _quantiles[group] is not { } own)
        {
            return value;
        }

        return (float)(((1 - Amount) * value) + (Amount * At(_median, Rank(own, value))));
    }

    // Position in [0, Steps]: the middle of the run of knots that equal the value, so that a heap of equal values goes to its own middle.
    private static double Rank(double[] knots, double value)
    {
        int first = 0, last = Steps;
        while (first <= Steps && knots[first] < value)
        {
            first++;
        }

        while (last >= 0 && knots[last] > value)
        {
            last--;
        }

        if (first <= last)
        {
            return (first + last) / 2.0;
        }

        return first == 0 ? 0 : last == Steps ? Steps : last + ((value - knots[last]) / (knots[first] - knots[last]));
    }

    private static double At(double[] knots, double position)
    {
        var k = Math.Min((int)position, Steps - 1);
        return knots[k] + ((position - k) * (knots[k + 1] - knots[k]));
    }

    private static double[]? Quantiles(List<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        values.Sort();
        var knots = new double[Steps + 1];
        for (var k = 0; k <= Steps; k++)
        {
            var at = (double)k / Steps * (values.Count - 1);
            var below = Math.Min((int)at, values.Count - 1);
            var above = Math.Min(below + 1, values.Count - 1);
            knots[k] = values[below] + ((at - below) * (values[above] - values[below]));
        }

        return knots;
    }
}
