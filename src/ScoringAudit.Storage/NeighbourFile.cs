using System.Globalization;
using System.Text;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Reads the neighbour lists that spatial tools write: GAL and GWT, as by GeoDa, PySAL and R's spdep.</summary>
/// <remarks>
/// Both begin with the number of nodes, alone or as "0 n name id". GAL: for each node its id and its number of neighbours, then their ids; a node with 0 is an
/// island. GWT: one "from to value" a line; the value is often a distance, so it is a weight only where asked. Lists need not be mutual: they hold as they stand.
/// Source: Anselin 2003, GeoDa 0.9 user's guide, appendix.
/// </remarks>
public static class NeighbourFile
{
    /// <summary>Whether a file's name says that it is one.</summary>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".gal", StringComparison.OrdinalIgnoreCase) || IsGwt(path);
    }

    /// <summary>Reads the edges between known nodes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="weighted">Whether the third column of a GWT is a weight.</param>
    /// <param name="cancel">Stops the pass.</param>
    /// <exception cref="AuditDataException">The file cannot be read or is no such list.</exception>
    public static EdgeList Read(string path, NodeIndex nodes, bool weighted, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        using var reader = new StreamReader(CsvSource.Open(path, null, digest: false).Text, new UTF8Encoding(false), false);
        var lines = new Lines(reader, CsvSource.NameOf(path));
        var header = lines.Next();
        if (!(header.Length is 1 or 4) || !long.TryParse(header[header.Length == 1 ? 0 : 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw lines.Fail(header, "the number of nodes, as '78' or '0 78 name id'");
        }

        var edges = new Found(nodes, weighted);
        if (IsGwt(path))
        {
            Gwt(lines, edges, cancel);
        }
        else
        {
            Gal(lines, edges, count, cancel);
        }

        return EdgeList.Of(nodes.Count, edges.From.ToArray(), edges.To.ToArray(), edges.Weight.ToArray(), edges.Unknown);
    }

    private static bool IsGwt(string path) => path.EndsWith(".gwt", StringComparison.OrdinalIgnoreCase);

    private static void Gwt(Lines lines, Found edges, CancellationToken cancel)
    {
        for (var cells = lines.Next(); cells.Length > 0; cells = lines.Next())
        {
            cancel.ThrowIfCancellationRequested();
            if (cells.Length != 3 || !double.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= 0 && double.IsFinite(value)))
            {
                throw lines.Fail(cells, "two ids and a finite number of at least 0");
            }

            edges.Add(cells[0], cells[1], value);
        }
    }

    private static void Gal(Lines lines, Found edges, long count, CancellationToken cancel)
    {
        long read = 0;
        for (var cells = lines.Next(); cells.Length > 0; cells = lines.Next(), read++)
        {
            cancel.ThrowIfCancellationRequested();
            if (cells.Length != 2 || !int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
            {
                throw lines.Fail(cells, "an id and its number of neighbours");
            }

            var (node, line) = (cells[0], lines.At);
            for (var found = 0; found < wanted;)
            {
                var neighbours = lines.Next();
                if (neighbours.Length == 0 || found + neighbours.Length > wanted)
                {
                    throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{lines.Name}, line {line}: '{node}' has {found + neighbours.Length} neighbours on the lines below, expected {wanted}. Write the file again."));
                }

                foreach (var neighbour in neighbours)
                {
                    edges.Add(node, neighbour, 1);
                }

                found += neighbours.Length;
            }
        }

        if (read != count)
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{lines.Name}: found {read} nodes, expected {count} as the first line says. Is the file whole?"));
        }
    }

    private sealed class Found(NodeIndex nodes, bool weighted)
    {
        public List<int> From { get; } = [];

        public List<int> To { get; } = [];

        public List<double> Weight { get; } = [];

        public long Unknown { get; private set; }

        public void Add(string from, string to, double weight)
        {
            int a = nodes.Find(from), b = nodes.Find(to);
            if (a < 0 || b < 0)
            {
                Unknown++;
                return;
            }

            From.Add(a);
            To.Add(b);
            if (weighted)
            {
                Weight.Add(weight);
            }
        }
    }

    // Lines that hold anything, as their words.
    private sealed class Lines(StreamReader reader, string name)
    {
        public string Name => name;

        public long At { get; private set; }

        public string[] Next()
        {
            while (reader.ReadLine() is { } line)
            {
                At++;
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 0)
                {
                    return [.. words.Select(w => w.Trim('"'))];
                }
            }

            return [];
        }

        public AuditDataException Fail(string[] cells, string expected) => new(cells.Length == 0
            ? $"{name}: found nothing, expected {expected}. Is the file empty?"
            : string.Create(CultureInfo.InvariantCulture, $"{name}, line {At}: found '{string.Join(' ', cells.Take(6))}', expected {expected}. Correct the line, or write the file again."));
    }
}
