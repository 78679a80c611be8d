using System.Runtime.CompilerServices;
using System.Text;

namespace ScoringAudit.Primitives;

/// <summary>A named tree of random streams under one seed.</summary>
/// <remarks>
/// A stream is a pure function of (seed, path of names, entity, draw): a new step never shifts another's draws, and any
/// shard, order or number of threads gives the same numbers. The key is the 64-bit FNV-1a hash of each name, mixed with the
/// parent's key by the SplitMix64 finalizer (Steele, Lea and Flood 2014); draws come from <see cref="Philox"/>.
/// </remarks>
public readonly record struct Streams
{
    private Streams(ulong key, string path)
    {
        Key = key;
        Path = path;
    }

    /// <summary>The 64-bit key of this stream.</summary>
    public ulong Key { get; }

    /// <summary>The names from the root, joined by '/'; printed in the manifest.</summary>
    public string Path { get; }

    /// <summary>The root of a seed's streams.</summary>
    public static Streams FromSeed(ulong seed) => new(Mix(seed ^ 0x9E3779B97F4A7C15UL), string.Empty);

    /// <summary>The child stream of that name.</summary>
    /// <param name="name">Any non-empty name; its UTF-8 bytes are hashed.</param>
    public Streams Derive(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Streams(Mix(Key ^ Fnv1a(name)), Path.Length == 0 ? name : Path + "/" + name);
    }

    /// <summary>The child stream of that number, for repeats and replicates.</summary>
    public Streams Derive(long index) => new(Mix(unchecked(Key + (0xD1342543DE82EF95UL * ((ulong)index + 1)))), Path + "#" + index);

    /// <summary>A uniform number in [0, 1) with 53 random bits, for an entity and a draw number.</summary>
    public double Uniform(ulong entity, uint draw) => ToUnit(Bits(entity, draw));

    /// <summary>64 random bits for an entity and a draw number.</summary>
    public ulong Bits(ulong entity, uint draw)
    {
        var block = Philox.Block(Key, entity, draw >> 1);
        return (draw & 1) == 0 ? block.Low : block.High;
    }

    /// <summary>A sequential generator over the draws of one entity.</summary>
    public RandomSequence Sequence(ulong entity = 0) => new(Key, entity);

    /// <summary>The top 53 bits as a number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / 9007199254740992.0);

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private static ulong Fnv1a(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        return hash;
    }
}
