namespace ScoringAudit.Reporting.Pages;

/// <summary>Names of facts that the page gives a place of its own; any other fact is listed under scope, in the order of its name.</summary>
public static class ReportFacts
{
    /// <summary>Title of the page; default "Scoring audit".</summary>
    public const string Title = "title";

    /// <summary>The question of the audit, one sentence; a default stands for it.</summary>
    public const string Question = "question";

    /// <summary>Id of the finding that answers "whom does it disadvantage?".</summary>
    public const string Disadvantaged = "headline.disadvantaged";

    /// <summary>Id of the finding that answers "what does the score use?".</summary>
    public const string Uses = "headline.uses";

    /// <summary>Id of the finding that answers "how much comes from other people's records?".</summary>
    public const string Others = "headline.others";

    /// <summary>Prefix of facts of the data: "data.source" is listed as "source" in the section on data.</summary>
    public const string Data = "data.";

    /// <summary>Prefix of facts of a model: "model.NAME" is listed as NAME in the section on models.</summary>
    public const string Model = "model.";

    internal static bool IsReserved(string name) => name is Title or Question or Disadvantaged or Uses or Others;
}
