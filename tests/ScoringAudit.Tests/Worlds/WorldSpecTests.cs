using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Worlds;

public class WorldSpecTests
{
    private static readonly WorldSpec Spec = WorldSpec.Of("neighbours-scores");

    [Fact]
    public void Of_MisspeltScenario_SuggestsTheNearest() => Throws(
        () => WorldSpec.Of("neigbours-area"),
        "scenario: there is no 'neigbours-area' in the catalogue. Did you mean 'neighbours-area'?");

    [Fact]
    public void WithStrength_MisspeltChannel_SuggestsTheNearest() => Throws(
        () => Spec.WithStrength("neighbors", 0.1),
        "scenario 'neighbours-scores': there is no channel 'neighbors'. Did you mean 'neighbours'?");

    [Fact]
    public void WithStrength_ChannelOfAnotherScenario_ListsTheChannels() => Throws(
        () => Spec.WithStrength("thin-file-area", 0.1),
        "scenario 'neighbours-scores': there is no channel 'thin-file-area'. Its channels are: neighbours.");

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(0.96, "0.96")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void WithStrength_OutOfRange_SaysTheRange(double strength, string text) => Throws(
        () => Spec.WithStrength("neighbours", strength),
        $"scenario 'neighbours-scores': the strength of channel 'neighbours' is {text}, expected a number from 0 to 0.95 (points per point of the neighbours' mean score). 0 is off, the default is 0.3.");

    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(1.5, "1.5")]
    public void WithStrength_NoContraction_NamesTheLargestStrength(double strength, string text) => Throws(
        () => Spec.WithStrength("neighbours", strength),
        $"scenario 'neighbours-scores': the strength of channel 'neighbours' is {text}: scores that feed scores have no fixpoint at a contraction factor of 1 or more. The largest strength is 0.95.");

    [Theory]
    [InlineData(99)]
    [InlineData(-5)]
    [InlineData(100_000_001)]
    public void Checked_SubjectsOutOfRange_SaysTheRange(int subjects) => Throws(
        () => World.Generate(Spec with { Subjects = subjects }),
        $"world: {subjects} subjects were asked for, expected 100 to 100000000. Choose a number in that range.");

    [Fact]
    public void Checked_VersionOfTheFuture_IsRefused() => Throws(
        () => (Spec with { Version = 2 }).Checked(),
        "world: spec version 2 was found, this program makes versions 1 to 1. Use the program that made the world, or a newer one.");

    [Fact]
    public void Checked_DialsOutOfRange_SayTheRange()
    {
        Throws(() => (Spec with { GroupShare = 0.01 }).Checked(), "world: groupShare is 0.01, expected a number from 0.05 to 0.5.");
        Throws(() => (Spec with { GroupShare = double.NaN }).Checked(), "world: groupShare is NaN, expected a number from 0.05 to 0.5.");
        Throws(() => (Spec with { PlaceRisk = -1 }).Checked(), "world: placeRisk is -1, expected a number from 0 to 1.5.");
        Throws(() => (Spec with { Dissimilarity = 0.9 }).Checked(), "world: dissimilarity is 0.9, expected a number from 0 to 0.85.");
    }

    [Fact]
    public void Checked_SegregationThatChanceExceeds_SaysWhatCanBeReached() => Throws(
        () => (Spec with { GroupShare = 0.05, Dissimilarity = 0.2 }).Checked(),
        "world: dissimilarity 0.2 cannot be reached with group share 0.05: streets of about 50 people differ by chance alone. Expected at least 0.54. Raise dissimilarity or groupShare.");

    [Fact]
    public void Checked_MoreStreetsThanPeopleAllow_SaysTheRange()
    {
        Throws(
            () => (Spec with { Subjects = 800, Streets = 900 }).Checked(),
            "world: 900 streets were asked for 800 people, expected 4 to 80: each postcode has a street, and a street holds 10 people on average or more. Change the number of streets or of people.");
        Throws(
            () => (Spec with { Subjects = 800, Streets = 3 }).Checked(),
            "world: 3 streets were asked for 800 people, expected 4 to 80: each postcode has a street, and a street holds 10 people on average or more. Change the number of streets or of people.");
        Throws(
            () => (Spec with { Subjects = 800, Streets = 80 }).Checked(),
            "world: dissimilarity 0.55 cannot be reached with group share 0.25: streets of about 10 people differ by chance alone. Expected at least 0.69. Raise dissimilarity or groupShare, or ask for fewer streets.");
        Throws(
            () => (WorldSpec.Of("officers") with { Streets = 80 }).Checked(),
            "scenario 'officers': 80 streets were asked for, but a firm world has none. Leave streets out.");
    }

    [Fact]
    public void Streets_AskedFor_AreMadeAndProven()
    {
        var world = World.Generate(Spec with { Subjects = 20_000, Streets = 1000 });
        Assert.Equal(1000, world.Facts.Streets);
        Assert.InRange(world.Facts.Dissimilarity, 0.52, 0.585);
        var (read, shard) = WorldJson.Read(WorldJson.Write(world));
        Assert.Equal(1000, read.Streets);
        Assert.Contains(", streets=1000, neighbours=0.3", new WorldProof(read, shard).Statement, StringComparison.Ordinal);
        Assert.True(Provenance.Prove(world.Subjects, new WorldProof(read, shard)).IsSynthetic);
    }

    [Theory]
    [InlineData("6/5", "shard: found 6/5, expected K/N with 1 ≤ K ≤ N. The parts of a world are numbered from 1 to N.")]
    [InlineData("0/5", "shard: found 0/5, expected K/N with 1 ≤ K ≤ N. The parts of a world are numbered from 1 to N.")]
    [InlineData("2 of 5", "shard: found '2 of 5', expected K/N with whole numbers, for example 2/5.")]
    [InlineData("-1/5", "shard: found '-1/5', expected K/N with whole numbers, for example 2/5.")]
    public void Parse_ShardOutsideItsRange_IsRefused(string text, string message) => Throws(() => WorldShard.Parse(text), message);

    [Fact]
    public void Generate_MoreShardsThanPostcodes_IsRefused() => Throws(
        () => World.Generate(Spec with { Subjects = 1000 }, new WorldShard(1, 6)),
        "shard: found 1/6, but the world has 5 postcodes, and a part holds at least one. Use at most 5 parts.");

    private static void Throws(Action action, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(action).Message);
}
