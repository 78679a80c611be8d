using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

/// <summary>The findings that an audit of scores alone makes, and what it refuses.</summary>
public class PassiveAuditTests
{
    [Fact]
    public void Run_RowsGivenTwiceUnderTheSameSubject_ChangeNothing()
    {
        var once = Moran(Rows(1), null);
        var twice = Moran(Rows(2), "who");
        Assert.Equal(once.Value!.Value, twice.Value!.Value, 1e-12);
        Assert.Equal((once.PValue, once.N, once.Details!["pairs"]), (twice.PValue, twice.N, twice.Details!["pairs"]));

        static Finding Moran(ColumnPortfolio rows, string? subject) => Audit.Run(rows, Plan(new Roles { Subject = subject, Address = new AddressRole("street", null) }), new AuditInputs()).Findings.Single(f => f.Measure == "moran_i");

        static ColumnPortfolio Rows(int times)
        {
            int[] person = [.. Enumerable.Range(0, 600).SelectMany(i => Enumerable.Repeat(i, times))];
            return ColumnPortfolio.Build("s.csv").Integer("who", [.. person.Select(i => (long)i)]).Number("score", [.. person.Select(i => 500.0 + (i / 20 % 5) + (i * 37 % 11))])
                .Category("street", [.. person.Select(i => "street " + (i / 20))]).Build();
        }
    }

    [Fact]
    public void Run_Panel_TakesTheLastPeriodOfEachSubject()
    {
        // in the last period scores go by street, before they do not
        int[] row = [.. Enumerable.Range(0, 1800)];
        var rows = ColumnPortfolio.Build("s.csv").Integer("who", [.. row.Select(i => (long)(i % 600))]).Integer("month", [.. row.Select(i => 9L + (i / 600))])
            .Number("score", [.. row.Select(i => i >= 1200 ? 500.0 + (i % 600 / 20) : 500 + (i * 37 % 101))]).Category("street", [.. row.Select(i => "street " + (i % 600 / 20))]).Build();
        var evidence = Audit.Run(rows, Plan(new Roles { Subject = "who", Time = "month", Address = new AddressRole("street", null) }), new AuditInputs());
        Assert.Equal(1, evidence.Findings.Single(f => f.Measure == "moran_i").Value!.Value, 1e-9);
        Assert.Equal(600, evidence.Findings.Single(f => f.Measure == "leakage_step").N);
    }

    [Fact]
    public void Run_EqualCompleteGroups_RefusesThePeerEffectAndNoMore()
    {
        // 60 areas of 20: everybody is everybody's neighbour
        var random = Streams.FromSeed(2).Sequence();
        double[] x = [.. Enumerable.Range(0, 1200).Select(_ => random.NextUniform())];
        var rows = ColumnPortfolio.Build("s.csv").Number("score", [.. x.Select((v, i) => 500 + (30 * v) + (10 * random.NextUniform()) + (3 * (i / 20 % 4)))]).Number("income", x)
            .Category("plz", [.. Enumerable.Range(0, 1200).Select(i => "p" + (i / 20))]).Build();
        var evidence = Audit.Run(rows, Plan(new Roles { Area = new AreaRole("plz", null), Features = [FeatureRole.Of("income")] }), new AuditInputs());
        var peer = evidence.Findings.Single(f => f.Measure == "peer_effect_rho");
        Assert.Equal("the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)", peer.Reason);
        Assert.True(peer.Details!["singularRatio"] < 1e-8);
        Assert.Equal(FindingStatus.Defined, evidence.Findings.Single(f => f.Measure == "moran_i_residual").Status);
    }

