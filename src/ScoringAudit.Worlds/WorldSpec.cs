using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds;

/// <summary>What world to make: a scenario of the catalogue, its dials and a seed. A world is a pure function of it.</summary>
/// <remarks>
/// People do not depend on the scenario or its strengths: the same seed and size give the same people under every mechanism, so a control
/// of strength 0 differs in the score alone. <see cref="PlaceRisk"/> changes arrears and defaults, never who lives where.
/// </remarks>
public sealed record WorldSpec
{
    /// <summary>The version of the generator that this code is; the same spec and version give the same rows forever.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Catalogue id.</summary>
    public required string Scenario { get; init; }

    /// <summary>Version of the generator.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Number of people, from 100 to 100,000,000.</summary>
    public int Subjects { get; init; } = 20_000;

    /// <summary>Root of all random streams.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>About how many streets there are, the same number in each postcode; null: one for 50 people. From one for each postcode to one for 10 people.</summary>
    public int? Streets { get; init; }

    /// <summary>Target of the dissimilarity index of group B over streets (Duncan and Duncan 1955); [0.15, 0.85] for a quarter of people in group B.</summary>
    public double Dissimilarity { get; init; } = 0.55;

    /// <summary>Share of people in group B, in [0.05, 0.5].</summary>
    public double GroupShare { get; init; } = 0.25;

    /// <summary>Whether place itself carries risk: log-odds of default per standard deviation of a local shock that people of a street and a postcode share; in [0, 1.5]. 0: people differ, places do not.</summary>
    public double PlaceRisk { get; init; }

    /// <summary>Strengths that replace the catalogue's defaults, by channel.</summary>
    public IReadOnlyDictionary<string, double> Strengths { get; init; } = new Dictionary<string, double>();

    /// <summary>Values that replace the defaults of the scenario's dials that are no channels, by name.</summary>
    public IReadOnlyDictionary<string, double> Dials { get; init; } = new Dictionary<string, double>();

    /// <summary>Name of the set of rules to follow; null: the scenario's first, if it has any.</summary>
    public string? Preset { get; init; }

    internal bool IsFirms => ScenarioCatalogue.Require(Scenario).Kind == WorldKind.Firms;

    /// <summary>A spec with the catalogue's defaults.</summary>
    /// <exception cref="AuditDataException">There is no such scenario.</exception>
    public static WorldSpec Of(string scenario) => new() { Scenario = ScenarioCatalogue.Require(scenario).Id };

    /// <summary>The same spec with one strength replaced.</summary>
    /// <exception cref="AuditDataException">There is no such channel, or the strength is out of its range.</exception>
    public WorldSpec WithStrength(string channel, double strength)
    {
        var spec = this with
        {
            Strengths = new SortedDictionary<string, double>(Strengths.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal) { [channel] = strength },
        };
        spec.CheckStrengths();
        return spec;
    }

    /// <summary>The same spec with one dial replaced that is no channel.</summary>
    /// <exception cref="AuditDataException">There is no such dial, or the value is out of its range.</exception>
    public WorldSpec WithDial(string dial, double value)
    {
        var spec = this with
        {
            Dials = new SortedDictionary<string, double>(Dials.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal) { [dial] = value },
        };
        spec.CheckDials();
        return spec;
    }

    /// <summary>The value of a dial that is no channel.</summary>
    /// <exception cref="AuditDataException">The scenario has no such dial.</exception>
    public double Dial(string dial) => Dials.TryGetValue(dial, out var value) ? value : ScenarioCatalogue.Require(Scenario).Dial(dial).Value;

    /// <summary>The same spec with every channel off: the control.</summary>
    public WorldSpec Control() =>
        this with { Strengths = ScenarioCatalogue.Require(Scenario).Channels.ToDictionary(c => c.Name, _ => 0.0, StringComparer.Ordinal) };

    /// <summary>The strength of a channel: the replaced one, else the catalogue's default; 0 for a channel that the scenario lacks.</summary>
    public double Strength(string channel) =>
        Strengths.TryGetValue(channel, out var s)
            ? s
            : ScenarioCatalogue.Require(Scenario).Channels.FirstOrDefault(c => c.Name == channel)?.Strength ?? 0;

