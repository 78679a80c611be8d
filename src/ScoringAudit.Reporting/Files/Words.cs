using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Files;

/// <summary>The words that stand for enum values in written files.</summary>
public static class Words
{
    /// <summary>"defined", "undefined" or "suppressed".</summary>
    public static string Of(FindingStatus status) => status switch
    {
        FindingStatus.Defined => "defined",
        FindingStatus.Undefined => "undefined",
        FindingStatus.Suppressed => "suppressed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>"met", "not_met" or "undetermined".</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.NotMet => "not_met",
        Verdict.Undetermined => "undetermined",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>"synthetic", "open", "restricted", "consented" or "protected".</summary>
    public static string Of(DisclosureClass disclosure) => disclosure switch
    {
        DisclosureClass.Synthetic => "synthetic",
        DisclosureClass.Open => "open",
        DisclosureClass.Restricted => "restricted",
        DisclosureClass.Consented => "consented",
        DisclosureClass.Protected => "protected",
        _ => throw new ArgumentOutOfRangeException(nameof(disclosure)),
    };

    internal static FindingStatus? Status(string word) => word switch
    {
        "defined" => FindingStatus.Defined,
        "undefined" => FindingStatus.Undefined,
        "suppressed" => FindingStatus.Suppressed,
        _ => null,
    };

    internal static Verdict? VerdictOf(string word) => word switch
    {
        "met" => Verdict.Met,
        "not_met" => Verdict.NotMet,
        "undetermined" => Verdict.Undetermined,
        _ => null,
    };

    internal static DisclosureClass? Disclosure(string word) => word switch
    {
        "synthetic" => DisclosureClass.Synthetic,
        "open" => DisclosureClass.Open,
        "restricted" => DisclosureClass.Restricted,
        "consented" => DisclosureClass.Consented,
        "protected" => DisclosureClass.Protected,
        _ => null,
    };
}
