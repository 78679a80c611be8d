using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>A protected attribute or an intersection, with its public groups.</summary>
/// <param name="Name">Attribute: "race", or "race*sex"; empty where the plan names none.</param>
/// <param name="Parts">Its dimensions, one for each attribute.</param>
/// <param name="Reference">Name of the reference group, or "largest", or "highest_rate".</param>
public sealed record ProtectedGrouping(string Name, IReadOnlyList<PublicDimension> Parts, string Reference)
{
    /// <summary>Its groups: level indices by part, with the group's name; values outside of the schema are in none.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Levels)> Groups()
    {
        List<(string Name, IReadOnlyList<int> Levels)> groups = [(string.Empty, [])];
        foreach (var part in Parts)
        {
            groups = [.. groups.SelectMany(g => part.Shape.Levels.Select((level, i) => (g.Name.Length == 0 ? level : g.Name + "*" + level, (IReadOnlyList<int>)[.. g.Levels, i])))];
        }

        return groups;
    }

    /// <summary>The dimensions of a table over its groups.</summary>
    public IEnumerable<TableDimension> Dimensions => Parts.Select(p => p.Shape);
}
