using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>Attributions of rows: how far each player moves the row's score from the base. Log-odds of the adverse outcome (points for a scorecard). They sum to score − base within 1e-9 relative, or there is an exception.</summary>
/// <remarks>They describe what the fixed model does with its inputs: not what causes the outcome.</remarks>
/// <param name="Players">Who plays; for Owen values and sums of members, the groups.</param>
/// <param name="Rule">How groups are valued.</param>
/// <param name="Mode">"interventional" (features outside a coalition come from the background) or "path-dependent" (they follow the trees' covers).</param>
/// <param name="Names">Name of each column: the players, or for Owen values the features.</param>
/// <param name="Values">For each column one number for each row.</param>
/// <param name="Predictions">The rows' scores, before any cast to float.</param>
/// <param name="Base">Mean score of the background, or of the covers.</param>
/// <param name="MaxAdditivityError">Largest |base + Σ φ − score| over the rows.</param>
public sealed record Attributions(
    PlayerSet Players,
    GroupRule Rule,
    string Mode,
    IReadOnlyList<string> Names,
    double[][] Values,
    double[] Predictions,
    double Base,
    double MaxAdditivityError)
{
    /// <summary>Mean absolute attribution of a column: its Shapley importance. NaN without rows.</summary>
    public double MeanAbsolute(int column)
    {
        var sum = new ExactSum();
        foreach (var value in Values[column])
        {
            sum.Add(Math.Abs(value));
        }

        return sum.ToDouble() / Values[column].Length;
    }
}
