using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Public bands of what happens to a score when others' records are replaced: unchanged, or moved by so many points; the last is open.</summary>
public static class MoveBands
{
    /// <summary>Changes up to this many points are rounding.</summary>
    public const double Tolerance = Leakage.OwnOnlyProbe.Tolerance;

    /// <summary>The dimension: "unchanged", then the bands of <see cref="PointBands"/>.</summary>
    public static TableDimension Shape { get; } = new("move", ["unchanged", .. PointBands.Shape.Levels]);

    /// <summary>The band of a row.</summary>
    /// <param name="mean">Mean distance over the answers, in points.</param>
    /// <param name="largest">Largest distance of an answer.</param>
    public static int Of(double mean, double largest) => double.IsNaN(mean) ? Shape.Levels.Count : largest <= Tolerance ? 0 : 1 + PointBands.Of(mean);
}
