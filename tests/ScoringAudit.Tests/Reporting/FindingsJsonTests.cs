using System.Text;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Reporting;

public sealed class FindingsJsonTests
{
    private static readonly Finding Full = new()
    {
        Id = "disparity/adverse_impact_ratio/model=own-area/race/Black", Measure = "adverse_impact_ratio", Model = "own-area", Rows = "holdout", Attribute = "race", Group = "Black", Reference = "White",
        Value = 0.74, Interval = new FindingInterval(new Interval(0.54, 1, 0.95), "mover_midp", "rows", "random"), Numerator = 37, Denominator = 100, ReferenceNumerator = 50, ReferenceDenominator = 100,
        N = 100, PValue = 0.06, Verdict = Verdict.Undetermined, NeededN = 310, Yardstick = new Yardstick(0.8, null, "29 CFR 1607.4(D) (1978), screening convention"), Family = "race/adverse_impact_ratio",
        Access = "S", Scale = "ratio", Source = "author year, section", Feature = "f", Origin = "own", Channel = "c", Link = "l", Stratum = "s", Metric = "roc_auc", Strength = 0.5, Null = "permuted", Replicates = 20,
        Clusters = 12, DesignEffect = 1.5, SmallestDetectable = 0.01, Screen = "none", Note = "n", Reason = "r", Details = new Dictionary<string, double> { ["b"] = 2, ["a"] = 1 },
    };

