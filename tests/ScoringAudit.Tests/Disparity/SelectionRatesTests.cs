using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class SelectionRatesTests
{
    private static readonly Grouping Race = new("race", ["Black", "White"], "White", [0], [2]);

    [Fact]
    public void Ratio_37Of100Against50Of100_Is074()
    {
        // 37/100 = .37, 50/100 = .50, ratio .74, difference −.13
        var results = SelectionRates.Of(Tally(Rows((0, 1, 37), (0, 0, 63), (1, 1, 50), (1, 0, 50))), Race, 0.95);
        var air = results.Single(r => r.Measure == "adverse_impact_ratio");
        var difference = results.Single(r => r.Measure == "demographic_parity_difference");
        Assert.Equal(0.74, air.Estimate.Value.Value, 12);
        Assert.Equal(-0.13, difference.Estimate.Value.Value, 12);
        Assert.True(air.Estimate.Interval!.Value.Contains(0.74));
        Assert.Equal("mover_clopper_pearson", air.SimultaneousMethod); // for the verdict
        // The p-value is the dual of the interval: at level 1 − p a limit is 1.
        var at = ScoringAudit.Statistics.Mover.Ratio(Rate.Of(37, 100), Rate.Of(50, 100), 1 - air.PValue!.Value).Interval!.Value;
        Assert.Equal(1, at.High, 6);
    }

    [Fact]
    public void Merge_OfAnySplit_IsTheWholeTally()
    {
        var rows = Rows((0, 1, 10), (0, 0, 7), (1, 1, 5), (1, 0, 9), (0, -1, 2), (-1, 1, 3)).ToList();
        var whole = Tally(rows, true, 7);
        for (var cut = 0; cut <= rows.Count; cut++)
        {
            var left = Tally(rows.Take(cut), true, 7);
            var right = Tally(rows.Skip(cut).Reverse(), true, 7);
            left.Merge(right);
            for (var g = 0; g < 2; g++)
            {
                Assert.Equal(Count(whole, g), Count(left, g));
            }

            Assert.Equal(whole.MissingDecision, left.MissingDecision);
            Assert.Equal(whole.MissingMembership, left.MissingMembership);
        }
    }

    [Fact]
    public void WriteAndRead_OfAWeightedClusteredTally_GiveTheSameResults()
    {
        var tally = Tally(Rows((0, 1, 10), (0, 0, 7), (1, 1, 5), (1, 0, 9)), true, 5);
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        tally.Write(bytes);
        var copy = ConfusionTally.Read(bytes.WrittenSpan);
        Assert.Equal(
            SelectionRates.Of(tally, Race, 0.95).Select(r => r.Estimate),
            SelectionRates.Of(copy, Race, 0.95).Select(r => r.Estimate));
    }

    [Fact]
    public void Weights_InAnyOrder_GiveTheSameBits()
    {
        // .1 and .2 and .3 do not add up alike in every order as doubles
        double[] weights = [0.1, 0.2, 0.3, 1e-9, 12345.678, 1.0 / 3];
        var forward = new ConfusionTally(0, 2, true, false);
        var backward = new ConfusionTally(0, 2, true, false);
        foreach (var w in weights)
        {
            forward.Add(new ScoredBatch { Rows = 1, Favourable = new sbyte[] { 1 }, Weights = new[] { w }, Groups = new[] { 0 } });
        }

        foreach (var w in weights.Reverse())
        {
            backward.Add(new ScoredBatch { Rows = 1, Favourable = new sbyte[] { 1 }, Weights = new[] { w }, Groups = new[] { 0 } });
        }

        Assert.Equal(Count(forward, 0), Count(backward, 0));
    }

    [Fact]
    public void SwappingGroups_Always_InvertsTheRatioAndItsInterval()
    {
        var tally = Tally(Rows((0, 1, 37), (0, 0, 63), (1, 1, 50), (1, 0, 70)));
        var air = SelectionRates.Of(tally, Race, 0.95).Single(r => r.Measure == "adverse_impact_ratio").Estimate;
        var swapped = SelectionRates.Of(tally, Race with { Reference = "Black" }, 0.95).Single(r => r.Measure == "adverse_impact_ratio").Estimate;
        Assert.Equal(1 / air.Value.Value, swapped.Value.Value, 12);
        Assert.Equal(1 / air.Interval!.Value.High, swapped.Interval!.Value.Low, 9);
        Assert.Equal(1 / air.Interval!.Value.Low, swapped.Interval!.Value.High, 9);
    }

    [Fact]
    public void DuplicatedRows_UnderTheSameSubject_DoNotNarrowTheInterval()
    {
        var once = Clustered(1);
        var thrice = Clustered(3);
        var a = SelectionRates.Of(once, Race, 0.95).Single(r => r.Measure == "adverse_impact_ratio").Estimate.Interval!.Value;
        var b = SelectionRates.Of(thrice, Race, 0.95).Single(r => r.Measure == "adverse_impact_ratio").Estimate.Interval!.Value;
        Assert.Equal(a.Low, b.Low, 9);
        Assert.Equal(a.High, b.High, 9);

        static ConfusionTally Clustered(int copies)
        {
            var tally = new ConfusionTally(0, 2, false, true);
            for (var subject = 0; subject < 240; subject++)
            {
                for (var c = 0; c < copies; c++)
                {
                    tally.Add(new ScoredBatch { Rows = 1, Favourable = new[] { (sbyte)(subject % 3 == 0 ? 0 : 1) }, Clusters = new[] { subject }, Groups = new[] { subject % 2 } });
                }
            }

            return tally;
        }
    }

    [Fact]
    public void Reference_ChosenByTheData_ComparesAllPairsSimultaneously()
    {
        var grouping = new Grouping("g", ["a", "b", "c"], ProtectedRole.HighestRate, [0], [3]);
        var tally = new ConfusionTally(0, 3, false, false);
        Add(tally, Rows((0, 1, 30), (0, 0, 70), (1, 1, 45), (1, 0, 55), (2, 1, 40), (2, 0, 60)));
        var airs = SelectionRates.Of(tally, grouping, 0.95).Where(r => r.Measure == "adverse_impact_ratio").ToList();
        Assert.All(airs, r => Assert.Equal(1, r.Reference));
        Assert.All(airs, r => Assert.Equal(3, r.Comparisons)); // 3 pairs, not 2 comparisons
        Assert.All(airs, r => Assert.Equal(1 - (0.05 / 3), r.Simultaneous!.Value.Level, 12));
        Assert.All(airs, r => Assert.True(r.Simultaneous!.Value.Width > r.Estimate.Interval!.Value.Width));
    }

    [Theory]
    [InlineData(0, 10, 5, 10, "defined")]
    [InlineData(5, 10, 0, 10, "the reference group has no favourable decision")]
    public void Ratio_WithZeroCounts_IsDefinedOrSaysWhy(int a, int n, int b, int m, string expected)
    {
        var air = SelectionRates.Of(Tally(Rows((0, 1, a), (0, 0, n - a), (1, 1, b), (1, 0, m - b))), Race, 0.95).Single(r => r.Measure == "adverse_impact_ratio");
        Assert.Equal(expected, air.Estimate.Value.Reason ?? "defined");
        Assert.NotNull(air.Estimate.Interval);
    }

    [Fact]
    public void GroupWithoutRows_Always_IsUndefinedWithItsReason()
    {
        var grouping = Race with { Groups = ["Black", "White", "Other"], Sizes = [3] };
        var tally = new ConfusionTally(0, 3, false, false);
        Add(tally, Rows((0, 1, 5), (0, 0, 5), (1, 1, 5), (1, 0, 5)));
        var air = SelectionRates.Of(tally, grouping, 0.95).Single(r => r.Measure == "adverse_impact_ratio" && r.Group == 2);
        Assert.Equal("the group has no decided rows", air.Estimate.Value.Reason);
    }

    private static GroupCount Count(ConfusionTally tally, int group) => RateMetrics.SelectionRate.CountOf(tally.Counts(group));

    private static IEnumerable<(int Group, int Favourable)> Rows(params (int Group, int Favourable, int Count)[] cells) =>
        cells.SelectMany(c => Enumerable.Repeat((c.Group, c.Favourable), c.Count));

    private static ConfusionTally Tally(IEnumerable<(int Group, int Favourable)> rows, bool weighted = false, int clusters = 0)
    {
        var tally = new ConfusionTally(0, 2, weighted, clusters > 0);
        Add(tally, rows, weighted);
        return tally;
    }

    private static void Add(ConfusionTally tally, IEnumerable<(int Group, int Favourable)> rows, bool weighted = false)
    {
        var list = rows.ToList();
        tally.Add(new ScoredBatch
        {
            Rows = list.Count,
            Favourable = list.Select(r => (sbyte)r.Favourable).ToArray(),
            Groups = list.Select(r => r.Group).ToArray(),
            Weights = weighted ? list.Select(r => 0.1 + (r.Group * 0.7)).ToArray() : [],
            Clusters = tally.Clustered ? list.Select(r => (r.Group * 3) + r.Favourable + 1).ToArray() : [],
        });
    }
}
