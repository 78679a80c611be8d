namespace ScoringAudit.Release;

/// <summary>A finding, a table row or a note, and the cells that it gives away.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="At">Number of the finding, the table or the note.</param>
/// <param name="Row">Number of the row in its table.</param>
/// <param name="Cells">Cells.</param>
internal sealed record ReportUnit(ReportUnitKind Kind, int At, int Row, IReadOnlyList<int> Cells)
{
    /// <summary>What it costs to hold it back: a finding takes its place in tables and figures with it.</summary>
    public int Cost => Kind == ReportUnitKind.Finding ? 10 : 1;

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
