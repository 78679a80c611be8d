using ScoringAudit.Explanation;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Attributions by the method that a score's form allows: tables for trees, closed forms for sums, random orders for a score that can only be asked.</summary>
internal static class ModelAttributions
{
    /// <summary>Rows explained of a score of unknown form.</summary>
    public const int AskedRows = 200;

    /// <summary>Background rows of a score of unknown form.</summary>
    public const int AskedBackground = 50;

    public static bool IsExact(IScorer scorer) => TreeShapley.Explains(scorer) || AdditiveShapley.Explains(scorer);

    public static string Unit(IScorer scorer) => scorer.Scale.Kind == ScoreKind.Points ? "points" : "log-odds";

    /// <summary>Factor that turns attributions into risk: they are of the adverse outcome's log-odds, or in points of the score's own direction.</summary>
    public static int RiskSign(IScorer scorer) => scorer.Scale.Kind == ScoreKind.Points ? scorer.Scale.RiskSign : 1;

    /// <summary>Points of a unit of risk: 50 double the odds.</summary>
    public static double Points(IScorer scorer) => scorer.Scale.Kind == ScoreKind.Points ? 1 : ScoreScale.PointsToDoubleTheOdds / Math.Log(2);

    public static Attributions Explain(IScorer scorer, FeatureMatrix rows, Background background, PlayerSet players, Streams streams, int threads, CancellationToken cancel)
    {
        if (scorer is EncodedScorer trees && TreeShapley.Explains(trees))
        {
            return TreeShapley.Interventional(trees, background, players, options: new TreeShapleyOptions { Threads = threads }, cancel: cancel).Explain(rows, cancel);
        }

        return AdditiveShapley.Explains(scorer)
            ? AdditiveShapley.Explain(scorer, rows, background, players)
            : ModelShapley.Permutation(scorer, rows, background, streams, players, new ModelShapleyOptions { Threads = threads, Unit = scorer.Scale.Kind == ScoreKind.Points ? AttributionUnit.Own : AttributionUnit.LogOdds }, cancel);
    }

    /// <summary>At most a number of rows, evenly spaced.</summary>
    public static int[] Spaced(int rows, int most)
    {
        var count = Math.Min(rows, most);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows / count))];
    }

    public static FeatureMatrix Pick(FeatureMatrix rows, int[] at) => new(rows.Schema, [.. rows.Columns.Select(c => Array.ConvertAll(at, i => c[i]))]);
}
