using ScoringAudit.Evidence;

namespace ScoringAudit.Auditing;

/// <summary>Texts that tables share.</summary>
internal static class Titles
{
    /// <summary>Panel of a figure: what is compared, then the model and the stratum where there are several.</summary>
    public static string Panel(string what, Finding finding) =>
        string.Join(", ", new[] { what, finding.Model, finding.Stratum }.OfType<string>().Where(t => t.Length > 0));

    /// <summary>Verdict as it stands in findings.json.</summary>
    public static string? Word(Verdict? verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.NotMet => "not_met",
        Verdict.Undetermined => "undetermined",
        _ => null,
    };
}
