namespace ScoringAudit.Leakage;

/// <summary>Effects of every move, in points. Confidential on real data: only summaries leave the room.</summary>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Rows">Audited rows.</param>
/// <param name="Donors">Donors for each row.</param>
/// <param name="PlaceFeatures">Features that swap on a move; with none PLACE is exactly 0.</param>
/// <param name="TenureFeatures">Features that start again on a move; with none TENURE is exactly 0.</param>
/// <param name="Place">PLACE of row i and donor k at i · donors + k.</param>
/// <param name="Tenure">TENURE of each row.</param>
/// <param name="Interaction">INTERACTION by row and donor; empty without tenure features.</param>
/// <param name="Crossed">Whether the decision changed, by row and donor; empty without a cut-off.</param>
/// <param name="DonorOf">Donor's row, by row and donor.</param>
public sealed record MoveTestResult(
    string? Refusal,
    int Rows,
    int Donors,
    int PlaceFeatures,
    int TenureFeatures,
    double[] Place,
    double[] Tenure,
    double[] Interaction,
    bool[] Crossed,
    int[] DonorOf)
{
    /// <summary>No result, for a reason.</summary>
    public static MoveTestResult Refused(string why, int rows) => new(why, rows, 0, 0, 0, [], [], [], [], []);
}
