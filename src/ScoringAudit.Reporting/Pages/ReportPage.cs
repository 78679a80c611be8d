using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>The report: one HTML file that needs no network, no scripts and nothing beside it.</summary>
/// <remarks>
/// A pure function of the model: the same model gives the same bytes. The page forbids itself any request (Content-Security-Policy
/// "default-src 'none'"); scripts only sort and filter. The disclosure banner stands on top and on every printed page.
/// </remarks>
public static class ReportPage
{
    /// <summary>Path of the page in a written audit.</summary>
    public const string Path = "report.html";

    /// <summary>Writes the page.</summary>
    /// <param name="model">What it shows.</param>
    /// <param name="to">Where to.</param>
    /// <param name="interactive">Draws the figures that a reader can zoom; null for a page of pictures and tables only.</param>
    public static void Write(ReportModel model, Stream to, IInteractiveFigures? interactive = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(to);
        to.Write(Encoding.UTF8.GetBytes(Render(model, interactive)));
    }

    private static string Render(ReportModel model, IInteractiveFigures? interactive)
    {
        string script = Resource("page.js"), hashes = Hash(script) + (interactive is null ? string.Empty : " " + Hash(interactive.Script));
        string title = model.Findings.Facts.GetValueOrDefault(ReportFacts.Title, "Scoring audit");
        var shown = ReportSection.All.Where(section => SectionWriter.HasContent(section, model)).ToList();
        var html = new Html().Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src " + hashes + (interactive is null ? string.Empty : "; img-src data:") + "\">\n")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n").Element("title", title)
            .Raw("\n<style>\n").Raw(Resource("page.css")).Raw(FigureStyle.Css).Raw("\n</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the summary</a>\n<div class=\"sheet\">\n<div class=\"sheet-head\">");
        Banner(html, model.Findings);
        html.Raw("</div>\n<div class=\"sheet-body\">\n<header class=\"top\">").Element("h1", title).Element("p", model.Findings.Facts.GetValueOrDefault(ReportFacts.Question, SummarySection.Question), "question").Raw("</header>\n<div class=\"frame\">\n");
        html.Raw("<nav class=\"toc\" id=\"contents\" aria-label=\"Contents\"><ol>\n<li><a href=\"#summary\">Summary</a></li>\n");
        foreach (var section in shown)
        {
            html.Raw("<li><a href=\"#" + section.Id + "\">").Text(section.Title).Raw("</a></li>\n");
        }

        html.Raw("</ol>");
        ScoreFilter(html, model);
        html.Raw("</nav>\n<main id=\"main\" tabindex=\"-1\">\n");
        SummarySection.Write(html, model);
        foreach (var section in shown)
        {
            SectionWriter.Write(html, section, model, interactive);
        }

        html.Raw("</main>\n</div>\n<a class=\"up\" href=\"#contents\">Contents</a>\n<footer class=\"foot\">").Text(model.Manifest is { } manifest ? "Made by " + manifest.Tool + ", run started " + Started(manifest.Started) + "." : "Made by scoring-audit.")
            .Raw(" All numbers are in findings.json and tables/.</footer>\n</div>\n</div>\n");
        if (interactive is not null)
        {
            html.Raw("<script type=\"text/plain\" id=\"plot-library\" data-colours=\"").Text(DarkForLight()).Raw("\">").Raw(Packed(interactive.Script)).Raw("</script>\n");
        }

        return html.Raw("<script>").Raw(script).Raw("</script>\n</body>\n</html>\n").ToString();
    }

    // One choice for the whole page: rows and drawings of the other scores step aside. Needs scripts, and more than one score.
    private static void ScoreFilter(Html html, ReportModel model)
    {
        string[] scores = [.. model.Findings.Findings.Select(finding => finding.Model).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (scores.Length < 2)
        {
            return;
        }

        html.Raw("<div class=\"tools only\"><label for=\"filter-score\">Show <select id=\"filter-score\"><option value=\"\">all scores</option>");
        foreach (string score in scores)
        {
            html.Element("option", score);
        }

        html.Raw("</select></label></div>");
    }

    internal static string Started(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Hash(string script) => "'sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script))) + "'";

    // Packed, the library takes a third of the room, and a reader who does not ask for it never waits for it.
    private static string Packed(string script)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(script));
        }

        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    private static string DarkForLight() => "{" + string.Join(',', FigureStyle.Light.Zip(FigureStyle.Dark).Select(pair => "\"" + pair.First + "\":\"" + pair.Second + "\"")) + "}";

    private static void Banner(Html html, ReleasedFindings findings)
    {
        bool strict = findings.Disclosure is Evidence.DisclosureClass.Restricted or Evidence.DisclosureClass.Consented;
        html.Raw("<div class=\"banner" + (strict ? " strict" : string.Empty) + "\" role=\"note\" aria-label=\"Disclosure class\">");
        string word = Words.Of(findings.Disclosure);
        html.Element("strong", "Disclosure class: " + word + ".");
        foreach (string sentence in findings.Banner)
        {
            html.Raw(" ").Text(sentence);
        }

        html.Raw("</div>");
    }

    /// <summary>The style of all pages.</summary>
    internal static string Style => Resource("page.css");

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException("The resource " + name + " is missing from the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
