using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Tests.Worlds;

public class ScenarioCatalogueTests
{
    [Fact]
    public void All_EveryEntry_IsComplete()
    {
        Assert.Equal(ScenarioCatalogue.All.Count, ScenarioCatalogue.All.Select(s => s.Id).Distinct().Count());
        foreach (var s in ScenarioCatalogue.All)
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", s.Id);
            Assert.NotEmpty(s.Title);
            Assert.NotEmpty(s.ArticleSays);
            Assert.NotEmpty(s.Equation);
            Assert.NotEmpty(s.PublicRecord);
            Assert.NotEmpty(s.Channels);
            foreach (var c in s.Channels)
            {
                Assert.Equal(0, c.Min);
                Assert.InRange(c.Strength, c.Min, c.Max);
                Assert.NotEmpty(c.Unit);
            }
        }
    }

    [Fact]
    public void All_WhatIsSaidOfSystems_IsAttributed()
    {
        foreach (var s in ScenarioCatalogue.All)
        {
            var text = string.Join(" ", s.PublicRecord.Select(p => p.Statement).Append(s.Title).Append(s.ArticleSays));
            Assert.DoesNotContain("SCHUFA uses", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("China does", text, StringComparison.OrdinalIgnoreCase);
            Assert.All(s.Systems, system => Assert.True(s.Label == MechanismLabel.Codified || system.Contains("attributed", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(WorldTestData.ScenarioIds), MemberType = typeof(WorldTestData))]
    public void All_EveryScenario_Generates(string id)
    {
        var world = WorldTestData.Small(id, 500);
        Assert.Equal(500, world.Subjects.Rows);
        Assert.Equal(ScenarioCatalogue.Require(id).Channels.Select(c => c.Name), world.Truth.Channels.Select(c => c.Name));
        Assert.All(WorldPlans.For(world.Spec).Roles.Features!, f => Assert.NotNull(world.Subjects.Schema.Find(f.Column)));
    }

    [Fact]
    public void TrueOrigins_ProxiesOfPlace_AreArea() =>
        Assert.All(WorldOrigins.Proxies, p => Assert.Equal(Origin.Area, WorldOrigins.True[p]));
}
