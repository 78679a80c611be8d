using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

public class WorldTruthTests
{
    [Theory]
    [MemberData(nameof(ScenarioIds), MemberType = typeof(WorldTestData))]
    public void Control_EveryScenario_HasNoEffectAtAll(string id)
    {
        var truth = World.Generate(WorldSpec.Of(id).Control() with { Subjects = 1000 }).Truth;
        foreach (var channel in truth.Channels)
        {
            Assert.Equal(0, channel.Strength);
            Assert.True(truth.ScoreWithout(channel.Name).SequenceEqual(truth.Score));
        }

        Assert.True(truth.ScoreWithoutAll.SequenceEqual(truth.Score));
        foreach (var origin in Enum.GetValues<Origin>().Where(o => o != Origin.Own))
        {
            Assert.All(truth.Part(origin).ToArray(), part => Assert.Equal(0, part));
        }
    }

    [Theory]
    [MemberData(nameof(ScenarioIds), MemberType = typeof(WorldTestData))]
    public void ScoreWithout_EveryActiveChannel_IsTheWorldWithThatStrengthZero(string id)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 1000 };
        foreach (var c in ScenarioCatalogue.Require(id).Channels)
        {
            spec = spec.WithStrength(c.Name, c.Max * 0.2);
        }

        var truth = World.Generate(spec).Truth;
        foreach (var c in truth.Channels)
        {
            var off = World.Generate(spec.WithStrength(c.Name, 0)).Truth;
            Assert.True(truth.ScoreWithout(c.Name).SequenceEqual(off.Score), c.Name);
            Assert.False(truth.ScoreWithout(c.Name).SequenceEqual(truth.Score), c.Name);
        }

        Assert.True(truth.ScoreWithoutAll.SequenceEqual(World.Generate(spec.Control()).Truth.Score));
    }

    [Theory]
    [MemberData(nameof(ScenarioIds), MemberType = typeof(WorldTestData))]
    public void Parts_EveryRow_SumToTheScore(string id)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 1000 };
        foreach (var c in ScenarioCatalogue.Require(id).Channels)
        {
            spec = spec.WithStrength(c.Name, c.Max * 0.9);
        }

        var truth = World.Generate(spec).Truth;
        for (var i = 0; i < truth.Score.Length; i++)
        {
            var sum = truth.Remainder[i];
            foreach (var origin in truth.Origins)
            {
                sum += truth.Part(origin)[i];
            }

            Assert.Equal(truth.Score[i], sum, 1e-9);
            Assert.InRange(truth.Score[i], truth.Scale.Min, truth.Scale.Max);
        }

        var gap = Assert.Single(truth.Gaps);
        Assert.Equal(gap.Total, gap.ByOrigin.Values.Sum() + gap.Remainder, 1e-9);
    }

    [Theory]
    [MemberData(nameof(ScenarioIds), MemberType = typeof(WorldTestData))]
    public void Effect_StrongerChannel_IsLarger(string id)
    {
        foreach (var c in ScenarioCatalogue.Require(id).Channels)
        {
            var before = 0.0;
            foreach (var share in new[] { 0.1, 0.3, 0.5, 0.7 })
            {
                var truth = World.Generate(WorldSpec.Of(id).Control().WithStrength(c.Name, c.Max * share) with { Subjects = 1000 }).Truth;
                var effect = MeanAbsolute(truth.Score, truth.ScoreWithout(c.Name));
                Assert.True(effect > before, $"{id} {c.Name} at {share}: {effect} after {before}");
                before = effect;
            }
        }
    }

    // The fixpoint by definition, from the published columns alone: dense neighbour search, no shared code.
    [Fact]
    public void Score_NeighboursScores_IsTheFixpoint()
    {
        const double rho = 0.6;
        var world = World.Generate(WorldSpec.Of("neighbours-scores").WithStrength("neighbours", rho) with { Subjects = 1500 });
        var neighbours = Neighbours(world.Subjects);
        var own = world.Truth.Part(Origin.Own);
        var part = world.Truth.Part(Origin.Neighbourhood);
        Assert.Equal(rho, world.Facts.Contraction);
        Assert.InRange(world.Facts.FixpointErrorBound, 0, 1e-9);
        for (var i = 0; i < neighbours.Length; i++)
        {
            var mean = 0.0;
            foreach (var j in neighbours[i])
            {
                mean += world.Truth.Score[j] / neighbours[i].Length;
            }

            // Scores are rounded to 0.01 after solving: neighbours' rounding moves the mean by at most 0.005, the part by rho of it, and rounds once more.
            var expected = neighbours[i].Length == 0 ? 0 : rho * (mean - 600);
            Assert.Equal(expected, part[i], (0.005 * rho) + 0.005 + 1e-9);
            Assert.Equal(Math.Clamp(own[i] + part[i], 100, 999), world.Truth.Score[i], 0.011);
        }
    }

    [Fact]
    public void AreaDefaultRate_EveryPerson_LeavesThePersonOut()
    {
        var subjects = Small("neighbours-area", 1500).Subjects;
        var postcode = Texts(subjects, "postcode");
        var bad = Numbers(subjects, "arrears_24m").Select(a => a > 0 ? 1.0 : 0).ToArray();
        var rate = Numbers(subjects, "area_default_rate");
        for (var i = 0; i < rate.Length; i += 7)
        {
            var others = Enumerable.Range(0, rate.Length).Where(j => j != i && postcode[j] == postcode[i]).Select(j => bad[j]).ToArray();
            Assert.Equal(others.Average(), rate[i], 0.000051);
        }
    }

    [Fact]
    public void Move_NeighboursArea_ChangesTheAreaPartOnly()
    {
        var world = Small("neighbours-area", 2000);
        var truth = world.Truth;
        int[] rows = [.. Enumerable.Range(0, 2000)];
        int[] donors = [.. rows.Select(i => (i + 997) % 2000)];
        var moved = new double[2000];
        truth.Move(rows, rows, false, moved);
        Assert.True(truth.Score.SequenceEqual(moved));
        truth.Move(rows, donors, false, moved);
        for (var i = 0; i < 2000; i++)
        {
            var expected = Math.Clamp(truth.Part(Origin.Own)[i] + truth.Part(Origin.Area)[donors[i]], 100, 999);
            Assert.Equal(expected, moved[i], 1e-9);
        }
    }

    [Fact]
    public void Move_ThinFileGate_TouchesThinFilesOnly()
    {
        var world = Small("thin-file-gate", 6000);
        var thin = Numbers(world.Subjects, "thin_file");
        int[] rows = [.. Enumerable.Range(0, 6000)];
        var moved = new double[6000];
        world.Truth.Move(rows, [.. rows.Select(i => (i + 3001) % 6000)], true, moved);
        Assert.InRange(thin.Sum(), 5, 40);
        Assert.All(rows, i => Assert.Equal(thin[i] == 1, Math.Abs(moved[i] - world.Truth.Score[i]) > 0.5));
    }

    [Fact]
    public void Move_TenureNotPlace_HasNoPlaceEffectAndATenureEffect()
    {
        var world = Small("tenure-not-place");
        int[] rows = [.. Enumerable.Range(0, 3000)];
        var kept = new double[3000];
        var reset = new double[3000];
        world.Truth.Move(rows, [.. rows.Select(i => 2999 - i)], false, kept);
        world.Truth.Move(rows, rows, true, reset);
        Assert.True(world.Truth.Score.SequenceEqual(kept));
        Assert.True(rows.Average(i => reset[i] - world.Truth.Score[i]) < -10);
    }

    [Fact]
    public void Move_NeighboursScores_IsTheDonorsNeighbourPart()
    {
        var truth = Small("neighbours-scores").Truth;
        var moved = new double[1];
        truth.Move([5], [2500], false, moved);
        Assert.Equal(Math.Clamp(truth.Part(Origin.Own)[5] + truth.Part(Origin.Neighbourhood)[2500], 100, 999), moved[0], 0.011);
        Assert.Throws<ArgumentOutOfRangeException>(() => truth.Move([5], [3000], false, new double[1]));
        Assert.Throws<ArgumentException>(() => truth.Move([5], [], false, new double[1]));
    }

    [Fact]
    public void ScoreWithout_UnknownChannel_SuggestsTheNearest() =>
        Assert.Equal(
            "scenario 'neighbours-area': there is no channel 'arae'. Did you mean 'area'?",
            Assert.Throws<AuditDataException>(() => _ = Small("neighbours-area", 200).Truth.ScoreWithout("arae").Length).Message);

    internal static int[][] Neighbours(IPortfolio subjects)
    {
        var street = Texts(subjects, "street_id");
        var house = Numbers(subjects, "house_number");
        var household = Numbers(subjects, "household_id");
        return [.. Enumerable.Range(0, street.Length).Select(i => Enumerable.Range(0, street.Length)
            .Where(j => street[j] == street[i] && household[j] != household[i] && Math.Abs(house[j] - house[i]) <= 4).ToArray())];
    }

    private static double MeanAbsolute(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum / a.Length;
    }
}
