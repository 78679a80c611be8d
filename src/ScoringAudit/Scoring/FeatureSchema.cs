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
}
