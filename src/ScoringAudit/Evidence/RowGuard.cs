namespace ScoringAudit.Evidence;

/// <summary>What stands behind a table row, so that the gate can suppress it together with all that gives it away.</summary>
/// <param name="Finding">Id of the finding that the row repeats; null when it repeats none.</param>
/// <param name="Cells">Counts of people behind the row, each of which must reach the minimum cell.</param>
public sealed record RowGuard(string? Finding, IReadOnlyList<double> Cells)
{
    /// <summary>What the counts are, said as a finding that is never written: model, rows, stratum, attribute, group, reference, measure, metric and cells. Without it the gate checks the counts, but cannot tell that another row gives them away.</summary>
    public Finding? Like { get; init; }

    /// <summary>A row that repeats a finding.</summary>
    public static RowGuard Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new RowGuard(finding.Id, []);
    }

    /// <summary>A row that rests on the counts of a finding that is never written.</summary>
    public static RowGuard Standing(Finding like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return new RowGuard(null, like.Cells) { Like = like };
    }

    /// <summary>A row that rests on counts.</summary>
    public static RowGuard OfCells(params double[] cells) => new(null, cells);
}
