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
        new("scope", "1 · Scope and score", "What was audited, and what the columns mean.", string.Empty, "scope"),
        new("data", "2 · Data", "Where the rows come from, and what is missing in them.", "Whether the rows stand for anyone outside them, unless they were sampled so.", "data"),
        new("models", "3 · Models", "What was scored with what.", string.Empty, "models"),
        new("accuracy", "4 · Accuracy", "How well the score orders people and how well its probabilities hold, overall and by group.", "How the score does on people whose outcome was never observed.", "accuracy"),
        new("outcomes", "5 · Outcomes by group", "Who receives favourable decisions, and how often compared with the reference group. Intervals do not assume that people of one street are independent, unless the plan says so.", "Why the rates differ. A gap can come from the record, from the place, from the past.", "disparity"),
        new("errors", "6 · Errors and calibration by group", "Whom the decisions get wrong, and whether a score means the same in each group.", "Which of these rates should be equal. Where the groups' base rates differ, no imperfect score can have equal error rates and equal predictive values at once (Chouldechova 2017; Kleinberg, Mullainathan and Raghavan 2017).", string.Empty),
        new("uses", "7 · What the score uses", "How much worse the score gets when one feature is made useless, and whose record that feature comes from.", "Which of two features that carry the same information the score needs, and what would happen to a person whose record changed.", "explanation"),
        new("others", "8 · Other people’s records", "How much of the score comes from neighbours, areas, partners and others, rather than from a person’s own record.", "What own features inherited from neighbours before they were recorded. Clustering alone is no leakage: people alike live together.", "leakage"),
        new("reasons", "9 · Reasons and recourse", "Which reasons the score would give to the people it turns down, and whether they could change anything themselves.", "Whether a change that the score would honour is one that a person can make.", string.Empty),
        new("privacy", "10 · Privacy", string.Empty, string.Empty, "privacy"),
        new("sensitivity", "11 · Sensitivity", "Whether another cut-off, another period or the people without a known group would change the picture.", string.Empty, string.Empty),
        new("issues", "12 · Findings register", string.Empty, string.Empty, string.Empty),
        new("alternatives", "13 · Less discriminatory alternatives", "Whether another score is as accurate and disadvantages fewer people, and what dropping other people’s records costs. One part of the rows trained, one chose, one confirms.", "That none was found does not show that none exists. Whether an alternative is practicable or required is not a question of numbers.", "mitigation"),
        new("notes", "Notes and warnings", string.Empty, string.Empty, string.Empty),
        new("skipped", "Not measured, and why", string.Empty, string.Empty, string.Empty),
        new("methods", "A · Methods", "Formula and source of each measure on this page.", string.Empty, string.Empty),
        new("manifest", "B · How this came about", string.Empty, string.Empty, string.Empty),
        new("duties", "C · Duties", "Which sources ask for what this report measures. The toolkit supplies evidence; it draws no legal conclusion.", string.Empty, string.Empty),
        new("register", "All findings", string.Empty, string.Empty, string.Empty),
    ];

    // Tables without a figure of their own, and those whose kind of figure belongs elsewhere.
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["association-share"] = "others", ["local-moran"] = "others", ["own-only-strata"] = "others", ["request"] = "others", ["event-spillover"] = "others", ["street-correlogram"] = "others",
        ["adverse-impact"] = "outcomes", ["local-law-144"] = "outcomes", ["score-bands"] = "outcomes", ["score-quantiles"] = "outcomes",
        ["principal-reasons"] = "reasons",
        ["partial-dependence"] = "uses", ["partial-dependence-origins"] = "uses", ["accumulated-local-effects"] = "uses", ["individual-curves"] = "uses",
    };

    // Measures of the room "disparity" that speak of errors and calibration, and of any room that speak of reasons or of sensitivity: by the start of their name.
    private static readonly (string Section, string[] Starts)[] ByMeasure =
    [
        ("errors", ["true_", "false_", "positive_predictive", "negative_predictive", "equal_opportunity", "equalized_odds", "average_odds", "predictive_parity", "accuracy_equality", "treatment_equality", "calibration_", "error_rate", "expected_calibration"]),
        ("reasons", ["principal_reason", "reason_", "recourse", "captive", "counterfactual"]),
        ("sensitivity", ["population_stability", "stability_", "missing_membership", "membership_bound"]),
    ];

    /// <summary>The section of a finding: by its measure where that has a section of its own, else by the first part of its id; unknown rooms stand with the scope.</summary>
    internal static string OfFinding(string id, string measure)
    {
        string room = id.Split('/')[0];
        foreach (var (section, starts) in ByMeasure)
        {
            if ((section != "errors" || room == "disparity") && starts.Any(start => measure.StartsWith(start, StringComparison.Ordinal)))
            {
                return section;
            }
        }

        return All.FirstOrDefault(section => section.Room.Length > 0 && section.Room == room)?.Id ?? "scope";
    }

    /// <summary>The section of a table: by its kind of figure, else by the first part of its name, else the data.</summary>
    internal static string OfTable(string? figure, string name) => ByName.TryGetValue(name, out var place) ? place : figure switch
    {
        Figures.FigureKinds.ThresholdSweep => "sensitivity",
        Figures.FigureKinds.RateForest or Figures.FigureKinds.RatioForest or Figures.FigureKinds.ScoreDistribution or Figures.FigureKinds.AccuracyDisparity => "outcomes",
        Figures.FigureKinds.Frontier => "alternatives",
        Figures.FigureKinds.Calibration or Figures.FigureKinds.Roc => "accuracy",
        Figures.FigureKinds.Importance or Figures.FigureKinds.Beeswarm or Figures.FigureKinds.Waterfall => "uses",
        Figures.FigureKinds.MoveForest or Figures.FigureKinds.NullDistribution or Figures.FigureKinds.DistanceDecay or Figures.FigureKinds.BlastRadius or Figures.FigureKinds.Decomposition
            or Figures.FigureKinds.TileMap or Figures.FigureKinds.Network or Figures.FigureKinds.TimeLine => "others",
        _ => All.FirstOrDefault(section => section.Room.Length > 0 && (name.StartsWith(section.Room + "-", StringComparison.Ordinal) || name.StartsWith(section.Id + "-", StringComparison.Ordinal)))?.Id ?? "data",
    };
}
