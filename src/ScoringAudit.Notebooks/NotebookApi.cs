using ScoringAudit.Portfolios;

namespace ScoringAudit.Notebooks;

#pragma warning disable CA1708 // display and Display: the names that .NET Interactive uses
/// <summary>What every cell can call without a using: the names that .NET Interactive gives its cells.</summary>
public static class NotebookApi
{
    /// <summary>Shows a value where the cell's output stands.</summary>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
#pragma warning disable IDE1006
    public static void display(object? value) => Sink().Show(value, isResult: false);

    /// <summary>Shows a value where the cell's output stands, and returns it.</summary>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static T Display<T>(this T value)
    {
        display(value);
        return value;
    }
#pragma warning restore IDE1006

    /// <summary>Asks tables in memory, by SQL.</summary>
    /// <param name="query">One query; add ORDER BY, or the order of rows is not fixed.</param>
    /// <param name="tables">Tables by name.</param>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static void Sql(string query, params (string Name, IPortfolio Rows)[] tables)
    {
        ArgumentNullException.ThrowIfNull(query);
        Sink().Add(Sink().Sql!(query, tables));
    }

    private static CellSink Sink() => CellSink.Current ?? throw new InvalidOperationException("display can be called by a notebook's cell only.");
}
