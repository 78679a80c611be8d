using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>The swap test: one partner is exchanged for another that is alike in size and kind, and has another score. Own record, number of partners and share of trade stay.</summary>
/// <remarks>
/// Each row is asked K times, each time about one of its partners, drawn uniformly, and a replacement drawn uniformly among the rows of the same likeness
/// that it does not read yet and whose score differs. Effect = s(with the replacement) − s, in points, scores solved again; <see cref="Direct"/> is the same
/// with all other scores as they were. Slope = Σ effect·share·Δ / Σ (share·Δ)², Δ the replacement's score less the partner's: for a score that reads the mean of its
/// partners with strength π the direct slope is π. Draws come from the stream entity of the row, so they depend on neither order nor threads.
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Rows">The row of each swap.</param>
/// <param name="Partners">The partner given up.</param>
/// <param name="Replacements">The partner taken on.</param>
/// <param name="Effects">Change of the row's score in points, solved again.</param>
/// <param name="Direct">Change in points with all other scores as they were.</param>
/// <param name="Slope">Points per point of the share-weighted difference of the partners' scores, solved again; NaN where no partner's score differs.</param>
/// <param name="DirectSlope">The same with all other scores as they were.</param>
/// <param name="Crossed">Whether the decision changed; empty without a rule.</param>
/// <param name="Regraded">Whether the grade changed; empty without grades.</param>
/// <param name="Asked">Rows that have a partner and were asked.</param>
/// <param name="Violating">Of them, how many changed at least once.</param>
/// <param name="Unmatched">Swaps without any replacement that is alike.</param>
public sealed record SwapTest(
    string? Refusal, int[] Rows, int[] Partners, int[] Replacements, double[] Effects, double[] Direct, double Slope, double DirectSlope, bool[] Crossed, bool[] Regraded, int Asked, int Violating, int Unmatched)
{
    /// <summary>Swaps for each row.</summary>
    public const int DefaultSwaps = 3;

    private const int Attempts = 64;

    /// <summary>Runs the test.</summary>
    /// <param name="links">Who reads whom, and what the score would be with another partner.</param>
    /// <param name="subjects">Rows that are asked.</param>
    /// <param name="rule">The decision rule, or null.</param>
    /// <param name="swaps">Swaps for each row.</param>
    /// <param name="streams">Stream of this score; this test derives "swap-test".</param>
    /// <param name="cancel">Stops the work.</param>
    public static SwapTest Run(ILinkInterventions links, int[] subjects, DecisionRule? rule, int swaps, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentOutOfRangeException.ThrowIfLessThan(swaps, 1);
        var stream = streams.Derive("swap-test");
        var pools = Pools(links.Likeness);
        List<int> rows = [], partners = [], replacements = [];
        List<double> shares = [];
        int asked = 0, unmatched = 0;
        foreach (var i in subjects)
        {
            var begin = (int)links.Graph.Offsets[i];
            var row = links.Graph.Targets[begin..(int)links.Graph.Offsets[i + 1]];
            if (row.IsEmpty)
            {
                continue;
            }

            var sequence = stream.Sequence((ulong)i);
            var found = false;
            for (var k = 0; k < swaps; k++)
            {
                var at = sequence.NextBelow(row.Length);
                if (Replacement(links, i, row, row[at], pools, ref sequence) is { } other)
                {
                    rows.Add(i);
                    partners.Add(row[at]);
                    replacements.Add(other);
                    shares.Add(links.Graph.Shares[begin + at]);
                    found = true;
                }
                else
                {
                    unmatched++;
                }
            }

            asked += found ? 1 : 0;
        }

        if (rows.Count == 0)
        {
            return new SwapTest("no row has a partner that another one of like size and kind and another score could stand in for", [], [], [], [], [], double.NaN, double.NaN, [], [], 0, 0, unmatched);
        }

        cancel.ThrowIfCancellationRequested();
        int[] all = [.. rows], from = [.. partners], with = [.. replacements];
        double[] effects = new double[all.Length], direct = new double[all.Length];
        links.Swap(all, from, with, true, effects);
        cancel.ThrowIfCancellationRequested();
        links.Swap(all, from, with, false, direct);
        return Summarise(links, rule, all, from, with, [.. shares], effects, direct, asked, unmatched);
    }

    private static SwapTest Summarise(ILinkInterventions links, DecisionRule? rule, int[] rows, int[] from, int[] with, double[] shares, double[] effects, double[] direct, int asked, int unmatched)
    {
        var scale = links.Scale;
        var crossed = new bool[rule is null ? 0 : rows.Length];
        var regraded = new bool[links.Grades.Count == 0 ? 0 : rows.Length];
        double squares = 0, cross = 0, crossDirect = 0;
        var violated = new HashSet<int>();
        for (var k = 0; k < rows.Length; k++)
        {
            var i = rows[k];
            if (rule is { } decide)
            {
                crossed[k] = decide.IsFavourable(effects[k]) != decide.IsFavourable(links.Scores[i]);
            }

            if (regraded.Length > 0)
            {
                regraded[k] = links.GradeOf(i, effects[k]) != links.GradeOf(i, links.Scores[i]);
            }

            var home = scale.ToPoints(links.Scores[i]);
            effects[k] = scale.ToPoints(effects[k]) - home;
            direct[k] = scale.ToPoints(direct[k]) - home;
            if (Math.Abs(effects[k]) > OwnOnlyProbe.Tolerance)
            {
                violated.Add(i);
            }

            var difference = shares[k] * (scale.ToPoints(links.Scores[with[k]]) - scale.ToPoints(links.Scores[from[k]]));
            squares += difference * difference;
            cross += effects[k] * difference;
            crossDirect += direct[k] * difference;
        }

        return new SwapTest(null, rows, from, with, effects, direct, squares > 0 ? cross / squares : double.NaN, squares > 0 ? crossDirect / squares : double.NaN, crossed, regraded, asked, violated.Count, unmatched);
    }

    private static int? Replacement(ILinkInterventions links, int i, ReadOnlySpan<int> row, int partner, Dictionary<int, List<int>> pools, ref RandomSequence sequence)
    {
        var pool = pools[links.Likeness[partner]];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var other = pool[sequence.NextBelow(pool.Count)];
            if (other != i && !row.Contains(other) && links.Scores[other] != links.Scores[partner])
            {
                return other;
            }
        }

        return null;
    }

    private static Dictionary<int, List<int>> Pools(ReadOnlySpan<int> likeness)
    {
        var pools = new Dictionary<int, List<int>>();
        for (var i = 0; i < likeness.Length; i++)
        {
            if (!pools.TryGetValue(likeness[i], out var pool))
            {
                pools.Add(likeness[i], pool = []);
            }

            pool.Add(i);
        }

        return pools;
    }
}
