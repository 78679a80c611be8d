using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Which features are replaced together when a protected audit asks what others' records do to a score.</summary>
internal static class ProtectedMoves
{
    /// <summary>Everything that is not the person's own.</summary>
    public const string All = "all";

    /// <summary>Everything that moves with the place: area and neighbourhood.</summary>
    public const string Place = "place";

    /// <summary>The channels of a design: all, and place where the model reads more than the place.</summary>
    public static IReadOnlyList<string> Channels(ProtectedDesign design)
    {
        var all = Features(design, All);
        var place = Features(design, Place);
        return place.Count == 0 || place.Count == all.Count ? [All] : [All, Place];
    }

    /// <summary>Whether the features of "all" are those of the place.</summary>
    public static bool IsPlaceOnly(ProtectedDesign design) => Features(design, Place).Count == Features(design, All).Count;

    /// <summary>Positions of a channel's features.</summary>
    public static IReadOnlyList<int> Features(ProtectedDesign design, string channel)
    {
        var origin = (design.Plan.Roles.Features ?? []).ToDictionary(f => f.Column, f => f.Origin, StringComparer.Ordinal);
        var features = design.Model!.Features;
        return [.. Enumerable.Range(0, features.Count).Where(f => origin.GetValueOrDefault(features[f], Origin.Own) is var o && (channel == Place ? o is Origin.Area or Origin.Neighbourhood : o != Origin.Own))];
    }
}
