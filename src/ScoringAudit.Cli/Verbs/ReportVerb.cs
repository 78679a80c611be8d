using System.CommandLine;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Reporting.Plotly;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>report: writes report.html again from findings.json and tables/.</summary>
internal static class ReportVerb
{
    public static Command Make(Host host)
    {
        var directory = new Argument<string>("DIR") { Description = "Directory of a written audit" };
        var verb = new Command("report", "Writes report.html again from findings.json and tables/") { directory };
        verb.SetAction(r => App.Guard(host, () =>
        {
            var result = ResultDirectory.Open(r.GetValue(directory)!);
            var model = ReportModel.Read(name => result.Has(name) ? result.Read(name) : null);
            SingleFile.WriteAtomically(Path.Combine(result.Path, ReportPage.Path), to => ReportPage.Write(model, to, new PlotlyFigures()), force: true);
            host.Out.WriteLine("Report: " + Path.Combine(result.Path, ReportPage.Path));
            return ExitCode.Ran;
        }));
        return verb;
    }
}
