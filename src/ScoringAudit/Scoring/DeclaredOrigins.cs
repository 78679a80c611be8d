using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>Gives a score's features the origins that somebody declares, and changes nothing else: a foreign model's file does not say whose records its inputs are.</summary>
public static class DeclaredOrigins
{
    /// <summary>The schema with other origins; features that are not named keep theirs.</summary>
    public static FeatureSchema Apply(FeatureSchema schema, IReadOnlyDictionary<string, (Origin Origin, OnMove OnMove)> origins)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(origins);
        return new FeatureSchema([.. schema.Features.Select(f => origins.TryGetValue(f.Name, out var to) ? f with { Origin = to.Origin, OnMove = to.OnMove } : f)]);
    }

    /// <summary>The score with other origins; every score keeps its bits.</summary>
    public static IScorer Apply(IScorer scorer, IReadOnlyDictionary<string, (Origin Origin, OnMove OnMove)> origins)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(origins);
        if (!scorer.Features.Features.Any(f => origins.TryGetValue(f.Name, out var to) && to != (f.Origin, f.OnMove)))
        {
            return scorer;
        }

        var schema = Apply(scorer.Features, origins);
        return scorer switch
        {
            EncodedScorer encoded => new EncodedScorer(schema, encoded.Model, encoded.Scale),
            PointsScorecard card => new PointsScorecard(schema, card.BasePoints, card.Points, card.Scale.Min, card.Scale.Max),
            _ => new Renamed(scorer, schema),
        };
    }

    /// <summary>The score in which some features count as another's record (<see cref="Origin.Area"/>): what would be if suspects had been declared so.</summary>
    public static IScorer Moved(IScorer scorer, IReadOnlySet<string> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Apply(scorer, features.ToDictionary(f => f, _ => (Origin.Area, OnMove.Swap), StringComparer.Ordinal));
    }

    private sealed class Renamed(IScorer inner, FeatureSchema schema) : IScorer
    {
        public FeatureSchema Features => schema;

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores) => inner.Score(columns, scores);
    }
}