    [Fact]
    public void Write_FullFinding_KeysStandInTheContractsOrder()
    {
        using var document = JsonDocument.Parse(Write(Full));
        var root = document.RootElement;
        Assert.Equal(["schemaVersion", "disclosure", "findings", "notes", "facts"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        var finding = root.GetProperty("findings")[0];
        Assert.Equal(
            [
                "id", "measure", "model", "rows", "attribute", "group", "reference", "value", "interval", "numerator", "denominator", "referenceNumerator", "referenceDenominator", "n", "pValue",
                "status", "reason", "verdict", "neededN", "yardstick", "family", "access", "scale", "source", "feature", "origin", "channel", "link", "stratum", "metric", "strength", "null",
                "replicates", "clusters", "designEffect", "smallestDetectable", "screen", "note", "details",
            ],
            finding.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["low", "high", "level", "method", "unit", "target"], finding.GetProperty("interval").EnumerateObject().Select(p => p.Name));
        Assert.Equal("undetermined", finding.GetProperty("verdict").GetString());
        Assert.Equal("[0.8,null]", JsonSerializer.Serialize(finding.GetProperty("yardstick").GetProperty("set")));
        Assert.Equal(["a", "b"], finding.GetProperty("details").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Write_AbsentFields_AreLeftOut()
    {
        using var document = JsonDocument.Parse(Write(new Finding { Id = "a/b", Measure = "b", Status = FindingStatus.Suppressed, Reason = "few" }));
        Assert.Equal(["id", "measure", "status", "reason"], document.RootElement.GetProperty("findings")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Write_InfiniteLimits_AreNullAndReadBackInfinite()
    {
        var finding = new Finding { Id = "a/b", Measure = "b", Value = 2, Interval = new FindingInterval(new Interval(double.NegativeInfinity, double.PositiveInfinity, 0.95), "m", "rows", "random") };
        string json = Write(finding);
        Assert.Contains("\"low\": null,\n        \"high\": null,", json, StringComparison.Ordinal);
        Assert.Equal(finding.Interval, FindingsJson.Read(Stream(json)).Findings[0].Interval);
    }

    [Fact]
    public void Write_Numbers_AreShortestAndReadBackEqual()
    {
        double[] values = [0.1 + 0.2, 1.0 / 3, 1e-300, 123456789.125, -0.0];
        string json = Write([.. values.Select((value, i) => new Finding { Id = "a/" + i, Measure = "m", Value = value })]);
        Assert.Contains("\"value\": 0.30000000000000004,", json, StringComparison.Ordinal);
        Assert.DoesNotContain("-0", json.Replace("e-300", "", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        Assert.Equal(values, FindingsJson.Read(Stream(json)).Findings.Select(f => f.Value!.Value));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Write_ValueThatIsNotFinite_Throws(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => Write(new Finding { Id = "a/b", Measure = "b", Value = value }));
        Assert.Equal("Finding \"a/b\" has a value that is not finite; undefined is a status with a reason, never NaN or infinity.", error.Message);
    }

    [Fact]
    public void Write_Findings_AreSortedByIdOrdinal()
    {
        string json = Write(new Finding { Id = "b/x", Measure = "x" }, new Finding { Id = "B/x", Measure = "x" }, new Finding { Id = "a/x", Measure = "x" });
        Assert.Equal(["B/x", "a/x", "b/x"], FindingsJson.Read(Stream(json)).Findings.Select(f => f.Id));
    }

    [Fact]
    public void Write_SameIdTwice_Throws() =>
        Assert.Contains("\"a/x\" stands twice", Assert.Throws<ArgumentException>(() => Write(new Finding { Id = "a/x", Measure = "x" }, new Finding { Id = "a/x", Measure = "x" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_Twice_GivesTheSameBytesWithLineFeedsOnly()
    {
        var first = MemorySink.Audit();
        var second = MemorySink.Audit();
        foreach (string path in first.Paths)
        {
            Assert.Equal(first.Bytes(path), second.Bytes(path));
            Assert.DoesNotContain((byte)'\r', first.Bytes(path));
            Assert.Equal((byte)'\n', first.Bytes(path)[^1]);
        }
    }

    [Fact]
    public void Read_WrittenFindings_GivesTheSameBytesAgain()
    {
        var sink = MemorySink.Audit();
        using var again = new MemoryStream();
        FindingsJson.Write(FindingsJson.Read(sink.Open("findings.json")!), again);
        Assert.Equal(sink.Bytes("findings.json"), again.ToArray());
    }

    [Fact]
    public void Write_Disclosure_HasGroundForOpenAndMinCellForRestricted()
    {
        using var open = JsonDocument.Parse(MemorySink.Audit().Text("findings.json"));
        Assert.Equal(["class", "banner", "ground"], open.RootElement.GetProperty("disclosure").EnumerateObject().Select(p => p.Name));
        using var restricted = new MemoryStream();
        FindingsJson.Write(SampleEvidence.Released(new DisclosurePlan(DisclosureClass.Restricted, null, 12, true)), restricted);
        using var document = JsonDocument.Parse(restricted.ToArray());
        Assert.Equal(12, document.RootElement.GetProperty("disclosure").GetProperty("minCell").GetInt32());
        Assert.False(document.RootElement.GetProperty("disclosure").TryGetProperty("ground", out _));
    }

    [Theory]
    [InlineData("{", "findings.json: not JSON (line 1). Expected the file that an audit wrote. Run the audit again, or restore the file.")]
    [InlineData("[]", "findings.json: no whole number \"schemaVersion\". Expected the file that an audit wrote. Run the audit again, or restore the file.")]
    [InlineData("{\"schemaVersion\":2}", "findings.json: schemaVersion 2 is newer than the one that this tool reads. Expected 1. Use the version of scoring-audit that wrote it, or a newer one.")]
    [InlineData("{\"schemaVersion\":1}", "findings.json: top level: found no object \"disclosure\", expected the class under which the findings were released. Run the audit again, or restore the file.")]
    [InlineData("{\"schemaVersion\":1,\"disclosure\":{\"class\":\"secret\"}}", "findings.json: disclosure: found class \"secret\", expected synthetic, open, restricted, consented or protected. Run the audit again, or restore the file.")]
    [InlineData("{\"schemaVersion\":1,\"disclosure\":{\"class\":\"open\",\"banner\":[]},\"findings\":[{\"id\":\"a/b\",\"measure\":\"b\",\"status\":\"fine\"}]}", "findings.json: findings[0] (a/b): found status \"fine\", expected defined, undefined or suppressed. Run the audit again, or restore the file.")]
    [InlineData("{\"schemaVersion\":1,\"disclosure\":{\"class\":\"open\",\"banner\":[]},\"findings\":[{\"id\":\"a/b\",\"measure\":\"b\",\"status\":\"defined\",\"value\":\"x\"}]}", "findings.json: findings[0] (a/b): found \"value\" as text, expected a number. Run the audit again, or restore the file.")]
    [InlineData("{\"schemaVersion\":1,\"disclosure\":{\"class\":\"open\",\"banner\":[]},\"findings\":[3]}", "findings.json: findings[0]: found the number 3, expected an object. Run the audit again, or restore the file.")]
    public void Read_FileThatCannotBeUsed_SaysWhatWasFoundAndExpected(string json, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => FindingsJson.Read(Stream(json))).Message);

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Write(params Finding[] findings)
    {
        var evidence = ReleaseGate.Release(SampleEvidence.Make(new DisclosurePlan(DisclosureClass.Open, "test", 10, true)) with { Findings = findings, Tables = [] });
        using var to = new MemoryStream();
        FindingsJson.Write(evidence, to);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
