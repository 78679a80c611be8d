using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Firms;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

public class FirmWorldTests
{
    private static readonly World Partners = Small("corporate-partners");

    private static IPortfolio Table(World world, string name) => world.Tables.Single(t => t.Name == name).Rows;

    // Golden: a change of these rows needs a new spec version.
    [Theory]
    [InlineData("corporate-partners", "", "e27cdd3bcfdb63eb 8b0896f13abad61a e18ac561cbb26c19 f344207e3103b00e")]
    [InlineData("founder-to-firm", "", "1ee329f8c749023f c0face9bc2a4e7f4 e18ac561cbb26c19 f344207e3103b00e")]
    [InlineData("agency-spread", "cn2026", "fe840ffe6c21f966 469bcdd43c6ac107 e18ac561cbb26c19 f344207e3103b00e 172afeba9a07abc7")]
    [InlineData("officers", "spc2013", "c3658f793fc6a399 b96cd2852310deb4 e18ac561cbb26c19 f344207e3103b00e")]
    public void Generate_GoldenSpecs_GiveTheSameRowsForever(string id, string preset, string expected)
    {
        var world = World.Generate(WorldSpec.Of(id) with { Subjects = 1000, Seed = 7, Preset = preset.Length == 0 ? null : preset });
        var tables = new[] { world.Subjects, world.Truth.ToPortfolio() }.Concat(world.Tables.Select(t => t.Rows));
        Assert.Equal(expected, string.Join(" ", tables.Select(t => Hash(t).ToString("x16", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("corporate-partners", 3, 2)]
    [InlineData("exemption-year", 2, 1)]
    [InlineData("officers", 7, 2)]
    public void Generate_Shards_TogetherAreTheWhole(string id, int shards, int threads)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 1500, Seed = 4 };
        var whole = World.Generate(spec, WorldShard.Whole, 1);
        World[] parts = [.. Enumerable.Range(1, shards).Select(k => World.Generate(spec, new WorldShard(k, shards), threads))];
        Assert.Null(PortfolioComparison.FirstDifference(whole.Subjects, Concatenate([.. parts.Select(p => p.Subjects)])));
        Assert.Null(PortfolioComparison.FirstDifference(whole.Truth.ToPortfolio(), Concatenate([.. parts.Select(p => p.Truth.ToPortfolio())])));
        foreach (var table in whole.Tables)
        {
            Assert.Null(PortfolioComparison.FirstDifference(table.Rows, Concatenate([.. parts.Select(p => Table(p, table.Name))])));
        }

        Assert.Equal(parts[0].Firms!.TailExponent, whole.Firms!.TailExponent);
    }

    // By definition, from the published tables alone: no shared code.
    [Fact]
    public void Score_CorporatePartners_IsTheFixpoint()
    {
        var n = (int)Partners.Subjects.Rows!.Value;
        var from = Numbers(Table(Partners, "links-partners"), "from_id");
        var to = Numbers(Table(Partners, "links-partners"), "to_id");
        var share = Numbers(Table(Partners, "links-partners"), "share");
        var lists = Numbers(Partners.Subjects, "blacklists");
        var mean = new double[n];
        var listed = new double[n];
        for (var e = 0; e < from.Length; e++)
        {
            mean[(int)from[e] - 1] += share[e] * Partners.Truth.Score[(int)to[e] - 1];
            listed[(int)from[e] - 1] += lists[(int)to[e] - 1] > 0 ? share[e] : 0;
        }

        Assert.InRange(Partners.Facts.FixpointErrorBound, 0, 1e-9);
        Assert.Equal(0.3, Partners.Facts.Contraction, 1e-6);
        for (var i = 0; i < n; i++)
        {
            var part = (0.3 * (mean[i] - 800)) - (40 * listed[i]);
            Assert.Equal(part, Partners.Truth.Part(Origin.Partner)[i], 0.0151);
            Assert.Equal(Math.Clamp(Partners.Truth.Part(Origin.Own)[i] + part, 0, 1000), Partners.Truth.Score[i], 0.0151);
        }
    }

    [Fact]
    public void Own_FiveFactorsAndLists_AreTheOwnPart()
    {
        var own = Partners.Truth.Part(Origin.Own);
        int[] weights = [25, 20, 20, 20, 15];
        var factors = FirmRecordsNames.Select(f => Numbers(Partners.Subjects, f)).ToArray();
        var black = Numbers(Partners.Subjects, "blacklists");
        var irregular = Numbers(Partners.Subjects, "irregularity_lists");
        for (var i = 0; i < own.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, 5).Sum(k => weights[k] * factors[k][i] / 10) - (150 * Math.Min(3, black[i])) - (25 * irregular[i]), own[i], 1e-9);
        }
    }

