namespace ScoringAudit.Networks;

/// <summary>What is certain about a solved fixpoint.</summary>
/// <param name="Steps">Sweeps over all nodes.</param>
/// <param name="ErrorBound">Each score is within this of the fixpoint, rounding of single operations apart.</param>
/// <param name="Contraction">The contraction factor.</param>
public readonly record struct FixpointResult(int Steps, double ErrorBound, double Contraction);
