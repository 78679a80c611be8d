using System.Globalization;
using ScoringAudit.Networks;

namespace ScoringAudit.Tests.Networks;

/// <summary>Graphs of the known answers.</summary>
internal static class KnownGraphs
{
    // Zachary 1977 as in networkx.karate_club_graph, 78 edges
    private static readonly int[][] Karate =
    [
        [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], [2, 3, 7, 13, 17, 19, 21, 30], [3, 7, 8, 9, 13, 27, 28, 32], [7, 12, 13],
        [6, 10], [6, 10, 16], [16], [], [30, 32, 33], [33], [], [], [], [33], [32, 33], [32, 33], [], [], [32, 33], [33], [32, 33], [],
        [32, 33], [25, 27, 29, 32, 33], [25, 27, 31], [31], [29, 33], [33], [31, 33], [32, 33], [32, 33], [32, 33], [33], [],
    ];

    /// <summary>Club of each member: 0 Mr. Hi, 1 Officer.</summary>
    public static int[] Clubs { get; } = [.. Enumerable.Range(0, 34).Select(i => i is < 9 or 10 or 11 or 12 or 13 or 16 or 17 or 19 or 21 ? 0 : 1)];

    public static SparseWeights KarateClub(bool rowStandardised) => Undirected(34, Karate.SelectMany((to, from) => to.Select(t => (from, t))), rowStandardised);

    /// <summary>A lattice where cells touch along edges.</summary>
    public static SparseWeights Rook(int side, bool rowStandardised) => Undirected(
        side * side,
        Enumerable.Range(0, side * side).SelectMany(c => new[] { (c, c + 1), (c, c + side) }.Where(e => e.Item2 < side * side && (e.Item2 != c + 1 || (c + 1) % side != 0))),
        rowStandardised);

    public static SparseWeights Undirected(int nodes, IEnumerable<(int From, int To)> edges, bool rowStandardised)
    {
        var list = edges.ToList();
        return SparseWeights.Of(
            EdgeList.Of(nodes, [.. list.Select(e => e.From)], [.. list.Select(e => e.To)], []), rowStandardised, undirected: true);
    }

    public static SparseWeights Directed(int nodes, (int From, int To, double Weight)[] edges, bool rowStandardised) => SparseWeights.Of(
        EdgeList.Of(nodes, [.. edges.Select(e => e.From)], [.. edges.Select(e => e.To)], [.. edges.Select(e => e.Weight)]), rowStandardised);

    /// <summary>Reads a GAL file: the number of nodes, then for each node its number (from 1), its count of neighbours, and them.</summary>
    public static EdgeList ReadGal(string text)
    {
        int[] numbers = [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        List<int> from = [], to = [];
        for (var at = 1; at < numbers.Length;)
        {
            var (node, count) = (numbers[at] - 1, numbers[at + 1]);
            for (var k = 0; k < count; k++)
            {
                from.Add(node);
                to.Add(numbers[at + 2 + k] - 1);
            }

            at += 2 + count;
        }

        return EdgeList.Of(numbers[0], [.. from], [.. to], []);
    }
}
