using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds;

/// <summary>Proof that rows are synthetic: regenerates every row and column from a catalogue id, dials in range and a seed.</summary>
/// <remarks>A firm world is solved once for all its tables and kept; people are made anew at each reading.</remarks>
public sealed class WorldProof : ISyntheticProof
{
    private const string Truth = "truth";
    private readonly WorldSpec _spec;
    private readonly WorldShard _shard;
    private WorldStream? _world;

    /// <summary>A proof from a spec.</summary>
    /// <exception cref="AuditDataException">The spec is not a catalogue id with dials in range: it proves nothing.</exception>
    public WorldProof(WorldSpec spec, WorldShard shard)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (_spec, _shard) = (spec.Checked(), shard.Checked());
    }

    /// <summary>A proof from the text of world.json.</summary>
    /// <exception cref="AuditDataException">The text is not a world's, or its spec is not a catalogue id with dials in range.</exception>
    public static WorldProof FromJson(string worldJson)
    {
        var (spec, shard) = WorldJson.Read(worldJson);
        return new WorldProof(spec, shard);
    }

    /// <summary>The proof of another file of the world: "truth", or a table of links or events, by the first part of its name.</summary>
    /// <exception cref="AuditDataException">The world has no such table; the nearest is suggested.</exception>
    public ISyntheticProof Table(string name) => new TableProof(this, name);

    /// <summary>Names of the tables beside the subjects: "truth", then links and events.</summary>
    public IReadOnlyList<string> Tables(CancellationToken cancel = default) => [Truth, .. World(cancel).Tables.Select(t => t.Name)];

    /// <inheritdoc/>
    public string Statement
    {
        get
        {
            var scenario = Catalogue.ScenarioCatalogue.Require(_spec.Scenario);
            var strengths = string.Join(", ", scenario.Channels.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={_spec.Strength(c.Name)}"))
                .Concat(scenario.Dials.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Name}={_spec.Dial(d.Name)}")))
                .Concat(scenario.Preset(_spec.Preset) is { } preset ? ["preset=" + preset.Name] : []));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"world {_spec.Scenario}, spec version {_spec.Version}, {_spec.Subjects} subjects, seed {_spec.Seed}, shard {_shard}, groupShare={_spec.GroupShare}, dissimilarity={_spec.Dissimilarity}, placeRisk={_spec.PlaceRisk}, {strengths}");
        }
    }

    /// <inheritdoc/>
    public IPortfolio Regenerate(CancellationToken cancel) => World(cancel).Subjects;

    private WorldStream World(CancellationToken cancel) => _world ??= Worlds.World.Open(_spec, _shard, 0, cancel);

    private sealed class TableProof(WorldProof whole, string name) : ISyntheticProof
    {
        public string Statement => name + " of " + whole.Statement;

        public IPortfolio Regenerate(CancellationToken cancel)
        {
            var world = whole.World(cancel);
            if (name == Truth)
            {
                return world.Truth;
            }

            if (world.Tables.FirstOrDefault(t => t.Name == name) is { } table)
            {
                return table.Rows;
            }

            var names = whole.Tables(cancel);
            var hint = Nearest.Of(name, names) is { } near ? $"Did you mean '{near}'?" : $"Its tables are: {string.Join(", ", names)}.";
            throw new AuditDataException($"world {whole._spec.Scenario}: there is no table '{name}'. {hint}");
        }
    }
}
