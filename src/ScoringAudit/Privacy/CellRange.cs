namespace ScoringAudit.Privacy;

/// <summary>Values that a suppressed count takes in tables that all agree with what is published.</summary>
/// <param name="Low">Least value, for which such a table of whole numbers was found.</param>
/// <param name="High">Largest value, for which such a table was found; <see cref="Unbounded"/> where nothing published limits it.</param>
public readonly record struct CellRange(long Low, long High)
{
    /// <summary>Stands for "no limit".</summary>
    public const long Unbounded = long.MaxValue / 4;

    /// <summary>High − Low: what a reader cannot tell apart.</summary>
    public long Width => High - Low;

    /// <summary>The range of both.</summary>
    public CellRange Union(CellRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));
}
