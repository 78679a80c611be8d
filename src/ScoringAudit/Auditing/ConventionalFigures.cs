using ScoringAudit.Disparity;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Intervals, tests and ratios that publications print, by name, beside our own: rows independent and unweighted.</summary>
/// <remarks>
/// Rate: wilson, clopperPearson. Ratio: katz, fisherP, yatesP, pearsonP, pooledZ, pooledLogRatioZ, oddsRatio. Difference: newcombe (Wilson limits). A name with Low
/// and High is an interval at the plan's confidence. None of them decides a verdict.
/// </remarks>
internal static class ConventionalFigures
{
    public static IReadOnlyDictionary<string, double> Of(RateResult result, double level)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        void Limits(string name, Interval? interval)
        {
            if (interval is { } i)
            {
                (figures[name + "Low"], figures[name + "High"]) = (i.Low, i.High);
            }
        }

        void Number(string name, Estimate value)
        {
            if (value.IsDefined)
            {
                figures[name] = value.Value;
            }
        }

        var group = Rate.Of(result.Of.FavourableRows, result.Of.Rows);
        if (result.Reference < 0)
        {
            Limits("wilson", BinomialInterval.Wilson(group.Numerator, group.Denominator, level));
            Limits("clopperPearson", BinomialInterval.ClopperPearson(group.Numerator, group.Denominator, level));
            return figures;
        }

        var reference = Rate.Of(result.Against.FavourableRows, result.Against.Rows);
        if (result.Measure == SelectionRates.DemographicParityDifference)
        {
            Limits("newcombe", PublishedIntervals.NewcombeWilson(group, reference, level));
            return figures;
        }

        Limits("katz", PublishedIntervals.Katz(group, reference, level));
        figures["fisherP"] = ContingencyTests.FisherExact(group, reference);
        Number("yatesP", ContingencyTests.YatesChiSquare(group, reference));
        Number("pearsonP", ContingencyTests.PearsonChiSquare(group, reference));
        Number("pooledZ", ContingencyTests.PooledZ(group, reference));
        Number("pooledLogRatioZ", ContingencyTests.PooledLogRatioZ(group, reference));
        double cross = (double)(group.Denominator - group.Numerator) * reference.Numerator;
        Number("oddsRatio", cross > 0 ? Estimate.Of((double)group.Numerator * (reference.Denominator - reference.Numerator) / cross) : Estimate.Undefined("a cell is 0"));
        return figures;
    }
}
