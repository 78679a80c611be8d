namespace ScoringAudit.Storage;

/// <summary>One line of the privacy ledger.</summary>
/// <param name="Kind">"charge" or "release".</param>
/// <param name="Data">Keyed digest of the data.</param>
/// <param name="Request">Digest of the request.</param>
/// <param name="Label">Its name in reports; empty for a release.</param>
/// <param name="Rho">Its cost as a fraction; empty for a release.</param>
/// <param name="Epsilon">Epsilon of the budget when charged.</param>
/// <param name="Delta">Delta of the budget when charged.</param>
/// <param name="Values">Released values; empty for a charge.</param>
internal sealed record LedgerRecord(string Kind, string Data, string Request, string Label, string Rho, double Epsilon, double Delta, IReadOnlyList<long> Values);
