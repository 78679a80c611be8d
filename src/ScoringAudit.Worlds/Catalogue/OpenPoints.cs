namespace ScoringAudit.Worlds.Catalogue;

/// <summary>What the catalogue does not know, and what it holds back on purpose.</summary>
public static class OpenPoints
{
    /// <summary>Printed as unknown.</summary>
    public static IReadOnlyList<string> Unknown { get; } =
    [
        "The points of each criterion of the SCHUFA score of 2026.",
        "Base and thresholds of the Rongcheng grades.",
        "Whether a rule like the draft §37a BDSG (BR-Drs. 72/24, February 2024: no addresses, names, social network data or special categories in scores) was ever enacted; none was found.",
        "The wording of NDRC Order 36.",
    ];

    /// <summary>Corrections to the source article that no scenario shows.</summary>
    public static IReadOnlyList<PublicRecordEntry> Corrections { get; } =
    [
        Says.For("There is no one unified social credit score: points are marginal, lists matter.", "China Law Translate, Getting Rongcheng Right; papers of 2025"),
        Says.Against("The eleven classes of information that the article gives as a list of punishments are the catalogue of what may be collected; the list of punishments is another document.", "China Law Translate; chinajusticeobserver; edition of 2024 on china.org.cn"),
        Says.Law("The draft law of December 2020 became a public draft on 14 November 2022, was criticised as incoherent, and was not enacted.", "China Law Translate; Action Plan 2024–25; Opinions of March 2025"),
        Says.Law("Creditors' assessments of consumer credit may not use social network data or special categories; addresses are not excluded.", "Directive (EU) 2023/2225, since 20 November 2026 through national law"),
    ];
}
