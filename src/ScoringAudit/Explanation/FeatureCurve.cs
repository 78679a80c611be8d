using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>The effect of one numeric feature on a score, point by point.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Method">"partial dependence" or "accumulated local effects".</param>
/// <param name="At">Values of the feature, ascending.</param>
/// <param name="Effect">Partial dependence: the mean score where everybody has the value. Accumulated local effects: the effect relative to its mean, which is 0.</param>
/// <param name="Intervals">Interval of each effect over rows, or blocks of rows; null where there is none.</param>
/// <param name="Curves">Individual curves (ICE), for each point one number for each row: a person's own, never public. Empty unless asked for.</param>
public sealed record FeatureCurve(
    string Feature,
    string Method,
    IReadOnlyList<float> At,
    IReadOnlyList<double> Effect,
    IReadOnlyList<Interval?> Intervals,
    IReadOnlyList<double[]> Curves);
