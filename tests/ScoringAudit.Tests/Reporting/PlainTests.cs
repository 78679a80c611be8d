using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Reporting;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Tests.Reporting;

public sealed class PlainTests
{
    [Theory]
    [InlineData(0.85, 0.95, 0.8, null, "ratio", "The interval lies wholly within 0.80 or more.")]
    [InlineData(0.5, 0.7, 0.8, null, "ratio", "The interval lies wholly below 0.80.")]
    [InlineData(0.7, 0.9, 0.8, null, "ratio", "The interval reaches both sides of 0.80. A verdict would need about 310 rows of this group.")]
    [InlineData(12.0, 14.0, null, 10.0, "points", "The interval lies wholly above 10.0 points.")]
    [InlineData(-0.5, -0.4, -0.3, 0.3, null, "The interval lies wholly below −0.300.")]
    [InlineData(0.2, 0.4, -0.3, 0.3, null, "The interval reaches both sides of 0.300. A verdict would need about 310 rows of this group.")]
    [InlineData(-0.4, 0.1, -0.3, 0.3, null, "The interval reaches both sides of −0.300. A verdict would need about 310 rows of this group.")]
    public void VerdictOf_EachVerdict_SaysWhereTheIntervalLies(double low, double high, double? least, double? most, string? scale, string expected)
    {
        var interval = new Interval(low, high, 0.95);
        var yardstick = new Yardstick(least, most, "s");
        var verdict = VerdictRule.Of(interval, yardstick);
        var finding = new Finding
        {
            Id = "a/b", Measure = "b", Value = (low + high) / 2, Interval = new FindingInterval(interval, "m", "rows", "random"), Yardstick = yardstick, Scale = scale, Verdict = verdict,
            NeededN = verdict == Verdict.Undetermined ? 310 : null,
        };
        Assert.Equal(expected, Plain.VerdictOf(finding));
    }

    [Theory]
    [InlineData(0.374, "rate", "37.4%")]
    [InlineData(-0.123, "difference", "−12.3 pp")]
    [InlineData(0.744, "ratio", "0.74")]
    [InlineData(0.7412, "auc", "0.741")]
    [InlineData(0.004, "points", "0.0040")]
    [InlineData(0.0, "points", "0.0")]
    [InlineData(20000.0, "count", "20,000")]
    [InlineData(double.PositiveInfinity, "ratio", "∞")]
    [InlineData(0.00123456, null, "0.00123")]
    public void Value_EachScale_IsShownAsPeopleReadIt(double value, string? scale, string expected) => Assert.Equal(expected, Show.Value(value, scale));

    [Fact]
    public void Limits_Percent_NameTheUnitOnce() => Assert.Equal("31.2 to 43.1%", Show.Limits(0.312, 0.431, "rate"));

    [Fact]
    public void Headlines_NamedByFacts_WinOverTheRule()
    {
        var evidence = SampleEvidence.Make(new DisclosurePlan(DisclosureClass.Open, "test", 10, true));
        string id = evidence.Findings.First(finding => finding.Measure == "adverse_impact_ratio" && finding.Verdict == Verdict.Met).Id;
        var named = evidence with { Facts = new Dictionary<string, string>(evidence.Facts) { [ReportFacts.Disadvantaged] = id } };
        Assert.Equal(id, Headlines.Of(ReleasedFindings.Of(ScoringAudit.Release.ReleaseGate.Release(named)))[0].Finding!.Id);
        var chosen = Headlines.Of(ReleasedFindings.Of(ScoringAudit.Release.ReleaseGate.Release(evidence)));
        Assert.Equal(Verdict.NotMet, chosen[0].Finding!.Verdict);
        Assert.Equal(["adverse_impact_ratio", "permutation_importance", "association_share"], chosen.Select(headline => headline.Finding!.Measure));
        Assert.Single(chosen.Select(headline => headline.Finding!.Model).Distinct());
    }

    [Theory]
    [InlineData("clustered", 1.0, "For area the ladder stands at rung 1 of 5: clustered. How much it is, recorded scores cannot tell")]
    [InlineData("none_found", 0.0, "Nothing was found for area that these data could show. How much it is, recorded scores cannot tell")]
    [InlineData("not_tested", 0.0, "Not measured in this audit.")]
    public void Headlines_ScoresOnly_TellWhatTheLadderKnows(string step, double rung, string expected)
    {
        var evidence = SampleEvidence.Make(new DisclosurePlan(DisclosureClass.Open, "test", 10, true));
        Finding ladder = new() { Id = "leakage/leakage_step/channel=area", Measure = "leakage_step", Channel = "area", Step = step, Value = rung };
        var scoresOnly = evidence with
        {
            Facts = new Dictionary<string, string>(),
            Notes = [],
            Findings = [.. evidence.Findings.Where(f => f.Measure is "adverse_impact_ratio"), ladder],
        };
        Assert.StartsWith(expected, Headlines.Of(ReleasedFindings.Of(ScoringAudit.Release.ReleaseGate.Release(scoresOnly)))[2].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void TextTable_WideCells_AreAlignedAndWrapTo80Columns()
    {
        var table = new TextTable("Finding", ">Value", "Verdict").Row("short", "1.0", "met").Row(string.Join(' ', Enumerable.Repeat("word", 30)), "12,345.6", "not met\u001b[31m");
        using var to = new StringWriter();
        table.Write(to);
        string[] lines = to.ToString().TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.DoesNotContain('\u001b', to.ToString());
        Assert.Equal(lines[2].IndexOf("1.0", StringComparison.Ordinal) + 3, lines[3].IndexOf("12,345.6", StringComparison.Ordinal) + 8);
    }

    [Fact]
    public void TextTable_NarrowTable_IsWrittenAsIs()
    {
        using var to = new StringWriter();
        new TextTable("a", ">n").Row("東京", "1").Row("b", "22").Write(to);
        Assert.Equal("a      n\n────  ──\n東京   1\nb     22\n", to.ToString());
    }
}
