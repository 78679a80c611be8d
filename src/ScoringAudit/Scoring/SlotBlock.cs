using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoringAudit.Scoring;

/// <summary>Model inputs for a run of rows, slot by slot (column-major): what an encoder writes and a model reads.</summary>
public readonly struct SlotBlock
{
    // A vector of 512 bits at a multiple of 64 bytes is one cache line; elsewhere it is parts of two, and kernels take up to twice the time.
    private const int Line = 64;

    private static int[] _zeros = [];

    private readonly float[][] _columns;
    private readonly int[] _starts;
    private readonly int _offset;

    /// <summary>A window of rows over slot columns.</summary>
    /// <param name="columns">One array for each slot, in the schema's order.</param>
    /// <param name="offset">First row inside the arrays.</param>
    /// <param name="rows">Number of rows.</param>
    public SlotBlock(float[][] columns, int offset, int rows)
        : this(columns, Zeros(columns.Length), offset, rows)
    {
    }

    private SlotBlock(float[][] columns, int[] starts, int offset, int rows)
    {
        _columns = columns;
        _starts = starts;
        _offset = offset;
        Rows = rows;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of slots.</summary>
    public int Slots => _columns.Length;

    /// <summary>Values of a slot.</summary>
    public Span<float> this[int slot] => _columns[slot].AsSpan(_starts[slot] + _offset, Rows);

    /// <summary>A window inside this window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows lie outside this window.</exception>
    public SlotBlock Slice(int start, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Rows - rows);
        return new SlotBlock(_columns, _starts, _offset + start, rows);
    }

    /// <summary>New columns of zeros for a number of slots and rows.</summary>
    public static SlotBlock OfLength(int slots, int rows)
    {
        var columns = new float[slots][];
        for (var slot = 0; slot < slots; slot++)
        {
            columns[slot] = new float[rows];
        }

        return new SlotBlock(columns, 0, rows);
    }

    /// <summary>The same in room that is used again and again: each column at an address that suits vectors, for good.</summary>
    internal static SlotBlock Lasting(int slots, int rows)
    {
        var columns = new float[slots][];
        var starts = new int[slots];
        for (var slot = 0; slot < slots; slot++)
        {
            columns[slot] = GC.AllocateArray<float>(rows + (Line / sizeof(float)), pinned: true);
            starts[slot] = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(columns[slot], 0) & (Line - 1)) / sizeof(float);
        }

        return new SlotBlock(columns, starts, 0, rows);
    }

    /// <summary>Copies one row's slots, for models that read row by row.</summary>
    /// <param name="row">Row inside the window.</param>
    /// <param name="to">At least as long as the number of slots.</param>
    public void CopyRow(int row, Span<float> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        for (var slot = 0; slot < _columns.Length; slot++)
        {
            to[slot] = _columns[slot][_starts[slot] + _offset + row];
        }
    }

    /// <summary>A value's address without a bounds check on the row: for kernels that have checked the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Reference(int slot, int row) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_columns[slot]), _starts[slot] + _offset + row);

    private static int[] Zeros(int count)
    {
        var zeros = _zeros;
        return zeros.Length >= count ? zeros : _zeros = new int[count];
    }
}
