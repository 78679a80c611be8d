using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>How far links join like to like: the homophily without which clustering cannot be judged.</summary>
/// <remarks>Undirected links stand in the graph both ways. Source: Newman 2003, equations 2 and 21. Weights count.</remarks>
public static class Assortativity
{
    /// <summary>Of a group: r = (Σ e_gg − Σ a_g b_g) / (1 − Σ a_g b_g), e being the shares of links between groups. Undefined where one group holds all ends.</summary>
    /// <param name="group">Group of each node, from 0; below 0: left out, with its links.</param>
    /// <param name="graph">Links.</param>
    public static Estimate OfGroups(ReadOnlySpan<int> group, IWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var groups = 1;
        foreach (var g in group)
        {
            groups = Math.Max(groups, g + 1);
        }

        var mixing = new double[groups, groups];
        double[] member = new double[graph.Nodes], lag = new double[graph.Nodes];
        for (var to = 0; to < groups; to++)
        {
            for (var i = 0; i < member.Length; i++)
            {
                member[i] = group[i] == to ? 1 : 0;
            }

            graph.Lag(member, lag);
            for (var i = 0; i < member.Length; i++)
            {
                if (group[i] >= 0)
                {
                    mixing[group[i], to] += lag[i];
                }
            }
        }

        return OfMixing(mixing);
    }

    /// <summary>Of a mixing matrix: shares or counts of links from each group (row) to each group (column).</summary>
    public static Estimate OfMixing(double[,] mixing)
    {
        ArgumentNullException.ThrowIfNull(mixing);
        var k = mixing.GetLength(0);
        double[] rows = new double[k], columns = new double[k];
        double total = 0, same = 0, chance = 0;
        for (var a = 0; a < k; a++)
        {
            same += mixing[a, a];
            for (var b = 0; b < k; b++)
            {
                rows[a] += mixing[a, b];
                columns[b] += mixing[a, b];
                total += mixing[a, b];
            }
        }

        if (total == 0)
        {
            return Estimate.Undefined("there are no links");
        }

        for (var g = 0; g < k; g++)
        {
            chance += rows[g] / total * (columns[g] / total);
        }

        return 1 - chance < 1e-12 ? Estimate.Undefined("all links end in one group") : Estimate.Of(((same / total) - chance) / (1 - chance));
    }

    /// <summary>Of a number: the weighted correlation of both ends over the links. Undefined where one end is constant.</summary>
    /// <param name="values">One number for each node.</param>
    /// <param name="graph">Links.</param>
    public static Estimate OfValues(ReadOnlySpan<double> values, IWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double[] ones = new double[graph.Nodes], from = new double[graph.Nodes], to = new double[graph.Nodes], lag = new double[graph.Nodes];
        Array.Fill(ones, 1);
        graph.Lag(ones, from);
        graph.TransposedLag(ones, to);
        double total = 0, meanFrom = 0, meanTo = 0;
        for (var i = 0; i < from.Length; i++)
        {
            total += from[i];
            meanFrom += from[i] * values[i];
            meanTo += to[i] * values[i];
        }

        if (total == 0)
        {
            return Estimate.Undefined("there are no links");
        }

        (meanFrom, meanTo) = (meanFrom / total, meanTo / total);
        double ff = 0, tt = 0, ft = 0;
        for (var i = 0; i < from.Length; i++)
        {
            ones[i] = values[i] - meanTo;
        }

        graph.Lag(ones, lag);
        for (var i = 0; i < from.Length; i++)
        {
            var a = values[i] - meanFrom;
            ff += from[i] * a * a;
            tt += to[i] * ones[i] * ones[i];
            ft += a * lag[i];
        }

        return ff <= 1e-24 * total * (1 + (meanFrom * meanFrom)) || tt <= 1e-24 * total * (1 + (meanTo * meanTo))
            ? Estimate.Undefined("one end of the links is constant") : Estimate.Of(ft / Math.Sqrt(ff * tt));
    }

    /// <summary>The two-sided permutation test of an assortativity: the nodes' labels in random order, the links as they are.</summary>
    /// <param name="observed">The value on the labels as they are.</param>
    /// <param name="labels">Labels of the nodes.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="permutations">Number of permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    /// <returns>p = (1 + #)/(1 + R), and the standard deviation over permutations.</returns>
    public static (double PValue, double Deviation) Test<T>(double observed, ReadOnlySpan<T> labels, Func<T[], Estimate> measure, int permutations, Streams streams)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 19);
        var items = labels.ToArray();
        int above = 0, below = 0;
        double sum = 0, squares = 0;
        var slack = 1e-9 * (1 + Math.Abs(observed));
        for (var r = 0; r < permutations; r++)
        {
            labels.CopyTo(items);
            new Shuffles(streams.Derive("assortativity"), r).Shuffle(items.AsSpan());
            var value = measure(items).Or(0);
            above += value >= observed - slack ? 1 : 0;
            below += value <= observed + slack ? 1 : 0;
            sum += value;
            squares += value * value;
        }

        var mean = sum / permutations;
        return (Math.Min(1, 2 * (1 + Math.Min(above, below)) / (1.0 + permutations)), Math.Sqrt(Math.Max(0, (squares / permutations) - (mean * mean))));
    }
}
