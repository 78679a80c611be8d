using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Links, addresses, areas and events that cannot be used as they are, through the command: right behaviour or a clear refusal, and nothing lost.</summary>
public sealed class LeakageBadInputTests : IDisposable
{
    private const string Head = "schemaVersion: 1\ndata: s.csv\ncolumns:\n  row: id\n  score: { column: score, direction: higher_is_safer }\n";

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_EdgesToStrangersOnly_SaysHowManyAndMeasuresNothing()
    {
        Scores(400);
        _box.Write("e.csv", "a,b\n" + Lines(400, i => $"{i},x{i}"));
        var ran = await Audit("links: [{ name: ties, file: e.csv, from: a, to: b }]\nfeatures: []\nmeasures: [leakage]\n");
        Assert.Contains("Link 'ties': 400 rows name somebody who is not in the data and were left out, 0 link somebody to themselves and were left out, 0 repeat a pair and were added up.", Flat(ran.Out), StringComparison.Ordinal);
        Refused("leakage/moran_i/link=ties", "nobody has a neighbour in this graph");
    }

    [Fact]
    public async Task Audit_SelfLoopsRepeatsAndIslands_AreCountedAndNeverNeighbours()
    {
        // a ring of 400 of whom 100 read nobody; each pair stands twice, and everybody is linked to himself
        Scores(400);
        _box.Write("e.csv", "a,b\n" + Lines(300, i => $"{i},{i + 1}\n{i},{i + 1}\n{i},{i}"));
        var ran = await Audit("links: [{ name: ties, file: e.csv, from: a, to: b }]\nfeatures: []\nmeasures: [leakage]\n");
        Assert.Contains("0 rows name somebody who is not in the data and were left out, 300 link somebody to themselves and were left out, 300 repeat a pair and were added up.", Flat(ran.Out), StringComparison.Ordinal);
        using var json = Findings();
        var details = json["leakage/moran_i/link=ties"].GetProperty("details");
        Assert.Equal((300.0, 100.0), (details.GetProperty("pairs").GetDouble(), details.GetProperty("islands").GetDouble()));
    }

