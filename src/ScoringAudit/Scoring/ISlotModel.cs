namespace ScoringAudit.Scoring;

/// <summary>A model over slots: a pure function from a row's slots to the log-odds of the adverse outcome. Safe to call from several threads.</summary>
public interface ISlotModel
{
    /// <summary>Number of slots that it reads.</summary>
    int Slots { get; }

    /// <summary>Log-odds of the adverse outcome for a block of rows.</summary>
    /// <param name="columns">Slots, column-major.</param>
    /// <param name="logOdds">One number for each row; at least as long as the block. A row's number does not depend on the rows around it.</param>
    void Score(SlotBlock columns, Span<double> logOdds);
}
