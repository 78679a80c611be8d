namespace ScoringAudit.Mitigation;

/// <summary>How long and how fast the exponentiated gradient runs.</summary>
/// <param name="Iterations">Most iterations; each asks the learner at most twice.</param>
/// <param name="Bound">B: largest sum of the limits' prices. A mixture may break a limit by at most (2 + 2 gap)/B (Agarwal et al. 2018, theorem 3).</param>
/// <param name="LearningRate">η of the first iterations; halved where the gap stops falling.</param>
/// <param name="Gap">ν: stop once the convergence gap is at most this.</param>
public sealed record GradientOptions(int Iterations = 25, double Bound = 100, double LearningRate = 2, double Gap = 0.001);
