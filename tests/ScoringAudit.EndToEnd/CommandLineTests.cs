namespace ScoringAudit.EndToEnd;

/// <summary>The command line itself: mistakes, help, version.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("audti", "there is no verb 'audti'. Did you mean 'audit'? 'scoring-audit --help' shows what there is.")]
    [InlineData("paint", "there is no verb 'paint'. 'scoring-audit --help' shows what there is.")]
    [InlineData("audit s.csv --scor pd", "audit: there is no option '--scor'. Did you mean '--score'? 'scoring-audit audit --help' shows what there is.")]
    [InlineData("audit --scor pd", "audit: there is no option '--scor'. Did you mean '--score'? 'scoring-audit audit --help' shows what there is.")]
    [InlineData("audit", "audit: PLAN|DATA is missing. Expected: Plan file (.yaml), or data: CSV, Parquet, or a world's directory. 'scoring-audit audit --help' shows what there is.")]
    [InlineData("audit a.csv b.csv --score pd", "audit: found 'b.csv', expected nothing more there. 'scoring-audit audit --help' shows what there is.")]
    [InlineData("audit a.csv --score", "audit: --score has no value. Expected one COL. 'scoring-audit audit --help' shows what there is.")]
    [InlineData("audit a.csv --score pd --seed -1", "--seed: found '-1', expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("audit a.csv --score pd --fail-on not_met", "--fail-on: found 'not_met', expected one of never, not-met, undetermined. Did you mean 'not-met'?")]
    [InlineData("audit a.csv --score pd --access X", "--access: found 'X', expected one of G, M, S, W.")]
    [InlineData("audit a.csv --score pd --threads 0", "--threads: found '0', expected at least 1.")]
    [InlineData("audit a.csv --score pd --min-cell 4", "--min-cell: found '4', expected at least 5. Smaller counts could give a person away.")]
    [InlineData("audit a.csv", "'a.csv' is data, not a plan, and neither --score nor --decision was given. Say which column to audit, for example: scoring-audit audit a.csv --score pd --group race")]
    [InlineData("audit a.yaml --score pd", "columns were named on the command line, but the plan names its own. Give the data file instead of the plan, or change the plan.")]
    [InlineData("train a.yaml --model gam", "train: --out is missing. Expected --out DIR. 'scoring-audit train --help' shows what there is.")]
    [InlineData("train a.yaml --model lightgmb --out o", "--model: found 'lightgmb', expected one of fastforest, fasttree, gam, lightgbm, logistic, scorecard. Did you mean 'lightgbm'?")]
    [InlineData("demo --scenario neighbours-aria", "scenario: there is no 'neighbours-aria' in the catalogue. Did you mean 'neighbours-area'?")]
    [InlineData("demo --subjects 3", "world: 3 subjects were asked for, expected 100 to 100000000. Choose a number in that range.")]
    [InlineData("generate neighbours-aria --out o", "scenario: there is no 'neighbours-aria' in the catalogue. Did you mean 'neighbours-area'?")]
    [InlineData("generate neighbours-area --strength aera=3 --out o", "scenario 'neighbours-area': there is no channel 'aera'. Did you mean 'area'?")]
    [InlineData("generate neighbours-area --strength area --out o", "--strength: found 'area', expected CHANNEL=X with a number, for example --strength area=20.")]
    [InlineData("generate neighbours-area --strength area=-1 --out o", "scenario 'neighbours-area': the strength of channel 'area' is -1, expected a number from 0 to 100 (points per standard deviation of the postcode's purchasing power). 0 is off, the default is 20.")]
    [InlineData("generate neighbours-area --strength area=NaN --out o", "scenario 'neighbours-area': the strength of channel 'area' is NaN, expected a number from 0 to 100 (points per standard deviation of the postcode's purchasing power). 0 is off, the default is 20.")]
    [InlineData("generate neighbours-scores --strength neighbours=1 --out o", "scenario 'neighbours-scores': the strength of channel 'neighbours' is 1: scores that feed scores have no fixpoint at a contraction factor of 1 or more. The largest strength is 0.95.")]
    [InlineData("generate neighbours-area --group-share 0.05 --dissimilarity 0.2 --out o", "world: dissimilarity 0.2 cannot be reached with group share 0.05: streets of about 50 people differ by chance alone. Expected at least 0.54. Raise dissimilarity or groupShare.")]
    [InlineData("generate neighbours-area --subjects 800 --streets 900 --out o", "world: 900 streets were asked for 800 people, expected 4 to 80: each postcode has a street, and a street holds 10 people on average or more. Change the number of streets or of people.")]
    [InlineData("generate neighbours-area --shard 0/2 --out o", "shard: found 0/2, expected K/N with 1 ≤ K ≤ N. The parts of a world are numbered from 1 to N.")]
    [InlineData("generate officers --preset spc2031 --out o", "scenario 'officers': there is no preset 'spc2031'. Did you mean 'spc2013'?")]
    [InlineData("generate agency-spread --dial period=3 --out o", "scenario 'agency-spread': there is no dial 'period'. Did you mean 'periods'?")]
    [InlineData("generate neighbours-area --shard 3/2 --out o", "shard: found 3/2, expected K/N with 1 ≤ K ≤ N. The parts of a world are numbered from 1 to N.")]
    public async Task CommandLine_Mistake_IsOneMessageOnStderr(string line, string message)
    {
        var args = line.Split(' ').Select(a => a == "o" ? "@o" : a).ToList();
        if (args[0] is "audit" or "demo" && args.Count > 1)
        {
            args.AddRange(["--out", "@o"]);
        }

        if (line == "audit a.csv --score")
        {
            args = ["audit", "a.csv", "--out", "@o", "--score"];
        }

        var ran = await _box.Run([.. args]);
        Assert.Equal(message, ran.Message);
        Assert.Equal(1, ran.Code);
        Assert.Empty(ran.Out);
        Assert.Empty(_box.Entries);
    }

    [Fact]
    public async Task CommandLine_Nothing_ShowsHelpOnStderr()
    {
        var ran = await _box.Run();
        Assert.Equal(1, ran.Code);
        Assert.Empty(ran.Out);
        Assert.Contains("scoring-audit demo", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("scenarios")]
    [InlineData("generate")]
    [InlineData("train")]
    [InlineData("audit")]
    [InlineData("report")]
    [InlineData("verify")]
    public async Task Help_EachVerb_IsOnStdoutWithAnExample(string verb)
    {
        var ran = await _box.Run([.. new[] { verb, "--help" }.Where(a => a.Length > 0)]);
        Assert.Equal(0, ran.Code);
        Assert.Empty(ran.Error);
        Assert.Contains($"  scoring-audit {(verb.Length == 0 ? "demo" : verb)}", ran.Out[ran.Out.IndexOf(verb.Length == 0 ? "Two ways" : "Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var ran = await _box.Run("--version");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", ran.Out);
    }

    [Fact]
    public async Task Scenarios_Json_IsOneDocument()
    {
        var ran = await _box.Run("scenarios", "--json");
        using var json = System.Text.Json.JsonDocument.Parse(ran.Out);
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        foreach (var scenario in json.RootElement.GetProperty("scenarios").EnumerateArray())
        {
            foreach (var key in new[] { "id", "title", "systems", "label", "articleSays", "publicRecord", "equation", "channels" })
            {
                Assert.True(scenario.TryGetProperty(key, out _), key);
            }

            foreach (var channel in scenario.GetProperty("channels").EnumerateArray())
            {
                foreach (var key in new[] { "name", "origin", "strength", "min", "max" })
                {
                    Assert.True(channel.TryGetProperty(key, out _), key);
                }
            }
        }

        Assert.Empty(ran.Error);
    }

    [Theory]
    [InlineData("audit @plan.yaml --out @o")]
    [InlineData("audit @scores.csv --score pd --out @o")]
    [InlineData("train @train.yaml --model fasttree --out @o")]
    [InlineData("demo --subjects 2000 --out @o")]
    [InlineData("generate neighbours-area --subjects 2000 --out @o")]
    [InlineData("generate neighbours-area --subjects 2000 --format csv --out @o")]
    public async Task CtrlC_BeforeTheEnd_Exits130AndLeavesNothing(string line)
    {
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan());
        _box.Write("train.yaml", Scores.Plan("exclude: [id]"));
        var before = _box.Entries;
        var ran = await _box.Run(2, new CancellationToken(true), line.Split(' '));
        Assert.Equal(130, ran.Code);
        Assert.Empty(ran.Out);
        Assert.EndsWith("Stopped. Nothing was left half-written.\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, _box.Entries);
    }
}
