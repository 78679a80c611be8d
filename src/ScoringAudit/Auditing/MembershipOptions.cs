namespace ScoringAudit.Auditing;

/// <summary>How a membership audit is made.</summary>
/// <param name="Pairs">Pairs of models, each pair trained on a random half of the units and on the other half; at least 2. Every model is attacked once with the help of all others but its twin.</param>
/// <param name="Offset">The parameter a of RMIA, in [0, 1].</param>
/// <param name="Level">Level of the intervals.</param>
public sealed record MembershipOptions(int Pairs = 8, double Offset = 1.0, double Level = 0.95);
