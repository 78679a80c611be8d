using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>How far links join like to like: the homophily without which clustering cannot be judged.</summary>
/// <remarks>Undirected links stand in the graph both ways. Source: Newman 2003, equations 2 and 21. Weights count.</remarks>
public static class Assortativity
{
    /// <summary>Of a group: r = (Σ e_gg − Σ a_g b_g) / (1 − Σ a_g b_g), e being the shares of links between groups. Undefined where one group holds all ends.</summary>
    /// <param name="group">Group of each node, from 0.</param>
    /// <param name="graph">Links.</param>
    public static Estimate OfGroups(ReadOnlySpan<int> group, SparseWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var groups = 1;
        foreach (var g in group)
        {
            groups = Math.Max(groups, g + 1);
        }

        var mixing = new double[groups, groups];
        for (var i = 0; i < graph.Nodes; i++)
        {
            foreach (var j in graph.ReadBy(i))
            {
                mixing[group[i], group[j]] += graph.Weight(i, j);
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
    public static Estimate OfValues(ReadOnlySpan<double> values, SparseWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double total = 0, meanFrom = 0, meanTo = 0;
        for (var i = 0; i < graph.Nodes; i++)
        {
            foreach (var j in graph.ReadBy(i))
            {
                var w = graph.Weight(i, j);
                total += w;
                meanFrom += w * values[i];
                meanTo += w * values[j];
            }
        }

        if (total == 0)
        {
            return Estimate.Undefined("there are no links");
        }

        (meanFrom, meanTo) = (meanFrom / total, meanTo / total);
        double ff = 0, tt = 0, ft = 0;
        for (var i = 0; i < graph.Nodes; i++)
        {
            foreach (var j in graph.ReadBy(i))
            {
                double w = graph.Weight(i, j), a = values[i] - meanFrom, b = values[j] - meanTo;
                ff += w * a * a;
                tt += w * b * b;
                ft += w * a * b;
            }
        }

        return ff <= 1e-24 * total * (1 + (meanFrom * meanFrom)) || tt <= 1e-24 * total * (1 + (meanTo * meanTo))
            ? Estimate.Undefined("one end of the links is constant") : Estimate.Of(ft / Math.Sqrt(ff * tt));
    }
}
