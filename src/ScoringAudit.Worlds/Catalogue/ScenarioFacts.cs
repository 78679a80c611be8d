using System.Globalization;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>What the catalogue says of a world, as facts that a report lists.</summary>
public static class ScenarioFacts
{
    /// <summary>Facts of a proven world, by name.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="features">Features that the plan names, for the catalogue of what may be collected.</param>
    public static IReadOnlyDictionary<string, string> Of(WorldSpec spec, IEnumerable<string> features)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(features);
        var s = ScenarioCatalogue.Require(spec.Scenario);
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["article"] = s.ArticleSays,
            ["banner"] = s.Kind == WorldKind.Firms ? ScenarioCatalogue.FirmBanner : ScenarioCatalogue.Banner,
            ["equation"] = s.Equation,
            ["mechanism"] = $"{s.Label.ToString().ToLowerInvariant()}; a {s.Nature} scenario{(s.Systems.Count == 0 ? string.Empty : "; " + string.Join(", ", s.Systems))}",
            ["public record"] = string.Join(" ", s.PublicRecord.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Side}: {r.Printed} [{r.Source}]"))),
            ["scenario"] = $"{s.Id}: {s.Title}",
        };
        if (s.Unknown.Count > 0)
        {
            facts["unknown"] = string.Join(" ", s.Unknown);
        }

        if (s.Kind == WorldKind.Firms && CollectionCatalogue.Outside(features) is { Count: > 0 } outside)
        {
            facts["outside the eleven classes of 2021"] = string.Join(", ", outside) + " (our reading: about another subject than the firm)";
        }

        return facts;
    }
}
