using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>Lists one row after another and counts whom else it reaches: how many others change grade or decision, by how many points, and how many links away.</summary>
/// <remarks>
/// Seeds and cut decide the result, so both kinds are reported apart: drawn at random, and hubs (the rows that most others read; ties by row number). The listed
/// row itself never counts. Amplification = Σ|change| of all others, scores solved again, over Σ|change| when only those that read the listed row see it:
/// 1 where nothing travels further. Hop 1 reads the listed row; beyond <see cref="Hops"/> is added to the last.
/// </remarks>
/// <param name="Seeds">The rows that were listed.</param>
/// <param name="Regraded">Others whose grade changed, by seed; empty without grades.</param>
/// <param name="Crossed">Others whose decision changed, by seed; empty without a rule.</param>
/// <param name="Reached">Others whose score changed, by seed.</param>
/// <param name="Points">Σ|change| of all others in points, by seed.</param>
/// <param name="DirectPoints">The same when only those that read the listed row see it.</param>
/// <param name="ReachedByHop">Others whose score changed, over all seeds, by hop.</param>
/// <param name="RegradedByHop">Others whose grade changed, by hop.</param>
/// <param name="CrossedByHop">Others whose decision changed, by hop.</param>
/// <param name="PointsByHop">Σ|change| in points, by hop.</param>
public sealed record BlastRadius(
    int[] Seeds,
    int[] Regraded,
    int[] Crossed,
    int[] Reached,
    double[] Points,
    double[] DirectPoints,
    long[] ReachedByHop,
    long[] RegradedByHop,
    long[] CrossedByHop,
    double[] PointsByHop)
{
    /// <summary>Hops that are told apart.</summary>
    public const int Hops = 6;

    /// <summary>Total over direct change; NaN where nobody reads a listed row.</summary>
    public double Amplification => DirectPoints.Sum() > 0 ? Points.Sum() / DirectPoints.Sum() : double.NaN;

    /// <summary>Rows drawn without repetition.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="seeds">How many are wanted.</param>
    /// <param name="streams">Stream of this score; this derives "blast-radius".</param>
    public static int[] AtRandom(int rows, int seeds, Streams streams)
    {
        var all = Enumerable.Range(0, rows).ToArray();
        streams.Derive("blast-radius").Sequence().Shuffle(all.AsSpan());
        return all[..Math.Min(rows, seeds)];
    }

    /// <summary>The rows that most others read.</summary>
    /// <param name="links">Who reads whom.</param>
    /// <param name="seeds">How many are wanted.</param>
    public static int[] AtHubs(ILinkInterventions links, int seeds)
    {
        ArgumentNullException.ThrowIfNull(links);
        var readers = new int[links.Graph.Nodes];
        foreach (var t in links.Graph.Targets)
        {
            readers[t]++;
        }

        return [.. Enumerable.Range(0, readers.Length).OrderByDescending(i => readers[i]).ThenBy(i => i).Take(seeds)];
    }

    /// <summary>Lists each seed in its turn.</summary>
    /// <param name="links">Who reads whom, and what a listing does.</param>
    /// <param name="seeds">Rows that are listed, one at a time.</param>
    /// <param name="rule">The decision rule, or null.</param>
    /// <param name="cancel">Stops the work.</param>
    public static BlastRadius Run(ILinkInterventions links, int[] seeds, DecisionRule? rule, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(seeds);
        var grades = links.Grades.Count > 0;
        var result = new BlastRadius(
            seeds,
            new int[grades ? seeds.Length : 0],
            new int[rule is null ? 0 : seeds.Length],
            new int[seeds.Length],
            new double[seeds.Length],
            new double[seeds.Length],
            new long[Hops],
            new long[Hops],
            new long[Hops],
            new double[Hops]);
        for (var s = 0; s < seeds.Length; s++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var change in links.List(seeds[s], true))
            {
                if (change.Row == seeds[s] || change.After == change.Before)
                {
                    continue;
                }

                var hop = Math.Clamp(change.Hop, 1, Hops) - 1;
                var points = Math.Abs(links.Scale.ToPoints(change.After) - links.Scale.ToPoints(change.Before));
                result.Reached[s]++;
                result.ReachedByHop[hop]++;
                result.Points[s] += points;
                result.PointsByHop[hop] += points;
                if (grades && links.GradeOf(change.Row, change.After) != links.GradeOf(change.Row, change.Before))
                {
                    result.Regraded[s]++;
                    result.RegradedByHop[hop]++;
                }

                if (rule is { } decide && decide.IsFavourable(change.After) != decide.IsFavourable(change.Before))
                {
                    result.Crossed[s]++;
                    result.CrossedByHop[hop]++;
                }
            }

            foreach (var change in links.List(seeds[s], false))
            {
                result.DirectPoints[s] += change.Row == seeds[s] ? 0 : Math.Abs(links.Scale.ToPoints(change.After) - links.Scale.ToPoints(change.Before));
            }
        }

        return result;
    }
}
