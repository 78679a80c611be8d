namespace ScoringAudit.Primitives;

/// <summary>The unit, direction and range of a score, and how it reads in points.</summary>
/// <remarks>
/// A score in points is its own reading. Log-odds and probabilities of the adverse outcome are read as
/// points = 550 − (50 / ln 2) · logit, so that 50 points double the odds and 550 are even odds: the usual
/// points-to-double-the-odds scaling (Siddiqi 2006, ch. 6), with constants of our own.
/// </remarks>
/// <param name="Kind">Unit.</param>
/// <param name="Direction">Which end is good.</param>
/// <param name="Min">Smallest possible score; −∞ when unbounded.</param>
/// <param name="Max">Largest possible score; +∞ when unbounded.</param>
public readonly record struct ScoreScale(ScoreKind Kind, ScoreDirection Direction, double Min, double Max)
{
    /// <summary>Points that double the odds on the common reading: 50.</summary>
    public const double PointsToDoubleTheOdds = 50;

    /// <summary>Points at even odds on the common reading: 550.</summary>
    public const double PointsAtEvenOdds = 550;

    /// <summary>Log-odds of the adverse outcome.</summary>
    public static ScoreScale AdverseLogOdds { get; } =
        new(ScoreKind.LogOdds, ScoreDirection.HigherIsRiskier, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Probability of the adverse outcome.</summary>
    public static ScoreScale AdverseProbability { get; } =
        new(ScoreKind.Probability, ScoreDirection.HigherIsRiskier, 0, 1);

    /// <summary>Points where higher is safer, within limits.</summary>
    public static ScoreScale SafetyPoints(double min, double max) =>
        new(ScoreKind.Points, ScoreDirection.HigherIsSafer, min, max);

    /// <summary>1 where a larger score is riskier, −1 where it is safer: score × sign is oriented to risk.</summary>
    public int RiskSign => Direction == ScoreDirection.HigherIsRiskier ? 1 : -1;

    /// <summary>The score in points, where higher is safer unless the score is in points of its own direction.</summary>
    /// <param name="score">A score on this scale. Probabilities are kept within [1e-12, 1 − 1e-12].</param>
    public double ToPoints(double score) => Kind switch
    {
        ScoreKind.Points => score,
        ScoreKind.LogOdds => PointsAtEvenOdds - (RiskSign * score * (PointsToDoubleTheOdds / Math.Log(2))),
        _ => PointsAtEvenOdds - (RiskSign * Logit(score) * (PointsToDoubleTheOdds / Math.Log(2))),
    };

    /// <summary>The score as a probability of the adverse outcome; undefined (NaN) for points.</summary>
    public double ToAdverseProbability(double score) => Kind switch
    {
        ScoreKind.Probability => Direction == ScoreDirection.HigherIsRiskier ? score : 1 - score,
        ScoreKind.LogOdds => 1 / (1 + Math.Exp(-RiskSign * score)),
        _ => double.NaN,
    };

    private static double Logit(double probability)
    {
        var p = Math.Clamp(probability, 1e-12, 1 - 1e-12);
        return Math.Log(p / (1 - p));
    }
}
