using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Importance in the adverse impact ratio: how far shuffling a feature moves it. Positive: the feature lowers the ratio of the group; negative: it raises it.</summary>
/// <remarks>
/// AIR = favourable rate of the group / that of the reference, of decisions made from the scores: at a fixed approval rate (as many are approved as before, whatever shuffling
/// does to the scores) or at a fixed cut-off. Undefined where nobody of the reference is approved. Importance = AIR(shuffled) − AIR.
/// </remarks>
public sealed class ImpactRatioMetric : IImportanceMetric
{
    private readonly int[] _groups;
    private readonly int _group;
    private readonly int _reference;
    private readonly DecisionRule? _rule;
    private readonly double _rate;
    private readonly double[] _counts = new double[2];

    private ImpactRatioMetric(int[] groups, int group, int reference, DecisionRule? rule, double rate)
    {
        (_groups, _group, _reference, _rule, _rate) = (groups, group, reference, rule, rate);
        _counts[0] = groups.Count(g => g == group);
        _counts[1] = groups.Count(g => g == reference);
    }

    /// <summary>Decisions at a fixed cut-off.</summary>
    /// <param name="groups">Group code of each audited row.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="rule">The cut-off.</param>
    public static ImpactRatioMetric AtCutoff(int[] groups, int group, int reference, DecisionRule rule) => new(groups, group, reference, rule, double.NaN);

    /// <summary>Decisions that approve the safest share, whatever the scores.</summary>
    /// <param name="groups">Group code of each audited row.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="rate">Share to approve, in (0, 1).</param>
    public static ImpactRatioMetric AtApprovalRate(int[] groups, int group, int reference, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        return new(groups, group, reference, null, rate);
    }

    /// <inheritdoc/>
    public string Id => _rule is null ? "adverse_impact_ratio" : "adverse_impact_ratio_fixed_cutoff";

    /// <inheritdoc/>
    public string Name => _rule is null ? "Adverse impact ratio at the same approval rate" : "Adverse impact ratio at the same cut-off";

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale)
    {
        var (group, reference) = Rates(scores, scale, out _);
        return _counts[0] == 0 ? Estimate.Undefined("nobody of the group is there")
            : !(reference > 0) ? Estimate.Undefined("nobody of the reference group is approved") : Estimate.Of(group / reference);
    }

    /// <inheritdoc/>
    public bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, Span<double> to)
    {
        var (group, reference) = Rates(scores, scale, out var rule);
        if (!(reference > 0) || _counts[0] == 0)
        {
            return false;
        }

        for (var row = 0; row < scores.Length; row++)
        {
            double yes = rule.IsFavourable(scores[row]) ? 1 : 0;
            to[row] = _groups[row] == _group ? (yes - group) / (_counts[0] * reference)
                : _groups[row] == _reference ? -group * (yes - reference) / (_counts[1] * reference * reference) : 0;
        }

        return true;
    }

    private (double Group, double Reference) Rates(ReadOnlySpan<double> scores, ScoreScale scale, out DecisionRule rule)
    {
        if (scores.Length != _groups.Length)
        {
            throw new ArgumentException($"{scores.Length} scores for {_groups.Length} rows.", nameof(scores));
        }

        rule = _rule ?? DecisionRule.AtApprovalRate(scale, scores, _rate);
        double group = 0, reference = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            if (_groups[row] == _group || _groups[row] == _reference)
            {
                var yes = rule.IsFavourable(scores[row]) ? 1 : 0;
                group += _groups[row] == _group ? yes : 0;
                reference += _groups[row] == _reference ? yes : 0;
            }
        }

        return (group / _counts[0], reference / _counts[1]);
    }
}
