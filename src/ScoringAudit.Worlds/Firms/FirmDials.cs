namespace ScoringAudit.Worlds.Firms;

/// <summary>Strengths of the channels of a firm world with some of them off.</summary>
/// <param name="Spec">The world.</param>
/// <param name="Off">The channel that is off; null: none; "*": all.</param>
internal readonly record struct FirmDials(WorldSpec Spec, string? Off)
{
    public double this[string channel] => Off == "*" || Off == channel ? 0 : Spec.Strength(channel);
}
