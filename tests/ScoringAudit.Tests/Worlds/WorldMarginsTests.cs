using ScoringAudit.Worlds;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

/// <summary>Margins of the person world at 20,000 people, in the ranges that its documentation states.</summary>
public class WorldMarginsTests
{
    private static readonly World Area = World.Generate(WorldSpec.Of("neighbours-area"));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0.6)]
    [InlineData(4, 0.6)]
    public void Facts_FourWorlds_AreInRange(int seed, double placeRisk)
    {
        var facts = World.Generate(WorldSpec.Of("neighbours-scores") with { Seed = (ulong)seed, PlaceRisk = placeRisk }).Facts;
        Assert.Equal(20_000, facts.Rows);
        Assert.Equal(100, facts.Postcodes);
        Assert.Equal(400, facts.Streets);
        Assert.InRange(facts.DefaultRate, 0.08, 0.12);
        Assert.InRange(facts.GroupShare, 0.22, 0.28);
        Assert.InRange(facts.Dissimilarity, 0.52, 0.58);
        Assert.InRange(facts.MoranGroup, 0.25, 0.38);

        // Binomial(20,000, 0.003): 60 ± 4 standard deviations of 7.7.
        Assert.InRange(facts.ThinFileShare, 0.0014, 0.0046);
        Assert.InRange(facts.Islands, 0, 20);
        Assert.InRange(facts.FixpointSteps, 10, 25);
    }

    [Theory]
    [InlineData(0.25, 0.3)]
    [InlineData(0.25, 0.7)]
    [InlineData(0.25, 0.8)]
    [InlineData(0.4, 0.5)]
    [InlineData(0.5, 0.15)]
    [InlineData(0.1, 0.6)]
    public void Dissimilarity_OtherTargets_AreReached(double share, double target)
    {
        var facts = World.Generate(WorldSpec.Of("neighbours-area") with { GroupShare = share, Dissimilarity = target }).Facts;
        Assert.InRange(facts.Dissimilarity, target - 0.03, target + 0.03);
        Assert.InRange(facts.GroupShare, share - 0.035, share + 0.035);
    }

    [Fact]
    public void Facts_FromTheColumnsAlone_AreTheSame()
    {
        var world = Small("neighbours-area", 1500);
        var group = Texts(world.Subjects, "group").Select(g => g == "B" ? 1.0 : 0).ToArray();
        var street = Texts(world.Subjects, "street_id");
        double all = group.Sum(), others = group.Length - all, mean = all / group.Length;
        var dissimilarity = Enumerable.Range(0, group.Length).GroupBy(i => street[i])
            .Sum(s => Math.Abs((s.Sum(i => group[i]) / all) - (s.Sum(i => 1 - group[i]) / others))) / 2;
        Assert.Equal(dissimilarity, world.Facts.Dissimilarity, 1e-12);

        // I = n/S0 · Σ z (Wz) / Σ z², W row-standardised: S0 = number of people with neighbours.
        var neighbours = WorldTruthTests.Neighbours(world.Subjects);
        var cross = 0.0;
        for (var i = 0; i < group.Length; i++)
        {
            cross += neighbours[i].Length == 0 ? 0 : (group[i] - mean) * neighbours[i].Average(j => group[j] - mean);
        }

        var linked = neighbours.Count(n => n.Length > 0);
        var moran = group.Length / (double)linked * cross / group.Sum(g => (g - mean) * (g - mean));
        Assert.Equal(moran, world.Facts.MoranGroup, 1e-10);
        Assert.Equal(group.Length - linked, world.Facts.Islands);
    }

    [Theory]
    [InlineData("age", 47, 51, 18, 92)]
    [InlineData("income", 2100, 2400, 300, 25_000)]
    [InlineData("months_employed", 40, 60, 0, 588)]
    [InlineData("credit_lines", 2.3, 3, 0, 15)]
    [InlineData("utilisation", 0.36, 0.44, 0, 1)]
    [InlineData("arrears_24m", 0.15, 0.30, 0, 4)]
    [InlineData("inquiries_12m", 0.7, 1.1, 0, 12)]
    [InlineData("age_of_oldest_account", 210, 245, 6, 912)]
    [InlineData("tenure_months", 80, 97, 0, 912)]
    [InlineData("area_purchasing_power", 97, 103, 40, 160)]
    [InlineData("area_default_rate", 0.09, 0.16, 0, 0.5)]
    [InlineData("neighbours_mean_score", 605, 635, 400, 800)]
    [InlineData("parcel_locker_distance_m", 300, 420, 20, 3000)]
    [InlineData("mobile_cell_load", 45, 55, 0, 110)]
    [InlineData("score", 605, 635, 100, 999)]
    public void Column_MeanAndRange_AreAsDocumented(string column, double meanLow, double meanHigh, double low, double high)
    {
        var values = Numbers(Area.Subjects, column).Where(v => !double.IsNaN(v)).ToArray();
        Assert.InRange(values.Average(), meanLow, meanHigh);
        Assert.InRange(values.Min(), low, high);
        Assert.InRange(values.Max(), low, high);
    }

    [Fact]
    public void Groups_GapsInMargins_AreAsDocumented()
    {
        Assert.InRange(Ratio("income"), 0.78, 0.88);
        Assert.InRange(Ratio("tenure_months"), 0.6, 0.76);
        Assert.InRange(Ratio("default_24m"), 1.25, 1.9);
        var gap = Area.Truth.Gaps[0];
        Assert.InRange(gap.ByOrigin[ScoringAudit.Portfolios.Origin.Own], -32, -15);
        Assert.InRange(gap.ByOrigin[ScoringAudit.Portfolios.Origin.Area], -27, -9);
        Assert.Equal(gap.WithoutAll, gap.WithoutChannel["area"]);

        double Ratio(string column)
        {
            var group = Texts(Area.Subjects, "group");
            var values = Numbers(Area.Subjects, column);
            return values.Where((_, i) => group[i] == "B").Average() / values.Where((_, i) => group[i] == "A").Average();
        }
    }

    [Fact]
    public void OldestAccount_IsMissingForThinFilesAndOnlyThem()
    {
        var thin = Numbers(Area.Subjects, "thin_file");
        var oldest = Numbers(Area.Subjects, "age_of_oldest_account");
        Assert.All(Enumerable.Range(0, thin.Length), i => Assert.Equal(thin[i] == 1, double.IsNaN(oldest[i])));
    }

    [Fact]
    public void Numbers_StoredValues_AreOnPublicGrids()
    {
        foreach (var (column, grid) in new[] { ("income", 10.0), ("utilisation", 0.01), ("score", 0.01), ("area_purchasing_power", 0.1), ("area_default_rate", 0.0001), ("neighbours_mean_score", 0.01) })
        {
            Assert.All(Numbers(Area.Subjects, column), v => Assert.True(double.IsNaN(v) || Math.Abs(v - (Math.Round(v / grid) * grid)) <= 6.1e-8 * Math.Max(1, Math.Abs(v))));
        }

        foreach (var p in Area.Truth.DefaultProbability)
        {
            Assert.Equal(Math.Floor(p * 1048576), p * 1048576);
        }
    }
}
