namespace ScoringAudit.Evidence;

/// <summary>A model to audit.</summary>
/// <param name="Name">Name in findings; the path's last part when the plan gives none.</param>
/// <param name="Path">Directory made by train, an ML.NET .zip, an .onnx, or LightGBM's model.txt; relative to the plan's file.</param>
public sealed record ModelPlan(string Name, string Path);
