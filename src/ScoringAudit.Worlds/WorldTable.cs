using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>A table beside the subjects: links or events.</summary>
/// <param name="Name">Name, for example "links-partners".</param>
/// <param name="Rows">Its rows.</param>
public sealed record WorldTable(string Name, IPortfolio Rows);
