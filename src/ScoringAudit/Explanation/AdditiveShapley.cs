using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Shapley values of scores that are sums of one part for each feature, in closed form: φ of a player is its part less the background's mean part.</summary>
/// <remarks>
/// Logistic regression and GAM: log-odds. Points scorecard: points before its limits, in which it is additive. Features do not interact,
/// so quotient game, Owen values and sums of members are one. Source: Lundberg and Lee 2017, corollary 1 (linear); Štrumbelj and Kononenko 2014.
/// </remarks>
public static class AdditiveShapley
{
    /// <summary>Whether a score is of this form.</summary>
    public static bool Explains(IScorer scorer) => scorer is PointsScorecard or EncodedScorer { Model: LinearModel or AdditiveModel };

    /// <summary>Explains rows relative to a background.</summary>
    /// <param name="scorer">Logistic regression, GAM or points scorecard.</param>
    /// <param name="rows">Rows to explain.</param>
    /// <param name="background">Whom they are compared with.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <exception cref="ArgumentException">The score is of another form.</exception>
    public static Attributions Explain(IScorer scorer, FeatureMatrix rows, Background background, PlayerSet? players = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(background);
        players ??= PlayerSet.Features(scorer.Features);
        var parts = AdditiveParts.Of(scorer, rows) ?? throw new ArgumentException("The score is not a sum of parts.", nameof(scorer));
        var reference = AdditiveParts.Of(scorer, background.Rows)!;
        var shares = background.Shares();
        var values = new double[players.Count][];
        for (var p = 0; p < values.Length; p++)
        {
            values[p] = new double[rows.Rows];
        }

        var predictions = new double[rows.Rows];
        Array.Fill(predictions, parts.Constant);
        var start = parts.Constant;
        for (var f = 0; f < parts.Values.Length; f++)
        {
            var mean = 0.0;
            for (var b = 0; b < shares.Length; b++)
            {
                mean += shares[b] * reference.Values[f][b];
            }

            // A part that never varies is exactly 0 away from its mean, whatever the rounding of the mean.
            var constant = reference.Values[f].AsSpan().ContainsAnyExcept(reference.Values[f][0]) ? double.NaN : reference.Values[f][0];
            mean = double.IsNaN(constant) ? mean : constant;
            start += mean;
            var to = values[players.PlayerOf[f]];
            for (var row = 0; row < rows.Rows; row++)
            {
                to[row] += parts.Values[f][row] - mean;
                predictions[row] += parts.Values[f][row];
            }
        }

        var error = Additivity.Check(values, start, predictions);
        return new Attributions(players, GroupRule.Quotient, "interventional", players.Names, values, predictions, start, error);
    }
}
