using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds;

/// <summary>Part K of N of a world, cut between postcodes; the rows of parts 1 to N, one after the other, are the whole's.</summary>
/// <param name="Number">K, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">N, at least 1.</param>
public readonly record struct WorldShard(int Number, int Count)
{
    /// <summary>The whole world: 1/1.</summary>
    public static WorldShard Whole { get; } = new(1, 1);

    /// <summary>Reads "K/N".</summary>
    /// <exception cref="AuditDataException">Not two whole numbers with 1 ≤ K ≤ N.</exception>
    public static WorldShard Parse(string text)
    {
        var parts = (text ?? string.Empty).Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var k)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return new WorldShard(k, n).Checked();
        }

        throw new AuditDataException($"shard: found '{text}', expected K/N with whole numbers, for example 2/5.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    internal WorldShard Checked() => Count >= 1 && Number >= 1 && Number <= Count
        ? this
        : throw new AuditDataException($"shard: found {this}, expected K/N with 1 ≤ K ≤ N. The parts of a world are numbered from 1 to N.");
}
