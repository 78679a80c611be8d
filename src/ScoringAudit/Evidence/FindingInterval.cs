using ScoringAudit.Primitives;

namespace ScoringAudit.Evidence;

/// <summary>An interval with what it claims to cover.</summary>
/// <param name="Limits">Limits and level.</param>
/// <param name="Method">Name of the method, for example "mover_midp" or "cluster_log_ratio".</param>
/// <param name="Unit">What was taken as independent: "rows", "subject", "area", a link's name.</param>
/// <param name="Target">"random", "volunteer" or "register"; or "permutations" where only repeats vary.</param>
public sealed record FindingInterval(Interval Limits, string Method, string Unit, string Target);
