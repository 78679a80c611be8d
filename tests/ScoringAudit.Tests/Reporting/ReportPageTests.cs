using System.Text;
using System.Text.RegularExpressions;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Reporting;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Tests.Reporting;

public sealed partial class ReportPageTests
{
    private static readonly string Page = MemorySink.Audit().Text("report.html");

    [Fact]
    public void Write_Page_HasEveryFindingAndEveryTable()
    {
        var evidence = SampleEvidence.Released();
        foreach (var finding in evidence.Findings)
        {
            Assert.Contains("class=\"id\">" + Markup.Escape(finding.Id) + "<", Page, StringComparison.Ordinal);
        }

        foreach (var table in evidence.Tables)
        {
            Assert.Contains("tables/" + table.Name + ".csv</span></caption>", Page, StringComparison.Ordinal);
        }

        Assert.Equal(ScoringAudit.Reporting.Figures.FigureKinds.All.Count, Page.Split("<div class=\"panels\">").Length - 1);
    }

    [Fact]
    public void Summary_EachCondition_CountsItsVerdicts()
    {
        var start = Page.IndexOf("<table class=\"conditions\">", StringComparison.Ordinal);
        var table = Page[start..Page.IndexOf("</table>", start, StringComparison.Ordinal)];
        foreach (var group in SampleEvidence.Released().Findings.Where(f => f.Verdict is not null && f.Yardstick is not null).GroupBy(f => (f.Measure, Set: Plain.Set(f.Yardstick!, f.Scale))))
        {
            var row = table.Split("<tr>").Single(r => r.Contains(">" + MeasureGlossary.Of(group.Key.Measure).Name + "<", StringComparison.Ordinal) && r.Contains("<td>" + group.Key.Set + "<", StringComparison.Ordinal));
            string[] counts = [.. new[] { Verdict.NotMet, Verdict.Undetermined, Verdict.Met }.Select(v => group.Count(f => f.Verdict == v)).Select(n => n == 0 ? "–" : Show.Count(n))];
            Assert.Equal(counts, row.Split("<td class=\"num").Skip(1).Select(cell => cell[(cell.IndexOf('>', StringComparison.Ordinal) + 1)..cell.IndexOf('<', StringComparison.Ordinal)]));
        }
    }