    private static readonly string[] FirmRecordsNames = ["taxes_on_time", "licences", "environment", "product_quality", "industry_rules"];

    [Fact]
    public void Founders_AreThePersonsOfAPersonWorld()
    {
        var world = Small("founder-to-firm", 2000);
        var persons = World.Generate(WorldSpec.Of("neighbours-area").Control() with { Subjects = 500 });
        var founder = Numbers(world.Subjects, "founder_id");
        var score = Numbers(world.Subjects, "founder_score");
        var months = Numbers(world.Subjects, "age_months");
        var direct = Numbers(world.Subjects, "founder_rated_d");
        var arrears = Numbers(persons.Subjects, "arrears_24m");
        for (var i = 0; i < founder.Length; i++)
        {
            Assert.Equal(Math.Floor(persons.Truth.Score[(int)founder[i] - 1] + 0.5), score[i]);
            Assert.True(direct[i] == 0 || (arrears[(int)founder[i] - 1] >= 2 && months[i] < 60));
            Assert.True(direct[i] == 0 || world.Truth.Score[i] <= 39);
        }

        Assert.True(direct.Sum() > 5);
        var officers = Table(world, "links-officers");
        Assert.Equal(founder, Numbers(officers, "person_id").Where((_, r) => Numbers(officers, "seat")[r] == 1));
    }

