using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>A model under audit.</summary>
/// <param name="Name">Name in findings.</param>
/// <param name="Scorer">The model.</param>
/// <param name="HeldOut">Rows that did not train it, one flag for each row of the portfolio; null when the rows are not those that it was trained on: all are then audited.</param>
/// <param name="Provenance">Whether it was proven to come from synthetic rows.</param>
/// <param name="Algorithm">Algorithm, for the report.</param>
public sealed record NamedModel(string Name, IScorer Scorer, bool[]? HeldOut, Provenance Provenance, string Algorithm)
{
    /// <summary>How to train it again; null: the null of the training procedure is not measured.</summary>
    public Retraining? Retraining { get; init; }
}
