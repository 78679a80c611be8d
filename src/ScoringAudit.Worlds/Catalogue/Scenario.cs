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
