namespace ScoringAudit.Worlds.Catalogue;

/// <summary>What stands behind a mechanism in the public record.</summary>
public enum MechanismLabel
{
    /// <summary>A public rule says so.</summary>
    Codified,

    /// <summary>Reported, not verified, or denied.</summary>
    Claimed,

    /// <summary>Only a teaching analogue.</summary>
    Illustrative,
}
