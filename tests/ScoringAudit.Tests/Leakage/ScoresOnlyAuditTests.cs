using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

/// <summary>Scores with areas, addresses or edges, and nothing else.</summary>
public class ScoresOnlyAuditTests
{
    [Fact]
    public void Audit_TwoThousandDonorsWithPostcodes_IsRefusedAndNamesTheCoarserLevel()
    {
        // 2,000 of a country with 8,000 postcodes: about 250 pairs; the first 2 of 5 digits give 100 areas of 20
        var random = Streams.FromSeed(4).Sequence();
        string[] codes = [.. Enumerable.Range(0, 2000).Select(_ => FormattableString.Invariant($"{10000 + (random.NextBelow(8000) * 10)}"))];
        double[] scores = [.. Enumerable.Range(0, 2000).Select(_ => 500 + (100 * random.NextUniform()))];
        var rows = ColumnPortfolio.Build("donated.csv").Number("score", scores).Category("plz", codes).Build();
        var plain = Audit.Run(rows, Plan(area: new AreaRole("plz", null)), new AuditInputs());
        var moran = plain.Findings.Single(f => f.Measure == "moran_i");
        Assert.Equal(FindingStatus.Undefined, moran.Status);
        Assert.Matches(@"^2000 rows have \d+ pairs of neighbours: the smallest clustering that they show with a power of 80 % is 0\.\d+, and a weak one of 0\.05 is missed more often than found\. The coarser level of the first 3 characters would do \(area\.prefix: 3\), or about \d+00 rows\.$", moran.Reason);
        Assert.True(moran.SmallestDetectable > 0.08);
        var step = plain.Findings.Single(f => f.Measure == "leakage_step");
        Assert.Equal((0.0, "not_tested"), (step.Value, step.Step));
        var asked = plain.Tables.Single(t => t.Name == "request").Rows;
        Assert.Equal(5, asked.Count);
        Assert.StartsWith("scores of more people with their area. 2000 rows have", (string)asked[0][3]!, StringComparison.Ordinal);
        Assert.EndsWith(FormattableString.Invariant($", or about {asked[0][4]} rows."), moran.Reason, StringComparison.Ordinal);

        var coarse = Audit.Run(rows, Plan(area: new AreaRole("plz", 2)), new AuditInputs());
        Assert.Equal(FindingStatus.Defined, coarse.Findings.Single(f => f.Measure == "moran_i").Status);
        Assert.Contains(coarse.Notes, n => n.Text.EndsWith("The plan's coarser level was used instead (area.prefix: 2).", StringComparison.Ordinal));
    }

    [Fact]
    public void Audit_ScoresAndEdges_FindsClusteringAlongTheLink()
    {
        // a ring of 2,000 whose scores rise and fall slowly along it
        double[] scores = [.. Enumerable.Range(0, 2000).Select(i => 500 + (50 * Math.Sin(i / 30.0)))];
        var rows = ColumnPortfolio.Build("scores.csv").Integer("id", [.. Enumerable.Range(0, 2000).Select(i => (long)i)]).Number("score", scores).Build();
        var ring = EdgeList.Of(2000, [.. Enumerable.Range(0, 2000)], [.. Enumerable.Range(0, 2000).Select(i => (i + 1) % 2000)], []);
        var evidence = Audit.Run(rows, Plan(), new AuditInputs { LinkEdges = new Dictionary<string, EdgeList> { ["partners"] = ring } });
        var moran = evidence.Findings.Single(f => f.Id == "leakage/moran_i/link=partners");
        Assert.True(moran.Value > 0.99);
        Assert.Equal(2000, moran.Details!["pairs"]);
        Assert.Equal(moran.Value!.Value * 50 / Math.Sqrt(2), moran.Details["neighbourPoints"], 0.5); // a sine of 50 points has a deviation of 50/√2
        var geary = evidence.Findings.Single(f => f.Id == "leakage/geary_c/link=partners");
        Assert.Equal(Math.Sqrt(Enumerable.Range(0, 2000).Average(i => Math.Pow(scores[i] - scores[(i + 1) % 2000], 2))), geary.Details!["neighbourDifferencePoints"], 9);
        var like = evidence.Findings.Single(f => f.Measure == "assortativity");
        Assert.Equal(like.Value!.Value * 50 / Math.Sqrt(2), like.Details!["neighbourPoints"], 0.5);
        var step = evidence.Findings.Single(f => f.Id == "leakage/leakage_step/channel=partners/link=partners");
        Assert.Equal((1.0, "clustered"), (step.Value, step.Step)); // no own features: no higher
        Assert.Equal("the plan declares no own features: name them under 'features'", step.Rungs![1].Why);
    }

    [Fact]
    public void Audit_ScoresAndAddresses_FindsClusteringOnTheStreet()
    {
        string[] street = [.. Enumerable.Range(0, 3000).Select(i => "street " + (i / 30))];
        string[] house = [.. Enumerable.Range(0, 3000).Select(i => (1 + ((i % 30) / 2)) + (i % 2 == 0 ? string.Empty : "a"))]; // with letters, two at one number
        double[] scores = [.. Enumerable.Range(0, 3000).Select(i => 500.0 + ((i / 30) % 10) + (i % 7))];
        var rows = ColumnPortfolio.Build("scores.csv").Number("score", scores).Category("street", street).Category("house", house).Build();
        var evidence = Audit.Run(rows, Plan(address: new AddressRole("street", "house")), new AuditInputs());
        var step = evidence.Findings.Single(f => f.Measure == "leakage_step");
        Assert.Equal(("neighbourhood", "address", 1.0), (step.Channel, step.Link, step.Value));
    }

    [Fact]
    public void Audit_ConstantScoresOrTooFewRows_IsUndefinedWithTheReason()
    {
        string[] street = [.. Enumerable.Range(0, 400).Select(i => "street " + (i / 100))];
        Assert.Equal("the score is constant", Moran(400, _ => 7, street).Reason);
        Assert.Equal("20 rows are fewer than 30", Moran(20, i => i, street).Reason);
        Assert.Equal("nobody has a neighbour in this graph", Moran(400, i => i, [.. Enumerable.Range(0, 400).Select(i => "street " + i)]).Reason);

        static Finding Moran(int n, Func<int, double> score, string[] street) => Audit.Run(
            ColumnPortfolio.Build("s.csv").Number("score", [.. Enumerable.Range(0, n).Select(score)]).Category("street", street[..n]).Build(),
            Plan(address: new AddressRole("street", null)),
            new AuditInputs()).Findings.Single(f => f.Measure == "moran_i");
    }

    private static AuditPlan Plan(AreaRole? area = null, AddressRole? address = null) => new()
    {
        Roles = new Roles { Score = new ScoreRole("score", ScoreDirection.HigherIsSafer), Area = area, Address = address, Features = [] },
        Measures = ["leakage"],
    };
}
