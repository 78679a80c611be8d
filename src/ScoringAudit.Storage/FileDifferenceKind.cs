namespace ScoringAudit.Storage;

/// <summary>How a file differs from its manifest.</summary>
public enum FileDifferenceKind
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>Its bytes are others.</summary>
    Changed,

    /// <summary>The manifest does not name it.</summary>
    Additional,
}
