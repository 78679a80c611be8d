namespace ScoringAudit.Release;

/// <summary>What one feature of the own record did.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Text">The feature in words.</param>
/// <param name="Value">The person's own value, as text.</param>
/// <param name="Direction">1 where it weighed against the person, −1 where it counted for the person, 0 where it did neither.</param>
/// <param name="Band">How much, in a band.</param>
/// <param name="Points">How much, in points; null where the exact amount would reveal another person's data.</param>
public sealed record StatementPart(string Feature, string Text, string Value, int Direction, EffectBand Band, double? Points);
