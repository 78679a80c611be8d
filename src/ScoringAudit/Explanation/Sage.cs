using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>SAGE: Shapley values of the game whose worth is the reduction of expected log-loss when some players are known and the rest come from the background.</summary>
/// <remarks>Permutation estimator: a random row and a random order for each sample, in rounds of 256 until the stopping rule holds. Source: Covert, Lundberg and Lee 2020, algorithm 1.</remarks>
public static class Sage
{
    private const int Round = 256;

    /// <summary>Estimates SAGE values.</summary>
    /// <param name="scorer">A score that is a probability or log-odds of the adverse outcome.</param>
    /// <param name="rows">Rows with outcomes.</param>
    /// <param name="adverse">Whether each row's outcome was adverse.</param>
    /// <param name="background">From whom unknown features come.</param>
    /// <param name="streams">Parent of the stream "sage".</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="options">Stopping rule and threads; null: the defaults.</param>
    /// <param name="cancel">Stops the work between samples.</param>
    /// <exception cref="ArgumentException">There is no row, outcomes and rows differ in number, or the score is in points.</exception>
    public static SageResult Estimate(
        IScorer scorer, FeatureMatrix rows, bool[] adverse, Background background, Streams streams, PlayerSet? players = null, SageOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(adverse);
        ArgumentNullException.ThrowIfNull(background);
        players ??= PlayerSet.Features(scorer.Features);
        options ??= new SageOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostSamples, 2, nameof(options));
        if (rows.Rows == 0 || adverse.Length != rows.Rows)
        {
            throw new ArgumentException($"There are {rows.Rows} rows and {adverse.Length} outcomes.", nameof(adverse));
        }

        CoalitionScores.Check(scorer, rows, background, players, AttributionUnit.Probability);
        var stream = streams.Derive("sage");
        var shares = background.Shares();
        var n = players.Count;
        double[] mean = new double[n], squares = new double[n], errors = new double[n];
        var samples = 0;
        var converged = false;
        while (samples < options.MostSamples && !converged)
        {
            var size = Math.Min(Round, options.MostSamples - samples);
            var drops = new double[size][];
            var first = samples;
            Parallel.For(
                0,
                size,
                new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel },
                () => new CoalitionScores(scorer, background, players, AttributionUnit.Probability, shares),
                (i, _, scores) =>
                {
                    drops[i] = Sample(scores, rows, adverse, n, stream.Sequence((ulong)(first + i)));
                    return scores;
                },
                _ => { });
            foreach (var drop in drops)
            {
                samples++;
                for (var p = 0; p < n; p++)
                {
                    // Welford 1962.
                    var gap = drop[p] - mean[p];
                    mean[p] += gap / samples;
                    squares[p] += gap * (drop[p] - mean[p]);
                }
            }

            for (var p = 0; p < n; p++)
            {
                errors[p] = samples < 2 ? double.PositiveInfinity : Math.Sqrt(squares[p] / (samples - 1) / samples);
            }

            converged = errors.Max() <= options.Threshold * (mean.Max() - mean.Min());
        }

        return new SageResult(players, mean, errors, samples, converged);
    }

    private static double[] Sample(CoalitionScores scores, FeatureMatrix rows, bool[] adverse, int n, RandomSequence sequence)
    {
        var row = sequence.NextBelow(rows.Rows);
        var order = Enumerable.Range(0, n).ToArray();
        sequence.Shuffle(order.AsSpan());
        scores.SetRow(rows, row);
        var drop = new double[n];
        var inside = 0UL;
        var before = Loss(scores.Value(0), adverse[row]);
        foreach (var p in order)
        {
            inside |= 1UL << p;
            var after = Loss(scores.Value(inside), adverse[row]);
            drop[p] = before - after;
            before = after;
        }

        return drop;
    }

    private static double Loss(double probability, bool adverse) => -Math.Log(Math.Clamp(adverse ? probability : 1 - probability, 1e-12, 1));
}
