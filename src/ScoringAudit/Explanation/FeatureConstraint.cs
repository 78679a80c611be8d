using ScoringAudit.Portfolios;

namespace ScoringAudit.Explanation;

/// <summary>What a recourse may do to a feature of the subject's own record.</summary>
/// <param name="Up">Whether it may grow.</param>
/// <param name="Down">Whether it may shrink.</param>
/// <param name="Least">Smallest value that may be asked for.</param>
/// <param name="Most">Largest value that may be asked for.</param>
public sealed record FeatureConstraint(bool Up, bool Down, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity)
{
    /// <summary>It stays as it is.</summary>
    public static FeatureConstraint Fixed { get; } = new(false, false);

    /// <summary>It may change in both directions.</summary>
    public static FeatureConstraint Free { get; } = new(true, true);

    /// <summary>The constraint of a declaration; what is not declared may change, except a protected attribute and whatever is not the subject's own.</summary>
    /// <param name="role">The declaration.</param>
    /// <param name="isProtected">Whether the column is a protected attribute, which nobody is asked to change.</param>
    public static FeatureConstraint Of(FeatureRole role, bool isProtected)
    {
        ArgumentNullException.ThrowIfNull(role);
        var (least, most) = role.Range ?? (double.NegativeInfinity, double.PositiveInfinity);
        return role.Origin != Origin.Own || (isProtected && role.Actionable is null) ? Fixed : role.Actionable switch
        {
            Actionability.No => Fixed,
            Actionability.Up => new FeatureConstraint(true, false, least, most),
            Actionability.Down => new FeatureConstraint(false, true, least, most),
            _ => new FeatureConstraint(true, true, least, most),
        };
    }
}
