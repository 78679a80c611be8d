using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Numbers the distinct ids of a column in order of first appearance, so that link, area and event files can name them.</summary>
public sealed class NodeIndex
{
    private readonly Dictionary<string, int> _nodes;

    private NodeIndex(Dictionary<string, int> nodes, int[] ofRow)
    {
        _nodes = nodes;
        OfRow = ofRow;
    }

    /// <summary>Number of distinct ids.</summary>
    public int Count => _nodes.Count;

    /// <summary>The node of each row; −1 where the id is missing.</summary>
    public int[] OfRow { get; }

    /// <summary>Numbers the ids of a column (subject, row or area).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">An identifier, category or integer column.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">There is no such column, or it holds fractions or flags.</exception>
    public static NodeIndex Of(IPortfolio rows, string column, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var nodes = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofRow = new List<int>();
        foreach (var (name, _) in IdColumn.Names(rows, column, cancel))
        {
            if (name is null)
            {
                ofRow.Add(-1);
                continue;
            }

            if (!nodes.TryGetValue(name, out var node))
            {
                nodes.Add(name, node = nodes.Count);
            }

            ofRow.Add(node);
        }

        return new NodeIndex(nodes, [.. ofRow]);
    }

    /// <summary>Nodes that stand for names, in their order.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static NodeIndex Of(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var nodes = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            nodes.Add(names[i], i);
        }

        return new NodeIndex(nodes, [.. Enumerable.Range(0, names.Count)]);
    }

    /// <summary>The node of an id, or −1.</summary>
    public int Find(string id) => _nodes.TryGetValue(id, out var node) ? node : -1;
}
