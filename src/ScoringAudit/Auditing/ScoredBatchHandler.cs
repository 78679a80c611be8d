using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Takes each batch of a pass, in order.</summary>
public delegate void ScoredBatchHandler(in ScoredBatch batch);
