using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

/// <summary>What a world says of itself, against the same figures from its published columns; and laws of sizes and links.</summary>
public class WorldCensusTests
{
    [Theory]
    [InlineData("neighbours-area", "area", 100)]
    [InlineData("neighbours-scores", "neighbours", 0.8)]
    [InlineData("household", "household", 0.95)]
    [InlineData("voluntary-platform", "contact-listed", 200)]
    public void CaptiveShare_FromTheColumnsAlone_IsTheSame(string id, string channel, double strength)
    {
        var world = World.Generate(WorldSpec.Of(id).WithStrength(channel, strength) with { Subjects = 4000 });
        var (arrears, utilisation, inquiries) = (Numbers(world.Subjects, "arrears_24m"), Numbers(world.Subjects, "utilisation"), Numbers(world.Subjects, "inquiries_12m"));
        var score = world.Truth.Score.ToArray();

        // The largest score that at least 70 % of people reach.
        var cutoff = score.OrderDescending().ElementAt(2799);
        double below = 0, captive = 0;
        for (var i = 0; i < score.Length; i++)
        {
            var best = world.Truth.Part(Origin.Own)[i] + (46 * arrears[i]) + (105 * utilisation[i]) + (9 * inquiries[i]);
            var others = world.Truth.Origins.Where(o => o != Origin.Own).Sum(o => world.Truth.Part(o)[i]);
            below += score[i] < cutoff ? 1 : 0;
            captive += Math.Clamp(best + others, 100, 999) < cutoff - 1e-9 && Math.Clamp(best, 100, 999) >= cutoff - 1e-9 ? 1 : 0;
        }

        Assert.Equal(cutoff, world.Facts.Cutoff, 1e-9);
        Assert.Equal(captive / below, world.Facts.CaptiveShare, 3.01 / below); // a best record within half a hundredth of the cut-off may round either way
        Assert.True(captive > 5, $"{captive}");
    }

    [Fact]
    public void CaptiveShare_WithoutOthersRecords_IsZero()
    {
        foreach (var id in new[] { "neighbours-area", "twelve-criteria", "six-worlds-b" })
        {
            Assert.Equal(0, World.Generate(WorldSpec.Of(id).Control() with { Subjects = 1000 }).Facts.CaptiveShare);
        }

        Assert.Equal(0, Small("points-and-grades", 1000).Facts.CaptiveShare);

        // Everybody has 1000 points: nobody is below.
        Assert.True(double.IsNaN(World.Generate(WorldSpec.Of("points-and-grades").Control() with { Subjects = 1000 }).Facts.CaptiveShare));
        Assert.True(double.IsNaN(Small("five-factors", 300).Facts.CaptiveShare));
    }

    [Fact]
    public void GroupAssortativity_OfContacts_IsNewmansFormulaAndFollowsHomophily()
    {
        double[] found = [.. new[] { 0.0, 0.5, 1.0 }.Select(homophily =>
        {
            var world = World.Generate(WorldSpec.Of("social-contacts").WithDial("homophily", homophily) with { Subjects = 3000 });
            var group = Numbers(world.Subjects, "group");
            var links = Numbers(world.Tables[0].Rows, "from_id").Zip(Numbers(world.Tables[0].Rows, "to_id"), (f, t) => (From: group[(int)f - 1], To: group[(int)t - 1])).ToArray();
            double expected = 0, inside = 0;
            foreach (var g in new[] { 0.0, 1.0 })
            {
                inside += links.Count(l => l.From == g && l.To == g) / (double)links.Length;
                expected += links.Count(l => l.From == g) / (double)links.Length * (links.Count(l => l.To == g) / (double)links.Length);
            }

            Assert.Equal(links.Length, world.Facts.Links);
            Assert.Equal((inside - expected) / (1 - expected), world.Facts.GroupAssortativity, 1e-12);
            return world.Facts.GroupAssortativity;
        })];
        Assert.True(found[0] + 0.1 < found[1] && found[1] + 0.1 < found[2], string.Join(" ", found));

        // Segregation alone, without homophily: contacts live in the same postcode.
        Assert.InRange(found[0], 0.1, 0.35);
    }

