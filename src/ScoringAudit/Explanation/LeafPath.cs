using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The way to one leaf: which players have conditions on it, the conditions, and for the path-dependent mode the share of cover that goes the leaf's way at each player's nodes.</summary>
/// <param name="Leaf">Position of the leaf in its tree.</param>
/// <param name="Steps">The nodes from the root, the side taken, and the bit of the node's player.</param>
/// <param name="Players">Players in order of first appearance; their position is their bit.</param>
/// <param name="Tests">The conditions.</param>
/// <param name="Ratios">For each player the product of cover shares at its nodes; empty without covers.</param>
/// <param name="Value">The leaf's value on the log-odds scale, weight included.</param>
internal sealed record LeafPath(int Leaf, (int Node, bool Left, int Bit)[] Steps, int[] Players, PatternTests Tests, double[] Ratios, double Value)
{
    /// <summary>More players than this on one path cannot be told apart in a pattern.</summary>
    public const int MostPlayers = 64;

    /// <summary>The paths of a tree to leaves whose value is not 0, from left to right.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="playerOf">For each slot its player.</param>
    /// <param name="factor">Factor of leaf values: the tree's weight and the ensemble's link.</param>
    /// <param name="leftShare">For each node the share of its cover that goes left; null without covers.</param>
    /// <exception cref="ArgumentException">A category set spans players, or a path has more than 64 players.</exception>
    public static List<LeafPath> Of(DecisionTree tree, int[] playerOf, double factor, double[]? leftShare)
    {
        var paths = new List<LeafPath>();
        var steps = new List<(int Node, bool Left)>();
        var open = new Stack<(int Child, int Depth, int Parent, bool Left)>();
        open.Push((tree.Nodes == 0 ? ~0 : 0, 0, -1, false));
        while (open.TryPop(out var at))
        {
            steps.RemoveRange(Math.Max(0, at.Depth - 1), steps.Count - Math.Max(0, at.Depth - 1));
            if (at.Parent >= 0)
            {
                steps.Add((at.Parent, at.Left));
            }

            if (at.Child < 0)
            {
                var value = factor * tree.LeafValues[~at.Child];
                if (value != 0)
                {
                    var path = new PathBuilder(tree, playerOf, leftShare);
                    (int, bool, int)[] taken = [.. steps.Select(s => (s.Node, s.Left, path.Take(s.Node, s.Left)))];
                    paths.Add(new LeafPath(~at.Child, taken, path.Players, path.Tests(), leftShare is null ? [] : path.Ratios, value));
                }

                continue;
            }

            open.Push((tree.Right[at.Child], at.Depth + 1, at.Child, false));
            open.Push((tree.Left[at.Child], at.Depth + 1, at.Child, true));
        }

        return paths;
    }
}
