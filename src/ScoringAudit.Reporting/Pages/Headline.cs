using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>One of the three numbers of a summary.</summary>
/// <param name="Question">The question that it answers.</param>
/// <param name="Finding">The finding; null when nothing measured it.</param>
/// <param name="Says">What the number says, one plain sentence; or why there is none.</param>
/// <param name="Verdict">How its interval lies to the yardstick, one plain sentence.</param>
/// <param name="Chosen">Out of how many findings it was chosen and by which rule; empty when the plan or the data left one.</param>
public sealed record Headline(string Question, Finding? Finding, string Says, string Verdict, string Chosen);
