using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>What a design will be able to show, from public numbers alone: printed before anything is spent.</summary>
public static class ProtectedForecast
{
    /// <summary>Sizes of groups for which widths are forecast.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [200, 1000, 5000, 20000];

    /// <summary>For a group of a size against a reference of five times as many, half of each favourable: how many times as large the upper limit of the ratio is as the lower.</summary>
    /// <param name="design">The design.</param>
    /// <param name="table">A table of decisions.</param>
    /// <param name="size">Rows of the group.</param>
    public static double FactorOfRatio(ProtectedDesign design, ProtectedTable table, int size) =>
        Math.Exp(ProtectedWidth.OfLogRatio(size, 0.5, 5.0 * size, 0.5, Variance(design, table)));

    /// <summary>Smallest group for which the ratio says anything: limits at most a factor of 4 apart.</summary>
    public static long? LeastSize(ProtectedDesign design, ProtectedTable table) =>
        ProtectedWidth.SizeThatWouldDo(0.5, 0.5, 5, Variance(design, table));

    // A rate sums over the outcomes, and over the other levels of nothing else.
    private static double Variance(ProtectedDesign design, ProtectedTable table)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(table);
        return table.NoiseDeviation * table.NoiseDeviation * (design.Plan.Roles.Outcome is null ? 1 : ProtectedTables.Outcome.Size);
    }
}
