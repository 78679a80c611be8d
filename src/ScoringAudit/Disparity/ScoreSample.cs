namespace ScoringAudit.Disparity;

/// <summary>Scores of one group, sorted, with their weights.</summary>
public sealed class ScoreSample
{
    private readonly double[] _scores;
    private readonly double[] _weights;

    private ScoreSample(double[] scores, double[] weights)
    {
        _scores = scores;
        _weights = weights;
        foreach (var weight in weights)
        {
            Weight += weight;
        }

        if (weights.Length == 0)
        {
            Weight = scores.Length;
        }
    }

    /// <summary>Rows.</summary>
    public int Rows => _scores.Length;

    /// <summary>Sum of weights; the rows when unweighted.</summary>
    public double Weight { get; }

    /// <summary>Scores in ascending order.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Weight of the score at a position.</summary>
    public double WeightAt(int index) => _weights.Length == 0 ? 1 : _weights[index];

    /// <summary>A sample of scores; they are copied and sorted, equal scores by weight, so that row order never matters.</summary>
    /// <param name="scores">Finite numbers.</param>
    /// <param name="weights">One for each score, at least 0; empty: 1 each.</param>
    /// <exception cref="ArgumentException">A score is not finite, a weight is negative or not finite, or lengths differ.</exception>
    public static ScoreSample Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        if (!weights.IsEmpty && weights.Length != scores.Length)
        {
            throw new ArgumentException($"Expected {scores.Length} weights, one per score, found {weights.Length}.", nameof(weights));
        }

        return Sorted(scores.ToArray(), weights.ToArray());
    }

    // Checks and sorts arrays that nobody else holds: a sample of many rows is not copied twice.
    private static ScoreSample Sorted(double[] scores, double[] weights)
    {
        foreach (var score in scores)
        {
            if (!double.IsFinite(score))
            {
                throw new ArgumentException("A score is not finite; leave such rows out and count them before measuring.", nameof(scores));
            }
        }

        foreach (var weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException($"A weight is finite and at least 0; found {weight}.", nameof(weights));
            }
        }

        if (weights.Length == 0)
        {
            Array.Sort(scores);
            return new ScoreSample(scores, weights);
        }

        Array.Sort(scores, weights);
        for (var start = 0; start < scores.Length;)
        {
            var end = start + 1;
            while (end < scores.Length && scores[end] == scores[start])
            {
                end++;
            }

            Array.Sort(weights, start, end - start);
            start = end;
        }

        return new ScoreSample(scores, weights);
    }

    /// <summary>One sample a group, in one pass over the rows.</summary>
    /// <param name="scores">Finite numbers.</param>
    /// <param name="codes">Group of each row; −1: in no group.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="weights">One for each score, at least 0; empty: 1 each.</param>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>.</exception>
    public static IReadOnlyList<ScoreSample> ByGroup(ReadOnlySpan<double> scores, ReadOnlySpan<int> codes, int groups, ReadOnlySpan<double> weights = default)
    {
        if (codes.Length != scores.Length)
        {
            throw new ArgumentException($"Expected {scores.Length} group codes, one per score, found {codes.Length}.", nameof(codes));
        }

        var counts = new int[groups];
        foreach (var code in codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        var values = counts.Select(c => new double[c]).ToArray();
        var weighted = !weights.IsEmpty;
        var heavy = counts.Select(c => weighted ? new double[c] : []).ToArray();
        Array.Clear(counts);
        for (var i = 0; i < codes.Length; i++)
        {
            var g = codes[i];
            if (g < 0)
            {
                continue;
            }

            values[g][counts[g]] = scores[i];
            if (!weights.IsEmpty)
            {
                heavy[g][counts[g]] = weights[i];
            }

            counts[g]++;
        }

        return [.. values.Select((v, g) => Sorted(v, heavy[g]))];
    }
}
