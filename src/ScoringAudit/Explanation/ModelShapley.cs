using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Interventional Shapley values of any score, by asking it: exactly over all coalitions of at most 14 players, or from random orders. For groups also in probability space, where no tree method is exact.</summary>
public static class ModelShapley
{
    /// <summary>The most players whose coalitions are all asked.</summary>
    public const int MostExactPlayers = 14;

    /// <summary>Exact values: 2^players × background scores for each row.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">Rows to explain.</param>
    /// <param name="background">Whom they are compared with.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="options">Unit and threads; null: the defaults.</param>
    /// <param name="cancel">Stops the work between rows.</param>
    /// <exception cref="ArgumentException">There are more than 14 players, the features differ, or the unit is not the score's.</exception>
    public static Attributions Exact(IScorer scorer, FeatureMatrix rows, Background background, PlayerSet? players = null, ModelShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        players ??= PlayerSet.Features(scorer.Features);
        if (players.Count > MostExactPlayers)
        {
            throw new ArgumentException($"There are {players.Count} players; exact values by asking take at most {MostExactPlayers}. Use groups, or random orders.", nameof(players));
        }

        var n = players.Count;
        return Run(scorer, rows, background, players, options, (scores, _, phi) =>
        {
            var v = new double[1 << n];
            for (var s = 0; s < v.Length; s++)
            {
                v[s] = scores.Value((ulong)s);
            }

            for (var p = 0; p < n; p++)
            {
                for (var s = 0; s < v.Length; s++)
                {
                    if ((s >> p & 1) == 0)
                    {
                        phi[p] += (v[s | (1 << p)] - v[s]) * Weight(int.PopCount(s), n);
                    }
                }
            }

            return (v[0], v[^1]);
        }, cancel);
    }

    /// <summary>Values from random orders, each with its reverse: unbiased, and additive for every row whatever the number of orders.</summary>
    /// <remarks>Cost: 2 × pairs × (players + 1) × background scores for each row. Source: Strumbelj and Kononenko 2014; Mitchell et al. 2022 (antithetic orders).</remarks>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">Rows to explain.</param>
    /// <param name="background">Whom they are compared with.</param>
    /// <param name="streams">Parent of the stream "shapley-orders"; a row's orders depend on its position alone.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="options">Unit, threads and orders; null: the defaults.</param>
    /// <param name="cancel">Stops the work between rows.</param>
    public static Attributions Permutation(
        IScorer scorer, FeatureMatrix rows, Background background, Streams streams, PlayerSet? players = null, ModelShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        players ??= PlayerSet.Features(scorer.Features);
        var pairs = (options ?? new ModelShapleyOptions()).OrderPairs;
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1, nameof(options));
        var stream = streams.Derive("shapley-orders");
        var n = players.Count;
        return Run(scorer, rows, background, players, options, (scores, row, phi) =>
        {
            var sequence = stream.Sequence((ulong)row);
            var order = Enumerable.Range(0, n).ToArray();
            double empty = scores.Value(0), full = empty;
            for (var pair = 0; pair < pairs; pair++)
            {
                sequence.Shuffle(order.AsSpan());
                for (var turn = 0; turn < 2; turn++)
                {
                    var inside = 0UL;
                    var before = empty;
                    for (var k = 0; k < n; k++)
                    {
                        var p = order[turn == 0 ? k : n - 1 - k];
                        inside |= 1UL << p;
                        full = scores.Value(inside);
                        phi[p] += (full - before) / (2 * pairs);
                        before = full;
                    }
                }
            }

            return (empty, full);
        }, cancel);
    }

    private static Attributions Run(
        IScorer scorer,
        FeatureMatrix rows,
        Background background,
        PlayerSet players,
        ModelShapleyOptions? options,
        Func<CoalitionScores, int, double[], (double Empty, double Full)> explain,
        CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(background);
        options ??= new ModelShapleyOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        CoalitionScores.Check(scorer, rows, background, players, options.Unit);
        var shares = background.Shares();
        double[][] values = [.. players.Names.Select(_ => new double[rows.Rows])];
        var predictions = new double[rows.Rows];
        var start = new CoalitionScores(scorer, background, players, options.Unit, shares).Value(0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        Parallel.For(
            0,
            rows.Rows,
            parallel,
            () => new CoalitionScores(scorer, background, players, options.Unit, shares),
            (row, state, scores) =>
            {
                scores.SetRow(rows, row);
                var phi = new double[players.Count];
                (_, predictions[row]) = explain(scores, row, phi);
                for (var p = 0; p < phi.Length; p++)
                {
                    values[p][row] = phi[p];
                }

                return scores;
            },
            _ => { });
        var error = Additivity.Check(values, start, predictions);
        return new Attributions(players, GroupRule.Quotient, "interventional", players.Names, values, predictions, start, error);
    }

    // s! (n − s − 1)! / n!
    private static double Weight(int s, int n)
    {
        var weight = 1.0 / n;
        for (var k = 1; k <= s; k++)
        {
            weight *= (double)k / (n - k);
        }

        return weight;
    }
}
