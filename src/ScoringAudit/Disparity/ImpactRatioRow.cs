using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>One category of an impact ratio table as New York City's Local Law 144 asks for it.</summary>
/// <param name="Category">Name of the group, or of the intersection.</param>
/// <param name="Applicants">Rows with a decision, or a score.</param>
/// <param name="Selected">Favourable decisions, or scores better than the median.</param>
/// <param name="Rate">Selection rate, or scoring rate.</param>
/// <param name="ImpactRatio">Rate over the highest rate of a category that is not left out.</param>
/// <param name="Share">Share of all applicants with a category.</param>
/// <param name="LeftOut">Whether the category holds less than the least share and is listed without taking part.</param>
public sealed record ImpactRatioRow(string Category, long Applicants, long Selected, Estimate Rate, Estimate ImpactRatio, double Share, bool LeftOut);
