using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Public bands of a distance in points, in which a change of score is counted: the last is open, so that no change counts for more than 200.</summary>
/// <remarks>Points are of the common reading, 50 of them double the odds (Siddiqi 2006); the clip is what bounds one person's part in a mean.</remarks>
public static class PointBands
{
    private static readonly double[] Inner = [1, 2, 5, 10, 20, 50, 100, 200];

    /// <summary>Inner edges.</summary>
    public static IReadOnlyList<double> Edges => Inner;

    /// <summary>The dimension.</summary>
    public static TableDimension Shape { get; } = new("points", ["[0,1)", "[1,2)", "[2,5)", "[5,10)", "[10,20)", "[20,50)", "[50,100)", "[100,200)", "[200,inf)"]);

    /// <summary>The band of a distance.</summary>
    public static int Of(double points) => TableDimension.BandOf(Math.Abs(points), Inner);

    /// <summary>The distance that stands for a band: its middle; 0 for less than 1, 200 for the open one.</summary>
    public static double Middle(int band) => band <= 0 ? 0 : band >= Inner.Length ? Inner[^1] : (Inner[band - 1] + Inner[band]) / 2;

    /// <summary>Smallest distance of a band.</summary>
    public static double Low(int band) => band <= 0 ? 0 : Inner[Math.Min(band, Inner.Length) - 1];

    /// <summary>Largest distance of a band, clipped at 200.</summary>
    public static double High(int band) => Inner[Math.Min(Math.Max(band, 0), Inner.Length - 1)];
}
