using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class FeatureSchemaFitTests
{
    [Fact]
    public void Fit_Number_TakesTheExactMedianOfTheTrainingRows()
    {
        var rows = ColumnPortfolio.Build("t.csv").Number("x", [4f, 1, 100, 2, float.NaN]).Build();

        // Training rows 4, 1, 100: the middle is 4; no training value is missing, so there is no missing slot.
        var odd = FeatureSchema.Fit(rows, [FeatureRole.Of("x")], [true, true, true, false, false]).Features[0];
        Assert.Equal((4f, false, FeatureKind.Number), (odd.Median, odd.HasMissingSlot, odd.Kind));

        // All rows: 1, 2, 4, 100 and one missing: (2 + 4) / 2 = 3.
        var even = FeatureSchema.Fit(rows, [FeatureRole.Of("x")]).Features[0];
        Assert.Equal((3f, true), (even.Median, even.HasMissingSlot));
    }

    [Fact]
    public void Fit_Category_HasTheLevelsOfTheTrainingRowsInOrdinalOrder()
    {
        var rows = ColumnPortfolio.Build().Identifier("street", [0, 1, 2, -1, 1], ["b", "a", "B"]).Build();
        var some = FeatureSchema.Fit(rows, [FeatureRole.Of("street")], [true, true, false, false, false]).Features[0];
        Assert.Equal(["a", "b"], some.Levels);
        Assert.False(some.HasMissingSlot);

        var all = FeatureSchema.Fit(rows, [FeatureRole.Of("street", Origin.Neighbourhood)]).Features[0];
        Assert.Equal(["B", "a", "b"], all.Levels);
        Assert.Equal((true, 5, OnMove.Swap, FeatureKind.Category), (all.HasMissingSlot, all.Slots, all.OnMove, all.Kind));
    }

    [Fact]
    public void Fit_DeclaredCategories_StandAsTheyAre()
    {
        var rows = ColumnPortfolio.Build().Category("c", ["x", "y"]).Integer("code", [3, 1]).Build();
        var schema = FeatureSchema.Fit(rows, [new FeatureRole("c", Origin.Own, null, ["z", "x"]), new FeatureRole("code", Origin.Own, null, ["1", "2"])]);
        Assert.Equal(["z", "x"], schema.Features[0].Levels);
        Assert.Equal(["1", "2"], schema.Features[1].Levels);

        // x is level 1, y is not listed; the number 3 is not listed, the number 1 is level 0.
        var matrix = FeatureMatrix.Read(rows, schema);
        Assert.Equal([1f, 2f], matrix.Columns[0]);
        Assert.Equal([2f, 0f], matrix.Columns[1]);
    }

    [Fact]
    public void Fit_FlagsIntegersAndConstants_AreNumbers()
    {
        var rows = ColumnPortfolio.Build().Flag("f", [true, false, true]).Integer("i", [7, 7, 7]).Build();
        var schema = FeatureSchema.Fit(rows, [FeatureRole.Of("i"), FeatureRole.Of("f")]);
        Assert.Equal([7f, 1f], schema.Features.Select(f => f.Median));
        Assert.Equal([0, 1], schema.Features.Select(f => f.FirstSlot));
    }

    [Fact]
    public void Fit_NoValueInTheTrainingRows_SaysToExcludeIt()
    {
        var rows = ColumnPortfolio.Build("t.csv").Number("x", [float.NaN, 1f]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureSchema.Fit(rows, [FeatureRole.Of("x")], [true, false]));
        Assert.Equal("t.csv: feature 'x' has no value in any training row. Expected at least one value. Exclude it: put 'x' under exclude.", error.Message);
    }

    [Fact]
    public void Fit_InfiniteNumber_NamesRowAndColumn()
    {
        var rows = ColumnPortfolio.Build("t.csv").Number("x", [1d, 1e300]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureSchema.Fit(rows, [FeatureRole.Of("x")]));
        Assert.Equal(
            "t.csv: row 2, column 'x': the number is infinite, or too large for single precision (3.4e38). Expected a finite number or a missing value. Correct the value or leave it empty.",
            error.Message);
    }

    [Fact]
    public void Fit_MisspeltColumn_SuggestsTheNearest()
    {
        var rows = ColumnPortfolio.Build("t.csv").Number("income", [1f]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureSchema.Fit(rows, [FeatureRole.Of("incone")]));
        Assert.Equal("t.csv: there is no column 'incone' (plan: features). Did you mean 'income'?", error.Message);
    }

    [Fact]
    public void Fit_CategoryListedTwice_IsRefused()
    {
        var rows = ColumnPortfolio.Build("t.csv").Category("c", ["x"]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureSchema.Fit(rows, [new FeatureRole("c", Origin.Own, null, ["x", "x"])]));
        Assert.Equal("t.csv: feature 'c' lists the category 'x' twice. Expected each category once. Remove the second.", error.Message);
    }
}