    [Fact]
    public void Write_Page_LoadsNothing()
    {
        Assert.DoesNotContain("http:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Page, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Loads().Matches(Page));
        Assert.All(Links().Matches(Page), link => Assert.StartsWith("#", link.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Page_HasOneScriptWhoseDigestItsPolicyNames()
    {
        var scripts = Scripts().Matches(Page);
        Assert.Single(scripts);
        string digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(scripts[0].Groups[1].Value)));
        Assert.Contains("script-src 'sha256-" + digest + "'", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_HostileNames_AreEscaped()
    {
        Assert.DoesNotContain("<script>alert", Page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Page_CanBeReadByAScreenReader()
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", Page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"skip\" href=\"#main\">", Page, StringComparison.Ordinal);
        foreach (string landmark in new[] { "<header", "<nav ", "<main ", "<footer" })
        {
            Assert.Equal(2, Page.Split(landmark).Length);
        }

        Assert.Equal(Tables().Count(Page), Page.Split("<caption>").Length - 1);
        Assert.All(Heads().Matches(Page), head => Assert.Contains("scope=\"", head.Value, StringComparison.Ordinal));
        var ids = Ids().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (Match link in Links().Matches(Page))
        {
            Assert.Contains(link.Groups[1].Value[1..], ids);
        }
    }

    [Theory]
    [InlineData(DisclosureClass.Open, "Open data. Ground stated by the plan: numbers invented for a test", "class=\"banner\"")]
    [InlineData(DisclosureClass.Restricted, "Not for publication.", "class=\"banner strict\"")]
    public void Write_Banner_StandsOnTopOfThePageAndOfEveryPrintedPage(DisclosureClass disclosure, string text, string style)
    {
        string page = Render(ReportModel.Of(SampleEvidence.Released(new DisclosurePlan(disclosure, "numbers invented for a test", 10, true)), "", null));
        int banner = page.IndexOf("<div class=\"sheet-head\"><div " + style, StringComparison.Ordinal);
        Assert.True(banner > 0 && banner < page.IndexOf("<h1>", StringComparison.Ordinal));
        Assert.Contains(text, page[banner..page.IndexOf("<h1>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains(".sheet-head { display: table-header-group;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Words_NeverPronounceJudgement()
    {
        foreach (string word in new[] { "illegal", "compliant", "unfair", "SCHUFA", "China" })
        {
            Assert.DoesNotContain(word, Page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(Fair().Matches(Page));
    }

    [Fact]
    public void Write_Summary_ShowsThreeNumbersWithIntervalCountYardstickAndVerdict()
    {
        string summary = Page[Page.IndexOf("<section id=\"summary\"", StringComparison.Ordinal)..Page.IndexOf("<section id=\"scope\"", StringComparison.Ordinal)];
        Assert.Equal(4, summary.Split("<li class=\"number\">").Length);
        Assert.Contains("<p class=\"big\">0.71 <small>times the rate</small></p>", summary, StringComparison.Ordinal);
        Assert.Contains("95% interval 0.67 to 0.75 · n\u00a01,712", summary, StringComparison.Ordinal);
        Assert.Contains("The interval lies wholly below 0.80.", summary, StringComparison.Ordinal);
        Assert.Contains("Yardstick: 0.80 or more. 29 CFR 1607.4(D) (1978), screening convention.", summary, StringComparison.Ordinal);
        Assert.Contains("Shown: the worst by verdict and interval of 12.", summary, StringComparison.Ordinal);
        Assert.Contains("31.0% of what moves this score comes from other people’s records.", summary, StringComparison.Ordinal);
        Assert.Contains("What we cannot tell", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PageOfReadFiles_IsThePageOfTheEvidence()
    {
        var sink = MemorySink.Audit();
        Assert.Equal(Page, Render(ReportModel.Read(sink.Open)));
    }

    [Fact]
    public void Write_ManifestThatListsThePage_DoesNotChangeThePage()
    {
        var manifest = SampleEvidence.Manifest with { Outputs = [.. SampleEvidence.Manifest.Outputs, new ManifestFile("report.html", 5, "sha256:0", null, [])] };
        Assert.Equal(Page, Render(ReportModel.Of(SampleEvidence.Released(), SampleEvidence.Plan, manifest)));
    }

    [Fact]
    public void Write_SamplePage_IsSmall() => Assert.InRange(Page.Length, 50_000, 500_000);

    [Fact]
    public void Write_NoFindings_SaysSoAndStillHasItsParts()
    {
        var evidence = ScoringAudit.Release.ReleaseGate.Release(SampleEvidence.Make(new DisclosurePlan(DisclosureClass.Open, "test", 10, true)) with { Findings = [], Tables = [] });
        string page = Render(ReportModel.Of(evidence, "", null));
        Assert.Equal(4, page.Split("no number").Length);
        Assert.Contains("Not measured in this audit.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFindings_NamesTheFile() => Assert.Equal(
        "findings.json: no such file. Expected the findings that an audit wrote beside findings.json. Run the audit again, or name the directory that --out wrote.",
        Assert.Throws<AuditDataException>(() => ReportModel.Read(_ => null)).Message);

    private static string Render(ReportModel model)
    {
        using var to = new MemoryStream();
        ReportPage.Write(model, to);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    [GeneratedRegex("<(link|img|iframe|object|embed|video|audio|source|base|form)\\b|\\bsrc=|srcset=|<script [^>]*src")]
    private static partial Regex Loads();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<script[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<table[ >]")]
    private static partial Regex Tables();

    [GeneratedRegex("<th[ >][^>]*")]
    private static partial Regex Heads();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("\\bfair\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Fair();
}
