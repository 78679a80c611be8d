namespace ScoringAudit.Disparity;

/// <summary>The rows of a group in one bin of scores.</summary>
/// <param name="Bin">Number of the bin; a larger number holds larger scores.</param>
/// <param name="Mean">Mean score of the rows in it, weighted where rows are.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Weight">Sum of their weights; the rows when unweighted.</param>
/// <param name="SquaredWeight">Sum of their squared weights; the rows when unweighted.</param>
public readonly record struct ScoreBin(int Bin, double Mean, long Rows, double Weight, double SquaredWeight);
