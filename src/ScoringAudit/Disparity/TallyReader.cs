using System.Buffers.Binary;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Reads what <see cref="TallyWriter"/> wrote.</summary>
internal ref struct TallyReader(ReadOnlySpan<byte> from)
{
    private ReadOnlySpan<byte> _rest = from;

    public long Integer()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public FixedSum Fixed()
    {
        var value = BinaryPrimitives.ReadInt128LittleEndian(_rest);
        _rest = _rest[16..];
        return new FixedSum(value);
    }
}
