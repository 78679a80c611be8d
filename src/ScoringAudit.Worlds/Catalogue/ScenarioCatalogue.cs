using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>The scenarios that this version can generate. An id that is not listed here does not work yet.</summary>
/// <remarks>
/// Source article: Horizons, "An Introduction to the China Social Credit System", updated 3 February 2022. Public record as of November 2026.
/// Points and strengths are invented.
/// </remarks>
public static class ScenarioCatalogue
{
    /// <summary>Printed with every scenario.</summary>
    public const string Banner =
        "Synthetic people. The channels are hypotheses built into the generator, with invented points; f(own) is linear in the own columns plus 8 points of noise from own records that no column shows; nothing here says that a named institution works this way.";

    /// <summary>Printed with every scenario about firms.</summary>
    public const string FirmBanner =
        "Synthetic firms with codes that were provably never assigned. The channels are hypotheses built into the generator, with invented points; nothing here says that a named institution works this way.";

    private const string NeighboursSay =
        "Of the German credit score: its details are kept secret, and it has been claimed that living in a low-income area, or having neighbours with low scores, could lower it. The article gives no source for the claim.";

    private static readonly PublicRecordEntry Denial = new(
        "against", "The bureau states that it uses no geodata by default.", "scoring-wissen.de/schufa-scoring, read 2026", true);

    private static readonly PublicRecordEntry OwnFigure = new(
        "against",
        "A figure attributed to the bureau: no address-based scoring in 99.7 % of computations; the rest are queries by e-commerce clients on unknown persons, on request.",
        "20-4-10-regel.de, quoting the bureau",
        true);

    private static readonly PublicRecordEntry Presupposed = new(
        "law",
        "BDSG §31(1) nos. 3 and 4 forbid a score from address data alone and ask for notice if address data are used; codified, validity doubted since CJEU C-634/21. No enactment of the draft §37a was found.",
        "deubner-steuern.de; haufe.de",
        true);

    private static readonly PublicRecordEntry OtherBureaus = new(
        "for", "Other German bureaus have been named as users of address-based scoring since 2010.", "experto.de; Süddeutsche Zeitung, February 2024", true);

    private static readonly string[] Order =
    [
        "neighbours-area", "neighbours-scores", "neighbours-features", "household", "thin-file-gate", "tenure-not-place", "twelve-criteria", "social-contacts", "parent-to-child",
        "corporate-partners", "worst-partner", "founder-to-firm", "officers", "agency-spread", "irregularity-to-blacklist", "redlist-rewards", "removal-and-repair",
        "points-and-grades", "reward-card", "voluntary-platform", "social-media-trust", "fitness-bonus", "official-discretion", "reporting-burden",
        "identifier-linkage", "place-time-trace", "lender-overlay", "errors-and-appeals", "exemption-year", "collection-catalogue", "five-factors",
        "six-worlds-a", "six-worlds-b", "six-worlds-c", "six-worlds-d", "six-worlds-e", "six-worlds-f",
    ];

    /// <summary>All scenarios, in the order of the contract.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. PlainScenarios().Concat(PersonScenarios.All).Concat(FirmScenarios.All).OrderBy(s => Array.IndexOf(Order, s.Id))];

