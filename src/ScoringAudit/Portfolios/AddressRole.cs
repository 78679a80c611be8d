namespace ScoringAudit.Portfolios;

/// <summary>Who lives next to whom.</summary>
/// <param name="Column">Street.</param>
/// <param name="Order">House number, the order within a street; null when unknown.</param>
public sealed record AddressRole(string Column, string? Order);
