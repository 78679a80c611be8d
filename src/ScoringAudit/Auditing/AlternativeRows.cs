using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Mitigation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>One part of the rows (those that choose, or those that confirm), as arrays.</summary>
/// <param name="Portfolio">All rows.</param>
/// <param name="Mask">Which of them belong to this part.</param>
/// <param name="Groups">Group codes.</param>
/// <param name="Adverse">Outcomes.</param>
/// <param name="Weights">Weights; empty for 1 each.</param>
/// <param name="Clusters">Dense clusters of this part; empty where rows are independent.</param>
internal sealed record AlternativeRows(IPortfolio Portfolio, bool[] Mask, int[] Groups, sbyte[] Adverse, double[] Weights, int[] Clusters)
{
    public int Count => Groups.Length;

    public static AlternativeRows Of(IPortfolio portfolio, bool[] mask, MitigationRows data, int[] clusters)
    {
        T[] Kept<T>(T[] all) => all.Length == 0 ? [] : [.. all.Where((_, i) => mask[i])];
        var kept = Kept(clusters);
        var dense = new Dictionary<int, int>();
        for (var i = 0; i < kept.Length; i++)
        {
            if (!dense.TryGetValue(kept[i], out var code))
            {
                dense.Add(kept[i], code = dense.Count);
            }

            kept[i] = code;
        }

        return new AlternativeRows(portfolio, mask, Kept(data.Groups), Kept(data.Adverse), Kept(data.Weights), kept);
    }

    public double[] Score(IScorer scorer, int threads, CancellationToken cancel)
    {
        var matrix = FeatureMatrix.Read(Portfolio, scorer.Features, Mask);
        var scores = new double[matrix.Rows];
        ParallelScoring.Score(scorer, matrix.All, scores, threads, cancel);
        return scores;
    }
}
