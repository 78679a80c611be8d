using ScoringAudit.Portfolios;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Worlds;

/// <summary>Worlds as other rooms write and read them.</summary>
public class WorldOnDiskTests
{
    [Theory]
    [MemberData(nameof(WorldTestData.ScenarioIds), MemberType = typeof(WorldTestData))]
    public void Plan_WrittenAndReadByStorage_IsTheReadyPlan(string id)
    {
        var world = World.Generate(WorldSpec.Of(id) with { Subjects = 300, Seed = 11 });
        var text = WorldFilesTests.Text(WorldFiles.Of(world).Single(f => f.Name == WorldFiles.Plan));
        Assert.Equal(PlanFile.Write(WorldPlans.For(world.Spec)), PlanFile.Write(PlanFile.Parse(text)));
    }

    [Fact]
    public void Prove_ParquetOfAWorld_IsSynthetic()
    {
        var world = World.Generate(WorldSpec.Of("six-worlds-d") with { Subjects = 3000 });
        var files = WorldFiles.Of(world);
        var folder = Directory.CreateTempSubdirectory("worlds-");
        try
        {
            var path = Path.Combine(folder.FullName, files[0].Name);
            using (var to = File.Create(path))
            {
                ParquetFile.Write(files[0].Rows!, to);
            }

            var provenance = Provenance.Prove(ParquetPortfolio.Open(path), WorldProof.FromJson(files[2].Text!));
            Assert.True(provenance.IsSynthetic, provenance.Statement);
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
