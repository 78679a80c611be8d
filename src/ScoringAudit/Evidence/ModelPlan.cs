namespace ScoringAudit.Evidence;

/// <summary>A model to audit.</summary>
/// <param name="Name">Name in findings; the path's last part when the plan gives none.</param>
/// <param name="Path">Directory made by train, an ML.NET .zip, an .onnx, or LightGBM's model.txt; relative to the plan's file.</param>
public sealed record ModelPlan(string Name, string Path)
{
    /// <summary>File of rows with the scores that the model must give them, relative to the plan's file; null: none.</summary>
    public string? ReferenceScores { get; init; }

    /// <summary>What the plan says of the model's file; null: nothing.</summary>
    public ModelDeclaration? Declared { get; init; }
}
