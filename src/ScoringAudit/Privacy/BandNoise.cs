namespace ScoringAudit.Privacy;

/// <summary>Noise that is left in a block of cells after they were corrected to a sum that was measured apart.</summary>
/// <param name="From">First band.</param>
/// <param name="Listed">Bands that follow on from it.</param>
/// <param name="Size">Cells of the block: the listed ones and those that no distribution shows.</param>
/// <param name="CellVariance">Variance of the noise in a cell before the correction.</param>
/// <param name="SumVariance">Variance of the noise in the sum; <c>Size</c> times that of a cell where no sum was measured.</param>
public readonly record struct BandNoise(int From, int Listed, int Size, double CellVariance, double SumVariance);
