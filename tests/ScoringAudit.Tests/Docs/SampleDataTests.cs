using ScoringAudit.Portfolios;
using ScoringAudit.Storage;
using ScoringAudit.Tests.Architecture;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Docs;

/// <summary>The sample data are what their commands generate, and small.</summary>
public class SampleDataTests
{
    private static readonly string Data = Path.Combine(RoomTests.Root(), "data");

    [Fact]
    public void Parquet_OfTheSample_IsProvenSynthetic()
    {
        var directory = Path.Combine(Data, "neighbours-area");
        var proof = WorldProof.FromJson(File.ReadAllText(Path.Combine(directory, "world.json")));
        Assert.True(Provenance.Prove(DataFile.Open(directory, cancel: TestContext.Current.CancellationToken), proof, TestContext.Current.CancellationToken).IsSynthetic);
    }

    [Fact]
    public void Csv_OfTheSample_IsTheGeneratorsText()
    {
        var world = World.Generate(WorldSpec.Of("neighbours-area") with { Subjects = 2000, Seed = 1 }, TestContext.Current.CancellationToken);
        using var text = new MemoryStream();
        CsvFile.Write(world.Subjects, text, TestContext.Current.CancellationToken);
        Assert.True(text.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Data, "neighbours-area-csv", "subjects-0001-of-0001.csv"))));
    }

    [Fact]
    public void Samples_Together_AreUnderTwoMegabytes() =>
        Assert.InRange(Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), 1, 2_000_000);
}
