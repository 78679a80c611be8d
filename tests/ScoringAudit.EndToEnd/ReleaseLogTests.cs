using System.Text.Json.Nodes;

namespace ScoringAudit.EndToEnd;

/// <summary>Restricted and consented audits from the command line, with the release log beside the result.</summary>
public sealed class ReleaseLogTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_MovedBins_HidesWhatTheDifferenceWouldTell()
    {
        Write("a.yaml", "30, 50", "class: restricted");
        Write("b.yaml", "31, 50", "class: restricted");
        Assert.Equal(0, (await _box.Run("audit", "@a.yaml", "--out", "@a")).Code);
        Assert.Equal(0, (await _box.Run("audit", "@b.yaml", "--out", "@b")).Code);
        Assert.Contains("releases.json", _box.Entries);
        // 3 people are 30 years old: with both numbers shown, 43 − 40 would tell.
        Assert.Equal(40, (long)Rate("a", "<30")["n"]!);
        Assert.Equal("suppressed", (string)Rate("b", "<31")["status"]!);
        Assert.True((long)JsonNode.Parse(_box.Read("b/manifest.json"))!["suppressedCells"]! > 0);

        // The same request again is the same report, and both can be verified.
        var first = _box.Read("a/findings.json");
        Assert.Equal(0, (await _box.Run("audit", "@a.yaml", "--out", "@a", "--force")).Code);
        Assert.Equal(first, _box.Read("a/findings.json"));
        Assert.Equal(0, (await _box.Run("verify", "@a")).Code);
        Assert.Equal(0, (await _box.Run("verify", "@b")).Code);
    }

    [Fact]
    public async Task Audit_ChangedLog_ReleasesNothing()
    {
        Write("a.yaml", "30, 50", "class: restricted, log: logs/mine.json");
        Assert.Equal(0, (await _box.Run("audit", "@a.yaml", "--out", "@a")).Code);
        var log = _box.Read("logs/mine.json");
        _box.Write("logs/mine.json", log.Replace("40", "41", StringComparison.Ordinal));
        var ran = await _box.Run("audit", "@a.yaml", "--out", "@b");
        Assert.Equal(3, ran.Code);
        Assert.Equal(
            "The release log 'mine.json' was changed or damaged: its content is not what was signed, or another user's key signed it. Nothing was released. Restore it from a copy: without it nobody knows what earlier reports of these data gave away.",
            ran.Message);
        Assert.DoesNotContain("b", _box.Entries);
    }

    [Fact]
    public async Task Audit_Consented_PrintsWhoDecidedAndRounds()
    {
        Write("c.yaml", "30, 50", "class: consented, ground: \"form 3\", decidedBy: \"the board\"");
        var ran = await _box.Run("audit", "@c.yaml", "--out", "@c");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Decided by: the board.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Decided by: the board. Ground stated by the plan: form 3.", _box.Read("c/report.html"), StringComparison.Ordinal);
        Assert.Contains("no formal guarantee", _box.Read("c/report.html"), StringComparison.Ordinal);
        Assert.All(
            JsonNode.Parse(_box.Read("c/findings.json"))!["findings"]!.AsArray().Where(f => f!["n"] is not null),
            f => Assert.Equal(0, (long)f!["n"]! % 5));
        var input = JsonNode.Parse(_box.Read("c/manifest.json"))!["inputs"]![0]!;
        Assert.StartsWith("hmac-sha256:", (string)input["digest"]!, StringComparison.Ordinal);
        Assert.Equal(0, (long)input["rows"]! % 5);
        Assert.Equal(0, (await _box.Run("verify", "@c")).Code);
    }

    private JsonNode Rate(string directory, string group) =>
        JsonNode.Parse(_box.Read(directory + "/findings.json"))!["findings"]!.AsArray().Single(f => (string)f!["measure"]! == "selection_rate" && (string?)f["group"] == group)!;

    // 203 people of 20 to 69: 40 below 30, 3 of 30, 160 above; every second is approved.
    private void Write(string name, string bins, string disclosure)
    {
        var lines = Enumerable.Range(0, 203).Select(i => $"{(i < 40 ? 20 + (i % 10) : i < 43 ? 30 : 31 + (i % 39))},{i % 2}");
        _box.Write("people.csv", "age,approved\n" + string.Join('\n', lines) + "\n");
        _box.Write(name, $"""
            schemaVersion: 1
            data: people.csv
            columns: {"{"} decision: {"{"} column: approved, favourable: "1" {"}"} {"}"}
            protected: [{"{"} column: age, bins: [{bins}], reference: largest {"}"}]
            disclosure: {"{"} {disclosure} {"}"}
            """.Replace("            ", string.Empty, StringComparison.Ordinal));
    }
}
