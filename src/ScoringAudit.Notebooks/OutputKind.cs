namespace ScoringAudit.Notebooks;

/// <summary>Kinds of output that nbformat 4.5 knows.</summary>
public enum OutputKind
{
    /// <summary>Console text.</summary>
    Stream,

    /// <summary>Something that was displayed.</summary>
    Display,

    /// <summary>The value of the last expression.</summary>
    Result,

    /// <summary>An error.</summary>
    Error,
}
