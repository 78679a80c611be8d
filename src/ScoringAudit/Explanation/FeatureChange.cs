namespace ScoringAudit.Explanation;

/// <summary>One change of one feature of the own record.</summary>
/// <param name="Feature">Position in the schema.</param>
/// <param name="From">The value now; missing is NaN; a category as level position.</param>
/// <param name="To">The nearest value that does it, or the level.</param>
/// <param name="Direction">1 where every larger value up to the next step does too, −1 where every smaller one does, 0 for a category.</param>
/// <param name="Cost">Length of the change in units of the feature's spread (mean absolute deviation in the reference); 1 for a category.</param>
public sealed record FeatureChange(int Feature, float From, float To, int Direction, double Cost);
