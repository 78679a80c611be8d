using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Benchmarks;

/// <summary>Bits of a named stream: calibration of synthetic rows only, so that a table can be made again.</summary>
internal sealed class StreamBits(Streams streams) : IBitSource
{
    private RandomSequence _sequence = streams.Sequence();

    public ulong Next(int count) => count == 64 ? _sequence.NextBits() : _sequence.NextBits() >> (64 - count);
}
