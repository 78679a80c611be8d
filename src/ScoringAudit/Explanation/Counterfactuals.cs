using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>What a subject could have had otherwise in the own record to be decided favourably: exact over the score's own steps. Never varies another person's record.</summary>
/// <remarks>
/// Between two steps (tree thresholds, bin edges) a score is constant, so that one value for each cell is enough: for one and for two features all cells
/// are tried; for more, branch and bound with a lower bound of the risk. A linear score has no steps: the last feature of a change is solved for in
/// closed form, and others go to the ends of their ranges, which is where the cheapest change of a linear score lies. Cost: Σ |change| / spread
/// (Wachter, Mittelstadt and Russell 2017), so that units do not matter. With several surroundings (other people's records) a change counts only if
/// it does it in all of them: it is then a function of the own record alone. Sources: Ustun, Spangher and Liu 2019 (actionable recourse); Cui et al. 2015
/// (optimal action extraction from trees).
/// </remarks>
public sealed class Counterfactuals
{
    internal IScorer Scorer { get; }

    internal StepGrid? Grid { get; }

    internal RiskBound? Bound { get; }

    internal DecisionRule Rule { get; }

    internal IReadOnlyList<FeatureConstraint> Constraints { get; }

    internal (double Spread, double Median, bool Whole)[] Scales { get; }

    internal CounterfactualOptions Options { get; }

    /// <summary>Prepares a search.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rule">What is favourable.</param>
    /// <param name="constraints">For each feature what may be done to it.</param>
    /// <param name="reference">Rows that tell each feature's spread, and whether its values are whole numbers.</param>
    /// <param name="options">Limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">A constraint lets another person's record vary, or a category grow or shrink.</exception>
    public Counterfactuals(IScorer scorer, DecisionRule rule, IReadOnlyList<FeatureConstraint> constraints, FeatureMatrix reference, CounterfactualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(constraints);
        ArgumentNullException.ThrowIfNull(reference);
        if (constraints.Count != scorer.Features.Count)
        {
            throw new ArgumentException($"{constraints.Count} constraints for {scorer.Features.Count} features.", nameof(constraints));
        }

        for (var f = 0; f < constraints.Count; f++)
        {
            var feature = scorer.Features.Features[f];
            if (feature.Origin != Origin.Own && (constraints[f].Up || constraints[f].Down))
            {
                throw new ArgumentException($"The feature '{feature.Name}' is of origin {feature.Origin.ToString().ToLowerInvariant()}: another person's record is never varied.", nameof(constraints));
            }

            if (feature.Kind == FeatureKind.Category && constraints[f].Up != constraints[f].Down)
            {
                throw new ArgumentException($"The feature '{feature.Name}' is a category: it neither grows nor shrinks. Expected both directions, or none.", nameof(constraints));
            }
        }

        Scorer = scorer;
        Grid = StepGrid.Of(scorer);
        Bound = RiskBound.Of(scorer);
        Rule = rule;
        Constraints = constraints;
        Options = options ?? new CounterfactualOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.MostChanges, 1, nameof(options));
        Scales = [.. reference.Columns.Select(Scale)];
    }

    /// <summary>Searches for one row.</summary>
    /// <param name="row">The row's features; other people's records as they are.</param>
    /// <param name="surroundings">Rows whose associative features take the place of the row's: a change must do it in all of them. Null: the row's own.</param>
    /// <param name="cancel">Stops the work.</param>
    public CounterfactualResult Find(ReadOnlySpan<float> row, FeatureMatrix? surroundings = null, CancellationToken cancel = default)
    {
        if (Grid is null)
        {
            return new CounterfactualResult([], [], null, true, "the form of the model is not known, so that its steps cannot be tried");
        }

        var search = new CounterfactualSearch(this, row.ToArray(), surroundings, cancel);
        return search.Run();
    }

    // Mean absolute deviation from the median: 0 only for a constant feature, which then counts in its own unit.
    private static (double Spread, double Median, bool Whole) Scale(float[] column)
    {
        float[] values = [.. column.Where(float.IsFinite).Order()];
        if (values.Length == 0)
        {
            return (1, 0, false);
        }

        double median = values[values.Length / 2];
        var spread = values.Average(v => Math.Abs(v - median));
        return (spread > 0 ? spread : 1, median, values.All(v => v == MathF.Floor(v)));
    }
}
