using ScoringAudit.Portfolios;

namespace ScoringAudit.Notebooks;

/// <summary>SQL from C#: the form of an SQL cell that every kernel understands.</summary>
public static class Query
{
    /// <summary>Asks tables in memory.</summary>
    /// <param name="query">One query in DuckDB's dialect; add ORDER BY, or the order of rows is not fixed.</param>
    /// <param name="tables">Tables by name.</param>
    /// <returns>The answer, which shows itself as a table; or why there is none, where DuckDB's native library is not on the machine.</returns>
    /// <exception cref="Primitives.AuditDataException">DuckDB refuses the query.</exception>
    public static SqlAnswer Sql(string query, params (string Name, IPortfolio Rows)[] tables)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(tables);
        var answer = CellSink.Current?.Sql is { } cell ? cell(query, tables) : SqlEngine.Run(query, tables, Path.GetFullPath("."), CancellationToken.None);
        return new SqlAnswer(answer);
    }
}
