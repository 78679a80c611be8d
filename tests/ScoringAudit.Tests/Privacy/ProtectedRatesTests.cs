using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class ProtectedRatesTests
{
    // group × outcome × decision, each with its unlisted level: 3 × 3 × 3 cells.
    private static readonly TableSchema Schema = new("disparity", [new TableDimension("race", ["A", "B"]), new TableDimension("outcome", ["good", "bad"]), new TableDimension("decision", ["no", "yes"])]);

    private static Released<NoisyTable> Release()
    {
        var counts = new long[Schema.Cells];
        void Put(int race, int outcome, long no, long yes)
        {
            counts[Schema.CellOf([race, outcome, 0])] = no;
            counts[Schema.CellOf([race, outcome, 1])] = yes;
        }

        Put(0, 0, 20_000, 60_000);
        Put(0, 1, 15_000, 5_000);
        Put(1, 0, 8_000, 8_000);
        Put(1, 1, 3_600, 400);
        counts[Schema.CellOf([1, 0, 2])] = 5_000;
        return HistogramMechanism.Release(
            Confidential<long[]>.Seal(counts), Schema, PrivacyUnit.Row(NeighbourRelation.AddRemove), PrivacyBudget.Default.Rho, "test", new PrivacySession(new MemoryLedger(), "data", PrivacyBudget.Default));
    }

    [Fact]
    public void Of_OneReleasedTable_GivesManyRatesNearTheTruth()
    {
        // A: 65,000 of 100,000 favoured; B: 8,400 of 20,000 (5,000 without a decision left out): AIR .42 / .65 = .646.
        // Good outcomes: 60/80 = .75 and 8/16 = .5; bad outcomes: 5/20 = .25 and .4/4 = .1. Noise of 4.5 a cell is far below these.
        var table = Release();
        var b = ProtectedRates.Of(table, "race", "B", "decision", "yes");
        var a = ProtectedRates.Of(table, "race", "A", "decision", "yes");
        Assert.Equal(0.65, a.Rate(0.95).Median, 0.005);
        Assert.Equal(0.42, b.Rate(0.95).Median, 0.005);
        var air = b.RatioTo(a, 0.95);
        Assert.Equal(0.646, air.Median, 0.01);
        Assert.InRange(air.Interval.Width, 0.01, 0.04);
        Assert.Equal(0.23, -b.DifferenceTo(a, 0.95).Median, 0.01);
        Assert.Equal(0.75, ProtectedRates.Of(table, "race", "A", "decision", "yes", "outcome", "good").Rate(0.95).Median, 0.005);
        Assert.Equal(0.1, ProtectedRates.Of(table, "race", "B", "decision", "yes", "outcome", "bad").Rate(0.95).Median, 0.02);
    }

    [Theory]
    [InlineData("sex", "A", "Table 'disparity' has no dimension 'sex'.")]
    [InlineData("race", "C", "Table 'disparity' has no level 'C' in dimension 'race'.")]
    public void Of_UnknownName_SaysWhich(string dimension, string level, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => ProtectedRates.Of(Release(), dimension, level, "decision", "yes")).Message);
}
