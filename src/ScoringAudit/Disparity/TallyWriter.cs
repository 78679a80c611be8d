using System.Buffers;
using System.Buffers.Binary;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Writes numbers of a tally, little-endian.</summary>
internal readonly struct TallyWriter
{
    private readonly IBufferWriter<byte> _to;

    public TallyWriter(IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        _to = to;
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_to.GetSpan(8), value);
        _to.Advance(8);
    }

    public void Write(FixedSum value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(_to.GetSpan(16), value.Raw);
        _to.Advance(16);
    }
}
