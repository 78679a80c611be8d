using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>The published p-and-ratio-and-difference rule: a screen, never a verdict.</summary>
/// <remarks>
/// Flagged iff p &lt; α and ratio &lt; <paramref name="RatioBelow"/> and reference rate − group rate &gt; <paramref name="DifferenceAbove"/>. p is Fisher's exact where the
/// smallest cell holds fewer than 100 rows, else chi-square with Yates's correction (that is where the published values change over, somewhere between 62 and 272).
/// Rows are taken as independent. It flags too often where the data choose the reference and too rarely where groups are small. Source: SolasAI's published method.
/// </remarks>
/// <param name="RatioBelow">Ratios below this count.</param>
/// <param name="DifferenceAbove">Differences above this count.</param>
/// <param name="Alpha">Significance level.</param>
public sealed record ImpactScreen(double RatioBelow = 0.8, double DifferenceAbove = 0, double Alpha = 0.05)
{
    private const long FisherBelow = 100;

    /// <summary>Name in findings.</summary>
    public const string Name = "p_ratio_difference";

    /// <summary>The conventional p-value of equal rates, and which test gave it.</summary>
    public static (Estimate PValue, string Test) Conventional(Rate group, Rate reference)
    {
        if (group.Denominator == 0 || reference.Denominator == 0)
        {
            return (Estimate.Undefined("a group has no rows"), "none");
        }

        var smallest = new[] { group.Numerator, group.Denominator - group.Numerator, reference.Numerator, reference.Denominator - reference.Numerator }.Min();
        return smallest < FisherBelow
            ? (Estimate.Of(ContingencyTests.FisherExact(group, reference)), "fisher")
            : (ContingencyTests.YatesChiSquare(group, reference), "yates");
    }

    /// <summary>Whether the rule flags the group; null where a rate or the ratio is undefined.</summary>
    public bool? Flags(Rate group, Rate reference)
    {
        var (p, _) = Conventional(group, reference);
        if (!p.IsDefined || reference.Numerator == 0)
        {
            return null;
        }

        return p.Value < Alpha && group.Value / reference.Value < RatioBelow && reference.Value - group.Value > DifferenceAbove;
    }

    /// <summary>The rule and its result in words, for a finding's screen field.</summary>
    public string Describe(Rate group, Rate reference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}(p < {Alpha}, ratio < {RatioBelow}, difference > {DifferenceAbove}): {Flags(group, reference) switch { true => "flagged", false => "not flagged", null => "undefined" }}");
}
