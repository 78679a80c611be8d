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
