namespace ScoringAudit.Release;

/// <summary>A finding, a table row or a note, and the cells that it gives away.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="At">Number of the finding, the table or the note.</param>
/// <param name="Row">Number of the row in its table.</param>
/// <param name="Cells">Cells.</param>
/// <param name="Cost">What it costs to hold it back.</param>
internal sealed record ReportUnit(ReportUnitKind Kind, int At, int Row, IReadOnlyList<int> Cells, int Cost)
{
    /// <summary>What a finding costs, and a tenth of it a table row: most where it is about everybody, least in a stratum or an intersection.</summary>
    public static int CostOf(Evidence.Finding like) =>
        like.Attribute is null ? 80 : like.Stratum is not null || like.Attribute.Contains('*', StringComparison.Ordinal) ? 10 : 20;

    /// <summary>Whether it is held back.</summary>
    public bool IsHidden(SuppressionState state) => Kind switch
    {
        ReportUnitKind.Finding => state.Findings[At],
        ReportUnitKind.Row => state.Rows[At][Row],
        _ => state.Notes[At],
    };

    /// <summary>Holds it back.</summary>
    public void Hide(SuppressionState state)
    {
        switch (Kind)
        {
            case ReportUnitKind.Finding: state.Findings[At] = true; break;
            case ReportUnitKind.Row: state.Rows[At][Row] = true; break;
            default: state.Notes[At] = true; break;
        }
    }
}
