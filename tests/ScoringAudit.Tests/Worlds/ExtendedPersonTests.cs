using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

public class ExtendedPersonTests
{
    private static readonly string[] Plain = [.. Small("neighbours-area", 200).Subjects.Schema.Columns.Select(c => c.Name)];

    public static TheoryData<string> Extended => [.. ScenarioCatalogue.All
        .Where(s => s.Kind == WorldKind.Persons && Small(s.Id, 200).Subjects.Schema.Columns.Count > Plain.Length || s.Id == "lender-overlay").Select(s => s.Id)];

    // Golden: a change of these rows needs a new spec version.
    [Fact]
    public void Generate_EveryExtendedScenario_GivesTheSameRowsForever()
    {
        var hashes = Extended.Select(t => t.Data).Select(id =>
        {
            var world = World.Generate(WorldSpec.Of(id) with { Subjects = 500, Seed = 7 });
            var all = new[] { world.Subjects, world.Truth.ToPortfolio() }.Concat(world.Tables.Select(t => t.Rows)).Aggregate(0UL, (h, t) => unchecked((h * 31) + Hash(t)));
            return id + " " + all.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        });
        Assert.Equal(
        """
        neighbours-features 1a326f990574a6d4
        household 7b490c631be0589f
        twelve-criteria dfd68b59fa4a4336
        social-contacts e1bdc5df5a74e200
        parent-to-child 94ea6c9fb7fb1c24
        points-and-grades b51ca415e3c977e3
        reward-card 4a96a5c53c54f2fa
        voluntary-platform fdc7fd5417f31f93
        social-media-trust 1cd42c1579840d1b
        fitness-bonus 4db99efa444ec641
        official-discretion 11b95798f76d32f4
        reporting-burden 0e6b676ec8ac019d
        identifier-linkage 70256cbacf9b674e
        place-time-trace c5689907454bca94
        lender-overlay 1465246260613dc8
        errors-and-appeals e5f274460590d8b2
        """.ReplaceLineEndings("\n"),
        string.Join("\n", hashes));
    }

    [Theory]
    [MemberData(nameof(Extended))]
    public void Generate_PlainColumns_StayAsTheyAre(string id)
    {
        var plain = Small("neighbours-area", 600).Subjects;
        var added = Small(id, 600).Subjects;
        Assert.All(Plain.Where(c => c != "score"), c => Assert.True(Numbers(plain, c).AsSpan().SequenceEqual(Numbers(added, c)), c));
    }

