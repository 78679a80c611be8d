using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>How well a group can be told from own features, from own and others' features together, and from the score alone; and whether others' features tell more than own ones.</summary>
/// <remarks>
/// AUC of cross-fitted logistic predictions (five folds of whole blocks, columns standardised, the score with its square), so that a block never predicts itself: a
/// feature that encodes the street has an AUC of .81 where rows are split at random and .49 where streets are. Information beyond own = AUC(own and others') − AUC(own), with
/// the clustered interval of the difference. Null: the others' block is dealt out anew within strata of own prediction × block size: whole blocks where there are
/// blocks (fifths of the block's mean own prediction × thirds of its size; rows matched by their rank of own prediction), rows within tenths of own prediction where there are none.
/// Dealing single rows of an area's value would take the area's chance similarity for information. p = (1 + #{null ≥ observed})/(1 + R).
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Own">AUC from own features; 0.5 where there are none.</param>
/// <param name="Both">AUC from own and others' features.</param>
/// <param name="Score">AUC from the score.</param>
/// <param name="Beyond">Both less own.</param>
/// <param name="PValue">p of "others' features tell nothing beyond own ones".</param>
/// <param name="Permutations">R.</param>
/// <param name="Null">Which null.</param>
public sealed record ProxyTest(string? Refusal, IntervalEstimate Own, IntervalEstimate Both, IntervalEstimate Score, IntervalEstimate Beyond, double PValue, int Permutations, string Null)
{
    /// <summary>Folds.</summary>
    public const int Folds = 5;

    /// <summary>Deals of the null.</summary>
    public const int DefaultPermutations = 39;

    private const int FewestBlocks = 10;

    /// <summary>Runs it.</summary>
    /// <param name="own">Own features, encoded, each one value for each row; finite.</param>
    /// <param name="others">Others' features, the same.</param>
    /// <param name="score">The score of each row.</param>
    /// <param name="member">1 for the group, 0 for the reference.</param>
    /// <param name="blocks">Block of each row as a dense code; empty: rows are independent.</param>
    /// <param name="permutations">R; 0: no null.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of this score and attribute.</param>
    /// <param name="cancel">Stops the work.</param>
    public static ProxyTest Run(
        IReadOnlyList<double[]> own, IReadOnlyList<double[]> others, double[] score, byte[] member, int[] blocks, int permutations, double level, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(blocks);
        int[] unit = blocks.Length > 0 ? blocks : [.. Enumerable.Range(0, member.Length)];
        var units = unit.Length == 0 ? 0 : unit.Max() + 1;
        var held = unit.Distinct().Count();
        if (held < FewestBlocks)
        {
            return Refuse(FormattableString.Invariant($"{held} blocks are fewer than {FewestBlocks}: a block would predict itself"));
        }

        if (member.Count(m => m == 1) is var ones && (ones < Folds || member.Length - ones < Folds))
        {
            return Refuse("one of the two groups has fewer than five rows");
        }

        var fold = FoldOf(units, streams.Derive("folds"));
        int[] folds = [.. unit.Select(u => fold[u])];
        for (var f = 0; f < Folds; f++)
        {
            var outside = Enumerable.Range(0, member.Length).Where(i => folds[i] != f).Select(i => member[i]).Distinct().Count();
            if (outside < 2)
            {
                return Refuse("the two groups do not share enough blocks to predict one block from others");
            }
        }

        var x = Standardised(own);
        var a = Standardised(others);
        var (ownLogit, start) = CrossFit(x, member, folds, null);
        var (bothLogit, _) = CrossFit([.. x, .. a], member, folds, null);
        var mean = score.Average();
        var (scoreLogit, _) = CrossFit(Standardised([score, [.. score.Select(s => (s - mean) * (s - mean))]]), member, folds, null);
        var clusters = blocks.Length > 0 ? blocks : [];
        var beyond = PairedAuc.Difference(bothLogit, ownLogit, member, clusters, units, level);
        var observed = beyond.Value.Value;
        var count = 0;
        var rankless = a.Count == 0;
        for (var r = 0; r < permutations && !rankless; r++)
        {
            cancel.ThrowIfCancellationRequested();
            var from = Deal(ownLogit, unit, units, blocks.Length > 0, streams.Derive("null").Derive(r));
            List<double[]> dealt = [.. a.Select(column => from.Select(j => column[j]).ToArray())];
            var (logit, _) = CrossFit([.. x, .. dealt], member, folds, start);
            var statistic = RocAuc.Of(logit, member).Value - RocAuc.Of(ownLogit, member).Value;
            count += statistic >= observed ? 1 : 0;
        }

        return new ProxyTest(
            null,
            ClusteredAuc.Of(ownLogit, member, clusters, units, level),
            ClusteredAuc.Of(bothLogit, member, clusters, units, level),
            ClusteredAuc.Of(scoreLogit, member, clusters, units, level),
            beyond,
            rankless ? 1 : (1.0 + count) / (1 + permutations),
            rankless ? 0 : permutations,
            blocks.Length > 0 ? "others' block dealt out among blocks of like own prediction and size" : "others' features dealt out among rows of like own prediction");
    }