    [Fact]
    public void Firms_MarginsOfALargerWorld_AreAsDocumented()
    {
        var world = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 20_000 });
        var facts = world.Firms!;
        Assert.InRange(facts.Links / 20_000.0, 5.2, 6.8);
        Assert.InRange(facts.TailExponent, 1.6, 2.4);
        Assert.InRange(facts.MostReaders, 150, 2500);
        Assert.InRange(facts.SameSectorShare, 0.5, 0.62);
        Assert.InRange(facts.SectorAssortativity, 0.42, 0.58);
        Assert.InRange(facts.ScoreAssortativity, 0.005, 0.2);
        Assert.InRange(facts.ForeignShare, 0.10, 0.18);
        Assert.InRange(facts.BlacklistedShare, 0.02, 0.08);
        Assert.InRange(facts.GradeShares["A"], 0.2, 0.5);
        Assert.InRange(facts.GradeShares["D"], 0.01, 0.15);
        Assert.InRange(world.Facts.DefaultRate, 0.06, 0.2);
        Assert.InRange(facts.PersonsWithSeveralFirms, 3000, 5000);
        Assert.InRange(facts.CaptiveShare, 0, 0.02);
        Assert.NotNull(facts.Blast);
        Assert.True(facts.Blast.MeanOfHubs > facts.Blast.MeanOfRandom);
        Assert.Equal(0, facts.ListUndecided);
    }

    [Fact]
    public void Officers_OlderRule_ListsMoreFirmsAndMayBeUndecided()
    {
        var spec = WorldSpec.Of("officers") with { Subjects = 4000 };
        var now = World.Generate(spec);
        var then = World.Generate(spec with { Preset = "spc2013" });
        var part = then.Truth.Part(Origin.Officer).ToArray();
        Assert.True(part.Sum() < now.Truth.Part(Origin.Officer).ToArray().Sum());
        Assert.All(Enumerable.Range(0, 4000), i => Assert.True(part[i] <= now.Truth.Part(Origin.Officer)[i]));
        Assert.Equal(0, now.Firms!.ListUndecided);
        Assert.True(then.Firms!.ListUndecided > 0);
        Assert.True(then.Firms.ListSteps > 2);
        Assert.All(part, p => Assert.True(p is 0 or -80));
    }

    [Fact]
    public void Removal_NewerRules_HoldFirmsForAShorterTime()
    {
        double black(string preset) => World.Generate(WorldSpec.Of("removal-and-repair") with { Subjects = 4000, Preset = preset }).Firms!.BlacklistedShare;
        var (old, china, germany) = (black("article2022"), black("cn2026"), black("de2026"));
        Assert.True(old > germany && germany > china, $"{old} {germany} {china}");
    }

    [Fact]
    public void Exemption_PartnersOfExemptFirms_StillLosePoints()
    {
        var world = Small("exemption-year", 4000);
        var exempt = World.Generate(world.Spec.WithStrength("exemption", 0)).Truth;
        Assert.True(world.Truth.Part(Origin.Authority).ToArray().Sum() > 0);
        Assert.True(world.Truth.Part(Origin.Partner).SequenceEqual(exempt.Part(Origin.Partner)));
        Assert.True(world.Truth.Part(Origin.Partner).ToArray().Sum() < 0);
    }

    [Fact]
    public void Events_ReplayedFromTheStart_EndInTheListsShown()
    {
        var world = Small("irregularity-to-blacklist", 1500);
        var events = Table(world, "events-lists");
        var subject = Numbers(events, "subject_id");
        var kind = Texts(events, "kind");
        var change = new double[1500];
        for (var e = 0; e < subject.Length; e++)
        {
            change[(int)subject[e] - 1] += kind[e].EndsWith("black_on", StringComparison.Ordinal) ? 1 : kind[e].EndsWith("black_off", StringComparison.Ordinal) ? -1 : 0;
        }

        var start = Numbers(World.Generate(world.Spec.WithDial("periods", 0)).Subjects, "blacklists");
        var end = Numbers(world.Subjects, "blacklists");
        Assert.All(Enumerable.Range(0, 1500), i => Assert.Equal(end[i], start[i] + change[i]));
        Assert.True(subject.Length > 200);
    }

    [Theory]
    [MemberData(nameof(FirmIds), MemberType = typeof(WorldTestData))]
    public void Prove_EveryTable_IsProvenAndAChangedCellIsSeen(string id)
    {
        var world = Small(id, 400);
        var proof = WorldProof.FromJson(WorldJson.Write(world));
        Assert.True(Provenance.Prove(Concatenate([world.Subjects]), proof).IsSynthetic);
        foreach (var (name, rows) in world.Tables.Select(t => (t.Name, t.Rows)).Append(("truth", world.Truth.ToPortfolio())))
        {
            var copy = Concatenate([rows]);
            Assert.True(Provenance.Prove(copy, proof.Table(name)).IsSynthetic, name);
            var first = copy.Values(new ColumnId(0)).Integers;
            first[^1]++;
            Assert.Equal($"row {first.Length}, column '{copy.Schema.Columns[0].Name}' differs from what was generated", Provenance.Prove(copy, proof.Table(name)).Statement);
        }
    }

    [Fact]
    public void Table_UnknownName_SuggestsTheNearest() => Assert.Equal(
        "world corporate-partners: there is no table 'link-partners'. Did you mean 'links-partners'?",
        Assert.Throws<AuditDataException>(() => new WorldProof(Partners.Spec, WorldShard.Whole).Table("link-partners").Regenerate(default)).Message);

    [Fact]
    public void Codes_OfAWorld_AreProvablyUnassigned() => Assert.All(Texts(Partners.Subjects, "uscc"), c => Assert.True(UnifiedCode.IsSynthetic(c)));

    [Fact]
    public void Spec_BadDials_SayWhatIsPossible()
    {
        var spec = WorldSpec.Of("officers");
        Says("scenario 'officers': there is no preset 'spc2031'. Did you mean 'spc2013'?", () => (spec with { Preset = "spc2031" }).Checked());
        Says("scenario 'officers': there is no dial 'period'. Its dials are: sector-mixing, list-below.", () => spec.WithDial("period", 3));
        Says("scenario 'officers': dial 'sector-mixing' is 2, expected a number from 0 to 1 (chance that a partner is taken from the firm's own sector; else any sector by size). The default is 0.5.", () => spec.WithDial("sector-mixing", 2));
        Says("scenario 'five-factors': there is no preset 'cn2026'. It has no presets.", () => (WorldSpec.Of("five-factors") with { Preset = "cn2026" }).Checked());
        Says("scenario 'corporate-partners': the strength of channel 'partner-level' is 1: scores that feed scores have no fixpoint at a contraction factor of 1 or more. The largest strength is 0.95.", () => WorldSpec.Of("corporate-partners").WithStrength("partner-level", 1));
        Says("shard: found 1/600, but the world has 500 firms, and a part holds at least one. Use at most 500 parts.", () => World.Generate(spec with { Subjects = 500 }, new WorldShard(1, 600)));
    }

    private static void Says(string message, Action action) => Assert.Equal(message, Assert.Throws<AuditDataException>(action).Message);
}
