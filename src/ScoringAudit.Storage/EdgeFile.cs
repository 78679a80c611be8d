using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Reads files of edges between subjects or areas.</summary>
public static class EdgeFile
{
    private const string WeightColumn = "weight";

    /// <summary>Reads the edges of a link: CSV, Parquet, or a neighbour list (.gal, .gwt). From → to means: from reads to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="link">The columns of both ends and of the weight.</param>
    /// <param name="nodes">The subjects of the portfolio.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <returns>Edges between known nodes, sorted; rows that name another are counted and left out, so are self-loops; repeated pairs are merged (<see cref="EdgeList.Of"/>).</returns>
    /// <exception cref="AuditDataException">The file cannot be read, a column is not there, an end is missing, or a weight is missing, negative or not finite.</exception>
    public static EdgeList Read(string path, LinkPlan link, NodeIndex nodes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(nodes);
        var edges = NeighbourFile.Is(path) ? NeighbourFile.Read(path, nodes, link.Weight is not null, cancel) : Table(path, link, nodes, cancel);
        return link.Directed ? edges : edges.BothWays();
    }

    private static EdgeList Table(string path, LinkPlan link, NodeIndex nodes, CancellationToken cancel)
    {
        var options = new CsvOptions
        {
            Identifiers = [link.From, link.To],
            Numbers = link.Weight is null ? [] : [link.Weight],
        };
        var rows = DataFile.Open(path, options, cancel);
        var asked = $"plan: link '{link.Name}'";
        var from = rows.Schema.Require(link.From, asked);
        var to = rows.Schema.Require(link.To, asked);
        return Read(rows, from, to, link.Weight is null ? null : rows.Schema.Require(link.Weight, asked), nodes, cancel);
    }

    /// <summary>Reads which areas touch: the first column names an area, the second its neighbour; touching is mutual, so a pair may stand there once.</summary>
    /// <remarks>A third column named "weight", or a neighbour list (.gal, .gwt), says it for each direction: then the file holds as it is.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="areas">The areas.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">The file cannot be read, has fewer than two columns, or an end is missing.</exception>
    public static EdgeList ReadAdjacency(string path, NodeIndex areas, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(areas);
        if (NeighbourFile.Is(path))
        {
            return NeighbourFile.Read(path, areas, false, cancel);
        }

        string[] header = CsvHeader(path), weights = [.. header.Skip(2).Where(h => h == WeightColumn)];
        var rows = DataFile.Open(path, new CsvOptions { Categories = [.. header.Take(2)], Numbers = weights }, cancel);
        ColumnId? weight = weights.Length == 0 ? null : rows.Schema.Find(WeightColumn);
        return rows.Schema.Columns.Count < 2 ? throw new AuditDataException($"{rows.Schema.Source}: found 1 column, expected two: an area and its neighbour. Add the second.")
            : weight is null ? Read(rows, new ColumnId(0), new ColumnId(1), null, areas, cancel).BothWays()
            : Read(rows, new ColumnId(0), new ColumnId(1), weight, areas, cancel);
    }

    private static EdgeList Read(IPortfolio rows, ColumnId from, ColumnId to, ColumnId? weight, NodeIndex nodes, CancellationToken cancel)
    {
        IdColumn.RequireIds(rows, from);
        IdColumn.RequireIds(rows, to);
        Func<Batch, int, int>[] ends = [NodeOf(rows, from, 0, nodes), NodeOf(rows, to, 1, nodes)];
        var sources = new List<int>();
        var targets = new List<int>();
        var weights = new List<double>();
        var numbers = new double[weight is null ? 0 : Batch.MaxRows];
        long unknown = 0;
        using var reader = rows.Open(weight is { } w ? [from, to, w] : [from, to]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            if (weight is not null)
            {
                batch.CopyNumbers(2, numbers);
            }

            for (var i = 0; i < batch.Rows; i++)
            {
                var row = batch.FirstRow + i + 1;
                RequireEnd(rows, batch, 0, i, from, row);
                RequireEnd(rows, batch, 1, i, to, row);
                if (weight is { } column && !(numbers[i] >= 0 && double.IsFinite(numbers[i])))
                {
                    throw new AuditDataException($"{rows.Schema.Source}, row {row}, column '{rows.Schema[column].Name}': found a weight that is missing, negative or infinite. Expected a finite number of at least 0. Correct it.");
                }

                var a = ends[0](batch, i);
                var b = ends[1](batch, i);
                if (a < 0 || b < 0)
                {
                    unknown++;
                    continue;
                }

                sources.Add(a);
                targets.Add(b);
                if (weight is not null)
                {
                    weights.Add(numbers[i]);
                }
            }
        }

        return EdgeList.Of(nodes.Count, sources.ToArray(), targets.ToArray(), weights.ToArray(), unknown);
    }

    // Names are looked up once for each level, not for each row.
    private static Func<Batch, int, int> NodeOf(IPortfolio rows, ColumnId id, int column, NodeIndex nodes)
    {
        if (rows.Schema[id].Kind == ColumnKind.Integer)
        {
            return (batch, row) => nodes.Find(IdColumn.Name(batch, column, row, [])!);
        }

        int[] ofCode = [.. rows.Schema[id].Levels.Select(nodes.Find)];
        return (batch, row) => ofCode[batch.Codes(column)[row]];
    }

    private static void RequireEnd(IPortfolio rows, in Batch batch, int column, int row, ColumnId id, long number)
    {
        if (batch.IsMissing(column, row))
        {
            throw new AuditDataException($"{rows.Schema.Source}, row {number}, column '{rows.Schema[id].Name}': found no id, expected both ends of an edge. Fill it in, or remove the row.");
        }
    }

    private static string[] CsvHeader(string path)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || Directory.Exists(path))
        {
            return [];
        }

        var delimiter = CsvSource.FindDelimiter(path);
        using var records = new CsvRecords(CsvSource.Open(path, delimiter, digest: false).Text, CsvSource.NameOf(path), delimiter);
        return records.Header;
    }
}
