using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Generalized entropy of benefits: how unequally decisions, right or wrong, benefit people; between groups, or in all.</summary>
/// <remarks>
/// <para>With benefits b ≥ 0, mean μ and weights w: α ∉ {0, 1}: Σw[(b/μ)^α − 1] / (Σw α(α − 1)); α = 1 (Theil): Σw (b/μ) ln(b/μ) / Σw, with 0 ln 0 = 0;
/// α = 0 (mean log deviation): −Σw ln(b/μ) / Σw, undefined with a benefit of 0. Range [0, ∞), ideal 0; undefined when μ is 0.</para>
/// <para>For α = 0 AIF360 and holisticai divide by the mean a second time, which is wrong wherever μ is not 1. The coefficient of variation is √(2 GE(2)).
/// Benefit of a decision: 1 + favourable − not adverse: 0, 1 or 2. Sources: Shorrocks 1980; Speicher et al. 2018.</para>
/// </remarks>
public static class GeneralizedEntropy
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "generalized_entropy", "Generalized entropy", "mean((b/μ)^α − 1) / (α(α − 1))", MetricDirection.LowerIsBetter, 0, double.PositiveInfinity, 0, "Shorrocks 1980; Speicher et al. 2018");

    /// <summary>The index of benefits.</summary>
    /// <param name="benefits">At least 0, finite.</param>
    /// <param name="alpha">Weight of the top: 0 mean log deviation, 1 Theil, 2 half the squared coefficient of variation.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <exception cref="ArgumentException">A benefit is negative or not finite, or lengths differ.</exception>
    public static Estimate Of(ReadOnlySpan<double> benefits, double alpha, ReadOnlySpan<double> weights = default)
    {
        if (!weights.IsEmpty && weights.Length != benefits.Length)
        {
            throw new ArgumentException($"Expected {benefits.Length} weights, one per benefit, found {weights.Length}.", nameof(weights));
        }

        ExactSum sum = new(), total = new();
        for (var i = 0; i < benefits.Length; i++)
        {
            if (!(benefits[i] >= 0) || double.IsInfinity(benefits[i]))
            {
                throw new ArgumentException($"A benefit is finite and at least 0; found {benefits[i]}.", nameof(benefits));
            }

            var w = weights.IsEmpty ? 1 : weights[i];
            sum.Add(w * benefits[i]);
            total.Add(w);
        }

        var weight = total.ToDouble();
        if (!(weight > 0))
        {
            return Estimate.Undefined("there are no rows");
        }

        var mean = sum.ToDouble() / weight;
        if (mean == 0)
        {
            return Estimate.Undefined("every benefit is 0");
        }

        var parts = new ExactSum();
        for (var i = 0; i < benefits.Length; i++)
        {
            var part = Part(benefits[i] / mean, alpha);
            if (double.IsInfinity(part))
            {
                return Estimate.Undefined("a benefit is 0, whose logarithm or negative power is infinite");
            }

            parts.Add((weights.IsEmpty ? 1 : weights[i]) * part);
        }

        return Estimate.Of(Math.Max(0, parts.ToDouble() / weight));
    }

    /// <summary>The index of decisions in a table: benefits 1 (right), 2 (favourable although adverse), 0 (refused although good).</summary>
    /// <param name="counts">The table; unobserved outcomes are left out.</param>
    /// <param name="alpha">See <see cref="Of(ReadOnlySpan{double}, double, ReadOnlySpan{double})"/>.</param>
    public static Estimate Of(ConfusionCounts counts, double alpha)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return OfCells([(2, counts.FalsePositive.Weight), (1, counts.TruePositive.Weight + counts.TrueNegative.Weight), (0, counts.FalseNegative.Weight)], alpha);
    }

    /// <summary>The part between groups: the index when everybody has the mean benefit of the own group.</summary>
    /// <param name="groups">One table a group.</param>
    /// <param name="alpha">See <see cref="Of(ReadOnlySpan{double}, double, ReadOnlySpan{double})"/>.</param>
    public static Estimate Between(IReadOnlyList<ConfusionCounts> groups, double alpha)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var cells = new List<(double Benefit, double Weight)>();
        foreach (var c in groups)
        {
            var n = c.Sum(ConfusionCells.Observed).Weight;
            if (n > 0)
            {
                cells.Add((((2 * c.FalsePositive.Weight) + c.TruePositive.Weight + c.TrueNegative.Weight) / n, n));
            }
        }

        return OfCells([.. cells], alpha);
    }

    private static Estimate OfCells((double Benefit, double Weight)[] cells, double alpha)
    {
        var used = cells.Where(c => c.Weight > 0).ToArray();
        return used.Length == 0
            ? Estimate.Undefined("there are no rows")
            : Of([.. used.Select(c => c.Benefit)], alpha, [.. used.Select(c => c.Weight)]);
    }

    private static double Part(double ratio, double alpha) => alpha switch
    {
        0 => ratio == 0 ? double.PositiveInfinity : -Math.Log(ratio),
        1 => ratio == 0 ? 0 : ratio * Math.Log(ratio),
        _ => ratio == 0 && alpha < 0 ? double.PositiveInfinity : (Math.Pow(ratio, alpha) - 1) / (alpha * (alpha - 1)),
    };
}
