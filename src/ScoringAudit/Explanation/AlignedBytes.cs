using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoringAudit.Explanation;

/// <summary>Bytes for vectors. Room that is used again stands at a multiple of 64 bytes for good: a vector of 512 bits is then one cache line, not parts of two.</summary>
/// <remarks>Such room is pinned, and each new piece of it brings a full collection nearer: what is made anew for every background is not.</remarks>
internal readonly struct AlignedBytes
{
    private const int Line = 64;

    private readonly byte[] _array;
    private readonly int _start;

    /// <summary>Zeros.</summary>
    /// <param name="length">Number of bytes.</param>
    /// <param name="lasting">Whether the room is used again and again; only then it is aligned.</param>
    public AlignedBytes(int length, bool lasting)
    {
        _array = lasting ? GC.AllocateArray<byte>(checked(length + Line), pinned: true) : new byte[length];
        _start = lasting ? (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (Line - 1)) : 0;
        Length = length;
    }

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>All bytes.</summary>
    public Span<byte> Span => _array.AsSpan(_start, Length);

    /// <summary>Address of a byte, without a bounds check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Reference(int position) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start + position);
}
