using ScoringAudit.Leakage;
using System.Xml.Linq;
using ScoringAudit.Evidence;
using ScoringAudit.Notebooks;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Tests.Reporting;

namespace ScoringAudit.Tests.Notebooks;

public class EvidenceViewsTests
{
    private static readonly ReleasedEvidence Released = SampleEvidence.Released();

    [Fact]
    public void Format_Figure_GivesDrawingAndNumbersByConvention()
    {
        var name = Released.Tables.First(t => t.Figure == "move-forest").Name;
        var data = ValueFormatter.Format(Released.Figure(name));
        Assert.Equal(["image/svg+xml", "text/plain"], data.Keys.Order(StringComparer.Ordinal));
        var root = XDocument.Parse(data["image/svg+xml"]).Root!;
        Assert.Equal(("svg", "620"), (root.Name.LocalName, root.Attribute("width")!.Value));
        foreach (var row in Released.Tables.First(t => t.Name == name).Rows)
        {
            Assert.Contains((string)row[Released.Tables.First(t => t.Name == name).Columns.ToList().IndexOf("label")]!, data["text/plain"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Format_Measure_PrintsEveryValueWithItsIntervalAndVerdict()
    {
        var data = ValueFormatter.Format(Released.Measure("adverse_impact_ratio"));
        Assert.Equal(["text/html", "text/plain"], data.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("<th>95 % interval</th>", data["text/html"], StringComparison.Ordinal);
        Assert.Equal(Released.Findings.Count(f => f.Measure == "adverse_impact_ratio"), data["text/html"].Split("<tr><td").Length - 1);
        Assert.DoesNotContain("<script", data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void Views_NotSynthetic_CarryTheBanner()
    {
        var restricted = SampleEvidence.Released(DisclosurePlan.Restricted);
        Assert.Contains("Not for publication.", restricted.Summary().PlainText, StringComparison.Ordinal);
        Assert.Contains("Not for publication.", restricted.Measure("roc_auc").HtmlText, StringComparison.Ordinal);
        Assert.Contains("Not for publication.", restricted.Table(restricted.Tables[0].Name).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_HostileNames_AreEscaped() => Assert.DoesNotContain("<script", Released.Remarks().HtmlText, StringComparison.Ordinal);

    [Fact]
    public void Measure_Misspelt_SuggestsTheNearest()
    {
        var error = Assert.Throws<AuditDataException>(() => Released.Measure("adverse_impact_ration"));
        Assert.Equal("There is no finding of 'adverse_impact_ration'. Did you mean 'adverse_impact_ratio'?", error.Message);
    }

    [Fact]
    public void Ladder_Rungs_SayReachedNotReachedOrNotTested()
    {
        var finding = new Finding
        {
            Id = "leakage/leakage_step/channel=area", Measure = "leakage_step", Channel = "area", Value = 1, Step = "clustered", Scale = "step",
            Rungs = [new LadderRung("clustered", true, true, 0.0004, "a"), new LadderRung("unexplained_by_own", true, false, 0.41, "b"), new LadderRung("responds_to_intervention", false, false, null, "c")],
        };
        var evidence = SampleEvidence.Make(new DisclosurePlan(DisclosureClass.Open, "numbers invented for a test", 10, true)) with { Findings = [finding] };
        var text = ReleaseGate.Release(evidence).Ladder().HtmlText!;
        Assert.Contains("<td align=\"left\">score</td><td align=\"left\">area</td><td align=\"left\">clustered</td><td align=\"left\">yes, p &lt; 0.001</td><td align=\"left\">no, p = 0.410</td><td align=\"left\">not tested</td>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void IsReleased_OnlyViewsOfThisToolkit()
    {
        Assert.True(ValueFormatter.IsReleased(Released.Summary()));
        Assert.False(ValueFormatter.IsReleased(Released.Summary().PlainText));
        Assert.False(ValueFormatter.IsReleased(Released));
        Assert.False(ValueFormatter.IsReleased(new Pretender()));
    }

    [Fact]
    public void Views_Always_AreMadeFromReleasedEvidenceOnly() =>
        Assert.All(typeof(ReleasedView).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ReleasedView))), t => Assert.Empty(t.GetConstructors()));

    [Fact]
    public void Notebooks_Always_ReferenceTheCoreOnly() =>
        Assert.All(typeof(NotebookRunner).Assembly.GetReferencedAssemblies().Where(a => a.Name!.StartsWith("ScoringAudit", StringComparison.Ordinal)), a => Assert.Equal("ScoringAudit", a.Name));

    [ScoringAudit.Reporting.Notebook.TypeFormatterSource(typeof(TextFormatters))]
    private sealed class Pretender;
}
