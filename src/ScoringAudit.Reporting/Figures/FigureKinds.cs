using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Figures;

/// <summary>The kinds of figure and the columns that a table needs to feed each: the one place where both are written down.</summary>
/// <remarks>
/// Cells are text, long, double or null. A null value is drawn as a row that says "not shown"; a null or infinite limit as an arrow
/// that leaves the plot (infinite) or as no whisker (null). Flags are the long 1 or 0. Shares and rates are in [0, 1], never percent.
/// Every kind also reads two optional columns: <c>panel</c> (rows of one panel stand together under its text; without it there is one
/// panel) and <c>unit</c> (text of the first row replaces the axis label). Rows and panels keep the table's order.
/// </remarks>
public static class FigureKinds
{
    /// <summary>Rates with intervals by group; the reference group is marked and its rate is a line through its panel.</summary>
    public const string RateForest = "rate-forest";

    /// <summary>Ratios with intervals on a log axis, with lines at 0.8 and 1.</summary>
    public const string RatioForest = "ratio-forest";

    /// <summary>Importance bars with intervals, coloured by whose record the feature comes from.</summary>
    public const string Importance = "importance";

    /// <summary>Mean absolute change when a person is moved, in points, place and tenure apart.</summary>
    public const string MoveForest = "move-forest";

    /// <summary>Observed against predicted rate by score band, with intervals, by group.</summary>
    public const string Calibration = "calibration";

    /// <summary>Receiver operating characteristic by group, from released (binned) steps.</summary>
    public const string Roc = "roc";

    /// <summary>Share of each group by score band.</summary>
    public const string ScoreDistribution = "score-distribution";

    /// <summary>AUC against AIR, one cross of intervals for each model.</summary>
    public const string AccuracyDisparity = "accuracy-disparity";

    /// <summary>Accuracy against AIR of many candidates; those that no other beats in both are joined.</summary>
    public const string Frontier = "frontier";

    /// <summary>Selection rate by group over the cut-off.</summary>
    public const string ThresholdSweep = "threshold-sweep";

    /// <summary>What chance alone gives (permuted links, shuffled places), and the value observed.</summary>
    public const string NullDistribution = "null-distribution";

    /// <summary>How alike two scores are, by the distance between them.</summary>
    public const string DistanceDecay = "distance-decay";

    /// <summary>Grades that change when one firm is listed, by hop.</summary>
    public const string BlastRadius = "blast-radius";

    /// <summary>A value by period: a list that spreads, a rate over time.</summary>
    public const string TimeLine = "time-line";

    /// <summary>The parts of a group gap, by whose record they come from, and the whole.</summary>
    public const string Decomposition = "decomposition";

    /// <summary>One score, from the average on; log-odds with probabilities below. Synthetic data only.</summary>
    public const string Waterfall = "waterfall";

    /// <summary>One dot for each person and feature; synthetic data only.</summary>
    public const string Beeswarm = "beeswarm";

    /// <summary>A value by area, as tiles in the order of their names.</summary>
    public const string TileMap = "tile-map";

    /// <summary>The neighbourhood of one node; synthetic data only.</summary>
    public const string Network = "network";

    private static readonly FigureColumn Panel = new("panel", false, "text; rows of one panel stand together");
    private static readonly FigureColumn Unit = new("unit", false, "text; the first row's replaces the axis label");
    private static readonly FigureColumn N = new("n", false, "long; people behind the row, printed beside it");
    private static readonly FigureColumn Low = new("low", true, "double; lower limit of the interval, null for none, -inf for unbounded");
    private static readonly FigureColumn High = new("high", true, "double; upper limit, null for none, inf for unbounded");

    private static readonly FigureColumn MaybeLow = Low with { Required = false };
    private static readonly FigureColumn MaybeHigh = High with { Required = false };

