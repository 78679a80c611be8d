using System.Text;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Reporting.Subjects;

/// <summary>A statement as one HTML file that needs nothing beside it: no scripts, no requests.</summary>
public static class StatementPage
{
    /// <summary>Writes the page; the same statements give the same bytes.</summary>
    public static void Write(IReadOnlyList<SubjectStatement> statements, Stream to)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(to);
        var html = new Html().Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Element("title", StatementWords.Title).Raw("\n<style>\n").Raw(ReportPage.Style).Raw("\n</style>\n</head>\n<body>\n<div class=\"banner strict\" role=\"note\"><strong>For the person it speaks of.</strong> Not for publication.</div>\n");
        html.Raw("<header class=\"top\">").Element("h1", StatementWords.Title).Raw("</header>\n<main class=\"top\">\n");
        for (var i = 0; i < statements.Count; i++)
        {
            html.Raw("<section>\n");
            if (statements.Count > 1)
            {
                html.Element("h2", FormattableString.Invariant($"{i + 1} of {statements.Count}")).Line();
            }

            Of(html, statements[i]);
            html.Raw("</section>\n");
        }

        to.Write(Encoding.UTF8.GetBytes(html.Raw("</main>\n</body>\n</html>\n").ToString()));
    }

    private static void Of(Html html, SubjectStatement statement)
    {
        html.Element("p", StatementWords.Decision(statement) + " " + StatementWords.Score(statement), "lead").Line();
        List(html, StatementWords.OthersHeading, statement.Others.Select(StatementWords.Origin));
        List(html, StatementWords.ReasonsHeading, statement.Reasons.Select(StatementWords.Reason));
        Own(html, statement);
        html.Element("h3", StatementWords.ChangesHeading).Element("p", statement.ChangesNote).Line();
        Items(html, statement.Changes.Select(StatementWords.Change));
        List(html, StatementWords.ProcedureHeading, statement.Procedure);
        List(html, StatementWords.NotesHeading, statement.Notes);
    }

    private static void Own(Html html, SubjectStatement statement)
    {
        html.Element("h3", StatementWords.OwnHeading).Raw("\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").Text(StatementWords.OwnHeading)
            .Raw("\"><table>\n<thead><tr><th scope=\"col\">Information</th><th scope=\"col\">Yours</th><th scope=\"col\">What it did</th></tr></thead>\n<tbody>\n");
        foreach (var part in statement.Own)
        {
            html.Raw("<tr><th scope=\"row\">").Text(part.Text).Raw("</th><td>").Text(part.Value).Raw("</td><td>").Text(StatementWords.Effect(part)).Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static void List(Html html, string heading, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        if (all.Count > 0)
        {
            html.Element("h3", heading).Line();
            Items(html, all);
        }
    }

    private static void Items(Html html, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        if (all.Count > 0)
        {
            html.Raw("<ul class=\"plainlist\">\n");
            foreach (var text in all)
            {
                html.Element("li", text).Line();
            }

            html.Raw("</ul>\n");
        }
    }
}
