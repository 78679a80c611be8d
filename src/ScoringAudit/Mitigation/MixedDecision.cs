namespace ScoringAudit.Mitigation;

/// <summary>A randomised classifier: which of the found classifiers decides is drawn anew for every person.</summary>
/// <param name="Weights">Probability of each found classifier, in the order in which they were found; sums to 1.</param>
/// <param name="Cost">Expected cost on the training rows.</param>
/// <param name="WorstExcess">Largest excess over a limit on the training rows; 0 where all hold.</param>
/// <param name="Gap">Convergence gap: how far the mixture can be from the best one, in cost, if the learner answers its questions exactly; else from the best of what the learner can find.</param>
/// <param name="Iterations">Iterations used.</param>
/// <param name="Converged">Whether the gap fell to what was asked.</param>
public sealed record MixedDecision(IReadOnlyList<double> Weights, double Cost, double WorstExcess, double Gap, int Iterations, bool Converged);
