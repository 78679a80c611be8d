using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Tests.Disparity;

/// <summary>Tallies from label vectors as other toolkits write them: 1 is the good outcome and the favourable decision.</summary>
internal static class ConfusionData
{
    public static ConfusionTally Of(int[] yTrue, int[] yPred, string groups, string order, double[]? weights = null) =>
        Of(yTrue, yPred, [.. groups.Select(c => order.IndexOf(c))], order.Length, weights);

    public static ConfusionTally Of(int[] yTrue, int[] yPred, int[] codes, int groups, double[]? weights = null, int[]? clusters = null)
    {
        var tally = new ConfusionTally(0, groups, weights is not null, clusters is not null);
        tally.Add(Batch(yTrue, yPred, codes, weights, clusters));
        return tally;
    }

    public static ScoredBatch Batch(int[] yTrue, int[] yPred, int[] codes, double[]? weights = null, int[]? clusters = null) => new()
    {
        Rows = yPred.Length,
        Favourable = yPred.Select(y => (sbyte)y).ToArray(),
        Adverse = yTrue.Select(y => (sbyte)(y < 0 ? -1 : 1 - y)).ToArray(),
        Groups = codes,
        Weights = weights ?? [],
        Clusters = clusters ?? [],
    };

    public static double? Value(RateMetric metric, ConfusionTally tally, int group)
    {
        var value = metric.Of(tally.Counts(group));
        return value.IsDefined ? value.Value : null;
    }
}
