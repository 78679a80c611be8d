namespace ScoringAudit.Scoring;

/// <summary>Whether a feature is a number or one of a list of levels.</summary>
public enum FeatureKind
{
    /// <summary>A number; missing is NaN.</summary>
    Number,

    /// <summary>A level's position in the feature's list, as a number; a level not in the list is the list's length; missing is NaN.</summary>
    Category,
}
