using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>A group that a search found, as the confirmation half shows it.</summary>
/// <param name="Name">Its groups joined by "*".</param>
/// <param name="Of">Favourable and decided rows of the group, confirmation half.</param>
/// <param name="Rest">Those of everybody else, confirmation half.</param>
/// <param name="Ratio">Ratio of the two rates; cluster-robust where rows are clustered.</param>
/// <param name="PValue">Fisher's p-value in the confirmation half, or the dual of the cluster-robust interval; adjusted by Holm over the groups confirmed.</param>
/// <param name="Searched">Number of groups that the search compared.</param>
public sealed record WorstGroup(string Name, Rate Of, Rate Rest, IntervalEstimate Ratio, Estimate PValue, int Searched);
