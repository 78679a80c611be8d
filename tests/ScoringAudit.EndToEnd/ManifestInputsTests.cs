using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringAudit.EndToEnd;

/// <summary>The manifest lists every file that a run read; results of every kind can be replaced; searches stand in the release log.</summary>
public sealed class ManifestInputsTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private void Given(string more = "")
    {
        var rows = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i},{(i * 37 % 100) / 100.0:0.00},{(i % 3 == 0 ? "A" : "B")},z{i % 8}\n"));
        _box.Write("d.csv", "id,pd,race,plz\n" + rows);
        _box.Write("edges.csv", "from,to\n1,2\n3,4\n");
        _box.Write("plz.csv", "plz,power\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"z{i},{i}\n")));
        _box.Write("borders.csv", "from,to\nz0,z1\nz1,z0\n");
        _box.Write("events.csv", "id,month,kind\n1,2025-01,listed\n");
        _box.Write(
            "plan.yaml",
            """
            schemaVersion: 1
            data: d.csv
            columns:
              row: id
              subject: id
              score: { column: pd, direction: higher_is_riskier }
              decision: { cutoff: 0.5 }
              area: { column: plz }
            protected: [{ column: race, reference: B }]
            links: [{ name: partners, file: edges.csv, from: from, to: to }]
            areas: [{ file: plz.csv, key: plz, columns: { power: area }, adjacency: borders.csv }]
            events: [{ file: events.csv, entity: id, time: month, kind: kind }]
            measures: [disparity]

            """ + more);
    }

    [Fact]
    public async Task Manifest_ListsLinksAreasBordersAndEvents_WithRowsAndColumns()
    {
        Given();
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        var inputs = JsonNode.Parse(_box.Read("o/manifest.json"))!["inputs"]!.AsArray();
        Assert.Equal(["d.csv", "edges.csv", "plz.csv", "borders.csv", "events.csv"], inputs.Select(i => (string)i!["path"]!));
        Assert.Equal([400, 2, 8, 2, 1], inputs.Select(i => (int)i!["rows"]!));
        Assert.All(inputs, i => Assert.StartsWith("hmac-sha256:", (string)i!["digest"]!, StringComparison.Ordinal));
        Assert.Equal(["from: integer", "to: integer"], inputs[1]!["columns"]!.AsArray().Select(c => (string)c!));

        // And verify notices a changed one.
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
        _box.Write("edges.csv", "from,to\n1,2\n5,6\n");
        var verified = await _box.Run("verify", "@o");
        Assert.Equal(2, verified.Code);
        Assert.Contains("changed: the input edges.csv is not the file that was audited", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_ListsTheModel_AndVerifyNoticesAnother()
    {
        Assert.Equal(0, (await _box.Run("generate", "neighbours-area", "--subjects", "1500", "--out", "@w")).Code);
        Assert.Equal(0, (await _box.Run("train", "@w/plan.yaml", "--model", "fasttree", "--out", "@m")).Code);
        File.AppendAllText(_box.At("w/plan.yaml"), "\nmodel: ../m\n");
        var ran = await _box.Run("audit", "@w/plan.yaml", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        var inputs = JsonNode.Parse(_box.Read("o/manifest.json"))!["inputs"]!.AsArray();
        Assert.Equal(["m/model.json", "m/model.zip"], inputs.Select(i => (string)i!["path"]!).Skip(1));
        Assert.Equal(new FileInfo(_box.At("m/model.zip")).Length, (long)inputs[2]!["bytes"]!);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
        Assert.Equal(0, (await _box.Run("train", "@w/plan.yaml", "--model", "logistic", "--out", "@m", "--force")).Code);
        var verified = await _box.Run("verify", "@o");
        Assert.Equal(2, verified.Code);
        Assert.Contains("changed: the input m/model.json is not the file that was audited", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_ReplacesAStatement()
    {
        _box.Write("keep.txt", "x");
        Directory.CreateDirectory(_box.At("s"));
        foreach (var name in new[] { "statement.json", "statement.html", "statement.txt" })
        {
            File.WriteAllText(_box.At("s/" + name), "{}");
        }

        Given();
        var refused = await _box.Run("audit", "@plan.yaml", "--out", "@s");
        Assert.Equal("The output directory 's' exists. Nothing was written. Choose another name, or add --force to replace it.", refused.Message);
        Assert.Equal(0, (await _box.Run("audit", "@plan.yaml", "--out", "@s", "--force")).Code);
        Assert.DoesNotContain("s/statement.json", _box.Entries);
    }

    [Fact]
    public void UserFolder_OfTheTests_IsTheirOwn()
    {
        var folder = Storage.UserFolder.Find()!;
        Assert.StartsWith(Path.GetTempPath(), folder, StringComparison.Ordinal);
        Assert.StartsWith(folder, Storage.ReleaseMarks.LedgerOfUser(), StringComparison.Ordinal);
    }
}
