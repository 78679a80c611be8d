namespace ScoringAudit.Disparity;

/// <summary>Rows of a group and its (weighted) successes and trials.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Successes">Favourable decisions, or their weight.</param>
/// <param name="Trials">Decisions, or their weight.</param>
/// <param name="SquaredWeight">Sum of squared weights; the number of rows when unweighted.</param>
/// <param name="FavourableRows">Number of rows with a favourable decision, whatever their weight.</param>
public readonly record struct GroupCount(long Rows, double Successes, double Trials, double SquaredWeight, long FavourableRows)
{
    /// <summary>Kish's effective number of rows, (Σw)² / Σw²; the number of rows when unweighted (Kish 1965, section 11.7).</summary>
    public double EffectiveRows => SquaredWeight > 0 ? Trials * Trials / SquaredWeight : 0;

    /// <summary>Successes over trials; NaN when there are none.</summary>
    public double Value => Trials > 0 ? Successes / Trials : double.NaN;
}
