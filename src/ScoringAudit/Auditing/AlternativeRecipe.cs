using ScoringAudit.Mitigation;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>How one candidate is made.</summary>
/// <param name="Algorithm">Algorithm.</param>
/// <param name="Origins">Origins whose features it reads.</param>
/// <param name="Features">Those features.</param>
/// <param name="Mitigation">Mitigation.</param>
internal sealed record AlternativeRecipe(string Algorithm, IReadOnlyList<Origin> Origins, IReadOnlyList<FeatureRole> Features, IMitigation Mitigation)
{
    /// <summary>"own+area".</summary>
    public string OriginText { get; } = string.Join('+', Origins.Select(o => o.ToString().ToLowerInvariant()));

    /// <summary>"logistic/own+area" or "logistic/own+area/reweighing".</summary>
    public string Name => Algorithm + "/" + OriginText + (Mitigation is NoMitigation ? string.Empty : "/" + Mitigation.Name);
}