    /// <summary>Checks every dial.</summary>
    /// <returns>The spec itself.</returns>
    /// <exception cref="AuditDataException">Unknown scenario or channel, a version of the future, a dial out of its range, a segregation that cannot be reached.</exception>
    public WorldSpec Checked()
    {
        ScenarioCatalogue.Require(Scenario);
        if (Version is < 1 or > CurrentVersion)
        {
            throw new AuditDataException(Text($"world: spec version {Version} was found, this program makes versions 1 to {CurrentVersion}. Use the program that made the world, or a newer one."));
        }

        if (Subjects is < 100 or > 100_000_000)
        {
            throw new AuditDataException(Text($"world: {Subjects} subjects were asked for, expected 100 to 100000000. Choose a number in that range."));
        }

        Range("groupShare", GroupShare, 0.05, 0.5);
        Range("placeRisk", PlaceRisk, 0, 1.5);
        Range("dissimilarity", Dissimilarity, 0, 0.85);
        var perStreet = CheckStreets();
        var least = Persons.Segregation.LeastDissimilarity(GroupShare, perStreet);
        if (Dissimilarity < least)
        {
            throw new AuditDataException(Text($"world: dissimilarity {Dissimilarity} cannot be reached with group share {GroupShare}: streets of about {perStreet:0} people differ by chance alone. Expected at least {least:0.00}. Raise dissimilarity or groupShare{(Streets is null ? string.Empty : ", or ask for fewer streets")}."));
        }

        CheckStrengths();
        CheckDials();
        ScenarioCatalogue.Require(Scenario).Preset(Preset);
        return this;
    }

    // People of a street, on average.
    private double CheckStreets()
    {
        if (Streets is not { } streets)
        {
            return Persons.Layout.PeoplePerStreet;
        }

        if (IsFirms)
        {
            throw new AuditDataException(Text($"scenario '{Scenario}': {streets} streets were asked for, but a firm world has none. Leave streets out."));
        }

        int fewest = Persons.Layout.PostcodesOf(Subjects), most = Subjects / Persons.Layout.FewestPerStreet;
        return streets >= fewest && streets <= most
            ? (double)Subjects / streets
            : throw new AuditDataException(Text($"world: {streets} streets were asked for {Subjects} people, expected {fewest} to {most}: each postcode has a street, and a street holds {Persons.Layout.FewestPerStreet} people on average or more. Change the number of streets or of people."));
    }

    private void CheckDials()
    {
        var scenario = ScenarioCatalogue.Require(Scenario);
        foreach (var (name, value) in Dials.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var dial = scenario.Dial(name);
            if (!(value >= dial.Min && value <= dial.Max))
            {
                throw new AuditDataException(Text($"scenario '{Scenario}': dial '{name}' is {value}, expected a number from {dial.Min} to {dial.Max} ({dial.Meaning}). The default is {dial.Value}."));
            }
        }
    }

    /// <summary>Channels that make scores feed scores; together they must stay below 1.</summary>
    private static readonly string[] Feeding = ["neighbours", "contacts", "partner-level", "worst-partner"];

    private void CheckStrengths()
    {
        var scenario = ScenarioCatalogue.Require(Scenario);
        foreach (var (name, strength) in Strengths.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var channel = scenario.Channel(name);
            if (double.IsFinite(strength) && Feeding.Contains(channel.Name) && strength >= 1)
            {
                throw new AuditDataException(Text($"scenario '{Scenario}': the strength of channel '{channel.Name}' is {strength}: scores that feed scores have no fixpoint at a contraction factor of 1 or more. The largest strength is {channel.Max}."));
            }

            if (!(strength >= channel.Min && strength <= channel.Max))
            {
                throw new AuditDataException(Text($"scenario '{Scenario}': the strength of channel '{name}' is {strength}, expected a number from {channel.Min} to {channel.Max} ({channel.Unit}). 0 is off, the default is {channel.Strength}."));
            }
        }

        CheckContraction(scenario);
    }

    private void CheckContraction(Scenario scenario)
    {
        var feeding = scenario.Channels.Where(c => Feeding.Contains(c.Name)).ToList();
        var sum = feeding.Sum(c => Strength(c.Name));
        if (sum >= 1)
        {
            var names = string.Join(" and ", feeding.Select(c => "'" + c.Name + "'"));
            throw new AuditDataException(Text($"scenario '{Scenario}': the strengths of channels {names} add up to {sum}: scores that feed scores have no fixpoint at a contraction factor of 1 or more. Keep the sum below 1; beside the others, '{feeding[0].Name}' may be at most {Math.Max(0, 0.99 - (sum - Strength(feeding[0].Name))):0.##}."));
        }
    }

    private static void Range(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new AuditDataException(Text($"world: {name} is {value}, expected a number from {low} to {high}."));
        }
    }

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
