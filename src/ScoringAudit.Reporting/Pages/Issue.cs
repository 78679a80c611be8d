using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>One entry of the findings register: something that asks for an answer.</summary>
/// <param name="Severity">high, medium or low, by the rule that <see cref="Issues.Rule"/> states.</param>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="Evidence">The findings behind it, the plainest first; empty for a note.</param>
/// <param name="Action">What would answer it.</param>
internal sealed record Issue(string Severity, string What, IReadOnlyList<Finding> Evidence, string Action);
