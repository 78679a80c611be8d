using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoringAudit.Explanation;

/// <summary>A byte for each row in each of several columns: ranks, or patterns. Rows stand in groups of 64, the last one filled up.</summary>
/// <remarks>
/// Inside a group row 16 m + j stands at byte 4 j + m: lane j of a vector of integers holds the bytes of rows j, 16 + j, 32 + j and 48 + j,
/// so shifts and masks turn bytes into integers of consecutive rows, and back, without moving lanes.
/// </remarks>
internal readonly struct RankBlock
{
    /// <summary>Rows of a group.</summary>
    public const int Group = 64;

    private readonly AlignedBytes[] _columns;
    private readonly int _offset;

    private RankBlock(AlignedBytes[] columns, int offset, int rows)
    {
        _columns = columns;
        _offset = offset;
        Rows = rows;
        Stride = StrideOf(rows);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Bytes of a column, those that fill up the last group included.</summary>
    public int Stride { get; }

    /// <summary>A column.</summary>
    public Span<byte> this[int column] => _columns[column].Span.Slice(_offset, Stride);

    /// <summary>A block with room of its own.</summary>
    public static RankBlock OfLength(int columns, int rows) => new(Room(columns, rows, lasting: false), 0, rows);

    /// <summary>A block in room that was used before, or in new room where that is too small.</summary>
    public static RankBlock Within(ref AlignedBytes[] room, int columns, int rows)
    {
        if (room.Length < columns || (columns > 0 && room[0].Length < StrideOf(rows)))
        {
            // By doubling, so that room is made anew a few times only.
            room = Room(Math.Max(columns, room.Length), (int)BitOperations.RoundUpToPowerOf2((uint)rows), lasting: true);
        }

        return new RankBlock(room, 0, rows);
    }

    /// <summary>Where a row's byte stands in its column.</summary>
    public static int Position(int row) => (row & ~(Group - 1)) | ((row & 15) << 2) | ((row >> 4) & 3);

    /// <summary>A window of rows that begins with a group.</summary>
    public RankBlock Slice(int start, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start % Group, 0, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + rows, Rows, nameof(rows));
        return new RankBlock(_columns, _offset + start, rows);
    }

    /// <summary>Address of a column's byte, without a bounds check on the position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Reference(int column, int position) =>
        ref _columns[column].Reference(_offset + position);

    private static AlignedBytes[] Room(int columns, int rows, bool lasting)
    {
        var room = new AlignedBytes[columns];
        for (var c = 0; c < columns; c++)
        {
            room[c] = new AlignedBytes(StrideOf(rows), lasting);
        }

        return room;
    }

    private static int StrideOf(int rows) => checked(rows + Group - 1) / Group * Group;
}
