namespace ScoringAudit.Privacy;

/// <summary>How anonymous a table of rows is: k, l and t. A check of a table that somebody wants to hand on, never a substitute for noise.</summary>
/// <remarks>
/// A class is the rows that agree in all columns that others may know (quasi-identifiers). k: rows of the smallest class (Sweeney 2002). l: fewest different
/// sensitive values in a class, and the smallest exp(entropy) (Machanavajjhala et al. 2007, definitions 2 and 4). t: largest distance between a class's
/// sensitive values and everybody's (Li, Li and Venkatasubramanian 2007): ordered, Σ |cumulated difference| / (m − 1), or equal distance, total variation.
/// None of the three holds against somebody who knows more than the declared columns.
/// </remarks>
/// <param name="K">Rows of the smallest class.</param>
/// <param name="DistinctL">Fewest different sensitive values in a class.</param>
/// <param name="EntropyL">Smallest exp(entropy) of the sensitive values in a class.</param>
/// <param name="OrderedT">Largest ordered distance of a class, in [0, 1].</param>
/// <param name="EqualT">Largest total variation of a class, in [0, 1].</param>
/// <param name="Unique">Rows that are alone in their class.</param>
public sealed record AnonymityCheck(long K, int DistinctL, double EntropyL, double OrderedT, double EqualT, long Unique)
{
    /// <summary>Checks a table.</summary>
    /// <param name="classes">Code of each row's class, from 0 on.</param>
    /// <param name="sensitive">Code of each row's sensitive value, in its order.</param>
    /// <param name="levels">Number of sensitive values, at least 2.</param>
    /// <exception cref="ArgumentException">No rows, unequal lengths, or a code out of range.</exception>
    public static AnonymityCheck Of(ReadOnlySpan<int> classes, ReadOnlySpan<int> sensitive, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        if (classes.IsEmpty || classes.Length != sensitive.Length)
        {
            throw new ArgumentException("Expected rows, each with a class and a sensitive value.", nameof(classes));
        }

        var all = new double[levels];
        var tables = new SortedDictionary<int, double[]>();
        for (var i = 0; i < classes.Length; i++)
        {
            if ((uint)sensitive[i] >= (uint)levels)
            {
                throw new ArgumentException($"A sensitive value has the code {sensitive[i]}, expected 0 to {levels - 1}.", nameof(sensitive));
            }

            if (!tables.TryGetValue(classes[i], out var table))
            {
                tables.Add(classes[i], table = new double[levels]);
            }

            table[sensitive[i]]++;
            all[sensitive[i]]++;
        }

        return new AnonymityCheck(
            (long)tables.Values.Min(t => t.Sum()),
            tables.Values.Min(t => t.Count(c => c > 0)),
            tables.Values.Min(t => Math.Exp(Entropy(t))),
            tables.Values.Max(t => OrderedDistance(t, all)),
            tables.Values.Max(t => EqualDistance(t, all)),
            tables.Values.LongCount(t => t.Sum() <= 1));
    }

    /// <summary>Earth mover's distance of two distributions over ordered values one step apart, in [0, 1]; counts or shares.</summary>
    public static double OrderedDistance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double a = first.Sum(), b = second.Sum(), carried = 0, sum = 0;
        for (var i = 0; i < first.Count; i++)
        {
            carried += (first[i] / a) - (second[i] / b);
            sum += Math.Abs(carried);
        }

        return sum / (first.Count - 1);
    }

    /// <summary>Total variation of two distributions, in [0, 1]; counts or shares.</summary>
    public static double EqualDistance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double a = first.Sum(), b = second.Sum();
        return first.Select((x, i) => Math.Abs((x / a) - (second[i] / b))).Sum() / 2;
    }

    private static double Entropy(double[] counts)
    {
        var sum = counts.Sum();
        return -counts.Where(c => c > 0).Sum(c => c / sum * Math.Log(c / sum));
    }
}
