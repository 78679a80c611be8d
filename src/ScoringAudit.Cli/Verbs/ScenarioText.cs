using System.Globalization;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Cli.Verbs;

/// <summary>One scenario in full, for people.</summary>
internal static class ScenarioText
{
    public static void Write(TextWriter to, Scenario s)
    {
        to.WriteLine(s.Kind == WorldKind.Firms ? ScenarioCatalogue.FirmBanner : ScenarioCatalogue.Banner);
        to.WriteLine();
        to.WriteLine($"{s.Id}: {s.Title}");
        to.WriteLine($"label: {s.Label.ToString().ToLowerInvariant()}; a {s.Nature} scenario{(s.Systems.Count == 0 ? string.Empty : "; " + string.Join(", ", s.Systems))}");
        to.WriteLine("article: " + s.ArticleSays);
        foreach (var entry in s.PublicRecord)
        {
            to.WriteLine($"{entry.Side}: {entry.Printed} [{entry.Source}]");
        }

        foreach (var point in s.Unknown)
        {
            to.WriteLine("unknown: " + point);
        }

        to.WriteLine("equation: " + s.Equation);
        foreach (var c in s.Channels)
        {
            to.WriteLine(Text($"--strength {c.Name}={c.Strength}   {c.Min} to {c.Max}, 0 is off: {c.Unit} (origin {c.Origin.ToString().ToLowerInvariant()})"));
        }

        foreach (var d in s.Dials)
        {
            to.WriteLine(Text($"--dial {d.Name}={d.Value}   {d.Min} to {d.Max}: {d.Meaning}"));
        }

        foreach (var p in s.Presets)
        {
            to.WriteLine($"--preset {p.Name}   {p.Meaning}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
