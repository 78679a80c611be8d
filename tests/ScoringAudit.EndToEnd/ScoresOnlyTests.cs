using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Scores with areas, addresses or edges and nothing else: no world, no model; what a person sees.</summary>
public sealed class ScoresOnlyTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_TwoThousandDonorsWithPostcodes_RefusesAndNamesTheCoarserLevel()
    {
        // 2,000 of a country with 8,000 postcodes: most are alone in theirs
        var random = new Lcg(4);
        _box.Write("donated.csv", Csv("score,plz", 2000, _ => FormattableString.Invariant($"{500 + (100 * random.Next()):0.0},{10000 + (10 * random.Below(8000))}")));
        var ran = await _box.Run("audit", "@donated.csv", "--score", "score", "--area", "plz", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"as recorded +area +2,000 +\d+ +0\.\d{3} +undefined +undefined +not tested", ran.Out);
        var said = Flat(ran.Out);
        Assert.Matches(@"not measured: area: 2000 rows have \d+ pairs of neighbours: the smallest clustering that they show with a power of 80 % is 0\.\d+, and a weak one of 0\.05 is missed more often than found\. The coarser level of the first 3 characters would do \(area\.prefix: 3\), or about \d+00 rows\.", said);
        Assert.DoesNotContain("leaks", said, StringComparison.OrdinalIgnoreCase);
        using var json = new Json(_box.Read("o/findings.json"));
        foreach (var id in new[] { "leakage/moran_i/link=area", "leakage/geary_c/link=area", "leakage/peer_effect_rho/link=area" })
        {
            Assert.Equal("undefined", json[id].GetProperty("status").GetString());
            Assert.True(json[id].GetProperty("smallestDetectable").GetDouble() > 0.08);
        }

        Assert.Contains("scores of records in which only the part of origin area is changed", _box.Read("o/tables/request.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ScoresAndAreas_ShowsClusteringAndNoMore()
    {
        var random = new Lcg(5);
        _box.Write("scores.csv", Csv("score,plz", 3000, i => FormattableString.Invariant($"{500 + (20 * ((i / 60) % 5)) + (60 * random.Next()):0.0},{20000 + (i / 60)}")));
        var ran = await _box.Run("audit", "@scores.csv", "--score", "score", "--area", "plz", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"as recorded +area +3,000 +177,000 +0\.\d{3} +0\.\d{3} \(p 0\.001\) +– +clustered", ran.Out);
        Assert.Contains("Clustering that own features do not explain: the plan declares no own features.", Flat(ran.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ScoresAndAddresses_CountsClustersAndNeverNamesPeople()
    {
        var random = new Lcg(6);
        _box.Write("scores.csv", Csv("who,score,street,house,plz,income", 3000, i => FormattableString.Invariant(
            $"p{i},{500 + (i / 30 < 5 ? 60 : 0) + (60 * random.Next()):0.0},street {i / 30},{1 + (i % 30 / 2)}{(i % 2 == 0 ? string.Empty : "a")},{20000 + (i / 300)},{20 + (50 * random.Next()):0.0}")));
        _box.Write("plan.yaml", """
            schemaVersion: 1
            data: scores.csv
            columns:
              row: who
              score: { column: score, direction: higher_is_safer }
              address: { column: street, order: house }
              area: { column: plz }
            features:
              - { column: income }
            measures: [leakage]
            """);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"as recorded +address +3,000 +\d+,\d+ +0\.\d{3} +0\.\d{3} \(p 0\.001\) +0\.\d{3} \(p < 0\.001\) +unexplained by own", ran.Out);
        using var json = new Json(_box.Read("o/findings.json"));
        var local = json["leakage/local_moran/link=address"];
        Assert.InRange(local.GetProperty("value").GetDouble(), 50, 200); // 150 people live in the five streets
        Assert.Equal("people", local.GetProperty("scale").GetString());
        var table = _box.Read("o/tables/local-moran.csv");
        Assert.Matches(@"(?m)^score,address,20000,300,\d+,0", table);
        Assert.DoesNotMatch(@"\bp\d+\b", table + ran.Out);
        Assert.Equal("defined", json["leakage/peer_effect_rho/link=address"].GetProperty("status").GetString() is "defined" or "undefined" ? "defined" : string.Empty);
        Assert.Contains("never lifts the ladder", json["leakage/peer_effect_rho/link=address"].GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal("unsuspicious", json["leakage/origin_check/feature=income"].GetProperty("screen").GetString());
    }

    [Fact]
    public async Task Audit_ScoresAndEdges_WorkAsAPairOfFiles()
    {
        // a ring of 1,200 firms; who buys from whom, with the share of the buffer that hangs on it
        var random = new Lcg(7);
        _box.Write("scores.csv", Csv("firm,score,sector", 1200, i => FormattableString.Invariant($"f{i},{500 + (50 * Math.Sin(i / 20.0)) + (20 * random.Next()):0.0},{(i / 100 % 2 == 0 ? "metal" : "food")}")));
        _box.Write("edges.csv", "buyer,supplier,share\n" + string.Concat(Enumerable.Range(0, 1200).Select(i => FormattableString.Invariant($"f{i},f{(i + 1) % 1200},0.4\nf{i},f{(i + 7) % 1200},0.3\n"))) + "f1,nobody,0.1\nf5,f5,1\n");
        _box.Write("plan.yaml", """
            schemaVersion: 1
            data: scores.csv
            columns:
              row: firm
              score: { column: score, direction: higher_is_safer }
            protected:
              - { column: sector, reference: metal }
            links: [{ name: partners, file: edges.csv, from: buyer, to: supplier, weight: share }]
            features: []
            measures: [leakage]
            """);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        var said = Flat(ran.Out);
        Assert.Matches(@"as recorded +partners +1,200 +2,400 +0\.\d{3} +0\.\d{3} \(p 0\.001\) +– +clustered", ran.Out);
        Assert.Contains("Link 'partners': 1 rows name somebody who is not in the data and were left out, 1 link somebody to themselves and were left out, 0 repeat a pair and were added up.", said, StringComparison.Ordinal);
        using var json = new Json(_box.Read("o/findings.json"));
        Assert.Equal(0.7, json["leakage/fixpoint_contraction/link=partners"].GetProperty("value").GetDouble(), 6); // every row sums to .7
        // stress passed on: .7 + .49 + … = .7/.3 in all, shared by 1,199 others; nothing is capped on so long a ring but near the seed
        Assert.InRange(json["leakage/debt_rank/link=partners/metric=debtrank_2015"].GetProperty("value").GetDouble(), 0.0010, 0.7 / 0.3 / 1199);
        // only the one that failed passes on: .4 and .3 of two others' buffers are gone
        Assert.Equal(0.7 / 1199, json["leakage/debt_rank/link=partners/metric=threshold_cascade"].GetProperty("value").GetDouble(), 9);
        Assert.True(json["leakage/assortativity/link=partners/metric=score"].GetProperty("value").GetDouble() > 0.5);
        Assert.True(json["leakage/assortativity/sector/link=partners/metric=group"].GetProperty("value").GetDouble() > 0.8);
    }

    [Fact]
    public async Task Audit_AreaTableWithAdjacency_JoinsValuesAndSaysWhatIsMissing()
    {
        // 64 areas on a grid of 8 × 8 with 40 people each; scores rise from west to east, as purchasing power does; one area is not in the table
        var random = new Lcg(8);
        _box.Write("scores.csv", Csv("score,plz,income", 2560, i => FormattableString.Invariant($"{500 + (15 * (i / 40 % 8)) + (60 * random.Next()):0.0},{100 + (i / 40)},{20 + (50 * random.Next()):0.0}")));
        _box.Write("plz.csv", "plz,power\n" + string.Concat(Enumerable.Range(0, 63).Select(a => FormattableString.Invariant($"{100 + a},{(a % 8) + random.Next():0.00}\n"))));
        _box.Write("touch.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 64).SelectMany(a => new[] { (a, a + 1), (a, a + 8) }.Where(e => e.Item2 < 64 && (e.Item2 != a + 1 || e.Item2 % 8 != 0)).Select(e => FormattableString.Invariant($"{100 + e.a},{100 + e.Item2}\n")))));
        _box.Write("plan.yaml", """
            schemaVersion: 1
            data: scores.csv
            columns:
              score: { column: score, direction: higher_is_safer }
              area: { column: plz }
            features:
              - { column: income }
            areas: [{ file: plz.csv, key: plz, columns: { power: area }, adjacency: touch.csv }]
            measures: [leakage]
            """);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Contains("plz.csv: 1 of the areas in column 'plz' are not in the table (40 of 2560 rows): their area values are missing, and measures of area values leave them out. Add the areas to the table.", Flat(ran.Out), StringComparison.Ordinal);
        using var json = new Json(_box.Read("o/findings.json"));
        var power = json["leakage/bivariate_moran/feature=power/link=area"];
        Assert.Equal(63, power.GetProperty("details").GetProperty("areas").GetDouble());
        Assert.True(power.GetProperty("value").GetDouble() > 0.7);
        Assert.Equal(0.002, power.GetProperty("pValue").GetDouble(), 9); // two-sided over 999 permutations: 2/1000
        var map = json["leakage/moran_i/link=area_adjacency"];
        Assert.True(map.GetProperty("value").GetDouble() > 0.5);
        Assert.Equal(63, map.GetProperty("details").GetProperty("areas").GetDouble());
        Assert.True(json["leakage/bivariate_moran/feature=power/link=area_adjacency"].GetProperty("value").GetDouble() > 0.5);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }

    [Fact]
    public async Task Train_WithAnAreaTable_UsesItsColumnsAsFeaturesOfTheArea()
    {
        var random = new Lcg(9);
        _box.Write("loans.csv", Csv("bad,plz,income", 2000, i => FormattableString.Invariant($"{(random.Next() < 0.1 + (0.04 * (i / 40 % 10)) ? 1 : 0)},{100 + (i / 40)},{20 + (50 * random.Next()):0.0}")));
        _box.Write("plz.csv", "plz,power\n" + string.Concat(Enumerable.Range(0, 50).Select(a => FormattableString.Invariant($"{100 + a},{a % 10}\n"))));
        const string plan = """
            schemaVersion: 1
            data: loans.csv
            columns:
              outcome: { column: bad, adverse: "1" }
              area: { column: plz }
              decision: { approvalRate: 0.7 }
            features:
              - { column: income }
            areas: [{ file: plz.csv, key: plz, columns: { power: area } }]

            """;
        _box.Write("plan.yaml", plan);
        var trained = await _box.Run("train", "@plan.yaml", "--model", "logistic", "--out", "@m");
        Assert.Equal(0, trained.Code);
        Assert.Matches(@"""name"": ""power"",\s+""kind"": ""number"",\s+""origin"": ""area""", _box.Read("m/model.json"));
        _box.Write("audit.yaml", plan + "model: m\n");
        using var json = new Json((await _box.Run("audit", "@audit.yaml", "--json")).Out);
        Assert.Contains(json.Findings, f => f.GetProperty("measure").GetString() == "association_share" && f.GetProperty("value").GetDouble() > 0.2);
    }

    [Fact]
    public async Task Audit_ScoresOverTimeAndEvents_FindsPartnersThatMove()
    {
        // 900 firms in 8 quarters; each of 60 listed ones supplies 5 buyers, who lose 12 points when it is listed
        var random = new Lcg(10);
        int Listed(int firm) => firm < 60 ? 3 + (firm % 3) : -1;
        int Reads(int firm) => firm is >= 60 and < 360 ? (firm - 60) / 5 : firm is >= 360 and < 900 ? 360 + ((firm * 7) % 540) : 0;
        var rows = new StringBuilder("firm,quarter,score\n");
        for (var firm = 0; firm < 900; firm++)
        {
            var level = 500 + (50 * random.Next());
            for (var q = 0; q < 8; q++)
            {
                level += 6 * (random.Next() - 0.5);
                var hit = firm is >= 60 and < 360 && q >= Listed(Reads(firm)) ? 12 : 0;
                rows.Append(CultureInfo.InvariantCulture, $"f{firm},{2020 + (q / 4)}-Q{1 + (q % 4)},{level - hit:0.0}\n");
            }
        }

        _box.Write("scores.csv", rows.ToString());
        _box.Write("edges.csv", "buyer,supplier\n" + string.Concat(Enumerable.Range(60, 840).Select(f => FormattableString.Invariant($"f{f},f{Reads(f)}\n"))));
        _box.Write("listings.csv", "firm,quarter,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(f => FormattableString.Invariant($"f{f},{2020 + (Listed(f) / 4)}-Q{1 + (Listed(f) % 4)},listed\n"))) + "f400,2019-Q3,listed\n");
        const string plan = """
            schemaVersion: 1
            data: scores.csv
            columns:
              subject: firm
              time: quarter
              score: { column: score, direction: higher_is_safer }
            links: [{ name: partners, file: edges.csv, from: buyer, to: supplier }]
            events: [{ file: listings.csv, entity: firm, time: quarter, kind: kind }]
            features: []
            measures: [leakage]

            """;
        _box.Write("plan.yaml", plan);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        using var json = new Json(_box.Read("o/findings.json"));
        var moved = json["leakage/event_spillover/link=partners/metric=listed"];
        Assert.InRange(moved.GetProperty("value").GetDouble(), -14, -10);
        Assert.True(moved.GetProperty("interval").GetProperty("high").GetDouble() < -9);
        Assert.Equal(60, moved.GetProperty("clusters").GetInt64());
        Assert.True(moved.GetProperty("details").GetProperty("preTrendPValue").GetDouble() > 0.05);
        Assert.Equal("discontinuous_or_moving", json["leakage/leakage_step/channel=partners/link=partners"].GetProperty("step").GetString());
        Assert.Contains("Events, listings: a few happened before the second period of the rows, '2020-Q2', so there is no score from before them; they were left out.", Flat(ran.Out), StringComparison.Ordinal);
        Assert.Contains("Links: the 7200 rows are of 900 subjects; a subject's rows of its last period stand for it in the measures over links.", Flat(ran.Out), StringComparison.Ordinal);
        Assert.Equal(6, _box.Read("o/tables/event-spillover.csv").TrimEnd().Split('\n').Length); // five periods and the header

        // Without a time column there is no before and after.
        _box.Write("flat.yaml", plan.Replace("  time: quarter\n", string.Empty, StringComparison.Ordinal));
        using var flat = new Json((await _box.Run("audit", "@flat.yaml", "--json")).Out);
        Assert.Contains("Events: the plan names no time column. Scores before and after are needed: one row for each subject and period, with columns.subject and columns.time.", flat.Notes("skipped"));
    }

    [Theory]
    [InlineData("areas: [{ file: plz.csv, key: plz, columns: { power: area } }]", "  area: { column: plz }\n", "plz,power\n1,2\n2,3\n", "plz.csv: none of the areas in column 'plz' of scores.csv stands in column 'plz' (plan: areas). The table's areas look like '1': are leading zeros lost on one side? Write areas in the same way in both files.")]
    [InlineData("areas: [{ file: plz.csv, key: plz, columns: { power: area } }]", "", "plz,power\n01,2\n02,3\n", "plan: areas: plz.csv is a table of areas, but the plan names no area column of the data. Add columns.area.")]
    [InlineData("areas: [{ file: plz.csv, key: plz, columns: { score: area } }]", "  area: { column: plz }\n", "plz,score\n01,2\n02,3\n", "scores.csv: column 'score' is there already, and the plan joins a column of that name from plz.csv (plan: areas). Rename one of them.")]
    [InlineData("areas: [{ file: plz.csv, key: plz, columns: { powr: area } }]", "  area: { column: plz }\n", "plz,power\n01,2\n02,3\n", "plz.csv: there is no column 'powr' (plan: areas, plz.csv). Did you mean 'power'?")]
    public async Task Audit_AreaTableThatDoesNotFit_IsOneMessage(string line, string area, string table, string message)
    {
        _box.Write("scores.csv", Csv("score,plz", 100, i => FormattableString.Invariant($"{500 + (i % 7)},0{1 + (i % 2)}")));
        _box.Write("plz.csv", table);
        _box.Write("plan.yaml", "schemaVersion: 1\ndata: scores.csv\ncolumns:\n  score: { column: score, direction: higher_is_safer }\n" + area + "features: []\n" + line + "\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal((3, message), (ran.Code, ran.Message));
    }

    [Theory]
    [InlineData("one street", 400, "defined", null)]
    [InlineData("twenty people", 20, "undefined", "20 rows are fewer than 30")]
    [InlineData("constant", 400, "undefined", "the score is constant")]
    [InlineData("islands", 400, "undefined", "nobody has a neighbour in this graph")]
    [InlineData("two at one address", 400, "defined", null)]
    public async Task Audit_StrangeStreets_AreRightOrRefused(string what, int people, string status, string? reason)
    {
        var random = new Lcg(11);
        _box.Write("s.csv", Csv("score,street", people, i => FormattableString.Invariant($"{(what == "constant" ? 7 : 500 + (50 * random.Next())):0.0},{(what switch { "one street" => 1, "islands" => i, "two at one address" => i / 2, _ => i / 20 })}")));
        using var json = new Json((await _box.Run("audit", "@s.csv", "--score", "score", "--address", "street", "--json")).Out);
        var moran = json["leakage/moran_i/link=address"];
        Assert.Equal(status == "defined" ? (what == "two at one address" ? "undefined" : "defined") : status, moran.GetProperty("status").GetString());
        if (reason is not null)
        {
            Assert.Equal(reason, moran.GetProperty("reason").GetString());
        }
        else if (what == "two at one address")
        {
            Assert.StartsWith("400 rows have 200 pairs of neighbours: the smallest clustering", moran.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Csv(string header, int rows, Func<int, string> row)
    {
        var text = new StringBuilder(header).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            text.Append(row(i)).Append('\n');
        }

        return text.ToString();
    }

    // The same numbers everywhere: Knuth's MMIX generator, top bits.
    private sealed class Lcg(ulong state)
    {
        public double Next() => ((state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL)) >> 11) / 9007199254740992.0;

        public int Below(int bound) => (int)(Next() * bound);
    }
}
