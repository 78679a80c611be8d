using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Impact ratios against the best category, as New York City's Local Law 144 asks for them; the same tally gives selection and scoring rates.</summary>
/// <remarks>
/// Impact ratio = rate of the category / highest rate of any category. Categories with less than 2 % of the applicants may be left out of the calculation: they are
/// listed, with counts and rate and without a ratio. Point values, as the rule asks; intervals against a data-chosen reference come from <see cref="GroupRates"/>.
/// Source: Rules of the City of New York, title 6, sections 5-301 and 5-302 (2023).
/// </remarks>
/// <param name="Rows">One row a category, in the order of the codes.</param>
/// <param name="Unknown">Applicants without a category.</param>
/// <param name="Best">The category with the highest rate; null where none has one.</param>
public sealed record ImpactRatioTable(IReadOnlyList<ImpactRatioRow> Rows, long Unknown, string? Best)
{
    /// <summary>The table of a tally.</summary>
    /// <param name="tally">Counts of decisions, or of scores better than the median.</param>
    /// <param name="grouping">The categories.</param>
    /// <param name="leastShare">Categories below this share of the applicants are left out; 0.02 in the rule.</param>
    public static ImpactRatioTable LocalLaw144(ConfusionTally tally, Grouping grouping, double leastShare = 0.02)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        var counts = Enumerable.Range(0, tally.Groups).Select(g => RateMetrics.SelectionRate.CountOf(tally.Counts(g))).ToArray();
        var total = counts.Sum(c => c.Rows);
        double Share(GroupCount c) => total == 0 ? 0 : (double)c.Rows / total;
        bool IsOut(GroupCount c) => Share(c) < leastShare;
        var best = -1;
        for (var g = 0; g < counts.Length; g++)
        {
            best = counts[g].Trials > 0 && !IsOut(counts[g]) && (best < 0 || counts[g].Value > counts[best].Value) ? g : best;
        }

        Estimate Ratio(GroupCount c) => IsOut(c) ? Estimate.Undefined("the category holds less than the least share")
            : best < 0 || counts[best].Value == 0 ? Estimate.Undefined("no category has a favourable decision")
            : Estimate.Of(c.Value / counts[best].Value);
        var rows = counts.Select((c, g) => new ImpactRatioRow(
            grouping.Groups[g],
            c.Rows,
            c.FavourableRows,
            c.Trials > 0 ? Estimate.Of(c.Value) : Estimate.Undefined("the category has no applicants"),
            c.Trials > 0 ? Ratio(c) : Estimate.Undefined("the category has no applicants"),
            Share(c),
            c.Rows > 0 && IsOut(c))).ToList();
        return new ImpactRatioTable(rows, tally.MissingMembership, best < 0 ? null : grouping.Groups[best]);
    }
}
