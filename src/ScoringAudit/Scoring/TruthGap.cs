using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>A known score's gap between two groups: mean of the group minus mean of the reference, in points.</summary>
/// <remarks><see cref="Total"/> = sum of <see cref="ByOrigin"/> + <see cref="Remainder"/>, within 1e-9. The gaps with a channel off are total effects and need not sum.</remarks>
/// <param name="Attribute">Column of the protected attribute.</param>
/// <param name="Group">The group.</param>
/// <param name="Reference">The group that it is compared with.</param>
/// <param name="Total">Gap of the score.</param>
/// <param name="ByOrigin">Gap of the part of each origin.</param>
/// <param name="Remainder">Gap of what clipping and rounding took or gave.</param>
/// <param name="WithoutChannel">Gap of the score when that channel is off, by name.</param>
/// <param name="WithoutAll">Gap of the score when all channels are off.</param>
public sealed record TruthGap(
    string Attribute,
    string Group,
    string Reference,
    double Total,
    IReadOnlyDictionary<Origin, double> ByOrigin,
    double Remainder,
    IReadOnlyDictionary<string, double> WithoutChannel,
    double WithoutAll);
