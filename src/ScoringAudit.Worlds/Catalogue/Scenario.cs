using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>A mechanism or test world of the catalogue: what is said of it, what is known, and the dials that the generator has.</summary>
/// <remarks>A channel is a hypothesis built into a synthetic world. No entry says that an institution does what the equation does.</remarks>
/// <param name="Id">Stable id, kebab-case.</param>
/// <param name="Title">One line.</param>
/// <param name="Systems">Systems to which the mechanism is attributed; empty for test worlds.</param>
/// <param name="Label">What stands behind it.</param>
/// <param name="ArticleSays">What the source article says, with its hedge, in our own words.</param>
/// <param name="PublicRecord">The public record for and against.</param>
/// <param name="Equation">What the generator computes.</param>
/// <param name="Channels">The dials.</param>
public sealed record Scenario(
    string Id,
    string Title,
    IReadOnlyList<string> Systems,
    MechanismLabel Label,
    string ArticleSays,
    IReadOnlyList<PublicRecordEntry> PublicRecord,
    string Equation,
    IReadOnlyList<ScenarioChannel> Channels)
{
    /// <summary>Persons or firms.</summary>
    public WorldKind Kind { get; init; } = WorldKind.Persons;

    /// <summary>What the scenario is: "score", or "linkage" or "trace" where the item that it stands for is no score.</summary>
    public string Nature { get; init; } = "score";

    /// <summary>Dials that are no channels.</summary>
    public IReadOnlyList<ScenarioDial> Dials { get; init; } = [];

    /// <summary>Sets of rules; the first is the default.</summary>
    public IReadOnlyList<ScenarioPreset> Presets { get; init; } = [];

    /// <summary>Open points, printed as unknown.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The dial of a name.</summary>
    /// <exception cref="AuditDataException">There is no such dial; the nearest is suggested.</exception>
    public ScenarioDial Dial(string name) => Dials.FirstOrDefault(d => d.Name == name)
        ?? throw new AuditDataException($"scenario '{Id}': there is no dial '{name}'. {Hint(name, Dials.Select(d => d.Name), "dials")}");

    /// <summary>The preset of a name; null: the default.</summary>
    /// <exception cref="AuditDataException">There is no such preset; the nearest is suggested.</exception>
    public ScenarioPreset? Preset(string? name) => name is null
        ? (Presets.Count > 0 ? Presets[0] : null)
        : Presets.FirstOrDefault(p => p.Name == name)
            ?? throw new AuditDataException($"scenario '{Id}': there is no preset '{name}'. {Hint(name, Presets.Select(p => p.Name), "presets")}");

    private static string Hint(string name, IEnumerable<string> names, string kind) =>
        Nearest.Of(name, names) is { } near ? $"Did you mean '{near}'?"
        : names.Any() ? $"Its {kind} are: {string.Join(", ", names)}." : $"It has no {kind}.";

    /// <summary>The channel of a name.</summary>
    /// <exception cref="AuditDataException">There is no such channel; the nearest is suggested.</exception>
    public ScenarioChannel Channel(string name)
    {
        if (Channels.FirstOrDefault(c => c.Name == name) is { } channel)
        {
            return channel;
        }

        var near = Nearest.Of(name, Channels.Select(c => c.Name));
        var hint = near is null ? $"Its channels are: {string.Join(", ", Channels.Select(c => c.Name))}." : $"Did you mean '{near}'?";
        throw new AuditDataException($"scenario '{Id}': there is no channel '{name}'. {hint}");
    }
}
