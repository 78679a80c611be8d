using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

public class WorldStreamTests
{
    [Theory]
    [InlineData("six-worlds-d", 1, 1)]
    [InlineData("thin-file-gate", 2, 3)]
    [InlineData("corporate-partners", 1, 1)]
    [InlineData("agency-spread", 2, 2)]
    [InlineData("social-contacts", 1, 1)]
    public void Open_AnyWorld_IsWhatGenerateGives(string id, int k, int n)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 3000, Seed = 8 };
        var shard = new WorldShard(k, n);
        var world = World.Generate(spec, shard);
        var stream = World.Open(spec, shard);
        Assert.Null(PortfolioComparison.FirstDifference(world.Subjects, stream.Subjects));
        Assert.Null(PortfolioComparison.FirstDifference(world.Truth.ToPortfolio(), stream.Truth));
        Assert.Equal(world.Tables.Select(t => t.Name), stream.Tables.Select(t => t.Name));
        foreach (var (a, b) in world.Tables.Zip(stream.Tables))
        {
            Assert.Null(PortfolioComparison.FirstDifference(a.Rows, b.Rows));
        }

        Assert.Equal(WorldJson.Write(world), stream.Json());
        Assert.Equal(WorldFiles.Of(world).Select(Named), WorldFiles.Of(stream).Select(Named));
    }

    private static (string, string?) Named(WorldFile file) => (file.Name, file.Plan is null ? file.Text : WorldFilesTests.Text(file));

    [Fact]
    public void Json_WithoutReadingTheTruth_IsTheSame()
    {
        var spec = WorldSpec.Of("neighbours-scores") with { Subjects = 70_000 };
        var stream = World.Open(spec, WorldShard.Whole);
        var early = stream.Json();
        Numbers(stream.Truth, "score");
        Assert.Equal(early, stream.Json());
    }
}
