namespace ScoringAudit.Privacy;

/// <summary>Rates of groups from one released table: post-processing, at no further cost.</summary>
/// <remarks>
/// Selection rate: no condition. True positive rate: given the outcome "not adverse"; false positive rate: given "adverse". The dimensions that are not
/// named are summed over, and each cell summed adds its noise: coarse tables give narrower intervals.
/// </remarks>
public static class ProtectedRates
{
    /// <summary>The posterior of P(decision = favourable | group, condition).</summary>
    /// <param name="table">A released table.</param>
    /// <param name="group">Dimension of the groups.</param>
    /// <param name="level">The group.</param>
    /// <param name="decision">Dimension of the decision; rows with an unlisted decision are left out.</param>
    /// <param name="favourable">Its favourable level.</param>
    /// <param name="given">Dimension of the condition, or null.</param>
    /// <param name="givenLevel">Level of the condition.</param>
    /// <exception cref="ArgumentException">The schema has no such dimension or level.</exception>
    public static RatePosterior Of(Released<NoisyTable> table, string group, string level, string decision, string favourable, string? given = null, string? givenLevel = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var schema = table.Value.Schema;
        var chosen = new IReadOnlyList<int>?[schema.Dimensions.Count];
        var (groupAt, groupLevel) = Find(schema, group, level);
        chosen[groupAt] = [groupLevel];
        if (given is not null)
        {
            var (at, index) = Find(schema, given, givenLevel);
            chosen[at] = [index];
        }

        var (decisionAt, yes) = Find(schema, decision, favourable);
        chosen[decisionAt] = [yes];
        var successes = table.Value.Sum(chosen);
        chosen[decisionAt] = [.. Enumerable.Range(0, schema.Dimensions[decisionAt].Levels.Count).Where(i => i != yes)];
        var failures = table.Value.Sum(chosen);
        return RatePosterior.Of(successes, failures, (DiscreteGaussianLaw)table.Law, groupLevel);
    }

    private static (int Dimension, int Level) Find(TableSchema schema, string dimension, string? level)
    {
        for (var i = 0; i < schema.Dimensions.Count; i++)
        {
            if (schema.Dimensions[i].Name == dimension)
            {
                var index = schema.Dimensions[i].IndexOf(level);
                return index < schema.Dimensions[i].Levels.Count
                    ? (i, index)
                    : throw new ArgumentException($"Table '{schema.Name}' has no level '{level}' in dimension '{dimension}'.");
            }
        }

        throw new ArgumentException($"Table '{schema.Name}' has no dimension '{dimension}'.");
    }
}
