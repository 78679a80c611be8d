using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What a person reads of clustering over links: first what the sample could have found, then what it shows, and how far up the ladder that goes.</summary>
internal static class LinksSummary
{
    /// <summary>Writes a table of the links, and why those that say nothing say nothing.</summary>
    public static void Write(ReleasedEvidence evidence, TextWriter to, int width)
    {
        var all = evidence.Findings.Where(f => f is { Measure: "moran_i", Link: not null }).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var table = new TextTable("score", "links by", ">people", ">pairs", ">could find", ">clustering", ">after own", "ladder");
        foreach (var moran in all)
        {
            Finding? Of(string measure) => evidence.Findings.FirstOrDefault(f => f.Measure == measure && f.Link == moran.Link && f.Model == moran.Model && f.Stratum == moran.Stratum);
            table.Row(
                string.Join(" ", new[] { moran.Model ?? "as recorded", moran.Stratum }.OfType<string>()),
                moran.Link!,
                moran.N is { } n ? Show.Count(n) : "–",
                moran.Details?.TryGetValue("pairs", out var pairs) == true ? Show.Count((long)pairs) : "–",
                moran.SmallestDetectable is { } least ? least.ToString("0.000", CultureInfo.InvariantCulture) : "–",
                Value(moran),
                Value(Of("moran_i_residual")),
                Of("leakage_step") is { Status: FindingStatus.Defined } step ? step.Step!.Replace('_', ' ') : "–");
        }

        to.WriteLine();
        table.Write(to, width);
        Wrapped.Write(to, "Clustering: Moran's I of the scores, and of what own features leave of them, with its one-sided p; 'could find': the smallest that this sample shows four times out of five. Clustering alone says nothing about what the score uses.");
        foreach (var reason in all.Where(f => f.Reason is not null).Select(f => (f.Link, f.Reason)).Distinct())
        {
            to.WriteLine();
            Wrapped.Write(to, $"{reason.Link}: {reason.Reason}", "not measured: ", "  ");
        }
    }

    private static string Value(Finding? finding) => finding switch
    {
        null => "–",
        { Status: FindingStatus.Suppressed } => "suppressed",
        { Status: FindingStatus.Undefined } => "undefined",
        { PValue: { } p } => string.Create(CultureInfo.InvariantCulture, $"{finding.Value:0.000} (p {(p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture))})").Replace('-', '−'),
        _ => finding.Value!.Value.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−'),
    };
}
