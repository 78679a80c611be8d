namespace ScoringAudit.Scoring;

/// <summary>Points of one feature's attributes in a scorecard.</summary>
/// <param name="UpperEdges">A number's bin edges, ascending: a value falls into the first bin whose edge is at least the value, above all edges into one last bin. Empty for a category.</param>
/// <param name="Points">A number: one entry for each bin, one more than edges. A category: one for each level, then one for any other level.</param>
/// <param name="MissingPoints">Points where the value is missing.</param>
public sealed record FeaturePoints(float[] UpperEdges, double[] Points, double MissingPoints);
