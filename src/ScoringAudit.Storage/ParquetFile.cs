using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>Writes portfolios as Parquet.</summary>
public static class ParquetFile
{
    /// <summary>Rows in each row group but the last.</summary>
    public const int RowGroupRows = 131_072;

    internal const string IdentifiersKey = "scoring-audit.identifiers";
    internal const string CategoriesKey = "scoring-audit.categories";

    /// <summary>Writes all columns of a portfolio: floats, doubles, 64-bit integers, flags and UTF-8 texts; a missing value is a null.</summary>
    /// <remarks>Rows come in groups of 131,072. Two notes in the file's metadata say which text columns are categories and which identifiers; a file without them is read by the rule of <see cref="ParquetPortfolio"/>.</remarks>
    /// <param name="rows">What to write.</param>
    /// <param name="to">Any stream that can be written; left open.</param>
    /// <param name="compression">Snappy, or zstd at its optimal level.</param>
    /// <param name="cancel">Stops the work; what was written is then no whole file.</param>
    /// <returns>The number of rows written.</returns>
    public static long Write(IPortfolio rows, Stream to, ParquetCompression compression = ParquetCompression.Snappy, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(to);
        return WriteAsync(rows, to, compression, cancel).GetAwaiter().GetResult();
    }

    private static async Task<long> WriteAsync(IPortfolio rows, Stream to, ParquetCompression compression, CancellationToken cancel)
    {
        var columns = rows.Schema.Columns;
        DataField[] fields = [.. columns.Select(FieldOf)];
        var options = new ParquetOptions
        {
            // The library's own default level makes zstd about 70 times slower.
            CompressionMethod = compression == ParquetCompression.Zstd ? CompressionMethod.Zstd : CompressionMethod.Snappy,
            CompressionLevel = CompressionLevel.Optimal,
        };
        ParquetColumnWriter[] buffers = [.. columns.Select(c => new ParquetColumnWriter(c, RowGroupRows))];
        using var reader = rows.Open([.. Enumerable.Range(0, columns.Count).Select(i => new ColumnId(i))]);
        long total = 0;
        var waiting = 0;
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), to, options, false, cancel);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            [IdentifiersKey] = Names(columns, ColumnKind.Identifier),
            [CategoriesKey] = Names(columns, ColumnKind.Category),
        };
        while (reader.Read(out var batch))
        {
            for (var from = 0; from < batch.Rows;)
            {
                var take = Math.Min(batch.Rows - from, RowGroupRows - waiting);
                for (var c = 0; c < buffers.Length; c++)
                {
                    buffers[c].Take(batch, c, from, waiting, take);
                }

                from += take;
                waiting += take;
                total += take;
                if (waiting == RowGroupRows)
                {
                    await WriteGroup(writer, fields, buffers, waiting, cancel);
                    waiting = 0;
                }
            }
        }

        if (waiting > 0 || total == 0)
        {
            await WriteGroup(writer, fields, buffers, waiting, cancel);
        }

        return total;
    }

    private static async Task WriteGroup(ParquetWriter writer, DataField[] fields, ParquetColumnWriter[] buffers, int rows, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var group = writer.CreateRowGroup();
        for (var c = 0; c < fields.Length; c++)
        {
            await buffers[c].Write(group, fields[c], rows, cancel);
        }

        group.CompleteValidate();
    }

    private static string Names(IReadOnlyList<Column> columns, ColumnKind kind) =>
        string.Join('\n', columns.Where(c => c.Kind == kind).Select(c => c.Name));

    private static DataField FieldOf(Column column) => column.Kind switch
    {
        ColumnKind.Float => new DataField<float?>(column.Name),
        ColumnKind.Double => new DataField<double?>(column.Name),
        ColumnKind.Integer => new DataField<long?>(column.Name),
        ColumnKind.Flag => new DataField<bool?>(column.Name),
        _ => new DataField<string>(column.Name),
    };
}
