using ScoringAudit.Networks;

namespace ScoringAudit.Leakage;

/// <summary>Whether peer effects can be told from effects of peers' features at all: I, G and G² must be linearly independent.</summary>
/// <remarks>Source: Bramoullé, Djebbari and Fortin 2009, proposition 1. Complete groups of one size have rank 2: not identified.</remarks>
public static class PeerIdentification
{
    /// <summary>The rank of (vec I, vec G, vec G²): 3 where identified.</summary>
    /// <param name="graph">Row-standardised weights.</param>
    public static int Rank(SparseWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        // Inner products of the three matrices; rows of G² one at a time.
        var gram = new double[3, 3];
        var row = new double[graph.Nodes];
        var touched = new List<int>();
        gram[0, 0] = graph.Nodes;
        for (var i = 0; i < graph.Nodes; i++)
        {
            foreach (var k in graph.ReadBy(i))
            {
                var w = graph.Weight(i, k);
                gram[1, 1] += w * w;
                gram[0, 1] += k == i ? w : 0;
                foreach (var j in graph.ReadBy(k))
                {
                    if (row[j] == 0)
                    {
                        touched.Add(j);
                    }

                    row[j] += w * graph.Weight(k, j);
                }
            }

            foreach (var j in touched)
            {
                gram[2, 2] += row[j] * row[j];
                gram[1, 2] += row[j] * graph.Weight(i, j);
                gram[0, 2] += j == i ? row[j] : 0;
                row[j] = 0;
            }

            touched.Clear();
        }

        return Rank(gram);
    }

    // Cholesky on unit diagonals: a pivot below 1e-10 adds no rank.
    private static int Rank(double[,] gram)
    {
        var factor = new double[3, 3];
        var rank = 0;
        for (var j = 0; j < 3; j++)
        {
            if (gram[j, j] == 0)
            {
                continue;
            }

            var pivot = 1.0;
            for (var k = 0; k < j; k++)
            {
                var cell = gram[k, j] / Math.Sqrt(gram[j, j] * Math.Max(gram[k, k], double.Epsilon));
                for (var m = 0; m < k; m++)
                {
                    cell -= factor[j, m] * factor[k, m];
                }

                factor[j, k] = factor[k, k] == 0 ? 0 : cell / factor[k, k];
                pivot -= factor[j, k] * factor[j, k];
            }

            if (pivot > 1e-10)
            {
                factor[j, j] = Math.Sqrt(pivot);
                rank++;
            }
        }

        return rank;
    }
}
