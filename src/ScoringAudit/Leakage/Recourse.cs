using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>What people could do about it: the least better own record that turns an unfavourable decision, with others' records as they are and at the average of others.</summary>
/// <remarks>
/// Own records that occur are ranked by u = mean score, in points, with the others' records of the same few people (so that nobody's own surroundings count), and
/// <see cref="Rungs"/> of them at equal ranks make a ladder. Person i with an unfavourable decision climbs from the own rung until
/// s(own record of the rung, others' records of i) is favourable: effort with = u(rung) − u(i), at least 0; effort without: the same with u itself over the cut-off.
/// Gap = effort with − effort without, in points; negative where others' records help. Captive: no rung of the ladder turns the decision with i's surroundings, and
/// some rung would at the average. No assumption on which feature could change, or on monotone features; a rung is a whole record that somebody has.
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Declined">Rows with an unfavourable decision.</param>
/// <param name="Gap">Gap of each of them in points; NaN where either way has no remedy.</param>
/// <param name="Captive">Whether others' records alone hold the row.</param>
/// <param name="HeldByOthers">Rows of them that would be favourable at the average of others without any change of their own.</param>
public sealed record Recourse(string? Refusal, int[] Declined, double[] Gap, bool[] Captive, int HeldByOthers)
{
    /// <summary>Own records on the ladder.</summary>
    public const int Rungs = 60;

    private const int References = 16;

    /// <summary>Measures recourse.</summary>
    /// <param name="others">Exchanges all others' records (<see cref="IInterventions.Replacing"/>).</param>
    /// <param name="subjects">Rows that are judged; the ladder and the references come from them.</param>
    /// <param name="scale">The score's scale.</param>
    /// <param name="rule">The decision rule.</param>
    /// <param name="streams">Stream of this score; this derives "recourse".</param>
    /// <param name="cancel">Stops the work.</param>
    public static Recourse Run(IInterventions others, int[] subjects, ScoreScale scale, DecisionRule rule, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(subjects);
        var n = subjects.Length;
        var home = new double[n];
        others.Move(subjects, subjects, false, home);
        int[] declined = [.. Enumerable.Range(0, n).Where(i => !rule.IsFavourable(home[i]))];
        if (declined.Length == 0 || declined.Length == n)
        {
            return new Recourse(declined.Length == 0 ? "every decision is favourable" : "no decision is favourable, so no own record is known to be enough", [], [], [], 0);
        }

        var (average, favourable) = AtReferences(others, subjects, scale, rule, streams.Derive("recourse"), cancel);
        var sign = -scale.RiskSign;
        var safer = scale.Kind == ScoreKind.Points ? sign : 1;
        var order = Enumerable.Range(0, n).OrderBy(i => safer * average[i]).ThenBy(i => i).ToArray();
        var rung = new int[Math.Min(Rungs, n)];
        for (var r = 0; r < rung.Length; r++)
        {
            rung[r] = order[(int)((long)(r + 1) * n / rung.Length) - 1];
        }

        // With the surroundings of each declined person, on each rung of the ladder.
        int[] who = [.. declined.Select(i => subjects[i])];
        var answers = new double[rung.Length][];
        var record = new int[who.Length];
        for (var r = 0; r < rung.Length; r++)
        {
            cancel.ThrowIfCancellationRequested();
            Array.Fill(record, subjects[rung[r]]);
            answers[r] = new double[who.Length];
            others.Move(record, who, false, answers[r]);
        }

        var gap = new double[who.Length];
        var captive = new bool[who.Length];
        var held = 0;
        for (var k = 0; k < who.Length; k++)
        {
            var own = safer * average[declined[k]];
            var with = Effort(own, r => rule.IsFavourable(answers[r][k]));
            var without = favourable[declined[k]] ? 0 : Effort(own, r => favourable[rung[r]]);
            held += favourable[declined[k]] ? 1 : 0;
            gap[k] = with - without;
            captive[k] = double.IsNaN(with) && !double.IsNaN(without);
        }

        return new Recourse(null, [.. declined.Select(i => subjects[i])], gap, captive, held);

        double Effort(double own, Func<int, bool> enough)
        {
            for (var r = 0; r < rung.Length; r++)
            {
                var height = safer * average[rung[r]];
                if (height >= own && enough(r))
                {
                    return height - own;
                }
            }

            return double.NaN;
        }
    }

    private static (double[] Average, bool[] Favourable) AtReferences(IInterventions others, int[] subjects, ScoreScale scale, DecisionRule rule, Streams streams, CancellationToken cancel)
    {
        var n = subjects.Length;
        var sequence = streams.Sequence();
        double[] average = new double[n], mean = new double[n], scores = new double[n];
        var donor = new int[n];
        for (var k = 0; k < References; k++)
        {
            cancel.ThrowIfCancellationRequested();
            Array.Fill(donor, subjects[sequence.NextBelow(n)]);
            others.Move(subjects, donor, false, scores);
            for (var i = 0; i < n; i++)
            {
                average[i] += scale.ToPoints(scores[i]) / References;
                mean[i] += scores[i] / References;
            }
        }

        return (average, [.. mean.Select(rule.IsFavourable)]);
    }
}
