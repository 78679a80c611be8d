using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Asks a score again with a person's own record kept and others' records replaced: does anything change?</summary>
/// <remarks>
/// Each row is asked K times, each time with everything that is not its own taken from one donor. A row is violated when any of its K answers
/// differs from the first by more than <see cref="Tolerance"/>. The share of violated rows has a one-sided Clopper–Pearson bound: a gate that opens for
/// three people in a thousand is invisible to means, and 300 probes miss it with probability .41. The declared test of the ladder: if rounding alone
/// changed at most one row in a million, P(at least as many violations) = I_q(x, n − x + 1), q = 1e-6; at least 1e-15.
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Rows">Rows that were asked.</param>
/// <param name="Donors">Times that each was asked.</param>
/// <param name="Violating">Rows whose score changed.</param>
/// <param name="MeanAbsolute">Mean absolute change over all answers, in points.</param>
/// <param name="Largest">Largest change, in points. Confidential on real data.</param>
/// <param name="Violated">Whether each row was violated.</param>
public sealed record OwnOnlyProbe(string? Refusal, int Rows, int Donors, int Violating, double MeanAbsolute, double Largest, bool[] Violated)
{
    /// <summary>Changes up to this many points are rounding.</summary>
    public const double Tolerance = 1e-6;

    private const double Rounding = 1e-6;

    /// <summary>Share of violated rows.</summary>
    public double Share => Rows == 0 ? double.NaN : (double)Violating / Rows;

    /// <summary>p of the ladder's test.</summary>
    public double PValue => Violating == 0 ? 1 : Math.Max(1e-15, new RegularizedBeta(Violating, Rows - Violating + 1).Lower(Rounding, 1 - Rounding, out _));

    /// <summary>Asks.</summary>
    /// <param name="world">What the score would be: a model's rows or a synthetic world.</param>
    /// <param name="subjects">Rows that are asked.</param>
    /// <param name="differ">A code of every row: donors have another one (row numbers: any other row).</param>
    /// <param name="same">A code of every row: donors have the same one; empty: any.</param>
    /// <param name="scale">The score's scale.</param>
    /// <param name="donors">Times that each row is asked.</param>
    /// <param name="streams">Stream of this probe.</param>
    /// <param name="cancel">Stops the work.</param>
    public static OwnOnlyProbe Run(
        IInterventions world, int[] subjects, ReadOnlySpan<int> differ, ReadOnlySpan<int> same, ScoreScale scale, int donors, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(subjects);
        var pools = Pools(subjects, same);
        var varied = new bool[pools.Length];
        for (var c = 0; c < pools.Length; c++)
        {
            varied[c] = Varied(pools[c], differ);
        }

        var rows = new List<int>(subjects.Length);
        foreach (var s in subjects)
        {
            if (varied[same.IsEmpty ? 0 : same[s]])
            {
                rows.Add(s);
            }
        }

        if (rows.Count == 0)
        {
            return new OwnOnlyProbe("no row has a donor whose others' records are not its own", 0, 0, 0, 0, 0, []);
        }

        int[] asked = [.. rows];
        var home = new double[asked.Length];
        world.Move(asked, asked, false, home);
        var violated = new bool[asked.Length];
        var away = new double[asked.Length];
        var from = new int[asked.Length];
        double sum = 0, largest = 0;
        for (var k = 0; k < donors; k++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < asked.Length; i++)
            {
                var pool = pools[same.IsEmpty ? 0 : same[asked[i]]];
                var sequence = streams.Derive(k).Sequence((ulong)asked[i]);
                do
                {
                    from[i] = pool[sequence.NextBelow(pool.Count)];
                }
                while (differ[from[i]] == differ[asked[i]]);
            }

            world.Move(asked, from, false, away);
            for (var i = 0; i < asked.Length; i++)
            {
                var change = Math.Abs(scale.ToPoints(away[i]) - scale.ToPoints(home[i]));
                sum += change;
                largest = Math.Max(largest, change);
                violated[i] |= change > Tolerance;
            }
        }

        return new OwnOnlyProbe(null, asked.Length, donors, violated.Count(v => v), sum / ((double)asked.Length * donors), largest, violated);
    }

    /// <summary>The one-sided upper bound of the share of violated rows (Clopper and Pearson 1934).</summary>
    /// <param name="level">Confidence, above 0.5.</param>
    public double UpperBound(double level) => Rows == 0 ? 1 : BinomialInterval.ClopperPearson(Violating, Rows, (2 * level) - 1).High;

    // Donors come from the rows that are asked, so a sample stays a sample.
    private static List<int>[] Pools(int[] subjects, ReadOnlySpan<int> same)
    {
        var count = 1;
        foreach (var code in same)
        {
            count = Math.Max(count, code + 1);
        }

        var pools = new List<int>[count];
        for (var c = 0; c < count; c++)
        {
            pools[c] = [];
        }

        foreach (var s in subjects)
        {
            pools[same.IsEmpty ? 0 : same[s]].Add(s);
        }

        return pools;
    }

    private static bool Varied(List<int> pool, ReadOnlySpan<int> differ)
    {
        foreach (var row in pool)
        {
            if (differ[row] != differ[pool[0]])
            {
                return true;
            }
        }

        return false;
    }
}
