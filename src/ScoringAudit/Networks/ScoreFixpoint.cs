using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Networks;

/// <summary>Solves scores that feed scores, with a certified error.</summary>
/// <remarks>
/// Gauss–Seidel sweeps: each node is set from the newest scores. A sweep of a map that shrinks distances by q in the largest norm shrinks
/// them by q too, and has the same fixpoint (Bertsekas and Tsitsiklis 1989, Parallel and Distributed Computation, section 3.1.2). If the
/// last sweep changed no score by more than d, each is within q/(1 − q)·d of the fixpoint (Banach). The order of nodes is fixed, so the
/// result is the same on any number of threads. The start takes the mean of the fixpoint, which alone shrinks as slowly as q.
/// </remarks>
public static class ScoreFixpoint
{
    /// <summary>Solves.</summary>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="fixedPart">What does not depend on scores, one for each node.</param>
    /// <param name="feed">How scores feed scores.</param>
    /// <param name="tolerance">Largest certified error wanted, above 0.</param>
    /// <param name="scores">Receives the scores.</param>
    /// <exception cref="AuditDataException">The contraction factor is 1 or more; the message says which strengths would converge.</exception>
    public static FixpointResult Solve(CsrGraph graph, ReadOnlySpan<double> fixedPart, NetworkFeed feed, double tolerance, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        var q = feed.Contraction(graph);
        if (!(q < 1))
        {
            throw new AuditDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"fixpoint: scores feed scores with a contraction factor of {q:0.####} (mean of partners {feed.Level}, worst partner {feed.Worst}); below 1 they converge. Multiply the strengths by less than {1 / q:0.####}{Alone(feed, graph)}."));
        }

        Start(graph, fixedPart, feed, scores);
        if (q == 0)
        {
            return new FixpointResult(0, 0, 0);
        }

        var offsets = graph.Offsets;
        var targets = graph.Targets;
        var shares = graph.Shares;
        var levelOnly = feed.Worst == 0;
        for (var step = 1; ; step++)
        {
            var change = 0.0;
            var end = 0L;
            for (var i = 0; i < fixedPart.Length; i++)
            {
                var begin = (int)end;
                end = offsets[i + 1];
                var next = fixedPart[i];
                if (begin != end)
                {
                    var read = targets[begin..(int)end];
                    var share = shares.Slice(begin, read.Length);
                    next += levelOnly ? feed.Level * (Mean(read, share, scores) - feed.Centre) : Feed(feed, read, share, scores);
                }

                next = next < feed.Min ? feed.Min : next > feed.Max ? feed.Max : next;
                change = Math.Max(change, Math.Abs(next - scores[i]));
                scores[i] = next;
            }

            var bound = q * change / (1 - q);
            if (bound <= tolerance)
            {
                return new FixpointResult(step, bound, q);
            }
        }
    }

    /// <summary>The feed of one node at given scores: what it gets from the nodes that it reads; 0 without links.</summary>
    public static double FeedOf(CsrGraph graph, NetworkFeed feed, int node, ReadOnlySpan<double> scores)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(feed);
        var begin = (int)graph.Offsets[node];
        var read = graph.Targets[begin..(int)graph.Offsets[node + 1]];
        return read.IsEmpty ? 0 : Feed(feed, read, graph.Shares.Slice(begin, read.Length), scores);
    }

    /// <summary>The feed of a node that reads these nodes with these shares; 0 without links.</summary>
    internal static double FeedOf(NetworkFeed feed, ReadOnlySpan<int> read, ReadOnlySpan<float> share, ReadOnlySpan<double> scores) =>
        read.IsEmpty ? 0 : Feed(feed, read, share, scores);

    private static double Mean(ReadOnlySpan<int> read, ReadOnlySpan<float> share, ReadOnlySpan<double> scores)
    {
        var sum = 0.0;
        for (var k = 0; k < read.Length; k++)
        {
            sum += share[k] * scores[read[k]];
        }

        return sum;
    }

    private static double Feed(NetworkFeed feed, ReadOnlySpan<int> read, ReadOnlySpan<float> share, ReadOnlySpan<double> scores)
    {
        double sum = 0, shortfall = 0;
        for (var k = 0; k < read.Length; k++)
        {
            var score = scores[read[k]];
            sum += share[k] * score;
            shortfall = Math.Max(shortfall, feed.Cut - score);
        }

        return (feed.Level * (sum - feed.Centre)) - (feed.Worst * shortfall);
    }

    private static void Start(CsrGraph graph, ReadOnlySpan<double> fixedPart, NetworkFeed feed, Span<double> scores)
    {
        var mean = 0.0;
        foreach (var value in fixedPart)
        {
            mean += value / fixedPart.Length;
        }

        var shift = graph.Pairs == 0 || feed.Level >= 1 ? 0 : feed.Level * (mean - feed.Centre) / (1 - feed.Level);
        for (var i = 0; i < fixedPart.Length; i++)
        {
            scores[i] = Math.Clamp(fixedPart[i] + shift, feed.Min, feed.Max);
        }
    }

    private static string Alone(NetworkFeed feed, CsrGraph graph) => feed switch
    {
        { Worst: 0 } => string.Create(CultureInfo.InvariantCulture, $"; the largest strength of the mean is below {1 / graph.LargestRowSum:0.####}"),
        { Level: 0 } => "; the largest strength of the worst partner is below 1",
        _ => string.Empty,
    };
}