    /// <summary>All kinds, in the order of a report.</summary>
    public static IReadOnlyList<FigureKind> All { get; } =
    [
        new(RateForest, "Selection rate", "Each group's rate as a dot with its interval; a line marks the reference group's rate.",
            [Panel, new("label", true, "text; name of the row, usually the group"), new("value", true, "double in [0, 1]"), Low, High, N,
             new("isReference", false, "long; 1 for the reference group"), Unit]),
        new(RatioForest, "Adverse impact ratio (log scale)", "Each ratio as a dot with its interval on a log axis; lines mark 0.8 and 1.",
            [Panel, new("label", true, "text; usually the model, with the group as panel, or the other way round"), new("value", true, "double, at least 0"), Low, High, N,
             new("verdict", false, "text; met, not_met or undetermined"), Unit]),
        new(Importance, "Loss of AUC when the feature is shuffled", "Each feature's importance as a bar with its interval; the colour tells whose record it comes from.",
            [Panel, new("label", true, "text; feature"), new("origin", true, "text; own, household, neighbourhood, area, partner, …"), new("value", true, "double"), Low, High, Unit]),
        new(MoveForest, "Mean absolute change, in points", "How far the score moves when a person is moved, as a dot with its interval; place and tenure stand apart.",
            [Panel, new("label", true, "text; usually the model"), new("block", true, "text; what was moved: place or tenure"), new("value", true, "double, points, at least 0"), Low, High, N,
             new("limit", false, "double; the yardstick's limit, drawn as a line"), Unit]),
        new(Calibration, "Observed rate of the adverse outcome", "Observed against predicted rate by score band, with intervals; on the diagonal both agree.",
            [Panel, new("group", true, "text"), new("predicted", true, "double in [0, 1]; mean prediction of the band"), new("observed", true, "double in [0, 1]"), Low, High, N, Unit]),
        new(Roc, "True positive rate", "True positive rate against false positive rate by group; on the diagonal the score tells nothing.",
            [Panel, new("group", true, "text"), new("falsePositiveRate", true, "double in [0, 1], rising within a group"), new("truePositiveRate", true, "double in [0, 1]"), Unit]),
        new(ScoreDistribution, "Score", "The share of each group in each score band; the first group's outline is repeated behind the others.",
            [Panel, new("group", true, "text"), new("low", true, "double; lower edge of the band"), new("high", true, "double; upper edge"), new("share", true, "double in [0, 1]; share of the group"), N, Unit]),
        new(AccuracyDisparity, "Adverse impact ratio (log scale)", "Accuracy (AUC) upwards against the adverse impact ratio to the right, a cross of intervals for each model.",
            [Panel, new("label", true, "text; model"), new("auc", true, "double in [0, 1]"), new("aucLow", true, "double or null"), new("aucHigh", true, "double or null"),
             new("air", true, "double, at least 0"), new("airLow", true, "double or null"), new("airHigh", true, "double or null"), Unit]),
        new(Frontier, "Adverse impact ratio (log scale)", "Accuracy upwards against the adverse impact ratio to the right, a dot for each candidate; a line joins those that no other beats in both; hollow: reads the protected attribute.",
            [Panel, new("label", true, "text; candidate"), new("accuracy", true, "double, larger is better"), new("accuracyLow", true, "double or null"), new("accuracyHigh", true, "double or null"),
             new("air", true, "double, at least 0"), new("airLow", true, "double or null"), new("airHigh", true, "double or null"), new("metric", false, "text; roc_auc or log_loss"),
             new("role", true, "text; baseline, chosen, candidate or shown only"), new("onFrontier", true, "long; 1 on the frontier"), new("readsGroup", false, "long; 1 where the protected attribute enters"), Unit]),
        new(ThresholdSweep, "Cut-off", "The rate of each group at each cut-off; a line marks the cut-off in use.",
            [Panel, new("group", true, "text"), new("threshold", true, "double, on the score's scale, rising within a group"), new("rate", true, "double in [0, 1]"),
             new("isChosen", false, "long; 1 at the cut-off in use"), Unit]),
        new(NullDistribution, "Statistic", "What chance alone gives, as bars, and the value that was observed, as a line.",
            [Panel, new("low", true, "double; lower edge of the bar"), new("high", true, "double; upper edge"), new("share", true, "double in [0, 1]; share of the draws"), new("observed", true, "double; the same in every row of a panel"), Unit]),
        new(DistanceDecay, "Correlation of two scores", "How alike two scores are, by the distance between them, with intervals.",
            [Panel, new("group", false, "text; one line each"), new("distance", true, "double"), new("value", true, "double"), MaybeLow, MaybeHigh, N, new("across", false, "text; label of the axis of distance"), Unit]),
        new(BlastRadius, "Other firms that change their grade", "Grades that change when one firm is listed, by the number of steps from it.",
            [Panel, new("group", false, "text; which firms were listed"), new("hop", true, "long, from 1"), new("value", true, "double, at least 0"), MaybeLow, MaybeHigh, N, Unit]),
        new(TimeLine, "Share of all", "A value in each period, with intervals where it has them.",
            [Panel, new("group", false, "text; one line each"), new("period", true, "long or double"), new("value", true, "double"), MaybeLow, MaybeHigh, N, new("across", false, "text; label of the axis of time"), Unit]),
        new(Decomposition, "Points of the gap between the groups", "The parts of a gap one after another, by whose record they come from, and the whole below.",
            [Panel, new("label", true, "text; the part"), new("origin", false, "text; whose record"), new("value", true, "double, points"), Low, High, new("isTotal", false, "long; 1 for the whole"), Unit]),
        new(Waterfall, "Score in log-odds of the adverse outcome", "One synthetic person's score, from the average on: each bar is what a feature adds; below, the probability that goes with the log-odds.",
            [Panel, new("label", true, "text; the feature"), new("origin", false, "text; whose record"), new("value", true, "double"), MaybeLow, MaybeHigh, new("isTotal", false, "long; 1 for the average and for the person"), Unit]),
        new(Beeswarm, "Attribution", "One dot for each synthetic person: how far a feature moves the score; darker dots have the higher values of the feature.",
            [Panel, new("label", true, "text; feature"), new("origin", true, "text; whose record"), new("value", true, "double"), new("level", true, "double in [0, 1], null without an order"), Unit]),
        new(TileMap, "Mean by area", "One tile for each area in the order of its name, darker for more, drawn towards the mean of all where an area has few people; areas with too few are hatched.",
            [Panel, new("area", true, "text"), new("value", true, "double, null for too few people"), N, Unit]),
        new(Network, "Who reads whom: each ring is one step further", "The firms around a listed one, a ring for each step; filled where the grade changed.",
            [Panel, new("node", true, "text"), new("parent", true, "text; a node one ring nearer, empty for the middle"), new("hop", true, "long, from 0"), new("changed", true, "long; 1 where the grade changed"), Unit]),
    ];

    /// <summary>The kind with this name, or null.</summary>
    public static FigureKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The first required column that the table lacks, or null when it can be drawn.</summary>
    /// <exception cref="ArgumentException">The table names no kind, or one that does not exist.</exception>
    public static string? MissingColumn(EvidenceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var kind = Find(table.Figure) ?? throw new ArgumentException("Table \"" + table.Name + "\" names the figure kind \"" + table.Figure + "\"; expected one of " + string.Join(", ", All.Select(k => k.Name)) + ".", nameof(table));
        return kind.Columns.Where(column => column.Required && !table.Columns.Contains(column.Name)).Select(column => column.Name).FirstOrDefault();
    }
}
