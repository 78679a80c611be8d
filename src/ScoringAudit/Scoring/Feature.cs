using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>A feature as people speak of it, and the model inputs (slots) that it becomes. Importance, Shapley values and origins speak of features, never of slots.</summary>
/// <remarks>
/// Slots: a number takes one slot (missing: the training median) and, where <see cref="HasMissingSlot"/>, a second slot that is 1 when the
/// value was missing. A category takes one slot for each level, 1 for the row's level, then one slot for any level not in the list
/// ("other"), then the missing slot where there is one.
/// </remarks>
/// <param name="Name">Column name.</param>
/// <param name="Kind">Number or category.</param>
/// <param name="Origin">Whose record it comes from.</param>
/// <param name="OnMove">What happens when the subject moves.</param>
/// <param name="Levels">Levels of a category, in order; empty for a number.</param>
/// <param name="Median">Training median that stands for a missing number; 0 for a category.</param>
/// <param name="HasMissingSlot">Whether a slot tells that the value was missing.</param>
/// <param name="FirstSlot">Position of its first slot.</param>
public sealed record Feature(
    string Name,
    FeatureKind Kind,
    Origin Origin,
    OnMove OnMove,
    IReadOnlyList<string> Levels,
    float Median,
    bool HasMissingSlot,
    int FirstSlot)
{
    /// <summary>Number of slots.</summary>
    public int Slots => (Kind == FeatureKind.Number ? 1 : Levels.Count + 1) + (HasMissingSlot ? 1 : 0);

    /// <summary>Names of the slots: "income", "income:missing"; "city=Berlin", "city=other", "city:missing".</summary>
    public IEnumerable<string> SlotNames()
    {
        if (Kind == FeatureKind.Number)
        {
            yield return Name;
        }
        else
        {
            foreach (var level in Levels)
            {
                yield return $"{Name}={level}";
            }

            yield return $"{Name}=other";
        }

        if (HasMissingSlot)
        {
            yield return $"{Name}:missing";
        }
    }
}
