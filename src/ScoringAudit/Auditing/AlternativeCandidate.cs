using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>A trained candidate at one approval rate, and how it does on the rows that choose.</summary>
internal sealed class AlternativeCandidate
{
    private readonly DecisionRule? _rule;
    private readonly double _up;
    private readonly double _down = 1;

    public AlternativeCandidate(AlternativeRecipe recipe, MitigatedModel model, double rate, double[] scores)
    {
        (Recipe, Model, Rate) = (recipe, model, rate);
        if (!recipe.Mitigation.IsRandomised)
        {
            _rule = DecisionRule.AtApprovalRate(model.Scorer.Scale, scores, rate);
        }
        else
        {
            // A randomised rule is brought to the rate by approving some of the refused, or refusing some of the approved, at random.
            var mean = scores.Average();
            (_up, _down) = mean < rate ? ((rate - mean) / (1 - mean), 1.0) : (0.0, rate / mean);
        }

        Approved = Approve(scores);
    }

    /// <summary>Probability of approval of each choosing row.</summary>
    public double[] Approved { get; }

    public AlternativeRecipe Recipe { get; }

    public MitigatedModel Model { get; }

    public double Rate { get; }

    public string Name => Recipe.Name;

    /// <summary>Accuracy on the choosing rows, larger is better.</summary>
    public IntervalEstimate Accuracy { get; set; } = new(Estimate.Undefined("not measured"), null, IntervalMethods.None);

    /// <summary>Impact ratio by group on the choosing rows.</summary>
    public IntervalEstimate[] Impact { get; set; } = [];

    /// <summary>Probability of approval, by the rule that the choosing rows fixed.</summary>
    public double[] Approve(double[] scores) => _rule is { } rule
        ? [.. scores.Select(s => rule.IsFavourable(s) ? 1.0 : 0)]
        : [.. scores.Select(p => Math.Clamp((p + ((1 - p) * _up)) * _down, 0, 1))];

    /// <summary>Scores oriented to risk.</summary>
    public double[] Risk(double[] scores) => [.. scores.Select(s => s * Model.Scorer.Scale.RiskSign)];

    /// <summary>Probabilities of the adverse outcome; NaN where the score is none.</summary>
    public double[] Probability(double[] scores) => [.. scores.Select(Model.Scorer.Scale.ToAdverseProbability)];
}
