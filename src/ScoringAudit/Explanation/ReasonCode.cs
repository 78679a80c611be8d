using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>What a feature is called when it is a reason, and what the subject can do about it.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Origin">Whose record it comes from.</param>
/// <param name="Text">The reason in words: the plan's code, else the name.</param>
/// <param name="Actionable">Whether the subject can change it; null: not declared.</param>
public sealed record ReasonCode(string Feature, Origin Origin, string Text, Actionability? Actionable)
{
    /// <summary>Whether the reason speaks of the subject's own record. One that does not is <em>not about you</em>.</summary>
    public bool IsAboutSubject => Origin == Origin.Own;

    /// <summary>"actionable", "immutable", "not declared" or "not about you".</summary>
    public string Class => !IsAboutSubject ? "not about you" : Actionable switch
    {
        null => "not declared",
        Actionability.No => "immutable",
        _ => "actionable",
    };

    /// <summary>The codes of a score's features.</summary>
    /// <param name="schema">The features.</param>
    /// <param name="roles">The plan's features; null: none declared.</param>
    /// <param name="protectedColumns">Protected attributes: immutable unless the plan says otherwise.</param>
    public static IReadOnlyList<ReasonCode> Of(FeatureSchema schema, IReadOnlyList<FeatureRole>? roles, IReadOnlyCollection<string> protectedColumns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(protectedColumns);
        return [.. schema.Features.Select(f =>
        {
            var role = roles?.FirstOrDefault(r => r.Column == f.Name);
            var can = f.Origin != Origin.Own ? null : role?.Actionable ?? (protectedColumns.Contains(f.Name) ? Actionability.No : null);
            return new ReasonCode(f.Name, f.Origin, role?.Code ?? f.Name, can);
        })];
    }
}
