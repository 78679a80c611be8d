using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Searches intersections of attributes for the group whose favourable rate is furthest below that of everybody else, and confirms it on rows that the search never saw.</summary>
/// <remarks>
/// A beam over depth: groups of one attribute, then of two, …; the beam keeps the groups with the largest z of "rate below the rest", counting only groups with
/// enough rows. The found group is the best of very many, so its search figures are biased: only the confirmation half is reported, with a p-value adjusted
/// (Holm) over the groups that were taken there. Halves are drawn by cluster, so that no cluster stands on both sides. A found group is a lead for people, not a
/// verdict. Sources: Kearns et al. 2018 (auditing subgroups); Zhang and Neill 2016 (subset scan).
/// </remarks>
public static class WorstGroupSearch
{
    /// <summary>Runs the search.</summary>
    /// <param name="attributes">Codes of each attribute, row by row; −1 for missing.</param>
    /// <param name="groups">Names of each attribute's groups, by code, prefixed as the caller likes.</param>
    /// <param name="favourable">1 favourable, 0 not, −1 no decision.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="streams">Stream of the split.</param>
    /// <param name="depth">Most attributes that are intersected, at least 1.</param>
    /// <param name="least">Fewest rows of a group in the search half.</param>
    /// <param name="beam">Groups kept at each depth, and taken to confirmation.</param>
    /// <param name="level">Level of the ratios' intervals.</param>
    /// <returns>Groups in the order of the search, best first; empty where none has enough rows.</returns>
    public static IReadOnlyList<WorstGroup> Of(
        IReadOnlyList<int[]> attributes, IReadOnlyList<IReadOnlyList<string>> groups, sbyte[] favourable, int[] clusters, Streams streams, int depth = 3, int least = 50, int beam = 10, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(favourable);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beam);
        if (attributes.Count != groups.Count || attributes.Any(a => a.Length != favourable.Length) || (clusters.Length > 0 && clusters.Length != favourable.Length))
        {
            throw new ArgumentException("Expected one list of names for each attribute, and one code, decision and cluster for each row.", nameof(attributes));
        }

        // A cluster's half depends on its number alone.
        List<int> search = [], confirm = [];
        for (var i = 0; i < favourable.Length; i++)
        {
            if (favourable[i] >= 0)
            {
                (streams.Uniform((ulong)(clusters.Length > 0 ? clusters[i] : i), 0) < 0.5 ? search : confirm).Add(i);
            }
        }

        var found = new List<Candidate>();
        List<Candidate> front = [new([], [.. search], 0)];
        for (var d = 1; d <= depth; d++)
        {
            var next = new List<Candidate>();
            foreach (var parent in front)
            {
                var from = parent.Parts.Length == 0 ? 0 : parent.Parts[^1].Attribute + 1;
                for (var a = from; a < attributes.Count; a++)
                {
                    for (var g = 0; g < groups[a].Count; g++)
                    {
                        int[] rows = [.. parent.Rows.Where(i => attributes[a][i] == g)];
                        if (rows.Length >= least && rows.Length < search.Count)
                        {
                            next.Add(new Candidate([.. parent.Parts, (a, g)], rows, Score(rows, search, favourable)));
                        }
                    }
                }
            }

            found.AddRange(next);
            front = [.. next.OrderByDescending(c => c.Z).Take(beam)];
        }

        var best = found.OrderByDescending(c => c.Z).Take(beam).ToList();
        var results = best.Select(c => Confirm(c, attributes, groups, favourable, clusters, confirm, found.Count, level)).ToList();
        var tested = results.Where(r => r.PValue.IsDefined).ToList();
        var adjusted = Multiplicity.Holm([.. tested.Select(r => r.PValue.Value)]);
        return [.. results.Select(r => tested.IndexOf(r) is >= 0 and var at ? r with { PValue = Estimate.Of(adjusted[at]) } : r)];
    }

    private static double Score(int[] rows, List<int> all, sbyte[] favourable)
    {
        double n = rows.Length, x = rows.Sum(i => favourable[i]), m = all.Count - n, y = all.Sum(i => favourable[i]) - x;
        var p = (x + y) / (n + m);
        var variance = p * (1 - p) * ((1 / n) + (1 / m));
        return variance > 0 ? ((y / m) - (x / n)) / Math.Sqrt(variance) : 0;
    }

    private static WorstGroup Confirm(Candidate candidate, IReadOnlyList<int[]> attributes, IReadOnlyList<IReadOnlyList<string>> groups, sbyte[] favourable, int[] clusters, List<int> confirm, int searched, double level)
    {
        long n = 0, x = 0, m = 0, y = 0;
        foreach (var i in confirm)
        {
            if (candidate.Parts.All(p => attributes[p.Attribute][i] == p.Group))
            {
                n++;
                x += favourable[i];
            }
            else
            {
                m++;
                y += favourable[i];
            }
        }

        var (of, rest) = (Rate.Of(x, n), Rate.Of(y, m));
        var name = string.Join('*', candidate.Parts.Select(p => groups[p.Attribute][p.Group]));
        if (n == 0 || m == 0)
        {
            return new WorstGroup(name, of, rest, Mover.Ratio(of, rest, level), Estimate.Undefined("no row of the group is in the confirmation half"), searched);
        }

        if (clusters.Length == 0)
        {
            return new WorstGroup(name, of, rest, Mover.Ratio(of, rest, level), Estimate.Of(ContingencyTests.FisherExact(of, rest)), searched);
        }

        var member = new int[confirm.Count];
        var values = new double[confirm.Count];
        for (var k = 0; k < member.Length; k++)
        {
            member[k] = candidate.Parts.All(p => attributes[p.Attribute][confirm[k]] == p.Group) ? 1 : 0;
            values[k] = favourable[confirm[k]];
        }

        var sums = ScoreClusters.Of(values, member, 1, 0, [], [.. confirm.Select(i => clusters[i])]);
        IntervalEstimate At(double l) => ClusterRobust.Ratio(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, l);
        return new WorstGroup(
            name, of, rest, At(level), RateEngine.Dual(At(level), At, 1) is { } p ? Estimate.Of(p) : Estimate.Undefined("the groups lie in too few clusters for a test"), searched);
    }

    private sealed record Candidate((int Attribute, int Group)[] Parts, int[] Rows, double Z);
}
