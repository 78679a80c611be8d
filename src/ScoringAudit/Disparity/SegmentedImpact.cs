using MathNet.Numerics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Disparity within strata, pooled: is the group behind people of the same segment?</summary>
/// <remarks>
/// Strata without rows of either group, or with one decision only, add nothing to the tests. Sources: Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986;
/// Breslow and Day 1980, section 4.4; Tarone 1985. The indirectly standardised ratio, observed over expected at the reference group's stratum rates, is what
/// SolasAI publishes as segmented AIR; it is not the Mantel–Haenszel risk ratio.
/// </remarks>
/// <param name="StandardisedRatio">Σ x₁ / Σ n₁ (x₀/n₀): observed favourable decisions over those expected at the reference group's rates.</param>
/// <param name="RiskRatio">Mantel–Haenszel ratio of rates.</param>
/// <param name="OddsRatio">Mantel–Haenszel odds ratio.</param>
/// <param name="ChiSquare">Cochran–Mantel–Haenszel statistic without continuity correction; 1 degree of freedom.</param>
/// <param name="PValue">Its p-value.</param>
/// <param name="CorrectedChiSquare">The statistic with continuity correction ½, as Mantel and Haenszel wrote it: (|Σ(x₁ − E)| − ½)²/V, even where |Σ| is below ½ (R stops at 0 there).</param>
/// <param name="CorrectedPValue">Its p-value.</param>
/// <param name="BreslowDay">Breslow–Day statistic of equal odds ratios across strata.</param>
/// <param name="BreslowDayPValue">Its p-value, strata − 1 degrees of freedom.</param>
/// <param name="Tarone">The statistic with Tarone's correction.</param>
/// <param name="TaronePValue">Its p-value.</param>
/// <param name="Strata">Strata with rows of both groups.</param>
public sealed record SegmentedImpact(
    Estimate StandardisedRatio,
    IntervalEstimate RiskRatio,
    Estimate OddsRatio,
    Estimate ChiSquare,
    Estimate PValue,
    Estimate CorrectedChiSquare,
    Estimate CorrectedPValue,
    Estimate BreslowDay,
    Estimate BreslowDayPValue,
    Estimate Tarone,
    Estimate TaronePValue,
    int Strata)
{
    /// <summary>Measure name of the pooled ratio.</summary>
    public const string Measure = "segmented_adverse_impact_ratio";

    /// <summary>The pooled measures of strata; rows independent.</summary>
    /// <param name="strata">Favourable and decided rows of the group and of the reference in each stratum.</param>
    /// <param name="level">Level of the interval of the risk ratio (Greenland and Robins 1985, log scale).</param>
    public static SegmentedImpact Of(IReadOnlyList<(Rate Group, Rate Reference)> strata, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(strata);
        double observed = 0, expected = 0, difference = 0, variance = 0, rNumerator = 0, rDenominator = 0, oNumerator = 0, oDenominator = 0, dispersion = 0;
        var used = new List<(Rate Group, Rate Reference)>();
        foreach (var (group, reference) in strata)
        {
            if (group.Denominator == 0 || reference.Denominator == 0)
            {
                continue;
            }

            used.Add((group, reference));
            double x1 = group.Numerator, n1 = group.Denominator, x0 = reference.Numerator, n0 = reference.Denominator, n = n1 + n0, m = x1 + x0;
            observed += x1;
            expected += n1 * x0 / n0;
            difference += x1 - (n1 * m / n);
            variance += n1 * n0 * m * (n - m) / (n * n * (n - 1));
            rNumerator += x1 * n0 / n;
            rDenominator += x0 * n1 / n;
            oNumerator += x1 * (n0 - x0) / n;
            oDenominator += (n1 - x1) * x0 / n;
            dispersion += ((n1 * n0 * m) - (x1 * x0 * n)) / (n * n);
        }

        var none = used.Count == 0 ? "no stratum has rows of both groups" : null;
        Estimate Over(double a, double b, string why) => none is not null ? Estimate.Undefined(none) : b > 0 ? Estimate.Of(a / b) : Estimate.Undefined(why);
        const string noReference = "the reference group has no favourable decision in these strata";
        var odds = Over(oNumerator, oDenominator, "no stratum has a refused row of the group and a favourable one of the reference");
        Estimate Statistic(double correction)
        {
            var off = Math.Abs(difference) - correction;
            return none is not null ? Estimate.Undefined(none) : variance > 0 ? Estimate.Of(off * off / variance) : Estimate.Undefined("no stratum has both decisions");
        }

        var (plain, corrected) = (Statistic(0), Statistic(0.5));
        var (breslowDay, tarone) = Homogeneity(used, odds);
        Estimate Tail(Estimate statistic) => statistic.Map(x => SpecialFunctions.GammaUpperRegularized((used.Count - 1) / 2.0, x / 2));
        var ratio = Over(rNumerator, rDenominator, noReference);
        Interval? limits = null;
        if (ratio.IsDefined && rNumerator > 0 && dispersion > 0)
        {
            var se = Math.Sqrt(dispersion / (rNumerator * rDenominator));
            var z = StudentQuantile.TwoSided(level, double.PositiveInfinity);
            limits = new Interval(ratio.Value * Math.Exp(-z * se), ratio.Value * Math.Exp(z * se), level);
        }

        return new SegmentedImpact(
            Over(observed, expected, noReference),
            new IntervalEstimate(ratio, limits, limits is null ? IntervalMethods.None : "greenland_robins_log"),
            odds,
            plain,
            plain.Map(x => SpecialFunctions.Erfc(Math.Sqrt(x / 2))),
            corrected,
            corrected.Map(x => SpecialFunctions.Erfc(Math.Sqrt(x / 2))),
            breslowDay,
            Tail(breslowDay),
            tarone,
            Tail(tarone),
            used.Count);
    }

    /// <summary>The indirectly standardised ratio of strata that may be weighted; undefined where nothing is expected.</summary>
    /// <param name="strata">Favourable and decided rows (or weight) of the group and of the reference in each stratum.</param>
    public static Estimate Standardised(IReadOnlyList<(GroupCount Group, GroupCount Reference)> strata)
    {
        ArgumentNullException.ThrowIfNull(strata);
        double observed = 0, expected = 0;
        var used = 0;
        foreach (var (group, reference) in strata)
        {
            if (group.Trials > 0 && reference.Trials > 0)
            {
                used++;
                observed += group.Successes;
                expected += group.Trials * reference.Value;
            }
        }

        return used == 0 ? Estimate.Undefined("no stratum has rows of both groups")
            : expected > 0 ? Estimate.Of(observed / expected)
            : Estimate.Undefined("the reference group has no favourable decision in these strata");
    }

    private static (Estimate BreslowDay, Estimate Tarone) Homogeneity(List<(Rate Group, Rate Reference)> strata, Estimate odds)
    {
        if (strata.Count < 2)
        {
            var few = Estimate.Undefined("fewer than two strata have rows of both groups");
            return (few, few);
        }

        if (!odds.IsDefined || odds.Value == 0)
        {
            var none = Estimate.Undefined(odds.IsDefined ? "the pooled odds ratio is 0" : odds.Reason!);
            return (none, none);
        }

        double statistic = 0, off = 0, variances = 0, psi = odds.Value;
        foreach (var (group, reference) in strata)
        {
            double n1 = group.Denominator, n0 = reference.Denominator, m = group.Numerator + reference.Numerator;
            if (m == 0 || m == n1 + n0)
            {
                continue; // one decision only: the stratum says nothing of an odds ratio
            }

            // Expected x₁ at odds ratio ψ: (1 − ψ) x² + (n₀ − m + ψ (n₁ + m)) x − ψ n₁ m = 0, the root between the margins.
            double a = 1 - psi, b = n0 - m + (psi * (n1 + m)), c = -psi * n1 * m;
            var x = Math.Abs(a) < 1e-12 ? -c / b : (-b + Math.Sqrt((b * b) - (4 * a * c))) / (2 * a);
            var variance = 1 / ((1 / x) + (1 / (n1 - x)) + (1 / (m - x)) + (1 / (n0 - m + x)));
            statistic += (group.Numerator - x) * (group.Numerator - x) / variance;
            off += group.Numerator - x;
            variances += variance;
        }

        return variances > 0
            ? (Estimate.Of(statistic), Estimate.Of(statistic - (off * off / variances)))
            : (Estimate.Undefined("no stratum has both decisions"), Estimate.Undefined("no stratum has both decisions"));
    }
}
