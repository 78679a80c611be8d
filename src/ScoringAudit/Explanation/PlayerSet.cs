using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Who plays: a partition of a score's features. The slots of a feature always play together, so that no row is in two cities.</summary>
public sealed class PlayerSet
{
    private readonly int[] _playerOf;
    private readonly string[] _names;

    private PlayerSet(string label, FeatureSchema schema, IEnumerable<string> names, int[] playerOf)
    {
        Label = label;
        Schema = schema;
        _names = [.. names];
        _playerOf = playerOf;
    }

    /// <summary>What the players are: "features", "origins", "own and everything else", or the caller's word.</summary>
    public string Label { get; }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Names of the players.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of players.</summary>
    public int Count => _names.Length;

    /// <summary>For each feature the position of its player.</summary>
    public IReadOnlyList<int> PlayerOf => _playerOf;

    /// <summary>Every feature for itself.</summary>
    public static PlayerSet Features(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new("features", schema, schema.Features.Select(f => f.Name), [.. Enumerable.Range(0, schema.Count)]);
    }

    /// <summary>One player for each origin that occurs, in the order of <see cref="Origin"/>: whose record moves the score.</summary>
    public static PlayerSet Origins(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Origin[] origins = [.. schema.Features.Select(f => f.Origin).Distinct().Order()];
        return new(
            "origins",
            schema,
            origins.Select(o => o.ToString().ToLowerInvariant()),
            [.. schema.Features.Select(f => Array.IndexOf(origins, f.Origin))]);
    }

    /// <summary>Two players: the subject's own record (0) and everything else (1). Either may have no feature.</summary>
    public static PlayerSet OwnAndOthers(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new("own and everything else", schema, ["own", "everything else"], [.. schema.Features.Select(f => f.Origin == Origin.Own ? 0 : 1)]);
    }

    /// <summary>Each own feature for itself; the others belong to nobody (−1) and always keep the background's values. Only for scores that are asked.</summary>
    internal static PlayerSet OwnOnly(FeatureSchema schema)
    {
        var next = 0;
        int[] playerOf = [.. schema.Features.Select(f => f.Origin == Origin.Own ? next++ : -1)];
        return new("own features", schema, schema.Features.Where(f => f.Origin == Origin.Own).Select(f => f.Name), playerOf);
    }

    /// <summary>Groups of the caller's making.</summary>
    /// <param name="label">What the groups are.</param>
    /// <param name="schema">The features.</param>
    /// <param name="names">Names of the groups, all different.</param>
    /// <param name="playerOf">For each feature the position of its group.</param>
    /// <exception cref="ArgumentException">A feature has no group, a position is out of range, or a name occurs twice.</exception>
    public static PlayerSet Of(string label, FeatureSchema schema, IReadOnlyList<string> names, IReadOnlyList<int> playerOf)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(playerOf);
        if (playerOf.Count != schema.Count)
        {
            throw new ArgumentException($"There are {schema.Count} features and groups for {playerOf.Count}.", nameof(playerOf));
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException("Two groups have one name.", nameof(names));
        }

        foreach (var player in playerOf)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(player, nameof(playerOf));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(player, names.Count, nameof(playerOf));
        }

        return new(label, schema, names, [.. playerOf]);
    }

    /// <summary>For each slot the position of its feature's player.</summary>
    internal int[] SlotPlayers()
    {
        var players = new int[Schema.Slots];
        for (var f = 0; f < Schema.Count; f++)
        {
            var feature = Schema.Features[f];
            players.AsSpan(feature.FirstSlot, feature.Slots).Fill(_playerOf[f]);
        }

        return players;
    }
}
