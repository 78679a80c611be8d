using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>The periods of the rows in their order: whole numbers by size, texts ordinally (so 2024-03 before 2024-11).</summary>
/// <param name="OfRow">Period of each row, as a position; −1 where it is missing.</param>
/// <param name="Names">Names of the periods.</param>
internal sealed record Periods(int[] OfRow, IReadOnlyList<string> Names)
{
    /// <summary>Reads the time column.</summary>
    /// <exception cref="AuditDataException">It holds fractions.</exception>
    public static Periods Read(IPortfolio rows, string column)
    {
        var id = rows.Schema.Require(column, "plan: columns.time");
        var kind = rows.Schema[id];
        if (kind.Kind is ColumnKind.Float or ColumnKind.Double or ColumnKind.Flag)
        {
            throw new AuditDataException($"{rows.Schema.Source}: column '{column}' (plan: columns.time) holds {(kind.Kind == ColumnKind.Flag ? "true and false" : "fractions")}, expected periods: whole numbers, or texts that sort in the order of time, as 2024-03 does. Name another column.");
        }

        var names = new List<string?>();
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                names.Add(batch.IsMissing(0, i) ? null
                    : kind.IsCoded ? kind.Levels[batch.Codes(0)[i]] : batch.Integers(0)[i].ToString(CultureInfo.InvariantCulture));
            }
        }

        var sorted = names.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        sorted.Sort(Order(sorted));
        var at = sorted.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        return new Periods([.. names.Select(n => n is null ? -1 : at[n])], sorted);
    }

    /// <summary>Where a period stands: its position; −1 before the first; the next period's position where it lies between two; the number of periods after the last.</summary>
    public int Find(string period)
    {
        var order = Order([.. Names, period]);
        for (var i = 0; i < Names.Count; i++)
        {
            var c = order.Compare(period, Names[i]);
            if (c <= 0)
            {
                return c < 0 && i == 0 ? -1 : i;
            }
        }

        return Names.Count;
    }

    private static IComparer<string> Order(List<string> names) => names.TrueForAll(n => long.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        ? Comparer<string>.Create((a, b) => long.Parse(a, CultureInfo.InvariantCulture).CompareTo(long.Parse(b, CultureInfo.InvariantCulture)))
        : StringComparer.Ordinal;
}