    [Fact]
    public async Task Audit_CompleteGroupsOfOneSize_RefuseThePeerEffectByName()
    {
        // 60 groups of 12, everybody linked to everybody in his own
        Scores(720);
        _box.Write("e.csv", "a,b\n" + Lines(720, i => string.Join('\n', Enumerable.Range(12 * (i / 12), 12).Where(j => j != i).Select(j => $"{i},{j}"))));
        await Audit("links: [{ name: team, file: e.csv, from: a, to: b }]\nfeatures: [{ column: income }]\nmeasures: [leakage]\n");
        Refused("leakage/peer_effect_rho/link=team", "the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)");
        using var json = Findings();
        Assert.Equal("defined", json["leakage/moran_i_residual/link=team"].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("constant", 400, "the score is constant")]
    [InlineData("few", 29, "29 rows are fewer than 30")]
    public async Task Audit_ConstantOrFewScoresOverLinks_AreUndefinedWithTheReason(string what, int people, string reason)
    {
        _box.Write("s.csv", "id,score,income\n" + Lines(people, i => $"{i},{(what == "constant" ? 7 : i % 11)},{i % 7}"));
        _box.Write("e.csv", "a,b\n" + Lines(people - 1, i => $"{i},{i + 1}"));
        await Audit("links: [{ name: ties, file: e.csv, from: a, to: b }]\nfeatures: [{ column: income }]\nmeasures: [leakage]\n");
        Refused("leakage/moran_i/link=ties", reason);
        Refused("leakage/moran_i_residual/link=ties", reason);
        using var json = Findings();
        Assert.Equal("not_tested", json["leakage/leakage_step/channel=ties/link=ties"].GetProperty("step").GetString());
    }

    [Fact]
    public async Task Audit_ScoreThatIsNoNumber_NamesTheRow()
    {
        _box.Write("s.csv", "id,score,street\n" + Lines(100, i => $"{i},{(i == 41 ? "NaN" : (i % 11).ToString(CultureInfo.InvariantCulture))},s{i / 10}"));
        _box.Write("plan.yaml", Head + "  address: { column: street }\nfeatures: []\nmeasures: [leakage]\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal((3, "s.csv: row 42, column 'score' (score): found no number, expected a finite number in every row. Leave such rows out of the file, and say so in your report."), (ran.Code, ran.Message));
        Assert.False(Directory.Exists(_box.At("o")));
    }

    [Fact]
    public async Task Audit_HouseNumbersWithLetters_StandInTheOrderOfTheStreet()
    {
        // Scores rise with the place on the street. Written 1, 1a, 1b, 2, 2a, … 13b and shuffled; by text, 10 would stand before 2 and neighbours would be unlike.
        string[] houses = [.. Enumerable.Range(1, 13).SelectMany(h => new[] { $"{h}", h % 2 == 0 ? $"{h}a" : $"No. {h} A", $"{h} b" })];
        int[] order = [.. Enumerable.Range(0, 39).Select(k => k * 16 % 39)];
        _box.Write("s.csv", "id,score,street,house\n" + Lines(60 * 39, i => $"{i},{order[i % 39]},street {i / 39},{houses[order[i % 39]]}"));
        await Audit("features: []\nmeasures: [leakage]\n", "  address: { column: street, order: house }\n");
        using var right = Findings();
        var sorted = right["leakage/moran_i/link=address"].GetProperty("value").GetDouble();

        // the same order written as plain numbers
        _box.Write("s.csv", "id,score,street,house\n" + Lines(60 * 39, i => $"{i},{order[i % 39]},street {i / 39},{order[i % 39]}"));
        await Audit("features: []\nmeasures: [leakage]\n", "  address: { column: street, order: house }\n");
        using var plain = Findings();
        Assert.Equal(plain["leakage/moran_i/link=address"].GetProperty("value").GetDouble(), sorted, 12);
        Assert.True(sorted > 0.9);
    }

    [Fact]
    public async Task Audit_TwoAtEveryAddress_AreTwoPeople()
    {
        // 600 addresses on 30 streets, two people each: 1,200 nodes, each with up to eight neighbours
        _box.Write("s.csv", "id,score,street,house\n" + Lines(1200, i => $"{i},{(i * 37) % 101},street {i / 40},{1 + (i % 40 / 2)}"));
        await Audit("features: []\nmeasures: [leakage]\n", "  address: { column: street, order: house }\n");
        using var json = Findings();
        var moran = json["leakage/moran_i/link=address"];
        Assert.Equal((1200L, 30 * ((40 * 8) - 20.0)), (moran.GetProperty("n").GetInt64(), moran.GetProperty("details").GetProperty("pairs").GetDouble())); // four places are missing at each end: 4+3+2+1, twice
    }

    [Fact]
    public async Task Audit_OneStreet_IsMeasured()
    {
        Scores(400, "street", _ => "High Street");
        await Audit("features: [{ column: income }]\nmeasures: [leakage]\n", "  address: { column: street }\n");
        using var json = Findings();
        var moran = json["leakage/moran_i/link=address"];
        Assert.Equal("defined", moran.GetProperty("status").GetString());
        Assert.True(moran.GetProperty("pValue").GetDouble() > 0);
    }

    [Fact]
    public async Task Audit_EventsBeforeTheFirstPeriod_AreLeftOutAndSaid()
    {
        _box.Write("s.csv", "who,month,score\n" + Lines(400, i => $"{i / 4},{2 + (i % 4)},{(i * 37) % 101}"));
        _box.Write("e.csv", "a,b\n" + Lines(99, i => $"{i},{i + 1}"));
        _box.Write("ev.csv", "who,month\n" + Lines(40, i => $"{i},1"));
        _box.Write("plan.yaml", "schemaVersion: 1\ndata: s.csv\ncolumns:\n  subject: who\n  time: month\n  score: { column: score, direction: higher_is_safer }\nlinks: [{ name: ties, file: e.csv, from: a, to: b }]\nevents: [{ file: ev.csv, entity: who, time: month }]\nfeatures: []\nmeasures: [leakage]\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Events, ev: 40 of 40 happened before the second period of the rows, '3', so there is no score from before them; they were left out.", Flat(ran.Out), StringComparison.Ordinal);
        Assert.Contains("Events: none of them happened to a subject of the rows after the first period (2).", Flat(ran.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_NeighbourListThatIsCut_IsOneMessage()
    {
        Scores(100);
        _box.Write("l.gal", "100\n" + Lines(50, i => $"{i} 1\n{i + 1}"));
        _box.Write("plan.yaml", Head + "links: [{ name: ties, file: l.gal }]\nfeatures: []\nmeasures: [leakage]\n");
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal((3, "l.gal: found 50 nodes, expected 100 as the first line says. Is the file whole?"), (ran.Code, ran.Message));
        Assert.False(Directory.Exists(_box.At("o")));
    }

    [Fact]
    public async Task Audit_NeighbourList_IsReadAsItIsAndVerifies()
    {
        Scores(400);
        _box.Write("l.gal", "0 400 people id\n" + Lines(400, i => i % 10 == 9 ? $"{i} 0\n" : $"{i} 2\n{(i + 1) % 400} {(i + 7) % 400}"));
        var ran = await Audit("links: [{ name: ties, file: l.gal, origin: contact, weights: as_given }]\nfeatures: []\nmeasures: [leakage]\n");
        Assert.Matches(@"as recorded +ties +400 +720 ", ran.Out);
        using var json = Findings();
        Assert.Equal(40, json["leakage/moran_i/link=ties"].GetProperty("details").GetProperty("islands").GetDouble());
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }

    private async Task<Ran> Audit(string more, string columns = "")
    {
        _box.Write("plan.yaml", Head + columns + more);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--force");
        Assert.True(ran.Code is 0 or 4, ran.Error);
        return ran;
    }

    private Json Findings() => new(_box.Read("o/findings.json"));

    private void Refused(string id, string reason)
    {
        using var json = Findings();
        Assert.Equal(("undefined", reason), (json[id].GetProperty("status").GetString(), json[id].GetProperty("reason").GetString()));
    }

    private void Scores(int people, string? column = null, Func<int, string>? value = null) =>
        _box.Write("s.csv", $"id,score,income{(column is null ? string.Empty : "," + column)}\n" + Lines(people, i => $"{i},{500 + ((i * 37) % 101)},{(i * 53) % 89}{(value is null ? string.Empty : "," + value(i))}"));

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(line(i)).Append('\n');
        }

        return text.ToString();
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
