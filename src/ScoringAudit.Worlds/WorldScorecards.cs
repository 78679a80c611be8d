using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds;

/// <summary>Own parts of the worlds' scores as scorecards that core Scoring evaluates. All points are invented.</summary>
public static class WorldScorecards
{
    /// <summary>Printed wherever these points are shown.</summary>
    public const string Banner = "The criteria are the published ones where a source is named; the points of each are invented.";

    /// <summary>Twelve additive criteria on 100–999 points, as attributed to the SCHUFA score of 2026; columns of the world twelve-criteria at address-age 1.</summary>
    public static PointsScorecard TwelveCriteria { get; } = Card(
        420,
        100,
        999,
        Table("age_of_oldest_card", [0, 24, 60, 120], [0, 8, 20, 34, 45]),
        Table("tenure_months", [11, 35, 71, 119], [0, 10, 22, 32, 40], OnMove.Reset),
        Table("inquiries_12m", [0, 1, 3], [40, 25, 8, 0]),
        Table("longest_remaining_loan", [0, 36, 72], [30, 20, 10, 0]),
        Table("telecom_inquiries_12m", [0, 1, 3], [30, 20, 6, 0]),
        Table("age_of_oldest_bank_contract", [24, 60, 120, 240], [0, 15, 30, 45, 60]),
        Table("mortgage_or_guarantee", [0], [0, 30]),
        Table("instalment_loans_12m", [0, 1], [30, 12, 0]),
        Table("loans_repaid", [0, 1], [0, 20, 35]),
        Table("identity_checked", [0], [0, 15]),
        Table("age_of_newest_revolving", [5, 17, 35], [0, 10, 18, 25]),
        Table("arrears_24m", [0, 1, 2], [120, 50, 15, 0]));

    /// <summary>1000 points less deductions, with the columns of the world points-and-grades at deductions 1 and rewards 0: 100 for a conviction, 50 for arrears.</summary>
    public static PointsScorecard ThousandPoints { get; } = Card(
        1000,
        0,
        1000,
        Table("convictions", [0, 1], [0, -100, -200]),
        Table("arrears_24m", [0, 1, 2, 3], [0, -50, -100, -150, -200]));

    /// <summary>Five factors on 0–1000 points: 250, 200, 200, 200, 150 times factor / 100, without lists; one bin for each whole factor.</summary>
    public static PointsScorecard FiveFactors { get; } = Factors(1);

    /// <summary>The same on 0–100 points, for tax grades A from 90, B from 70, C from 40, D below, M for a firm's first year.</summary>
    public static PointsScorecard TaxPoints { get; } = Factors(10);

    private static PointsScorecard Factors(int divisor)
    {
        float[] edges = [.. Enumerable.Range(0, 100).Select(f => (float)f)];
        return Card(0, 0, 1000.0 / divisor, [.. Firms.FirmRecords.FactorNames.Select((name, k) =>
            Table(name, edges, [.. Enumerable.Range(0, 101).Select(f => Firms.FirmRecords.Weights[k] * f / (10.0 * divisor))]))]);
    }

    private static PointsScorecard Card(double basePoints, double min, double max, params (Feature Feature, FeaturePoints Points)[] tables) => new(
        new FeatureSchema([.. tables.Select((t, slot) => t.Feature with { FirstSlot = slot })]),
        basePoints,
        [.. tables.Select(t => t.Points)],
        min,
        max);

    private static (Feature, FeaturePoints) Table(string name, float[] edges, double[] points, OnMove onMove = OnMove.Keep) =>
        (new Feature(name, FeatureKind.Number, Origin.Own, onMove, [], 0, false, 0), new FeaturePoints(edges, points, 0));
}
