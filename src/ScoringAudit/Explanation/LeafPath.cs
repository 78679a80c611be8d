using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The way to one leaf: which players have conditions on it, the conditions, and for the path-dependent mode the share of cover that goes the leaf's way at each player's nodes.</summary>
/// <param name="Players">Players in order of first appearance; their position is their bit.</param>
/// <param name="Tests">The conditions.</param>
/// <param name="Ratios">For each player the product of cover shares at its nodes; empty without covers.</param>
/// <param name="Value">The leaf's value on the log-odds scale, weight included.</param>
internal sealed record LeafPath(int[] Players, PatternTests Tests, double[] Ratios, double Value)
{
    /// <summary>For the left one of two sibling leaves, which follow each other, how to look both up at once; null for other leaves.</summary>
    public SiblingPair? Pair { get; private init; }

    /// <summary>More players than this on one path cannot be told apart in a pattern.</summary>
    public const int MostPlayers = 64;

    /// <summary>The paths of a tree to leaves whose value is not 0.</summary>
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
                    paths.Add(Make(tree, steps, playerOf, value, leftShare));
                }

                continue;
            }

            open.Push((tree.Right[at.Child], at.Depth + 1, at.Child, false));
            open.Push((tree.Left[at.Child], at.Depth + 1, at.Child, true));
        }

        return paths;
    }

    private static LeafPath Make(DecisionTree tree, List<(int Node, bool Left)> steps, int[] playerOf, double value, double[]? leftShare)
    {
        var path = new PathBuilder(tree, playerOf, leftShare);
        foreach (var (node, left) in steps)
        {
            path.Take(node, left);
        }

        var players = path.Players;
        var leaf = new LeafPath(players, path.Tests(), leftShare is null ? [] : path.Ratios, value);
        if (steps.Count == 0 || steps[^1] is not (var parent, true) || tree.Right[parent] >= 0)
        {
            return leaf;
        }

        // The left one of two sibling leaves: the way to their parent, and one bit for the side.
        var pair = new PathBuilder(tree, playerOf, leftShare);
        foreach (var (node, left) in steps[..^1])
        {
            pair.Take(node, left);
        }

        var above = pair.Players.Length;
        var split = playerOf.Length == 0 ? 0 : Array.IndexOf(players, path.LastPlayer);
        return above + 1 > 31 ? leaf : leaf with { Pair = new SiblingPair(pair.TestsWithSide(parent), above, split, Sibling: tree.LeafValues[~tree.Right[parent]] * value != 0) };
    }
}
