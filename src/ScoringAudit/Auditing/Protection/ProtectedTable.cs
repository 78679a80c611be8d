using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>A table that a protected audit will release: decided before any row is read.</summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Shape">Its public shape.</param>
/// <param name="Unit">Whom it protects.</param>
/// <param name="Rho">What it costs.</param>
/// <param name="About">Position of its grouping or aggregate, or the feature's name; empty for neither.</param>
public sealed record ProtectedTable(ProtectedTableKind Kind, TableSchema Shape, PrivacyUnit Unit, Rational Rho, string About)
{
    /// <summary>Its name in ledger and report.</summary>
    public string Name => Shape.Name;

    /// <summary>Whether it is counted after the tables of the first pass were released, and may read them.</summary>
    public bool IsSecondPass => Kind is not (ProtectedTableKind.Capping or ProtectedTableKind.Aggregate or ProtectedTableKind.Marginal);

    /// <summary>Standard deviation of the noise in a cell, in rows.</summary>
    public double NoiseDeviation => Math.Sqrt(HistogramMechanism.Law(Unit, Rho).Variance);
}
