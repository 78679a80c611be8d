using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>The move test: the same person at another address. Place and tenure are told apart.</summary>
/// <remarks>
/// For each audited row i and K donors j from other areas, the whole place block of j (every feature that swaps on a move) replaces i's, all from one
/// donor. With s(place, tenure) in points:
/// <list type="bullet">
/// <item>PLACE = s(j, kept) − s(i, kept)</item>
/// <item>TENURE = s(i, reset) − s(i, kept)</item>
/// <item>INTERACTION = s(j, reset) − s(j, kept) − TENURE</item>
/// </list>
/// The headline of each is the mean of absolute values over pairs: over random pairs the signed mean of PLACE is 0 by symmetry. Place-free scores give exactly 0.
/// Donors of row i come from the stream entity i, so they do not depend on order or threads. Source: paired correspondence tests
/// (Riach and Rich 2002) with the score as its own control.
/// </remarks>
public static class MoveTest
{
    /// <summary>Donors for each row.</summary>
    public const int DefaultDonors = 20;

    /// <summary>Runs the test.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="columns">Features of the audited rows, whole columns in schema order.</param>
    /// <param name="areas">Area of each row, as a dense code.</param>
    /// <param name="rule">The decision rule, or null: people who cross are then not counted.</param>
    /// <param name="donors">Donors for each row.</param>
    /// <param name="streams">Root stream of the audit; this test derives "move-test".</param>
    /// <param name="threads">Threads for scoring; the result does not depend on it.</param>
    /// <param name="cancel">Stops the work.</param>
    public static MoveTestResult Run(
        IScorer scorer,
        float[][] columns,
        int[] areas,
        DecisionRule? rule,
        int donors,
        Streams streams,
        int threads,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentOutOfRangeException.ThrowIfLessThan(donors, 1);
        var features = scorer.Features.Features;
        int[] swap = [.. Enumerable.Range(0, features.Count).Where(f => features[f].OnMove == OnMove.Swap)];
        int[] reset = [.. Enumerable.Range(0, features.Count).Where(f => features[f].OnMove == OnMove.Reset)];
        var n = areas.Length;
        if (DistinctAreas(areas) < 2)
        {
            return MoveTestResult.Refused("all rows are in one area, so nobody can move", n);
        }

        var home = Moved.Score(scorer, columns, n, threads);
        var tenure = reset.Length == 0 ? home : Moved.Score(scorer, Reset(columns, reset), n, threads);
        var donorOf = Donors(areas, donors, streams.Derive("move-test"));
        var place = new double[(long)n * donors];
        var interaction = new double[reset.Length == 0 ? 0 : place.Length];
        var crossed = new bool[rule is null ? 0 : place.Length];
        for (var k = 0; k < donors; k++)
        {
            cancel.ThrowIfCancellationRequested();
            var moved = Swap(columns, swap, donorOf, k, donors);
            var away = swap.Length == 0 ? home : Moved.Score(scorer, moved, n, threads);
            var awayReset = reset.Length == 0 || swap.Length == 0 ? tenure : Moved.Score(scorer, Reset(moved, reset), n, threads);
            for (var i = 0; i < n; i++)
            {
                var at = ((long)i * donors) + k;
                place[at] = away.Points[i] - home.Points[i];
                if (interaction.Length > 0)
                {
                    interaction[at] = swap.Length == 0 ? 0 : awayReset.Points[i] - away.Points[i] - (tenure.Points[i] - home.Points[i]);
                }

                if (rule is { } decide)
                {
                    crossed[at] = decide.IsFavourable(away.Scores[i]) != decide.IsFavourable(home.Scores[i]);
                }
            }
        }

        var tenureEffect = new double[n];
        for (var i = 0; i < n; i++)
        {
            tenureEffect[i] = tenure.Points[i] - home.Points[i];
        }

        return new MoveTestResult(null, n, donors, swap.Length, reset.Length, place, tenureEffect, interaction, crossed, donorOf);
    }

    private static int DistinctAreas(int[] areas)
    {
        var first = areas.Length == 0 ? 0 : areas[0];
        return areas.Length == 0 ? 0 : areas.All(a => a == first) ? 1 : 2;
    }

    private static float[][] Reset(float[][] columns, int[] reset)
    {
        var changed = (float[][])columns.Clone();
        foreach (var f in reset)
        {
            changed[f] = new float[columns[f].Length];
        }

        return changed;
    }

    private static float[][] Swap(float[][] columns, int[] swap, int[] donorOf, int k, int donors)
    {
        var changed = (float[][])columns.Clone();
        foreach (var f in swap)
        {
            var from = columns[f];
            var to = new float[from.Length];
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = from[donorOf[((long)i * donors) + k]];
            }

            changed[f] = to;
        }

        return changed;
    }

    // Rows of other areas, uniformly: draw until the area differs. Rows sorted by area would allow one draw, but not for any order of rows.
    private static int[] Donors(int[] areas, int donors, Streams streams)
    {
        var chosen = new int[(long)areas.Length * donors];
        for (var i = 0; i < areas.Length; i++)
        {
            var sequence = streams.Sequence((ulong)i);
            for (var k = 0; k < donors; k++)
            {
                int j;
                do
                {
                    j = sequence.NextBelow(areas.Length);
                }
                while (areas[j] == areas[i]);
                chosen[((long)i * donors) + k] = j;
            }
        }

        return chosen;
    }

    private sealed record Moved(double[] Scores, double[] Points)
    {
        public static Moved Score(IScorer scorer, float[][] columns, int rows, int threads)
        {
            var scores = new double[rows];
            var points = new double[rows];
            ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, rows), scores, Math.Max(1, threads));
            for (var i = 0; i < rows; i++)
            {
                points[i] = scorer.Scale.ToPoints(scores[i]);
            }

            return new Moved(scores, points);
        }
    }
}
