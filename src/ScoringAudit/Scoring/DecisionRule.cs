using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>A decision as a function of the score: favourable on the safe side of a threshold.</summary>
/// <param name="Scale">The score's scale.</param>
/// <param name="Threshold">The threshold, on the score's scale.</param>
/// <param name="Inclusive">Whether a score equal to the threshold is favourable.</param>
public readonly record struct DecisionRule(ScoreScale Scale, double Threshold, bool Inclusive)
{
    /// <summary>A cut-off: favourable is score &lt; cut-off where higher is riskier, score ≥ cut-off where higher is safer.</summary>
    /// <param name="scale">The score's scale; for log-odds of the adverse outcome the cut-off is its probability.</param>
    /// <param name="cutoff">The cut-off.</param>
    /// <exception cref="AuditDataException">A probability outside (0, 1).</exception>
    public static DecisionRule AtCutoff(ScoreScale scale, double cutoff)
    {
        if (scale.Kind != ScoreKind.Points && !(cutoff > 0 && cutoff < 1))
        {
            throw new AuditDataException(FormattableString.Invariant(
                $"plan: columns.decision.cutoff is {cutoff}, expected a probability between 0 and 1, the unit of this score. Give the cut-off as a probability of the adverse outcome."));
        }

        var threshold = scale.Kind == ScoreKind.LogOdds ? Math.Log(cutoff / (1 - cutoff)) : cutoff;
        return new DecisionRule(scale, threshold, scale.Direction == ScoreDirection.HigherIsSafer);
    }

    /// <summary>The rule that approves the safest share of the given scores; equal scores are decided alike, by whichever comes nearer to the share.</summary>
    /// <param name="scale">The score's scale.</param>
    /// <param name="scores">All audited scores; finite.</param>
    /// <param name="share">Share to approve, in (0, 1).</param>
    public static DecisionRule AtApprovalRate(ScoreScale scale, ReadOnlySpan<double> scores, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        var risk = scores.ToArray();
        if (scale.RiskSign < 0)
        {
            for (var i = 0; i < risk.Length; i++)
            {
                risk[i] = -risk[i];
            }
        }

        Array.Sort(risk);
        var wanted = share * risk.Length;
        var at = Math.Clamp((int)Math.Round(wanted, MidpointRounding.AwayFromZero), 1, risk.Length) - 1;
        var below = LowerBound(risk, risk[at]);
        var through = at + 1;
        while (through < risk.Length && risk[through] == risk[at])
        {
            through++;
        }

        // Approve up to and with the tie, or up to the value before it.
        var inclusive = below == 0 || Math.Abs(through - wanted) <= Math.Abs(below - wanted);
        var threshold = inclusive ? risk[at] : risk[below - 1];
        return new DecisionRule(scale, scale.RiskSign < 0 ? -threshold : threshold, true);
    }

    /// <summary>Whether a score is favourable.</summary>
    public bool IsFavourable(double score) => Scale.Direction == ScoreDirection.HigherIsSafer
        ? score > Threshold || (Inclusive && score == Threshold)
        : score < Threshold || (Inclusive && score == Threshold);

    private static int LowerBound(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
