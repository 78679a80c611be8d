namespace ScoringAudit.Leakage;

/// <summary>Effects of every move, in points. Confidential on real data: only summaries leave the room.</summary>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Rows">Rows that moved.</param>
/// <param name="Donors">Donors for each row.</param>
/// <param name="Place">PLACE of row i and donor k at i · donors + k.</param>
/// <param name="Tenure">TENURE of each row.</param>
/// <param name="Interaction">INTERACTION by row and donor.</param>
/// <param name="Crossed">Whether the decision changed, by row and donor; empty without a rule.</param>
/// <param name="DonorOf">Donor, as a position among the rows that moved, by row and donor.</param>
public sealed record MoveTestResult(
    string? Refusal,
    int Rows,
    int Donors,
    double[] Place,
    double[] Tenure,
    double[] Interaction,
    bool[] Crossed,
    int[] DonorOf)
{
    /// <summary>No result, for a reason.</summary>
    public static MoveTestResult Refused(string why, int rows) => new(why, rows, 0, [], [], [], [], []);
}
