using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>The rows of a score whose outcome was observed: risk-oriented scores, labels, clusters, in arrays.</summary>
/// <param name="Risk">Scores, larger is riskier.</param>
/// <param name="Points">Scores in points.</param>
/// <param name="Adverse">1 adverse, 0 other.</param>
/// <param name="Clusters">Cluster of each row; empty when rows are independent.</param>
/// <param name="ClusterCount">Number of cluster numbers.</param>
/// <param name="Probability">Probability of the adverse outcome; empty where the score is none.</param>
/// <param name="At">Position of each row among the audited rows.</param>
internal sealed record OutcomeRows(double[] Risk, double[] Points, byte[] Adverse, int[] Clusters, int ClusterCount, double[] Probability, int[] At)
{
    public static OutcomeRows Of(ScoredTable table, ScoreScale scale)
    {
        var at = new List<int>();
        for (var i = 0; i < table.Rows; i++)
        {
            if (table.Adverse[i] >= 0)
            {
                at.Add(i);
            }
        }

        var scores = table.Scores;
        double[] all = [.. scores];
        double[] risk = [.. at.Select(i => all[i] * scale.RiskSign)];
        byte[] adverse = new byte[at.Count];
        int[] clusters = table.Clusters.IsEmpty ? [] : new int[at.Count];
        for (var k = 0; k < at.Count; k++)
        {
            adverse[k] = (byte)table.Adverse[at[k]];
            if (clusters.Length > 0)
            {
                clusters[k] = table.Clusters[at[k]];
            }
        }

        return new OutcomeRows(
            risk,
            [.. at.Select(i => scale.ToPoints(all[i]))],
            adverse,
            clusters,
            clusters.Length == 0 ? 0 : clusters.Max() + 1,
            Probabilities(all, at, scale),
            [.. at]);
    }

    /// <summary>The rows whose code is the given one.</summary>
    public OutcomeRows Where(ReadOnlySpan<int> codes, int code)
    {
        var keep = new List<int>();
        for (var k = 0; k < At.Length; k++)
        {
            if (codes[At[k]] == code)
            {
                keep.Add(k);
            }
        }

        T[] Pick<T>(T[] from) => from.Length == 0 ? [] : [.. keep.Select(k => from[k])];
        return new OutcomeRows(Pick(Risk), Pick(Points), Pick(Adverse), Pick(Clusters), ClusterCount, Pick(Probability), Pick(At));
    }

    // A recorded score is a probability of the adverse outcome when it is riskier upwards and every value lies in [0, 1].
    private static double[] Probabilities(double[] scores, List<int> at, ScoreScale scale)
    {
        if (scale.Kind == ScoreKind.Points)
        {
            return scale.Direction == ScoreDirection.HigherIsRiskier && double.IsInfinity(scale.Max) && scores.All(s => s is >= 0 and <= 1)
                ? [.. at.Select(i => scores[i])] : [];
        }

        return [.. at.Select(i => scale.ToAdverseProbability(scores[i]))];
    }
}
