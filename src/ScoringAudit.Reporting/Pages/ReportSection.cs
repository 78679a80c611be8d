namespace ScoringAudit.Reporting.Pages;

/// <summary>A section of the page.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Lead">What it is about; empty for none.</param>
/// <param name="Cannot">What its numbers cannot tell; empty for none.</param>
/// <param name="Room">First part of the ids of its findings; empty for none.</param>
internal sealed record ReportSection(string Id, string Title, string Lead, string Cannot, string Room)
{
    /// <summary>The sections after the summary, in order.</summary>
    internal static IReadOnlyList<ReportSection> All { get; } =
    [
        new("scope", "Scope and score", "What was audited, and what the columns mean.", string.Empty, "scope"),
        new("data", "Data", "Where the rows come from, and what is missing in them.", "Whether the rows stand for anyone outside them, unless they were sampled so.", "data"),
        new("models", "Models", "What was scored with what.", string.Empty, "models"),
        new("accuracy", "Accuracy", "How well the score orders people and how well its probabilities hold, overall and by group.", "How the score does on people whose outcome was never observed.", "accuracy"),
        new("outcomes", "Outcomes by group", "Who receives favourable decisions, and how often compared with the reference group. Intervals do not assume that people of one street are independent, unless the plan says so.", "Why the rates differ. A gap can come from the record, from the place, from the past.", "disparity"),
        new("alternatives", "Less discriminatory alternatives", "Whether another score is as accurate and disadvantages fewer people, and what dropping other people’s records costs. One part of the rows trained, one chose, one confirms.", "That none was found does not show that none exists. Whether an alternative is practicable or required is not a question of numbers.", "mitigation"),
        new("uses", "What the score uses", "How much worse the score gets when one feature is made useless, and whose record that feature comes from.", "Which of two features that carry the same information the score needs, and what would happen to a person whose record changed.", "explanation"),
        new("others", "Other people’s records", "How much of the score comes from neighbours, areas, partners and others, rather than from a person’s own record.", "What own features inherited from neighbours before they were recorded. Clustering alone is no leakage: people alike live together.", "leakage"),
        new("privacy", "Privacy", string.Empty, string.Empty, "privacy"),
        new("notes", "Notes and warnings", string.Empty, string.Empty, string.Empty),
        new("skipped", "Not measured, and why", string.Empty, string.Empty, string.Empty),
        new("methods", "Methods", "Formula and source of each measure on this page.", string.Empty, string.Empty),
        new("register", "Findings register", string.Empty, string.Empty, string.Empty),
        new("manifest", "How this came about", string.Empty, string.Empty, string.Empty),
    ];

    /// <summary>The section of a finding: by the first part of its id; unknown rooms stand with the scope.</summary>
    internal static string OfRoom(string id)
    {
        string room = id.Split('/')[0];
        return All.FirstOrDefault(section => section.Room.Length > 0 && section.Room == room)?.Id ?? "scope";
    }

    /// <summary>The section of a table: by its kind of figure, else by the first part of its name, else the data.</summary>
    internal static string OfTable(string? figure, string name) => figure switch
    {
        Figures.FigureKinds.RateForest or Figures.FigureKinds.RatioForest or Figures.FigureKinds.ThresholdSweep or Figures.FigureKinds.ScoreDistribution or Figures.FigureKinds.AccuracyDisparity => "outcomes",
        Figures.FigureKinds.Frontier => "alternatives",
        Figures.FigureKinds.Calibration or Figures.FigureKinds.Roc => "accuracy",
        Figures.FigureKinds.Importance => "uses",
        Figures.FigureKinds.MoveForest => "others",
        _ => All.FirstOrDefault(section => section.Room.Length > 0 && (name.StartsWith(section.Room + "-", StringComparison.Ordinal) || name.StartsWith(section.Id + "-", StringComparison.Ordinal)))?.Id ?? "data",
    };
}
