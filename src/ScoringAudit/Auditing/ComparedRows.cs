using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>A second portfolio with the same columns, that the audited one is compared with.</summary>
/// <param name="Name">What it is called; the stratum of its findings.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Provenance">Whether they are proven synthetic.</param>
public sealed record ComparedRows(string Name, IPortfolio Rows, Provenance Provenance);