    [Fact]
    public void Run_FeatureConstantWithinAreas_IsASuspect()
    {
        int[] row = [.. Enumerable.Range(0, 1000)];
        string[] plz = [.. row.Select(i => "p" + (i / 25))];
        var rows = ColumnPortfolio.Build("s.csv").Number("score", [.. row.Select(i => 500.0 + (i * 37 % 101))]).Number("credit_culture", [.. row.Select(i => (double)(i / 25 * 7 % 40))])
            .Number("income", [.. row.Select(i => (double)(i * 71 % 97))]).Category("tariff", [.. row.Select(i => "t" + (i / 25 % 3))]).Category("plz", plz).Build();
        var evidence = Audit.Run(
            rows,
            Plan(new Roles { Area = new AreaRole("plz", null), Features = [FeatureRole.Of("credit_culture"), FeatureRole.Of("income"), FeatureRole.Of("tariff"), FeatureRole.Of("plz", Origin.Area)] }),
            new AuditInputs());
        var checks = evidence.Findings.Where(f => f.Measure == "origin_check").ToDictionary(f => f.Feature!);
        Assert.Equal(["credit_culture", "income", "tariff"], checks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1.0, "suspect", "suspect", "unsuspicious"), (Math.Round(checks["credit_culture"].Value!.Value, 9), checks["credit_culture"].Screen, checks["tariff"].Screen, checks["income"].Screen));
        Assert.Contains(evidence.Notes, n => n is { Kind: "warning", Subject: "origin_check" } && n.Text.StartsWith("Declared own, but behave like a value of the place or of those linked: credit_culture, tariff.", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_FeatureThatIsThePartnersMeanScore_IsASuspect()
    {
        double[] score = [.. Enumerable.Range(0, 500).Select(i => 500.0 + (i * 37 % 101))];
        double[] mean = [.. Enumerable.Range(0, 500).Select(i => (score[(i + 1) % 500] + score[(i + 9) % 500]) / 2)];
        var rows = ColumnPortfolio.Build("s.csv").Integer("id", [.. Enumerable.Range(0, 500).Select(i => (long)i)]).Number("score", score).Number("network_index", [.. mean.Select(m => (m / 10) + 4)]).Number("age", [.. score.Select((_, i) => (double)(i * 13 % 71))]).Build();
        int[] from = [.. Enumerable.Range(0, 1000).Select(e => e / 2)], to = [.. Enumerable.Range(0, 1000).Select(e => ((e / 2) + (e % 2 == 0 ? 1 : 9)) % 500)];
        var evidence = Audit.Run(
            rows,
            Plan(new Roles { Features = [FeatureRole.Of("network_index"), FeatureRole.Of("age")] }) with { Links = [new LinkPlan("partners", "e.csv", "a", "b", null)] },
            new AuditInputs { LinkEdges = new Dictionary<string, EdgeList> { ["partners"] = EdgeList.Of(500, from, to, []) } });
        var index = evidence.Findings.Single(f => f.Id == "leakage/origin_check/feature=network_index");
        Assert.Equal(("suspect", 1.0), (index.Screen, Math.Round(index.Details!["link.partners"], 6)));
        Assert.Equal("unsuspicious", evidence.Findings.Single(f => f.Id == "leakage/origin_check/feature=age").Screen);
        Assert.Contains(evidence.Notes, n => n.Text == "Contagion over 'partners': its links have no weights. Name the column of the exposure, as a share of the reader's buffer, under links.weight.");
    }

    [Fact]
    public void Run_Decisions_CountsUnlikeJoins()
    {
        // four of five streets are decided alike: joins of unlike decisions are a fifth of what chance would give, or less
        int[] row = [.. Enumerable.Range(0, 1000)];
        var rows = ColumnPortfolio.Build("s.csv").Number("score", [.. row.Select(i => 500.0 + (i / 20 % 2 * 50) + (i * 37 % 11))]).Category("street", [.. row.Select(i => "s" + (i / 20))]).Build();
        var evidence = Audit.Run(rows, Plan(new Roles { Address = new AddressRole("street", null), Decision = DecisionRole.AtCutoff(530) }), new AuditInputs());
        var joins = evidence.Findings.Single(f => f.Measure == "join_count_mixed");
        Assert.Equal(0, joins.Value!.Value, 1e-12); // whole streets: no unlike neighbours at all
        Assert.True(joins.PValue < 1e-6);
        Assert.Equal([500.0, 500], joins.Cells);
        Assert.True(evidence.Findings.Single(f => f.Measure == "geary_c").Value < 0.2);
    }

    [Fact]
    public void Run_AdjacencyWithWeights_HoldsAsItIsGiven()
    {
        // 40 areas of 12 people; an area reads the next with weight 3 and the one after with weight 1, and is not read back
        int[] area = [.. Enumerable.Range(0, 480).Select(i => i / 12)];
        double[] score = [.. area.Select((a, i) => (10 * Math.Sin(a / 3.0)) + (i * 37 % 11))];
        var edges = EdgeList.Of(40, [.. Enumerable.Range(0, 80).Select(e => e / 2)], [.. Enumerable.Range(0, 80).Select(e => ((e / 2) + 1 + (e % 2)) % 40)], [.. Enumerable.Range(0, 80).Select(e => e % 2 == 0 ? 3.0 : 1)]);
        var rows = ColumnPortfolio.Build("s.csv").Number("score", score).Category("plz", [.. area.Select(a => "p" + a)]).Build();
        var evidence = Audit.Run(rows, Plan(new Roles { Area = new AreaRole("plz", null) }), new AuditInputs { Areas = [new AreaValues("plz", area, new Dictionary<string, double[]>(), edges)] });
        var expected = MoranTest.Analytic(AreaMeans.Standardised(score, area, 40), SparseWeights.Of(edges)).I.Value;
        Assert.Equal(expected, evidence.Findings.Single(f => f.Id == "leakage/moran_i/link=area_adjacency").Value!.Value, 1e-12);
    }

    [Fact]
    public void HouseOrder_Letters_FollowTheNumber()
    {
        string[] houses = ["12b", "2", "12 A", "No. 3", "12a", "10", "12", "Villa Rosa"];
        var order = HouseOrder.Read(ColumnPortfolio.Build("s.csv").Category("house", houses).Build(), "house");
        Assert.Equal(["2", "No. 3", "10", "12", "12 A", "12a", "12b", "Villa Rosa"], Enumerable.Range(0, 8).OrderBy(i => order[i]).ThenBy(i => i).Select(i => houses[i]));
        Assert.Equal(order[2], order[4]); // one house
    }

    [Fact]
    public void Run_TwoKindsOfEvents_ArePaidForOnTheLadder()
    {
        // 60 listed or fined ones, three readers each, and as many who read others; nothing happens to anybody
        const int listed = 60, n = listed + 360, periods = 8;
        var random = Streams.FromSeed(5).Sequence();
        List<long> who = [], month = [];
        List<double> score = [];
        var level = new double[n];
        for (var p = 0; p < periods; p++)
        {
            for (var i = 0; i < n; i++)
            {
                who.Add(i);
                month.Add(p);
                score.Add(500 + (level[i] += 6 * (random.NextUniform() - 0.5)));
            }
        }

        int Reads(int i) => i < listed + 180 ? (i - listed) / 3 : listed + ((i + 7) % 180) + 180;
        int[] from = [.. Enumerable.Range(0, n * periods).Where(r => r % n >= listed)];
        var edges = EdgeList.Of(n * periods, from, [.. from.Select(r => (r / n * n) + Reads(r % n))], []);
        var rows = ColumnPortfolio.Build("s.csv").Integer("who", [.. who]).Integer("month", [.. month]).Number("score", [.. score]).Build();
        var events = new EventList("e", [.. Enumerable.Range(0, listed)], [.. Enumerable.Range(0, listed).Select(e => e % 2 == 0 ? "3" : "4")], [.. Enumerable.Range(0, listed).Select(e => e < 30 ? "fined" : "listed")], 0);
        var evidence = Audit.Run(
            rows,
            Plan(new Roles { Subject = "who", Time = "month" }) with { Links = [new LinkPlan("partners", "e.csv", "a", "b", null)] },
            new AuditInputs { LinkEdges = new Dictionary<string, EdgeList> { ["partners"] = edges }, Events = [events] });
        double[] p2 = [.. evidence.Findings.Where(f => f.Measure == "event_spillover").Select(f => f.PValue!.Value)];
        Assert.Equal(2, p2.Length);
        Assert.Equal(Math.Min(1, 2 * p2.Min()), evidence.Findings.Single(f => f.Measure == "leakage_step").Rungs![2].PValue!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Run_OnAnyNumberOfThreads_GivesTheSame(int threads, bool again)
    {
        int[] row = [.. Enumerable.Range(0, 900)];
        var rows = ColumnPortfolio.Build("s.csv").Number("score", [.. row.Select(i => 500.0 + (i / 30 % 4 * 9) + (i * 37 % 23))]).Number("income", [.. row.Select(i => (double)(i * 71 % 97))])
            .Category("street", [.. row.Select(i => "s" + (i / 30))]).Build();
        var plan = Plan(new Roles { Address = new AddressRole("street", null), Features = [FeatureRole.Of("income")] });
        var first = Audit.Run(rows, plan, new AuditInputs { Threads = 1 });
        var second = Audit.Run(rows, plan, new AuditInputs { Threads = threads });
        Assert.Equal(first.Findings.Select(f => (f.Id, f.Value, f.PValue)), second.Findings.Select(f => (f.Id, f.Value, f.PValue)));
        Assert.Equal(again, threads == 2);
    }

    private static AuditPlan Plan(Roles roles) => new() { Roles = roles with { Score = new ScoreRole("score", ScoreDirection.HigherIsSafer), Features = roles.Features ?? [] }, Measures = ["leakage"] };
}
