using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Moran's I of a score over a neighbour graph, with a permutation test. It says clustering, not leakage: sorting alone gives I above 0.</summary>
/// <remarks>
/// I = (n / S0) · z'Wz / z'z with z the score less its mean, n all nodes (islands too) and S0 the sum of weights. Range about [−1, 1];
/// −1/(n − 1) where neighbours are unrelated. p = (1 + #{I* at least as extreme}) / (1 + R) over R free permutations; ties count. R adapts: the test stops at
/// 99, 199 or 499 permutations when the 99.9 % Clopper–Pearson interval of p lies above 0.05. That can only turn a rejection into none, so the
/// level holds. Undefined for a constant score or a graph without pairs. Source: Moran 1950; Cliff and Ord 1981, section 1.4; Phipson and Smyth 2010 for p.
/// </remarks>
public static class MoranTest
{
    private static readonly int[] Looks = [99, 199, 499];

    /// <summary>Measures and tests.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Most permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite.</exception>
    public static MoranResult Run(ReadOnlySpan<double> values, IWeights graph, int permutations, Streams streams, CancellationToken cancel = default) =>
        Run(values, graph, permutations, streams, Tail.Greater, cancel);

    /// <summary>Measures and tests one tail or both.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Most permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    /// <param name="tail">What counts as extreme.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite.</exception>
    public static MoranResult Run(ReadOnlySpan<double> values, IWeights graph, int permutations, Streams streams, Tail tail, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 19);
        var result = Measure(values, graph, out var z, out var ss);
        if (!result.I.IsDefined)
        {
            return result;
        }

        // Lanes hold values of unit variance, so single precision keeps seven digits; a tie up to rounding counts as extreme.
        var n = z.Length;
        var unit = Math.Sqrt(n / ss);
        var scale = n / graph.Sums.S0 / n;
        var sets = new float[8][];
        for (var v = 0; v < 8; v++)
        {
            sets[v] = new float[n];
        }

        var lanes = new float[8 * n];
        Span<double> sums = stackalloc double[8];
        var observed = result.I.Value;
        var slack = 1e-6 * (1 + Math.Abs(observed));
        int done = 0, above = 0, below = 0, look = 0;
        var stream = streams.Derive("moran");
        while (done < permutations)
        {
            cancel.ThrowIfCancellationRequested();
            var stop = look < Looks.Length && Looks[look] < permutations ? Looks[look] : permutations;
            var lane = Math.Min(8, stop - done);
            for (var v = 0; v < lane; v++)
            {
                var items = sets[v].AsSpan();
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = (float)(z[i] * unit);
                }

                new Shuffles(stream, done + v).Shuffle(items);
            }

            Interleave(sets, lanes);

            graph.CrossProducts8(lanes, sums);
            for (var v = 0; v < lane; v++)
            {
                var permuted = sums[v] * scale;
                above += permuted >= observed - slack ? 1 : 0;
                below += permuted <= observed + slack ? 1 : 0;
            }

            done += lane;
            if (done == stop)
            {
                look++;
                var count = tail == Tail.Greater ? above : tail == Tail.Less ? below : Math.Min(done, 2 * Math.Min(above, below));
                if (BinomialInterval.ClopperPearson(count, done, 0.999).Low > Moments.Alpha)
                {
                    break;
                }
            }
        }

        double Share(int count) => (1 + count) / (1.0 + done);
        var p = tail switch
        {
            Tail.Greater => Share(above),
            Tail.Less => Share(below),
            _ => Math.Min(1, 2 * Math.Min(Share(above), Share(below))),
        };
        return result with { PValue = p, Permutations = done, Tail = tail };
    }

    /// <summary>The statistic and its analytic moments, without permutations (p is that of the randomisation moments, one-sided to clustering).</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="countIslands">Whether n counts nodes without neighbours (esda, and here everywhere) or not (the default of R's spdep: adjust.n).</param>
    public static MoranResult Analytic(ReadOnlySpan<double> values, IWeights graph, bool countIslands = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var result = Measure(values, graph, out var z, out _);
        if (result.I.IsDefined && !countIslands && graph.Islands > 0)
        {
            double n = graph.Nodes - graph.Islands;
            result = result with
            {
                I = result.I.Map(i => i * n / graph.Nodes),
                Expected = -1 / (n - 1),
                Normality = SpatialMoments.MoranNormality(graph.Sums, n),
                Randomisation = SpatialMoments.MoranRandomisation(graph.Sums, n, SpatialMoments.Kurtosis(z)),
            };
        }

        return result.I.IsDefined ? result with { PValue = result.Randomisation.PValue(result.I.Value, Tail.Greater) } : result;
    }

    private static void Interleave(float[][] sets, float[] lanes)
    {
        float[] a = sets[0], b = sets[1], c = sets[2], d = sets[3], e = sets[4], f = sets[5], g = sets[6], h = sets[7];
        for (int i = 0, at = 0; i < a.Length; i++, at += 8)
        {
            var eight = lanes.AsSpan(at, 8);
            (eight[0], eight[1], eight[2], eight[3]) = (a[i], b[i], c[i], d[i]);
            (eight[4], eight[5], eight[6], eight[7]) = (e[i], f[i], g[i], h[i]);
        }
    }

    private static MoranResult Measure(ReadOnlySpan<double> values, IWeights graph, out double[] z, out double ss)
    {
        if (graph.Pairs == 0)
        {
            (z, ss) = ([], 0);
            return new MoranResult(Estimate.Undefined("nobody has a neighbour in this graph"), 1, 0, 0, graph.Pairs);
        }

        var n = values.Length;
        z = Centre.Of(values, graph.Nodes, out ss);
        if (Centre.IsConstant(values, ss))
        {
            return new MoranResult(Estimate.Undefined("the score is constant"), 1, 0, 0, graph.Pairs);
        }

        var lag = new double[n];
        graph.Lag(z, lag);
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += z[i] * lag[i];
        }

        return new MoranResult(Estimate.Of(sum * (n / graph.Sums.S0) / ss), 1, 0, -1.0 / (n - 1), graph.Pairs)
        {
            Normality = SpatialMoments.MoranNormality(graph.Sums, n),
            Randomisation = SpatialMoments.MoranRandomisation(graph.Sums, n, SpatialMoments.Kurtosis(z)),
        };
    }
}
