using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What a person reads at the end of a run: tables, three numbers with their intervals, and where the report is.</summary>
internal static class ConsoleSummary
{
    /// <summary>Writes a small table of each kind of result, then the three numbers.</summary>
    public static void Write(ReleasedEvidence evidence, TextWriter to)
    {
        foreach (var line in evidence.Banner)
        {
            to.WriteLine(line);
        }

        Ratios(evidence, to);
        foreach (var note in evidence.Notes.Where(n => n.Kind is "warning" or "limit"))
        {
            to.WriteLine();
            to.WriteLine(note.Kind + ": " + note.Text);
        }

        Headline(evidence, to);
    }

    /// <summary>The three numbers.</summary>
    public static void Headline(ReleasedEvidence evidence, TextWriter to)
    {
        to.WriteLine();
        foreach (var headline in Headlines.Of(ReleasedFindings.Of(evidence)))
        {
            to.WriteLine(headline.Question);
            to.WriteLine("  " + headline.Says);
            if (headline.Verdict.Length > 0)
            {
                to.WriteLine("  " + headline.Verdict);
            }
        }
    }

    /// <summary>A number with its interval: "0.74 [0.54, 1.00]".</summary>
    public static string Value(Finding? finding, string format = "0.000") => finding switch
    {
        null => "–",
        { Status: FindingStatus.Suppressed } => "suppressed",
        { Status: FindingStatus.Undefined } => "undefined",
        { Interval: { } i } => string.Create(CultureInfo.InvariantCulture, $"{Number(finding.Value!.Value, format)} [{Number(i.Limits.Low, format)}, {Number(i.Limits.High, format)}]"),
        _ => Number(finding.Value!.Value, format),
    };

    private static string Number(double value, string format) =>
        double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞" : value.ToString(format, CultureInfo.InvariantCulture);

    private static void Ratios(ReleasedEvidence evidence, TextWriter to)
    {
        var rates = evidence.Findings.Where(f => f.Measure == "selection_rate" && f.Attribute is not null).ToList();
        if (rates.Count == 0)
        {
            return;
        }

        var table = new TextTable("model", "group", "rows", "favourable", "impact ratio", "verdict");
        const int most = 30;
        foreach (var rate in rates.Take(most))
        {
            var air = evidence.Findings.FirstOrDefault(f => f.Measure == "adverse_impact_ratio" && f.Model == rate.Model && f.Attribute == rate.Attribute && f.Group == rate.Group && f.Stratum == rate.Stratum);
            table.Row(
                string.Join(" ", new[] { rate.Model, rate.Stratum }.OfType<string>()),
                $"{rate.Attribute}={rate.Group}",
                rate.N?.ToString(CultureInfo.InvariantCulture) ?? "–",
                Value(rate),
                air is null ? "reference" : Value(air, "0.00"),
                air?.Verdict is { } v ? Words.Of(v).Replace('_', ' ') : string.Empty);
        }

        to.WriteLine();
        table.Write(to, 110);
        if (rates.Count > most)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {rates.Count - most} more groups in findings.json"));
        }
    }
}
