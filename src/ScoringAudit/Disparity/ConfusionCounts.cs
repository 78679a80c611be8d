namespace ScoringAudit.Disparity;

/// <summary>The decision × outcome table of a group. Positive means favourable for a decision, and not adverse for an outcome.</summary>
/// <param name="TruePositive">Favourable, outcome not adverse.</param>
/// <param name="FalseNegative">Unfavourable, outcome not adverse.</param>
/// <param name="FalsePositive">Favourable, outcome adverse.</param>
/// <param name="TrueNegative">Unfavourable, outcome adverse.</param>
/// <param name="FavourableUnknown">Favourable, outcome not observed.</param>
/// <param name="UnfavourableUnknown">Unfavourable, outcome not observed.</param>
public sealed record ConfusionCounts(
    CellCount TruePositive,
    CellCount FalseNegative,
    CellCount FalsePositive,
    CellCount TrueNegative,
    CellCount FavourableUnknown = default,
    CellCount UnfavourableUnknown = default)
{
    /// <summary>Number of cells.</summary>
    public const int Cells = 6;

    /// <summary>A table of unweighted rows whose outcome was observed.</summary>
    public static ConfusionCounts OfRows(long truePositive, long falseNegative, long falsePositive, long trueNegative) => new(
        CellCount.OfRows(truePositive), CellCount.OfRows(falseNegative), CellCount.OfRows(falsePositive), CellCount.OfRows(trueNegative));

    /// <summary>A table from its six cells, in the order of <see cref="ConfusionCells"/>.</summary>
    /// <exception cref="ArgumentException">Not six cells.</exception>
    public static ConfusionCounts FromCells(ReadOnlySpan<CellCount> cells) => cells.Length == Cells
        ? new ConfusionCounts(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
        : throw new ArgumentException($"Expected {Cells} cells, found {cells.Length}.", nameof(cells));

    /// <summary>One cell by its position in <see cref="ConfusionCells"/>.</summary>
    public CellCount this[int cell] => cell switch
    {
        0 => TruePositive,
        1 => FalseNegative,
        2 => FalsePositive,
        3 => TrueNegative,
        4 => FavourableUnknown,
        5 => UnfavourableUnknown,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, "There are six cells."),
    };

    /// <summary>The sum of a set of cells.</summary>
    public CellCount Sum(ConfusionCells cells)
    {
        var sum = default(CellCount);
        for (var c = 0; c < Cells; c++)
        {
            if (((int)cells >> c & 1) != 0)
            {
                sum += this[c];
            }
        }

        return sum;
    }

    /// <summary>The table of both groups together.</summary>
    public static ConfusionCounts operator +(ConfusionCounts a, ConfusionCounts b) => Add(a, b);

    /// <summary>The table of both groups together.</summary>
    public static ConfusionCounts Add(ConfusionCounts left, ConfusionCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new ConfusionCounts(
            left.TruePositive + right.TruePositive,
            left.FalseNegative + right.FalseNegative,
            left.FalsePositive + right.FalsePositive,
            left.TrueNegative + right.TrueNegative,
            left.FavourableUnknown + right.FavourableUnknown,
            left.UnfavourableUnknown + right.UnfavourableUnknown);
    }
}
