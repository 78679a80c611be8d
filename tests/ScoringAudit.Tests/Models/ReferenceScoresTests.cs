using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

/// <summary>A model whose library is not at hand must give the scores that a file says it gave.</summary>
public class ReferenceScoresTests
{
    private static readonly FeatureSchema Schema = new([
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, 0),
        new Feature("debt", FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, 1)]);

    // raw = (income ≤ 3 ? 1 : −0.5) + (debt ≤ 1, or missing ? 0.25 : 0.75); log-odds = 2 raw.
    private static readonly EncodedScorer Score = new(
        Schema,
        new BitVectorScorer(new TreeEnsemble(2, [new DecisionTree([0], [3], [~0], [~1], [1, -0.5]), new DecisionTree([1], [1], [~0], [~1], [0.25, 0.75], missingLeft: [true])], slope: -2)),
        ScoreScale.AdverseLogOdds);

    private static FeatureMatrix Rows(int count) =>
        new(Schema, [[.. Enumerable.Range(0, count).Select(i => i % 7)], [.. Enumerable.Range(0, count).Select(i => i % 5 == 4 ? float.NaN : i % 5)]]);

    private static double[] Raw(FeatureMatrix rows) =>
        [.. Enumerable.Range(0, rows.Rows).Select(i => (rows.Columns[0][i] <= 3 ? 1 : -0.5) + (!(rows.Columns[1][i] > 1) ? 0.25 : 0.75))];

    [Theory]
    [InlineData("raw_score")]
    [InlineData("log_odds")]
    [InlineData("probability")]
    public void Check_ScoresOfTheModel_Pass(string column)
    {
        var rows = Rows(150);
        double[] expected = [.. Raw(rows).Select(r => column switch { "raw_score" => r, "log_odds" => 2 * r, _ => 1 / (1 + Math.Exp(-2 * r)) })];
        Assert.Equal(150, ReferenceScores.Check(Score, rows, expected, column, "model.txt", "reference.csv"));
    }

    [Fact]
    public void Check_OneRowDiffers_NamesItWithBothScores()
    {
        var rows = Rows(150);
        var expected = Raw(rows);
        expected[6] += 2e-6;
        expected[80] = 0;
        var e = Assert.Throws<AuditDataException>(() => ReferenceScores.Check(Score, rows, expected, "raw_score", "model.txt", "reference.csv"));
        Assert.Equal(
            "model.txt: the model is refused, nothing is explained: reference.csv, row 7: found raw_score -0.25 as read here, expected -0.249998 as the file has it; 2 of 150 rows differ by more than 1E-06. The file of scores is of another model, rows or columns are in another form, or the model uses what this version does not read. Score the rows again with the model's own library (raw_score=True), or audit its scores from a column.",
            e.Message);
    }

    [Fact]
    public void Check_MissingReference_Differs()
    {
        var rows = Rows(100);
        var expected = Raw(rows);
        expected[3] = double.NaN;
        Assert.Contains("row 4: found raw_score", Assert.Throws<AuditDataException>(() => ReferenceScores.Check(Score, rows, expected, "raw_score", "m", "r.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FewRows_AreNoComparison()
    {
        var rows = Rows(99);
        Assert.Equal(
            "r.csv: there are 99 rows of reference scores. Expected at least 100, with missing values and rare categories among them: what is not compared is not checked. Add rows.",
            Assert.Throws<AuditDataException>(() => ReferenceScores.Check(Score, rows, Raw(rows), "raw_score", "m", "r.csv")).Message);
    }

    [Fact]
    public void Check_WhatTheModelDoesNotGive_IsRefused()
    {
        var rows = Rows(100);
        Assert.Equal(
            "r.csv: the column 'points' cannot be compared: the model 'm' gives log-odds. Expected a column that it gives: raw_score, probability, log_odds. Rename or recompute it.",
            Assert.Throws<AuditDataException>(() => ReferenceScores.Check(Score, rows, Raw(rows), "points", "m", "r.csv")).Message);
    }
}
