using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>The move test: the same person at another address. Place and tenure are told apart.</summary>
/// <remarks>
/// For each audited row i and K donors j from other areas, the whole place block of j (everything that a move changes) replaces i's, all from one
/// donor. With s(place, tenure) in points:
/// <list type="bullet">
/// <item>PLACE = s(j, kept) − s(i, kept)</item>
/// <item>TENURE = s(i, reset) − s(i, kept)</item>
/// <item>INTERACTION = s(j, reset) − s(j, kept) − TENURE</item>
/// </list>
/// The headline of each is the mean of absolute values: over random pairs the signed mean of PLACE is 0 by symmetry. A score that does not read place gives
/// exactly 0. Donors of row i come from the stream entity i, so they do not depend on order or threads. Source: paired correspondence tests
/// (Riach and Rich 2002), with the score as its own control.
/// </remarks>
public static class MoveTest
{
    /// <summary>Donors for each row.</summary>
    public const int DefaultDonors = 20;

    /// <summary>Runs the test.</summary>
    /// <param name="world">What the score would be elsewhere: a model's rows (<see cref="ModelMoves"/>), or a synthetic world.</param>
    /// <param name="subjects">Rows that move, by their number in <paramref name="world"/>.</param>
    /// <param name="areas">Area of every row of <paramref name="world"/>, as a dense code; donors are drawn from <paramref name="subjects"/>.</param>
    /// <param name="scale">The score's scale.</param>
    /// <param name="rule">The decision rule, or null: people who cross are then not counted.</param>
    /// <param name="donors">Donors for each row.</param>
    /// <param name="streams">Stream of this score; this test derives "move-test".</param>
    /// <param name="cancel">Stops the work.</param>
    public static MoveTestResult Run(
        IInterventions world,
        int[] subjects,
        int[] areas,
        ScoreScale scale,
        DecisionRule? rule,
        int donors,
        Streams streams,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentOutOfRangeException.ThrowIfLessThan(donors, 1);
        var n = subjects.Length;
        if (n == 0 || subjects.All(s => areas[s] == areas[subjects[0]]))
        {
            return MoveTestResult.Refused("all rows are in one area, so nobody can move", n);
        }

        double[] Points(ReadOnlySpan<int> at, bool reset, out double[] scores)
        {
            scores = new double[n];
            world.Move(subjects, at, reset, scores);
            var points = new double[n];
            for (var i = 0; i < n; i++)
            {
                points[i] = scale.ToPoints(scores[i]);
            }

            return points;
        }

        var home = Points(subjects, false, out var homeScores);
        var tenure = Points(subjects, true, out _);
        for (var i = 0; i < n; i++)
        {
            tenure[i] -= home[i];
        }

        var donorOf = Donors(subjects, areas, donors, streams.Derive("move-test"));
        var pairs = (long)n * donors;
        var place = new double[pairs];
        var interaction = new double[pairs];
        var crossed = new bool[rule is null ? 0 : pairs];
        var here = new int[n];
        for (var k = 0; k < donors; k++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < n; i++)
            {
                here[i] = subjects[donorOf[((long)i * donors) + k]];
            }

            var away = Points(here, false, out var awayScores);
            var awayReset = Points(here, true, out _);
            for (var i = 0; i < n; i++)
            {
                var at = ((long)i * donors) + k;
                place[at] = away[i] - home[i];
                interaction[at] = awayReset[i] - away[i] - tenure[i];
                if (rule is { } decide)
                {
                    crossed[at] = decide.IsFavourable(awayScores[i]) != decide.IsFavourable(homeScores[i]);
                }
            }
        }

        return new MoveTestResult(null, n, donors, place, tenure, interaction, crossed, donorOf);
    }

    // Rows of other areas, uniformly: draw until the area differs. Rows sorted by area would allow one draw, but not for any order of rows.
    private static int[] Donors(int[] subjects, int[] areas, int donors, Streams streams)
    {
        var chosen = new int[(long)subjects.Length * donors];
        for (var i = 0; i < subjects.Length; i++)
        {
            var sequence = streams.Sequence((ulong)subjects[i]);
            for (var k = 0; k < donors; k++)
            {
                int j;
                do
                {
                    j = sequence.NextBelow(subjects.Length);
                }
                while (areas[subjects[j]] == areas[subjects[i]]);
                chosen[((long)i * donors) + k] = j;
            }
        }

        return chosen;
    }
}
