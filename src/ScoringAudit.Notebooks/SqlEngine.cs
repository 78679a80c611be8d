using System.Globalization;
using DuckDB.NET.Data;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Notebooks;

/// <summary>Answers SQL over tables in memory and over Parquet files, with DuckDB on one thread.</summary>
internal static class SqlEngine
{
    private static readonly string[] External = [".parquet", ".csv", ".json", "read_", "attach", "copy ", "glob(", "install", "load ", "httpfs"];

    /// <summary>Whether a query speaks of files: then what it shows is not proven synthetic.</summary>
    internal static bool OpensFiles(string query) => External.Any(word => query.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether DuckDB's native library is there; else why not.</summary>
    internal static bool IsAvailable(out string why)
    {
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            why = string.Empty;
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            why = "DuckDB's native library is not on this machine: the SQL cell was skipped. Its package DuckDB.NET.Data.Full brings it for Windows, macOS and Linux on x64 and arm64.";
            return false;
        }
    }

    /// <summary>Runs one query.</summary>
    /// <exception cref="AuditDataException">DuckDB refuses the query.</exception>
    internal static CellOutput Run(string query, IReadOnlyList<(string Name, IPortfolio Rows)> tables, string directory, CancellationToken cancel)
    {
        if (!IsAvailable(out var why))
        {
            return CellOutput.OfText(why) with { IsVolatile = true };
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        try
        {
            Do(connection, "SET threads=1");
            foreach (var (name, rows) in tables.Where(t => query.Contains(t.Name, StringComparison.OrdinalIgnoreCase)))
            {
                Load(connection, name, rows, cancel);
            }

            Do(connection, OpensFiles(query) ? $"SET file_search_path='{directory.Replace("'", "''", StringComparison.Ordinal)}'" : "SET enable_external_access=false");
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the cell is the query
            command.CommandText = query;
#pragma warning restore CA2100
            using var stop = cancel.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            string[] headers = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            var found = new List<object?[]>();
            while (reader.Read() && found.Count <= 200)
            {
                found.Add([.. Enumerable.Range(0, headers.Length).Select(c => reader.IsDBNull(c) ? null : reader.GetValue(c))]);
            }

            return CellOutput.OfDisplay(ValueFormatter.Table(headers, found, more: false));
        }
        catch (DuckDBException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw new AuditDataException("SQL: " + e.Message.Split('\n')[0], e);
        }
    }

    private static void Do(DuckDBConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // our own texts: column names are quoted
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static void Load(DuckDBConnection connection, string name, IPortfolio rows, CancellationToken cancel)
    {
        var columns = rows.Schema.Columns;
        var types = columns.Select(c => Quote(c.Name) + " " + c.Kind switch
        {
            ColumnKind.Float or ColumnKind.Double => "DOUBLE",
            ColumnKind.Integer => "BIGINT",
            ColumnKind.Flag => "BOOLEAN",
            _ => "VARCHAR",
        });
        Do(connection, $"CREATE TABLE {Quote(name)} ({string.Join(", ", types)})");
        using var appender = connection.CreateAppender(name);
        using var reader = rows.Open([.. columns.Select(c => rows.Schema.Require(c.Name, "SQL"))]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            for (var r = 0; r < batch.Rows; r++)
            {
                var row = appender.CreateRow();
                for (var c = 0; c < columns.Count; c++)
                {
                    _ = batch.IsMissing(c, r) ? row.AppendNullValue() : columns[c].Kind switch
                    {
                        ColumnKind.Float => row.AppendValue(double.Parse(batch.Floats(c)[r].ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
                        ColumnKind.Double => row.AppendValue(batch.Doubles(c)[r]),
                        ColumnKind.Integer => row.AppendValue(batch.Integers(c)[r]),
                        ColumnKind.Flag => row.AppendValue(batch.Flags(c)[r]),
                        _ => row.AppendValue(columns[c].Levels[batch.Codes(c)[r]]),
                    };
                }

                row.EndRow();
            }
        }
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