    [Theory]
    [MemberData(nameof(Extended))]
    public void Generate_ShardsAndStreams_AreTheWhole(string id)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 1200, Seed = 5 };
        var whole = World.Generate(spec, WorldShard.Whole, 1);
        World[] parts = [.. Enumerable.Range(1, 3).Select(k => World.Generate(spec, new WorldShard(k, 3), 2))];
        Assert.Null(PortfolioComparison.FirstDifference(whole.Subjects, Concatenate([.. parts.Select(p => p.Subjects)])));
        Assert.Null(PortfolioComparison.FirstDifference(whole.Truth.ToPortfolio(), Concatenate([.. parts.Select(p => p.Truth.ToPortfolio())])));
        var stream = World.Open(spec, WorldShard.Whole);
        Assert.Null(PortfolioComparison.FirstDifference(whole.Subjects, stream.Subjects));
        Assert.Null(PortfolioComparison.FirstDifference(whole.Truth.ToPortfolio(), stream.Truth));
        foreach (var table in whole.Tables)
        {
            Assert.Null(PortfolioComparison.FirstDifference(table.Rows, Concatenate([.. parts.Select(p => p.Tables.Single(t => t.Name == table.Name).Rows)])));
            Assert.True(Provenance.Prove(Concatenate([table.Rows]), new WorldProof(spec, WorldShard.Whole).Table(table.Name)).IsSynthetic);
        }
    }

    // By definition, from the published tables alone.
    [Theory]
    [InlineData("social-contacts", 0.6)]
    [InlineData("social-contacts", 0)]
    [InlineData("voluntary-platform", 0.2)]
    public void Score_Contacts_IsTheFixpoint(string id, double rho)
    {
        var world = World.Generate(WorldSpec.Of(id).WithStrength("contacts", rho) with { Subjects = 1500 });
        var sums = new double[1500];
        var counts = new double[1500];
        var from = Numbers(world.Tables[0].Rows, "from_id");
        var to = Numbers(world.Tables[0].Rows, "to_id");
        for (var e = 0; e < from.Length; e++)
        {
            Assert.NotEqual(from[e], to[e]);
            sums[(int)from[e] - 1] += world.Truth.Score[(int)to[e] - 1];
            counts[(int)from[e] - 1]++;
        }

        Assert.Equal(counts, Numbers(world.Subjects, "contacts"));
        Assert.Equal(from.Length, from.Zip(to).Distinct().Count());
        var listed = id == "voluntary-platform" ? Numbers(world.Subjects, "contacts_listed_share") : new double[1500];
        for (var i = 0; i < 1500; i++)
        {
            var part = (rho * ((sums[i] / counts[i]) - 600)) - (30 * listed[i]);
            Assert.Equal(part, world.Truth.Part(Origin.Contact)[i], 0.02);
            Assert.Equal(Math.Clamp(world.Truth.Part(Origin.Own)[i] + part, 100, 999), world.Truth.Score[i], 0.02);
        }

        Assert.InRange(world.Facts.FixpointErrorBound, 0, 1e-9);
        Assert.Equal(rho, world.Facts.Contraction);
    }

    [Fact]
    public void Contacts_Homophily_RaisesTheShareOfTheOwnGroup()
    {
        double same(double homophily)
        {
            var world = World.Generate(WorldSpec.Of("social-contacts").WithDial("homophily", homophily) with { Subjects = 3000 });
            var group = Numbers(world.Subjects, "group");
            return Numbers(world.Tables[0].Rows, "from_id").Zip(Numbers(world.Tables[0].Rows, "to_id")).Average(p => group[(int)p.First - 1] == group[(int)p.Second - 1] ? 1.0 : 0);
        }

        double[] shares = [same(0), same(0.5), same(1)];
        Assert.True(shares[0] < shares[1] - 0.03 && shares[1] < shares[2] - 0.03, string.Join(" ", shares));
    }

    [Fact]
    public void Parents_AreOlderAndOfTheRightSex_AndOnlyTheirListsCount()
    {
        var world = Small("parent-to-child");
        var age = Numbers(world.Subjects, "age");
        var sex = Texts(world.Subjects, "sex");
        var arrears = Numbers(world.Subjects, "arrears_24m");
        var mother = Numbers(world.Subjects, "mother_id");
        var father = Numbers(world.Subjects, "father_id");
        var listed = Numbers(world.Subjects, "parent_on_debtor_list");
        for (var i = 0; i < age.Length; i++)
        {
            var bad = false;
            foreach (var (parent, which) in new[] { ((int)mother[i], "female"), ((int)father[i], "male") })
            {
                Assert.True(parent == 0 || (age[parent - 1] - age[i] is >= 18 and <= 45 && sex[parent - 1] == which));
                bad |= parent > 0 && arrears[parent - 1] >= 2;
            }

            Assert.Equal(bad, listed[i] == 1);
            Assert.Equal(bad ? -60 : 0, world.Truth.Part(Origin.Family)[i]);
        }

        Assert.InRange(mother.Count(m => m > 0) / 3000.0, 0.2, 0.6);
        Assert.InRange(listed.Average(), 0.005, 0.2);
    }

    [Theory]
    [InlineData("neighbours-features", "neighbours_mean_income", Origin.Neighbourhood)]
    [InlineData("household", "household_mean_score", Origin.Household)]
    public void Contextual_Terms_FollowFromThePublishedColumn(string id, string column, Origin origin)
    {
        var world = Small(id, 1500);
        var value = Numbers(world.Subjects, column);
        var others = id == "household"
            ? Groups(Numbers(world.Subjects, "household_id"))
            : WorldTruthTests.Neighbours(world.Subjects);
        var source = id == "household" ? world.Truth.Part(Origin.Own).ToArray() : Numbers(world.Subjects, "income");
        for (var i = 0; i < value.Length; i++)
        {
            Assert.Equal(others[i].Length == 0, double.IsNaN(value[i]));
            if (others[i].Length > 0)
            {
                Assert.Equal(others[i].Average(j => source[j]), value[i], 0.51);
                var term = id == "household" ? 0.2 * (value[i] - 600) : 15 * (value[i] - 2200) / 800;
                Assert.Equal(term, world.Truth.Part(origin)[i], 0.0051);
            }
        }

        static int[][] Groups(double[] household) => [.. Enumerable.Range(0, household.Length).Select(i =>
            Enumerable.Range(0, household.Length).Where(j => j != i && household[j] == household[i]).ToArray())];
    }

    [Fact]
    public void Move_Contextual_TakesTheNeighboursOfTheDonorOnly()
    {
        var neighbours = Small("neighbours-features", 1000).Truth;
        var household = Small("household", 1000).Truth;
        var moved = new double[1];
        neighbours.Move([3], [700], false, moved);
        Assert.Equal(Math.Clamp(neighbours.Part(Origin.Own)[3] + neighbours.Part(Origin.Neighbourhood)[700], 100, 999), moved[0], 0.011);
        household.Move([3], [700], false, moved);
        Assert.Equal(household.Score[3], moved[0], 0.011);
        var twelve = Small("twelve-criteria", 1000);
        int[] rows = [.. Enumerable.Range(0, 1000)];
        var reset = new double[1000];
        twelve.Truth.Move(rows, rows, true, reset);
        var months = Numbers(twelve.Subjects, "tenure_months");
        Assert.All(rows, i => Assert.True(reset[i] <= twelve.Truth.Score[i] && (months[i] < 12) == (reset[i] == twelve.Truth.Score[i])));
    }

    [Fact]
    public void Scorecards_OnTheColumns_AreTheOwnParts()
    {
        Same(Small("twelve-criteria"), WorldScorecards.TwelveCriteria, "own");
        Same(World.Generate(WorldSpec.Of("points-and-grades").WithStrength("rewards", 0) with { Subjects = 3000 }), WorldScorecards.ThousandPoints, "score");
        var lists = Small("five-factors");
        var five = Scores(lists, WorldScorecards.FiveFactors);
        var black = Numbers(lists.Subjects, "blacklists");
        var irregular = Numbers(lists.Subjects, "irregularity_lists");
        for (var i = 0; i < five.Length; i++)
        {
            Assert.Equal(five[i] - (150 * Math.Min(3, black[i])) - (25 * irregular[i]), lists.Truth.Part(Origin.Own)[i], 0.0051);
        }

        Assert.Equal(100, WorldScorecards.TaxPoints.Scale.Max);

        static void Same(World world, PointsScorecard card, string what)
        {
            var scores = Scores(world, card);
            var expected = what == "own" ? world.Truth.Part(Origin.Own).ToArray().Select(p => Math.Clamp(p, card.Scale.Min, card.Scale.Max)).ToArray() : world.Truth.Score.ToArray();
            Assert.All(Enumerable.Range(0, scores.Length), i => Assert.Equal(expected[i], scores[i], 0.0051));
        }

        static double[] Scores(World world, PointsScorecard card)
        {
            var columns = card.Features.Features.Select(f => Numbers(world.Subjects, f.Name).Select(v => (float)v).ToArray()).ToArray();
            var scores = new double[columns[0].Length];
            card.Score(new FeatureBlock(columns, 0, scores.Length), scores);
            return scores;
        }
    }

    [Theory]
    [InlineData("twelve-criteria", 740, 820)]
    [InlineData("points-and-grades", 960, 1000)]
    [InlineData("social-contacts", 590, 650)]
    [InlineData("voluntary-platform", 590, 650)]
    public void Score_MeanOfExtendedScenarios_IsAsDocumented(string id, double low, double high) =>
        Assert.InRange(Small(id).Truth.Score.ToArray().Average(), low, high);

    [Fact]
    public void Nature_LinkageAndTrace_SayThatTheyAreNoScores()
    {
        Assert.Equal("linkage", ScenarioCatalogue.Require("identifier-linkage").Nature);
        Assert.Equal("trace", ScenarioCatalogue.Require("place-time-trace").Nature);
        Assert.Contains("not a score", ScenarioCatalogue.Require("identifier-linkage").Title, StringComparison.Ordinal);
        Assert.Contains("not a score", ScenarioCatalogue.Require("place-time-trace").Title, StringComparison.Ordinal);
        Assert.True(Small("place-time-trace", 300).Truth.Score.SequenceEqual(Small("place-time-trace", 300).Truth.ScoreWithoutAll));
    }

    [Fact]
    public void Contract_EveryScenarioId_IsInTheCatalogue()
    {
        const string ids = "neighbours-area neighbours-scores thin-file-gate tenure-not-place twelve-criteria social-contacts parent-to-child corporate-partners worst-partner founder-to-firm officers agency-spread irregularity-to-blacklist redlist-rewards removal-and-repair points-and-grades reward-card voluntary-platform social-media-trust fitness-bonus official-discretion reporting-burden identifier-linkage exemption-year five-factors six-worlds-a six-worlds-b six-worlds-c six-worlds-d six-worlds-e six-worlds-f";
        Assert.All(ids.Split(' '), id => Assert.Equal(id, ScenarioCatalogue.Require(id).Id));
        Assert.All(ScenarioCatalogue.All.SelectMany(s => s.PublicRecord).Where(r => !r.Verified), r => Assert.StartsWith("Unverified: ", r.Printed, StringComparison.Ordinal));
    }
}
