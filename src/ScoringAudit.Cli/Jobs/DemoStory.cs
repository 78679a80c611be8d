using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What the demonstration prints: one table for each corner, the cost of dropping place, and the three numbers.</summary>
internal static class DemoStory
{
    private static readonly string[] Models = ["own", "own-area", "own-neighbours", "own-proxies"];

    /// <summary>Writes the story.</summary>
    public static void Write(ReleasedEvidence evidence, TextWriter to)
    {
        to.WriteLine("Four scores of the same synthetic people, at the same approval rate (70 %).");
        to.WriteLine("Every number is from people that no model was trained on; in brackets: 95 % intervals.");
        foreach (var (corner, title) in DemoJob.Corners)
        {
            to.WriteLine();
            to.WriteLine(title);
            var table = new TextTable("score", ">AUC", ">impact ratio B/A", ">clustering (I)", ">moved by place, points", ">decisions that flip");
            foreach (var model in Models)
            {
                Finding? Of(string measure, string? attribute = null) => evidence.Findings.FirstOrDefault(
                    f => f.Measure == measure && f.Model == model && f.Stratum == corner && f.Attribute == attribute);
                var move = Of("move_effect_place");
                table.Row(
                    model,
                    ConsoleSummary.Value(Of("roc_auc")),
                    ConsoleSummary.Value(Of("adverse_impact_ratio", "group"), "0.00"),
                    ConsoleSummary.Value(Of("moran_i"), "0.00"),
                    ConsoleSummary.Value(move, "0.0"),
                    move?.Details?.TryGetValue("crossShare", out var share) == true ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–");
            }

            table.Write(to, 120);
            foreach (var model in Models.Skip(1))
            {
                var cost = evidence.Findings.FirstOrDefault(f => f.Measure == "roc_auc_difference" && f.Model == model && f.Stratum == corner);
                var people = evidence.Findings.FirstOrDefault(f => f.Measure == "selection_rate_change" && f.Model == model && f.Stratum == corner && f.Group == "B");
                if (cost is not null)
                {
                    var lost = people?.Details is { } d ? string.Create(CultureInfo.InvariantCulture, $"; in group B {d["peopleLost"]:0} people lose and {d["peopleGained"]:0} gain approval") : string.Empty;
                    to.WriteLine($"  {model} instead of own: AUC {Signed(cost)}{lost}");
                }
            }
        }

        to.WriteLine();
        Wrapped.Write(to, "Plain clustering is there in every score, also in the one that reads nobody else's record: people who live together are alike. Only moving a person tells what a score reads from the place: for the score of the own record it is exactly 0.");
        ConsoleSummary.Headline(evidence, to);
    }

    private static string Signed(Finding finding)
    {
        var text = ConsoleSummary.Value(finding, "+0.0000;-0.0000;0.0000");
        return text;
    }
}
