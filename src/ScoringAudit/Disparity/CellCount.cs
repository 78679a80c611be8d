namespace ScoringAudit.Disparity;

/// <summary>Rows of one cell, their weight and their squared weight.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Weight">Sum of weights; the number of rows when unweighted.</param>
/// <param name="SquaredWeight">Sum of squared weights; the number of rows when unweighted.</param>
public readonly record struct CellCount(long Rows, double Weight, double SquaredWeight)
{
    /// <summary>A cell of unweighted rows.</summary>
    public static CellCount OfRows(long rows) => new(rows, rows, rows);

    /// <summary>The cell of both.</summary>
    public static CellCount operator +(CellCount a, CellCount b) => Add(a, b);

    /// <summary>The cell of both.</summary>
    public static CellCount Add(CellCount left, CellCount right) =>
        new(left.Rows + right.Rows, left.Weight + right.Weight, left.SquaredWeight + right.SquaredWeight);
}
