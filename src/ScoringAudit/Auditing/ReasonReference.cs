using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>With whom a subject is compared when reasons are found: by default the favourably decided whose scores lie nearest to the cut-off.</summary>
/// <remarks>Compared with the average applicant, a reason says what is unusual; compared with those just above the cut-off, what would have sufficed.</remarks>
public sealed record ReasonReference(int[] Rows, string Text)
{
    /// <summary>Fewest rows of a reference.</summary>
    public const int Fewest = 10;

    /// <summary>Chooses the rows.</summary>
    /// <param name="plan">What the plan asks for.</param>
    /// <param name="scores">Scores of all rows.</param>
    /// <param name="rule">Decides from the score; null: the reference is all rows.</param>
    /// <param name="streams">Parent of the stream "reference", which samples where rows are too many.</param>
    /// <param name="leaveOut">Rows that must not be in it: the subject's own; null: none.</param>
    /// <returns>The reference, or why there is none.</returns>
    public static (ReasonReference? Reference, string? Reason) Of(ReasonPlan plan, ReadOnlySpan<double> scores, DecisionRule? rule, Streams streams, bool[]? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var asked = rule is null ? ReasonPlan.All : plan.Reference;
        var rows = new List<int>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (leaveOut?[i] != true && (asked == ReasonPlan.All || rule!.Value.IsFavourable(scores[i])))
            {
                rows.Add(i);
            }
        }

        if (rows.Count < Fewest)
        {
            return (null, FormattableString.Invariant($"only {rows.Count} {(asked == ReasonPlan.All ? "rows" : "favourably decided rows")} could be the reference, at least {Fewest} are needed"));
        }

        var all = rows.Count;
        if (all > plan.ReferenceRows)
        {
            var values = scores.ToArray();
            var draw = streams.Derive("reference");
            rows = asked == ReasonPlan.NearCutoff
                ? [.. rows.OrderBy(i => Math.Abs(values[i] - rule!.Value.Threshold)).ThenBy(i => i).Take(plan.ReferenceRows)]
                : [.. rows.OrderBy(i => draw.Uniform((ulong)i, 0)).ThenBy(i => i).Take(plan.ReferenceRows)];
            rows.Sort();
        }

        var who = asked switch
        {
            ReasonPlan.All => all == rows.Count ? "all people of the data" : "a sample of the people of the data",
            ReasonPlan.Favourable => all == rows.Count ? "all who were decided favourably" : "a sample of those who were decided favourably",
            _ => "those decided favourably whose scores lie nearest to the cut-off",
        };
        return (new ReasonReference([.. rows], FormattableString.Invariant($"{who} ({rows.Count})")), null);
    }

    /// <summary>Their part of a column.</summary>
    public FeatureMatrix Of(FeatureMatrix all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return new FeatureMatrix(all.Schema, [.. all.Columns.Select(c => Array.ConvertAll(Rows, r => c[r]))]);
    }
}
