namespace ScoringAudit.Evidence;

/// <summary>Takes the files of a written audit or world. Storage implements it with atomic writes; tests keep them in memory.</summary>
public interface IArtifactSink
{
    /// <summary>Opens a file for writing; it becomes visible only when the sink is completed.</summary>
    /// <param name="path">Relative path with forward slashes, for example "tables/rates.csv".</param>
    Stream Create(string path);
}
