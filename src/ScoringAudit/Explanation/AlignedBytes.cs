using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoringAudit.Explanation;

/// <summary>Bytes whose address is a multiple of 64 and stays: a vector of 512 bits is then one cache line, not parts of two.</summary>
internal readonly struct AlignedBytes
{
    private const int Line = 64;

    private readonly byte[] _array;
    private readonly int _start;

    /// <summary>Zeros.</summary>
    public AlignedBytes(int length)
    {
        _array = GC.AllocateArray<byte>(checked(length + Line), pinned: true);
        _start = (int)((Line - (Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (Line - 1))) & (Line - 1));
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
