using System.Text.Json;

namespace ScoringAudit.EndToEnd;

/// <summary>The demonstration as a person runs it, and what verify and report make of its result.</summary>
public sealed class DemoTests(DemoFixture fixture) : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Demo_Small_EndsInThreeNumbersWithTheirIntervals()
    {
        var ran = fixture.Demo;
        Assert.Equal(0, ran.Code);
        var end = ran.Out[ran.Out.IndexOf("Whom does it disadvantage?", StringComparison.Ordinal)..];
        Assert.Equal(3, end.Split("95 % interval").Length - 1);
        Assert.Matches(@"Whom does it disadvantage\?\n  group: B receives favourable decisions at \d\.\d\d times the rate of A", end);
        Assert.Matches(@"What does the score use\?\n  Shuffling \w+ \(origin: \w+\) costs the score \d\.\d+", end);
        Assert.Matches(@"How much comes from other people’s records\?\n  \d+(\.\d+)?% of what moves this score comes from other people’s records", end);
        Assert.EndsWith("Report: out/report.html\nCheck:  scoring-audit verify out\n", ran.Out.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.All(ran.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void Demo_Result_HoldsWhatTheContractLists()
    {
        var entries = fixture.Box.Entries;
        Assert.All(
            new[] { "report.html", "findings.json", "tables/index.json", "plan.yaml", "manifest.json" },
            name => Assert.Contains("out/" + name, entries));
        Assert.Contains(entries, e => e.StartsWith("out/figures/", StringComparison.Ordinal) && e.EndsWith(".svg", StringComparison.Ordinal));
        using var json = new Json(fixture.Box.Read("out/findings.json"));
        Assert.Equal("synthetic", json.Class);
        Assert.Equal(json.Ids.Order(StringComparer.Ordinal), json.Ids);
        Assert.All(json.Findings, f => Assert.Equal("holdout", f.GetProperty("rows").GetString()));
        using var index = JsonDocument.Parse(fixture.Box.Read("out/tables/index.json"));
        Assert.NotEmpty(index.RootElement.GetProperty("tables").EnumerateArray());
        Assert.DoesNotContain(Path.GetTempPath(), fixture.Box.Read("out/manifest.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_ScoreOfTheOwnRecord_IsMovedByNothing()
    {
        using var json = new Json(fixture.Box.Read("out/findings.json"));
        foreach (var corner in new[] { "place-risk-none", "place-risk-real" })
        {
            Assert.Equal(0, json[$"leakage/move_effect_place/model=own/stratum={corner}"].GetProperty("value").GetDouble());
            Assert.True(json[$"leakage/move_effect_place/model=own-area/stratum={corner}"].GetProperty("value").GetDouble() > 1);
        }
    }

    [Fact]
    public async Task Verify_Untouched_RunsAgainAndFindsNoDifference()
    {
        var ran = await fixture.Box.Run(2, CancellationToken.None, "verify", "@out");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Run again: every finding and every table came out the same.", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("findings.json")]
    [InlineData("plan.yaml")]
    [InlineData("tables/index.json")]
    [InlineData("tables/*.csv")]
    [InlineData("figures/*.svg")]
    public async Task Verify_OneByteChanged_NamesTheFile(string which)
    {
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        var path = Directory.GetFiles(_box.At("r"), which, SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var name = Path.GetRelativePath(_box.At("r"), path).Replace('\\', '/');
        var ran = await _box.Run("verify", "@r", "--hashes-only");
        Assert.Equal(2, ran.Code);
        Assert.Contains($"changed: {name} was changed: its hash is not the manifest's.", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FileRemovedOrAdded_NamesIt()
    {
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        File.Delete(_box.At("r/report.html"));
        _box.Write("r/rows.csv", "id\n1\n");
        var ran = await _box.Run("verify", "@r", "--hashes-only");
        Assert.Equal(2, ran.Code);
        Assert.Contains("report.html is missing.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("rows.csv is not in the manifest.", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ForgedNumberWithItsHash_IsFoundByRunningAgain()
    {
        // Somebody improves a number and mends the manifest: only the re-run can tell.
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        var findings = _box.Read("r/findings.json");
        var before = Sha(findings);
        var forged = findings.Replace("\"value\": 0.", "\"value\": 0.9", StringComparison.Ordinal);
        Assert.NotEqual(findings, forged);
        _box.Write("r/findings.json", forged);
        var manifest = _box.Read("r/manifest.json").Replace(before, Sha(forged), StringComparison.Ordinal)
            .Replace($"\"bytes\": {System.Text.Encoding.UTF8.GetByteCount(findings)}", $"\"bytes\": {System.Text.Encoding.UTF8.GetByteCount(forged)}", StringComparison.Ordinal);
        _box.Write("r/manifest.json", manifest);
        Assert.Equal(0, (await _box.Run("verify", "@r", "--hashes-only")).Code);
        var ran = await _box.Run("verify", "@r");
        Assert.Equal(2, ran.Code);
        Assert.Contains("changed: findings.json comes out otherwise when the audit is run again.", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Verify_BrokenManifest_IsOneMessage(string text)
    {
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        _box.Write("r/manifest.json", text);
        var ran = await _box.Run("verify", "@r");
        Assert.Equal(3, ran.Code);
        Assert.StartsWith("manifest.json", ran.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WithoutLightGbm_TrainsFastTreeSaysSoAndVerifiesElsewhere()
    {
        var ran = await _box.Run(host => host with { LoadNative = _ => false }, "demo", "--subjects", "1000", "--out", "@o");
        Assert.Equal(0, ran.Code);
        Assert.Contains("warning: The demo trained FastTree, because LightGBM could not run on the machine", ran.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        using var json = new Json(_box.Read("o/findings.json"));
        Assert.EndsWith("; fasttree", json.Root.GetProperty("facts").GetProperty("model.own").GetString(), StringComparison.Ordinal);

        // Here LightGBM may well run: the check repeats what was done, not what would be done now.
        var again = await _box.Run("verify", "@o");
        Assert.True(again.Code == 0, again.Out);
    }

    [Fact]
    public async Task Train_LightGbmThatCannotRun_SaysWhatToInstall()
    {
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        var ran = await _box.Run(host => host with { LoadNative = _ => false }, "train", "@w/plan.yaml", "--model", "lightgbm", "--out", "@m");
        Assert.Equal(3, ran.Code);
        Assert.Equal("The algorithm 'lightgbm' cannot run here: its native library lib_lightgbm does not load, usually because the system package libgomp1 is missing. On Debian and Ubuntu: apt-get install libgomp1. Or choose fasttree, fastforest, gam, logistic or scorecard, which need no system package.", ran.Message);
        Assert.False(Directory.Exists(_box.At("m")));
    }

    [Fact]
    public async Task Report_WrittenAgain_SameBytes()
    {
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        var before = _box.Read("r/report.html");
        File.Delete(_box.At("r/report.html"));
        var ran = await _box.Run("report", "@r");
        Assert.Equal(0, ran.Code);
        Assert.Equal(before, _box.Read("r/report.html"));
    }

    [Theory]
    [InlineData("newer", "findings.json: schemaVersion 2 is newer than the one that this tool reads. Expected 1. Use the version of scoring-audit that wrote it, or a newer one.")]
    [InlineData("table", "tables/selection-rates.csv")]
    [InlineData("index", "tables/index.json")]
    [InlineData("broken", "findings.json")]
    public async Task Report_OfADamagedResult_SaysWhatIsWrongAndKeepsThePage(string what, string message)
    {
        Sandbox.Copy(fixture.Box.At("out"), _box.At("r"));
        var page = _box.Read("r/report.html");
        switch (what)
        {
            case "newer": _box.Write("r/findings.json", _box.Read("r/findings.json").Replace("\"schemaVersion\": 1,", "\"schemaVersion\": 2,", StringComparison.Ordinal)); break;
            case "table": File.Delete(_box.At("r/tables/selection-rates.csv")); break;
            case "index": File.Delete(_box.At("r/tables/index.json")); break;
            default: _box.Write("r/findings.json", "{ \"schemaVersion\": 1, "); break;
        }

        var entries = _box.Entries.Length;
        var ran = await _box.Run("report", "@r");
        Assert.Equal(3, ran.Code);
        Assert.StartsWith(message, ran.Message, StringComparison.Ordinal);
        Assert.Equal(page, _box.Read("r/report.html"));
        Assert.Equal(entries, _box.Entries.Length);
    }

    [Fact]
    public async Task Force_OnAnEarlierResult_ReplacesIt()
    {
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        var refused = await _box.Run("generate", "neighbours-area", "--subjects", "500", "--out", "@w");
        Assert.Equal(3, refused.Code);
        var ran = await _box.Run("generate", "neighbours-area", "--subjects", "500", "--out", "@w", "--force");
        Assert.Equal(0, ran.Code);
        Assert.Contains("\"subjects\": 500", _box.Read("w/world.json"), StringComparison.Ordinal);
        Assert.DoesNotContain(_box.Entries, e => e.StartsWith('.'));
    }

    private static string Sha(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
