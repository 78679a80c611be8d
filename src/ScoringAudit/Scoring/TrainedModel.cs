namespace ScoringAudit.Scoring;

/// <summary>A trained score and what is known of its training.</summary>
/// <param name="Algorithm">logistic, scorecard, gam, fasttree, fastforest or lightgbm.</param>
/// <param name="Scorer">The score.</param>
/// <param name="TrainingRows">Rows that trained it.</param>
/// <param name="DroppedRows">Rows left out, with the reason and their number.</param>
/// <param name="ImputedRows">For each feature with missing values, the number of training rows whose value was imputed.</param>
public sealed record TrainedModel(
    string Algorithm,
    IScorer Scorer,
    long TrainingRows,
    IReadOnlyDictionary<string, long> DroppedRows,
    IReadOnlyDictionary<string, long> ImputedRows);