    [Fact]
    public void GroupAssortativity_OfFamilies_IsOne()
    {
        var world = Small("parent-to-child");
        Assert.Equal(1, world.Facts.GroupAssortativity, 1e-12);
        Assert.Equal(Numbers(world.Tables[0].Rows, "from_id").Length, world.Facts.Links);
        Assert.True(double.IsNaN(Small("neighbours-area", 300).Facts.GroupAssortativity));
        Assert.Equal(0, Small("neighbours-area", 300).Facts.Links);
    }

    // Sizes are drawn as 43, 38, 11, 5, 3 %; the last household of a street is cut to fit, which happens in about one of 27.
    [Fact]
    public void Households_OfALargerWorld_FollowTheSizeLaw()
    {
        var sizes = Numbers(World.Generate(WorldSpec.Of("neighbours-area")).Subjects, "household_id").GroupBy(h => h).GroupBy(h => h.Count()).ToDictionary(g => g.Key, g => g.Count());
        double all = sizes.Values.Sum();
        foreach (var (size, share) in new[] { (1, 0.43), (2, 0.38), (3, 0.11), (4, 0.05), (5, 0.03) })
        {
            // 4 standard deviations of a share of about 10,700 households, and a point and a half for the cut ones.
            Assert.InRange(sizes[size] / all, share - 0.015 - (4 * Math.Sqrt(share * (1 - share) / all)), share + 0.015 + (4 * Math.Sqrt(share * (1 - share) / all)));
        }
    }

    // P(d partners or more) = (3.25/d)² by design, from 4 on; 4 standard deviations.
    [Fact]
    public void Partners_OfALargerWorld_FollowTheDegreeLaw()
    {
        var partners = Numbers(World.Generate(WorldSpec.Of("five-factors") with { Subjects = 20_000 }).Subjects, "partners");
        Assert.Equal(3, partners.Min());
        foreach (var d in new[] { 4, 6, 10, 20, 40, 80 })
        {
            var expected = Math.Pow(3.25 / d, 2);
            Assert.InRange(partners.Count(p => p >= d) / 20_000.0, expected - (4 * Math.Sqrt(expected / 20_000)), expected + (4 * Math.Sqrt(expected / 20_000)));
        }
    }

    [Fact]
    public void Contacts_OfALargerWorld_AreTwoToEight()
    {
        var contacts = Numbers(Small("social-contacts", 10_000).Subjects, "contacts");
        Assert.InRange(contacts.Max(), 8, 8);
        Assert.InRange(contacts.Average(), 4.5, 5.0); // 5 were wanted; a candidate drawn twice counts once
        Assert.InRange(contacts.Count(c => c < 2) / 10_000.0, 0, 0.01);
    }

