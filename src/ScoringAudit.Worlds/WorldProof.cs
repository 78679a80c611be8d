using System.Globalization;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>Proof that rows are synthetic: regenerates every row and column from a catalogue id, dials in range and a seed.</summary>
public sealed class WorldProof : ISyntheticProof
{
    private readonly WorldSpec _spec;
    private readonly WorldShard _shard;

    /// <summary>A proof from a spec.</summary>
    /// <exception cref="Primitives.AuditDataException">The spec is not a catalogue id with dials in range: it proves nothing.</exception>
    public WorldProof(WorldSpec spec, WorldShard shard)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (_spec, _shard) = (spec.Checked(), shard.Checked());
    }

    /// <summary>A proof from the text of world.json.</summary>
    /// <exception cref="Primitives.AuditDataException">The text is not a world's, or its spec is not a catalogue id with dials in range.</exception>
    public static WorldProof FromJson(string worldJson)
    {
        var (spec, shard) = WorldJson.Read(worldJson);
        return new WorldProof(spec, shard);
    }

    /// <inheritdoc/>
    public string Statement
    {
        get
        {
            var strengths = string.Join(", ", Catalogue.ScenarioCatalogue.Require(_spec.Scenario).Channels
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={_spec.Strength(c.Name)}")));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"world {_spec.Scenario}, spec version {_spec.Version}, {_spec.Subjects} subjects, seed {_spec.Seed}, shard {_shard}, groupShare={_spec.GroupShare}, dissimilarity={_spec.Dissimilarity}, placeRisk={_spec.PlaceRisk}, {strengths}");
        }
    }

    /// <inheritdoc/>
    public IPortfolio Regenerate(CancellationToken cancel) => World.Stream(_spec, _shard, cancel);
}
