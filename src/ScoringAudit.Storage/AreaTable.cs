using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Statistics of areas: one row for each area, numbers by column, and which areas touch.</summary>
public sealed class AreaTable
{
    private readonly NodeIndex _index;

    private AreaTable(IReadOnlyList<string> areas, NodeIndex index, IReadOnlyDictionary<string, double[]> columns, EdgeList? adjacency)
    {
        Areas = areas;
        _index = index;
        Columns = columns;
        Adjacency = adjacency;
    }

    /// <summary>Names of the areas in the file's order.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>Numbers by column name, one for each area in that order; missing is NaN.</summary>
    public IReadOnlyDictionary<string, double[]> Columns { get; }

    /// <summary>Which areas touch, by their positions; null where the plan names no file.</summary>
    public EdgeList? Adjacency { get; }

    /// <summary>The position of an area, or −1.</summary>
    public int Find(string area) => _index.Find(area);

    /// <summary>Reads an area table.</summary>
    /// <param name="path">The table, CSV or Parquet.</param>
    /// <param name="plan">Key and columns.</param>
    /// <param name="adjacencyPath">The file of neighbouring areas, or null.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="AuditDataException">A file cannot be read, a column is not there or is no number, or an area is missing or stands there twice.</exception>
    public static AreaTable Read(string path, AreaTablePlan plan, string? adjacencyPath = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string[] names = [.. plan.Columns.Keys.Order(StringComparer.Ordinal)];
        var rows = DataFile.Open(path, new CsvOptions { Categories = [plan.Key], Numbers = names }, cancel);
        var asked = $"plan: areas, {plan.File}";
        rows.Schema.Require(plan.Key, asked);
        var areas = new List<string>();
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (area, row) in IdColumn.Names(rows, plan.Key, cancel))
        {
            if (area is null)
            {
                throw new AuditDataException($"{rows.Schema.Source}, row {row}, column '{plan.Key}': found no area. Expected one row for each area. Fill it in, or remove the row.");
            }

            if (!first.TryAdd(area, row))
            {
                throw new AuditDataException($"{rows.Schema.Source}, column '{plan.Key}': area '{area}' stands in rows {first[area]} and {row}. Expected one row for each area. Remove one.");
            }

            areas.Add(area);
        }

        var columns = names.ToDictionary(name => name, name => Numbers(rows, rows.Schema.Require(name, asked), cancel), StringComparer.Ordinal);
        var index = NodeIndex.Of(areas);
        return new AreaTable(areas, index, columns, adjacencyPath is null ? null : EdgeFile.ReadAdjacency(adjacencyPath, index, cancel));
    }

    private static double[] Numbers(IPortfolio rows, ColumnId id, CancellationToken cancel)
    {
        if (!rows.Schema[id].IsNumeric)
        {
            throw new AuditDataException($"{rows.Schema.Source}, column '{rows.Schema[id].Name}': found text, expected numbers. Name a column of numbers.");
        }

        var numbers = new double[rows.Rows ?? 0];
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            batch.CopyNumbers(0, numbers.AsSpan((int)batch.FirstRow, batch.Rows));
        }

        return numbers;
    }
}