    [Fact]
    public void Firms_GroupGapsAndSizes_AreAsDocumented()
    {
        var world = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 20_000 });
        var gap = Assert.Single(world.Truth.Gaps);
        Assert.Equal(("ownership", "foreign", "domestic"), (gap.Attribute, gap.Group, gap.Reference));
        Assert.InRange(gap.ByOrigin[Origin.Own], 5, 45);
        Assert.InRange(gap.ByOrigin[Origin.Partner], 1, 20);
        Assert.InRange(gap.WithoutAll - gap.ByOrigin[Origin.Own], -6, 6);
        var employees = Numbers(world.Subjects, "employees").Order().ToArray();
        Assert.InRange(employees[10_000], 2, 12);
        Assert.InRange(employees[^1], 200, 100_000);
        Assert.InRange(employees[19_800] / employees[10_000], 5, 60);
        var months = Numbers(world.Subjects, "age_months");
        Assert.InRange(months.Average(), 88, 100);
        Assert.InRange(world.Truth.Score.ToArray().Average(), 770, 830);
    }

    // Where place carries risk, defaults cluster by street beyond what people's records explain.
    [Fact]
    public void PlaceRisk_IsItsOwnDial_AndOfRealPlaces()
    {
        double spread(double risk)
        {
            var world = World.Generate(WorldSpec.Of("neighbours-area") with { PlaceRisk = risk, Subjects = 40_000 });
            var street = Texts(world.Subjects, "street_id");
            var rate = Numbers(world.Subjects, "default_24m");
            return Enumerable.Range(0, rate.Length).GroupBy(i => street[i]).Select(s => s.Average(i => rate[i])).Select(r => r * r).Average() - Math.Pow(rate.Average(), 2);
        }

        // Streets of 50 at a rate of 0.1: chance alone gives 0.1·0.9/50 = 0.0018.
        var (without, with) = (spread(0), spread(0.6));
        Assert.InRange(without, 0.0015, 0.0036);
        Assert.InRange(with, 0.005, 0.02);
    }

    [Fact]
    public void GreenList_FirmsThatHelped_GainPointsThatPartnersDoNotSee()
    {
        var world = World.Generate(WorldSpec.Of("exemption-year").WithStrength("green-list", 50) with { Subjects = 4000 });
        var off = World.Generate(world.Spec.WithStrength("green-list", 0));
        var gain = world.Truth.Part(Origin.Authority).ToArray().Zip(off.Truth.Part(Origin.Authority).ToArray(), (a, b) => a - b).ToArray();
        var sector = Texts(world.Subjects, "sector");
        Assert.All(gain, g => Assert.True(Math.Abs(g) < 1e-9 || Math.Abs(g - 50) < 1e-9));
        Assert.True(off.Truth.Score.SequenceEqual(world.Truth.ScoreWithout("green-list")));
        Assert.True(off.Truth.Part(Origin.Partner).SequenceEqual(world.Truth.Part(Origin.Partner)));
        string[] helpers = ["manufacturing", "transport", "wholesale"];
        Assert.All(Enumerable.Range(0, 4000).Where(i => gain[i] > 0), i => Assert.Contains(sector[i], helpers));

        // A twentieth of 39 in a hundred: 78 of 4,000, four standard deviations of 8.6.
        Assert.InRange(gain.Count(g => g > 0), 44, 112);
        Assert.Equal(0, Small("exemption-year", 300).Spec.Strength("green-list"));
    }

    [Fact]
    public void CollectionCatalogue_ARecordOutsideTheClasses_IsNamedAndCosts()
    {
        var world = Small("collection-catalogue", 2000);
        var persons = World.Generate(WorldSpec.Of("neighbours-area").Control() with { Subjects = 500 });
        var arrears = Numbers(persons.Subjects, "arrears_24m");
        var seats = world.Tables.Single(t => t.Name == "links-officers").Rows;
        var expected = new bool[2000];
        foreach (var (firm, person) in Numbers(seats, "from_id").Zip(Numbers(seats, "person_id")))
        {
            expected[(int)firm - 1] |= arrears[(int)person - 1] >= 1;
        }

        Assert.Equal(expected, Numbers(world.Subjects, "officer_private_arrears").Select(v => v == 1));
        Assert.Equal(expected.Select(e => e ? -30.0 : 0), world.Truth.Part(Origin.Officer).ToArray());
        Assert.Equal(Origin.Officer, WorldOrigins.Of(world.Spec)["officer_private_arrears"]);
        Assert.Equal(11, CollectionCatalogue.Classes.Count);
        var features = WorldPlans.For(world.Spec).Roles.Features!.Select(f => f.Column).ToList();
        Assert.Equal(["officer_on_debtor_list", "officer_private_arrears"], CollectionCatalogue.Outside(features));
        Assert.Equal("lists of seriously untrustworthy subjects", CollectionCatalogue.ClassOf("blacklists"));
        Assert.All(features.Except(CollectionCatalogue.Outside(features)), f => Assert.Contains(CollectionCatalogue.ClassOf(f), CollectionCatalogue.Classes));
        Assert.StartsWith("officer_on_debtor_list, officer_private_arrears (our reading", ScenarioFacts.Of(world.Spec, features)["outside the eleven classes of 2021"], StringComparison.Ordinal);
    }
}
