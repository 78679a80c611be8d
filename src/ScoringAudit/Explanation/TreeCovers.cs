using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>For each node of each tree the share of its cover that goes left: the weights of the path-dependent mode.</summary>
/// <remarks>Recomputed from rows, because ML.NET keeps no counts. A node that no row reaches sends half to either side; no such rule is needed where the rows are those that trained.</remarks>
internal static class TreeCovers
{
    /// <summary>Shares from rows.</summary>
    public static double[] LeftShares(DecisionTree tree, SlotBlock rows, double[] weights)
    {
        double[] left = new double[tree.Nodes], all = new double[tree.Nodes];
        var slots = new float[rows.Slots];
        for (var row = 0; row < rows.Rows && tree.Nodes > 0; row++)
        {
            rows.CopyRow(row, slots);
            for (var node = 0; node >= 0;)
            {
                var goesLeft = tree.GoesLeft(node, slots);
                all[node] += weights[row];
                left[node] += goesLeft ? weights[row] : 0;
                node = goesLeft ? tree.Left[node] : tree.Right[node];
            }
        }

        for (var node = 0; node < left.Length; node++)
        {
            left[node] = all[node] > 0 ? left[node] / all[node] : 0.5;
        }

        return left;
    }
}
