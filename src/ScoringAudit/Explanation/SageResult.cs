namespace ScoringAudit.Explanation;

/// <summary>SAGE values: how much of the score's power to predict each player brings, in nats of log-loss.</summary>
/// <param name="Players">Who plays.</param>
/// <param name="Values">Value of each player; they sum to the mean loss of the constant prediction less the score's, on the sampled rows.</param>
/// <param name="StandardErrors">Standard error of each value over sampled rows and orders; the background is taken as given.</param>
/// <param name="Samples">Sampled rows.</param>
/// <param name="Converged">Whether the stopping rule was met; else the most samples were reached.</param>
public sealed record SageResult(PlayerSet Players, IReadOnlyList<double> Values, IReadOnlyList<double> StandardErrors, int Samples, bool Converged);
