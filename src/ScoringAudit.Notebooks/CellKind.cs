namespace ScoringAudit.Notebooks;

/// <summary>What a notebook cell holds.</summary>
public enum CellKind
{
    /// <summary>Prose.</summary>
    Markdown,

    /// <summary>Code, or another language behind a magic on the first line.</summary>
    Code,

    /// <summary>Text that is passed on as it is.</summary>
    Raw,
}