    private static Scenario[] PlainScenarios() =>
    [
        new(
            "neighbours-area",
            "A score that reads a statistic of the postcode",
            ["SCHUFA (attributed)", "other German bureaus (attributed)"],
            MechanismLabel.Claimed,
            NeighboursSay,
            [Denial, OwnFigure, Presupposed, OtherBureaus],
            "s = clip(100..999, f(own) + area·Z(postcode)), Z = (area_purchasing_power − 100) / 15",
            [Area(20)]),
        new(
            "neighbours-scores",
            "A score that reads the neighbours' scores",
            ["SCHUFA (attributed)"],
            MechanismLabel.Claimed,
            NeighboursSay,
            [
                Denial,
                Presupposed,
                new("for", "A credit portal asserts that address-based scoring in general goes down to five households. No public evidence was found that the bureau uses neighbours' scores.", "creditolo.de", true),
            ],
            "s = clip(100..999, f(own) + neighbours·(W s − 600)), W = mean over other households within 4 houses on the same street; solved to the fixpoint",
            [Neighbours(0.3)]),
        new(
            "thin-file-gate",
            "A score that reads the postcode only for people with a thin file",
            ["SCHUFA (attributed)"],
            MechanismLabel.Claimed,
            NeighboursSay + " The gate itself is not in the article.",
            [OwnFigure, Denial, Presupposed],
            "s = clip(100..999, f(own) + 1[thin file]·thin-file-area·Z(postcode)); thin files are 0.3 % of people",
            [ThinFileArea(60)]),
        new(
            "tenure-not-place",
            "A score that reads how long one has lived at an address, not where",
            ["SCHUFA score of 2026 (published criteria)"],
            MechanismLabel.Codified,
            "Not in the article, which is older.",
            [
                new("for", "Age of the current address is one of twelve published additive criteria of the score on 100–999 points. Points per criterion were not found: those here are invented.", "insuedthueringen.de, 20 February 2026; verlagshaus-jaumann.de; t3n", true),
                new("context", "A list reported in 2014 already weighed the number of moves and the time at the address.", "swr.de; kreditforum.net", true),
                new("context", "Older industry scores run beside the new score until 2027.", "reported; date not verified", false),
            ],
            "s = clip(100..999, f(own) + tenure·min(tenure_months, 120)/120). A naive move test sees a drop although place has no effect",
            [Tenure(40)]),
        SixWorlds("a", "segregated, no leakage", "Plain clustering is there, nothing else.", 0, 0, 0, 0, 0),
        SixWorlds("b", "no leakage, one own feature that the auditor does not see", "Looks like neighbour effects to every passive test.", 0, 0, 0, 40, 0),
        SixWorlds("c", "area leakage of 20 points per standard deviation", "Mistaken for peer effects by two-stage least squares.", 20, 0, 0, 0, 0),
        SixWorlds("d", "neighbour leakage of 0.3", "Not to be told from world b without queries.", 0, 0.3, 0, 0, 0),
        SixWorlds("e", "leakage only for the 0.3 % with thin files", "Invisible to means and to every passive test.", 0, 0, 60, 0, 0),
        SixWorlds("f", "no leakage, an own shock that is common to a street", "Fools the residual test.", 0, 0, 0, 0, 40),
    ];

    /// <summary>The scenario of an id.</summary>
    /// <exception cref="AuditDataException">There is no such scenario; the nearest is suggested.</exception>
    public static Scenario Require(string id)
    {
        if (All.FirstOrDefault(s => s.Id == id) is { } scenario)
        {
            return scenario;
        }

        var near = Nearest.Of(id ?? string.Empty, All.Select(s => s.Id));
        var hint = near is null ? $"The scenarios are: {string.Join(", ", All.Select(s => s.Id))}." : $"Did you mean '{near}'?";
        throw new AuditDataException($"scenario: there is no '{id}' in the catalogue. {hint}");
    }

    private static ScenarioChannel Area(double strength) =>
        new("area", Origin.Area, strength, 0, 100, "points per standard deviation of the postcode's purchasing power");

    private static ScenarioChannel Neighbours(double strength) =>
        new("neighbours", Origin.Neighbourhood, strength, 0, 0.95, "points per point of the neighbours' mean score");

    private static ScenarioChannel ThinFileArea(double strength) =>
        new("thin-file-area", Origin.Area, strength, 0, 200, "points per standard deviation of the postcode's purchasing power, thin files only");

    private static ScenarioChannel Tenure(double strength) =>
        new("tenure", Origin.Own, strength, 0, 200, "points for 120 months at the address");

    private static Scenario SixWorlds(string letter, string title, string lesson, double area, double neighbours, double thin, double hidden, double shock) => new(
        "six-worlds-" + letter,
        "Test world " + letter.ToUpperInvariant() + ": " + title,
        [],
        MechanismLabel.Illustrative,
        "Not in the article: a test world for instruments.",
        [new("context", lesson, "simulation of this project", true)],
        "s = clip(100..999, f(own) + hidden-own·r + street-shock·u(street) + (area + 1[thin file]·thin-file-area)·Z(postcode) + neighbours·(W s − 600)); r: own reserves, not among the columns; u: a shock in the person's own record, common to the street",
        [
            Area(area),
            Neighbours(neighbours),
            ThinFileArea(thin),
            new("hidden-own", Origin.Own, hidden, 0, 200, "points per standard deviation of own reserves, which are not among the columns"),
            new("street-shock", Origin.Own, shock, 0, 200, "points per standard deviation of the street's common shock to own records"),
        ]);
}