    private static ProxyTest Refuse(string why)
    {
        var none = new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None);
        return new ProxyTest(why, none, none, none, none, double.NaN, 0, string.Empty);
    }

    // The folds hold as many blocks each, in the order of the stream.
    private static int[] FoldOf(int units, Streams streams)
    {
        var order = Enumerable.Range(0, units).ToArray();
        streams.Sequence().Shuffle(order.AsSpan());
        var fold = new int[units];
        for (var k = 0; k < units; k++)
        {
            fold[order[k]] = k % Folds;
        }

        return fold;
    }

    // Log-odds within the fold are ranked as they are: every fit has its own constant, and the folds are exchangeable.
    private static (double[] Logits, double[][] Betas) CrossFit(IReadOnlyList<double[]> columns, byte[] member, int[] folds, double[][]? start)
    {
        var logits = new double[member.Length];
        var betas = new double[Folds][];
        var use = new bool[member.Length];
        for (var f = 0; f < Folds; f++)
        {
            for (var i = 0; i < use.Length; i++)
            {
                use[i] = folds[i] != f;
            }

            betas[f] = LogisticFit.Fit(columns, member, use, start?[f]);
            for (var i = 0; i < use.Length; i++)
            {
                if (!use[i])
                {
                    logits[i] = LogisticFit.LogOdds(betas[f], columns, i);
                }
            }
        }

        return (logits, betas);
    }

    private static List<double[]> Standardised(IReadOnlyList<double[]> columns)
    {
        var kept = new List<double[]>();
        foreach (var column in columns)
        {
            var mean = column.Average();
            var sd = Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / column.Length);
            if (sd > 1e-12 * Math.Max(1, Math.Abs(mean)))
            {
                kept.Add([.. column.Select(v => (v - mean) / sd)]);
            }
        }

        return kept;
    }

    // For each row, the row whose others' features it gets.
    private static int[] Deal(double[] own, int[] unit, int units, bool whole, Streams streams)
    {
        var sequence = streams.Sequence();
        var from = new int[own.Length];
        if (!whole)
        {
            int[] order = [.. Enumerable.Range(0, own.Length).OrderBy(i => own[i]).ThenBy(i => i)];
            for (var tenth = 0; tenth < 10; tenth++)
            {
                var part = order[(int)((long)tenth * own.Length / 10)..(int)((long)(tenth + 1) * own.Length / 10)];
                var dealt = (int[])part.Clone();
                sequence.Shuffle(dealt.AsSpan());
                for (var k = 0; k < part.Length; k++)
                {
                    from[part[k]] = dealt[k];
                }
            }

            return from;
        }

        var members = new List<int>[units];
        for (var u = 0; u < units; u++)
        {
            members[u] = [];
        }

        for (var i = 0; i < unit.Length; i++)
        {
            members[unit[i]].Add(i);
        }

        int[] blocks = [.. Enumerable.Range(0, units).Where(u => members[u].Count > 0)];
        foreach (var u in blocks)
        {
            members[u].Sort((p, q) => own[p].CompareTo(own[q]) is var c && c != 0 ? c : p.CompareTo(q));
        }

        foreach (var size in Parts([.. blocks.OrderBy(u => members[u].Count).ThenBy(u => u)], 3))
        {
            foreach (var stratum in Parts([.. size.OrderBy(u => members[u].Average(i => own[i])).ThenBy(u => u)], 5))
            {
                var dealt = (int[])stratum.Clone();
                sequence.Shuffle(dealt.AsSpan());
                for (var k = 0; k < stratum.Length; k++)
                {
                    List<int> to = members[stratum[k]], source = members[dealt[k]];
                    for (var r = 0; r < to.Count; r++)
                    {
                        from[to[r]] = source[(int)((long)r * source.Count / to.Count)];
                    }
                }
            }
        }

        return from;
    }

    // Parts of about equal size, none with fewer than four blocks where that can be helped.
    private static IEnumerable<int[]> Parts(int[] ordered, int wanted)
    {
        var parts = Math.Clamp(ordered.Length / 4, 1, wanted);
        for (var k = 0; k < parts; k++)
        {
            yield return ordered[(k * ordered.Length / parts)..((k + 1) * ordered.Length / parts)];
        }
    }
}
