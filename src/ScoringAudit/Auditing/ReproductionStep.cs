using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Does the model give the score that was recorded? The mean absolute difference between the two, on the recorded score's own scale.</summary>
/// <remarks>
/// A recorded score that lies in [0, 1] is a probability (of the adverse outcome where higher is riskier, else of its opposite); any other is points,
/// and the model is read in points (<see cref="ScoreScale.ToPoints"/>). There is no interval: nothing is estimated, both scores of each row are known.
/// </remarks>
internal static class ReproductionStep
{
    /// <summary>Differences up to this are rounding of a written score.</summary>
    private const double Rounding = 1e-6;

    public static void Run(AuditSubject subject)
    {
        subject.Report("comparison with the recorded score");
        var recorded = Recorded(subject);
        var scores = subject.Table!.Scores;
        var direction = subject.Plan.Roles.Score!.Direction;
        var probability = recorded.All(r => !(r < 0) && !(r > 1)) && recorded.Any(double.IsFinite);
        var reading = Reading(subject.Rows.Scale!.Value, direction, probability, out var reason);
        var sum = new ExactSum();
        long n = 0, beyond = 0;
        for (var i = 0; i < recorded.Length; i++)
        {
            if (!double.IsFinite(recorded[i]))
            {
                continue;
            }

            n++;
            if (reading is not null)
            {
                var difference = Math.Abs(recorded[i] - reading(scores[i]));
                sum.Add(difference);
                beyond += difference > Rounding ? 1 : 0;
            }
        }

        if (n == 0)
        {
            reason = "no audited row has a recorded score";
        }

        subject.Add(
            "accuracy",
            new Finding
            {
                Id = string.Empty,
                Measure = "score_reproduction_error",
                N = n,
                Access = "M",
                Scale = probability ? "probability" : "points",
                Note = reason is null ? FormattableString.Invariant($"{100.0 * beyond / n:0.##} % of the rows differ by more than 0.000001; the findings speak of the model, not of the recorded score") : null,
                Details = reason is null ? new Dictionary<string, double> { ["shareBeyondRounding"] = (double)beyond / n } : null,
                Source = "mean absolute difference of the recorded score and the model's, row by row",
            },
            new IntervalEstimate(reason is null ? Estimate.Of(sum.ToDouble() / n) : Estimate.Undefined(reason), null, IntervalMethods.None));
        if (reason is null && beyond > 0)
        {
            subject.To.Note("warning", "score_reproduction_error", $"The model{(subject.Name is { } name ? $" '{name}'" : string.Empty)} does not give the recorded score in every row: the findings speak of the model. How far apart they are is score_reproduction_error.");
        }
    }

    // How a score of the model reads on the recorded score's scale.
    private static Func<double, double>? Reading(ScoreScale scale, ScoreDirection direction, bool probability, out string? reason)
    {
        reason = null;
        if (probability && scale.Kind != ScoreKind.Points)
        {
            return direction == ScoreDirection.HigherIsRiskier ? scale.ToAdverseProbability : s => 1 - scale.ToAdverseProbability(s);
        }

        // Points of log-odds or probabilities are safer upwards; points of a scorecard keep their own direction.
        var own = scale.Kind == ScoreKind.Points ? scale.Direction : ScoreDirection.HigherIsSafer;
        if (probability || own != direction)
        {
            reason = probability
                ? "the recorded score is a probability and the model gives points, so they cannot be compared"
                : "the recorded score and the model's points have opposite directions, so they cannot be compared";
            return null;
        }

        return scale.ToPoints;
    }

    private static double[] Recorded(AuditSubject subject)
    {
        var all = new List<double>();
        var buffer = new double[Batch.MaxRows];
        using var reader = subject.Rows.Rows.Open([subject.Bound.Score!.Value]);
        while (reader.Read(out var batch))
        {
            subject.Inputs.Cancel.ThrowIfCancellationRequested();
            batch.CopyNumbers(0, buffer);
            all.AddRange(buffer.AsSpan(0, batch.Rows));
        }

        return [.. all];
    }
}
