using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>The probability that a randomised classifier approves: the weights of the classifiers that do. Each approves at even odds.</summary>
internal sealed class MixtureScorer(FeatureSchema features, IReadOnlyList<(IScorer? Scorer, bool Constant, double Weight)> parts) : IScorer
{
    private readonly double _sum = parts.Sum(p => p.Weight);

    public FeatureSchema Features => features;

    public ScoreScale Scale { get; } = ScoreScale.SafetyPoints(0, 1);

    /// <summary>Whether a classifier trained on costs approves: the cost of approving is more likely below 0 than above.</summary>
    public static bool Approves(ScoreScale scale, double score) => scale.Kind switch
    {
        ScoreKind.LogOdds => score * scale.RiskSign <= 0,
        ScoreKind.Probability => scale.ToAdverseProbability(score) <= 0.5,
        _ => score >= ScoreScale.PointsAtEvenOdds,
    };

    /// <summary>Checks that two trainings on the same rows read the same features with the same levels.</summary>
    public static void RequireSame(FeatureSchema a, FeatureSchema b)
    {
        if (a.Count != b.Count || !a.Features.Zip(b.Features).All(p => p.First.Name == p.Second.Name && p.First.Kind == p.Second.Kind && p.First.Levels.SequenceEqual(p.Second.Levels)))
        {
            throw new InvalidOperationException("Two trainings on the same rows read different features.");
        }
    }

    public void Score(in FeatureBlock columns, Span<double> scores)
    {
        var result = scores[..columns.Rows];
        result.Clear();
        var part = new double[columns.Rows];
        foreach (var (scorer, constant, weight) in parts)
        {
            scorer?.Score(columns, part);
            for (var i = 0; i < part.Length; i++)
            {
                result[i] += (scorer is null ? constant : Approves(scorer.Scale, part[i])) ? weight : 0;
            }
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Math.Clamp(result[i] / _sum, 0, 1);
        }
    }
}
