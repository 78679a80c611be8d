using Microsoft.ML;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Import, gate, scorer: the only way from an ML.NET model to a score.</summary>
internal static class GatedScorer
{
    public static EncodedScorer Make(ITransformer transformer, FeatureSchema features, FeatureBlock? rows = null)
    {
        var imported = MlNetImporter.Import(transformer, features.Slots);
        RoundTripGate.Check(transformer, imported, features, rows);
        return new EncodedScorer(features, imported.Model, ScoreScale.AdverseLogOdds);
    }
}
