using System.Numerics;

namespace ScoringAudit.Privacy;

/// <summary>How far one unit can move a vector of counts: exact integers.</summary>
/// <param name="L1">Bound on the sum of absolute changes.</param>
/// <param name="SquaredL2">Bound on the sum of squared changes.</param>
public readonly record struct Sensitivity(BigInteger L1, BigInteger SquaredL2);
