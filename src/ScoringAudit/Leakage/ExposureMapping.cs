using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Effects under interference from an experiment that treats each node by itself with a known probability.</summary>
/// <remarks>
/// With p the probability and d the number of nodes that i reads: P(direct and indirect) = p(1 − (1 − p)^d), P(direct) = p(1 − p)^d,
/// P(indirect) = (1 − p)(1 − (1 − p)^d), P(none) = (1 − p)^(d + 1). Horvitz–Thompson: Σ y/π over the class, over n. Hájek: the same over Σ 1/π. Undefined
/// where the class is empty, or where some node can never be in it (positivity). A mapping that is too short biases both. Source: Aronow and Samii 2017.
/// </remarks>
public static class ExposureMapping
{
    /// <summary>The exposure of each node.</summary>
    /// <param name="treated">Whether each node was treated.</param>
    /// <param name="graph">Who reads whom; undirected links both ways.</param>
    public static Exposure[] Classes(ReadOnlySpan<bool> treated, SparseWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var classes = new Exposure[graph.Nodes];
        for (var i = 0; i < classes.Length; i++)
        {
            var near = false;
            foreach (var j in graph.ReadBy(i))
            {
                near |= treated[j];
            }

            classes[i] = treated[i] ? (near ? Exposure.DirectAndIndirect : Exposure.Direct) : near ? Exposure.Indirect : Exposure.None;
        }

        return classes;
    }

    /// <summary>The probability that a node is in a class.</summary>
    /// <param name="exposure">The class.</param>
    /// <param name="degree">Nodes that it reads.</param>
    /// <param name="probability">Probability of treatment, in (0, 1).</param>
    public static double Probability(Exposure exposure, int degree, double probability)
    {
        var spared = Math.Pow(1 - probability, degree);
        return exposure switch
        {
            Exposure.DirectAndIndirect => probability * (1 - spared),
            Exposure.Direct => probability * spared,
            Exposure.Indirect => (1 - probability) * (1 - spared),
            _ => (1 - probability) * spared,
        };
    }

    /// <summary>The mean outcome if everybody were exposed so: Horvitz–Thompson and Hájek.</summary>
    /// <param name="outcomes">Outcome of each node.</param>
    /// <param name="classes">Exposure of each node.</param>
    /// <param name="exposure">The exposure asked for.</param>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="probability">Probability of treatment.</param>
    /// <param name="among">Nodes that the mean is over; empty: all.</param>
    public static (Estimate HorvitzThompson, Estimate Hajek) Mean(
        ReadOnlySpan<double> outcomes, ReadOnlySpan<Exposure> classes, Exposure exposure, SparseWeights graph, double probability, ReadOnlySpan<bool> among = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double sum = 0, weight = 0;
        int impossible = 0, nodes = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (!among.IsEmpty && !among[i])
            {
                continue;
            }

            nodes++;
            var chance = Probability(exposure, graph.ReadBy(i).Length, probability);
            impossible += chance > 0 ? 0 : 1;
            if (classes[i] == exposure)
            {
                sum += outcomes[i] / chance;
                weight += 1 / chance;
            }
        }

        var why = weight == 0 ? "nobody had this exposure" : impossible > 0 ? $"{impossible} nodes can never have this exposure" : null;
        return why is null ? (Estimate.Of(sum / nodes), Estimate.Of(sum / weight)) : (Estimate.Undefined(why), Estimate.Undefined(why));
    }
}
