using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ScoringAudit.Privacy;

/// <summary>Bits of the operating system's cryptographic generator, fetched in blocks. Not for several threads at once.</summary>
internal sealed class SystemBits : IBitSource
{
    private readonly byte[] _buffer = new byte[4096];
    private int _at = 4096;
    private ulong _word;
    private int _left;

    public ulong Next(int count)
    {
        ulong result = 0;
        for (var need = count; need > 0;)
        {
            if (_left == 0)
            {
                Refill();
            }

            var take = Math.Min(need, _left);
            var part = take == 64 ? _word : _word & ((1UL << take) - 1);
            result = take == 64 ? part : (result << take) | part;
            _word = take == 64 ? 0 : _word >> take;
            _left -= take;
            need -= take;
        }

        return result;
    }

    private void Refill()
    {
        if (_at == _buffer.Length)
        {
            RandomNumberGenerator.Fill(_buffer);
            _at = 0;
        }

        _word = BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(_at));

        // Used bits are forgotten, so that a memory dump does not hold the noise of earlier releases.
        _buffer.AsSpan(_at, 8).Clear();
        _at += 8;
        _left = 64;
    }
}
