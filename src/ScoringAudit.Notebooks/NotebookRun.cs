namespace ScoringAudit.Notebooks;

/// <summary>What came of running a notebook.</summary>
/// <param name="Notebook">The notebook with its outputs; cells after a failed one have none.</param>
/// <param name="FailedCell">Number of the cell that failed, or null.</param>
/// <param name="Failure">What failed, one line; empty when nothing did.</param>
/// <param name="WithheldFrom">Number of the first cell from which only released outputs were kept, or null.</param>
public sealed record NotebookRun(NotebookDocument Notebook, int? FailedCell, string Failure, int? WithheldFrom)
{
    /// <summary>How long the first code cell took, the compiler's start with it; null where there is none.</summary>
    public TimeSpan? FirstCell { get; init; }

    /// <summary>Whether every cell ran.</summary>
    public bool Succeeded => FailedCell is null;
}
