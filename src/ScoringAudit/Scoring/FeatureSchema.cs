using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>The features of a score, in order, and how many slots they take together.</summary>
public sealed class FeatureSchema
{
    /// <summary>A schema over features whose slots follow each other without gaps.</summary>
    /// <exception cref="ArgumentException">Slots leave a gap or overlap.</exception>
    public FeatureSchema(IReadOnlyList<Feature> features)
    {
        Features = features;
        foreach (var feature in features)
        {
            if (feature.FirstSlot != Slots)
            {
                throw new ArgumentException($"Feature '{feature.Name}' starts at slot {feature.FirstSlot}, expected {Slots}.", nameof(features));
            }

            Slots += feature.Slots;
        }
    }

    /// <summary>The features in order.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>Number of features.</summary>
    public int Count => Features.Count;

    /// <summary>Number of model inputs.</summary>
    public int Slots { get; }

    /// <summary>Learns the schema of features from the rows that train.</summary>
    /// <remarks>
    /// A coded column, or any column whose role lists categories, becomes a category; its levels are the listed ones, else those that
    /// occur in the training rows, in ordinal order. Every other column becomes a number, and its median is that of the training rows:
    /// exact, of an even number of values the mean of the middle two. A feature has a missing slot iff a training value is missing.
    /// </remarks>
    /// <param name="rows">The portfolio.</param>
    /// <param name="features">The features in the order that they are to have.</param>
    /// <param name="training">Which rows train, one flag for each row; null: all.</param>
    /// <exception cref="Primitives.AuditDataException">A column is absent, has no value in any training row, or holds an infinite number; a category is listed twice.</exception>
    public static FeatureSchema Fit(IPortfolio rows, IReadOnlyList<FeatureRole> features, bool[]? training = null) =>
        FeatureSchemaBuilder.Fit(rows, features, training);
}
