using System.Buffers;
using System.Text;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Passes UTF-8 on and stops at bytes that are no text: invalid sequences and NUL.</summary>
internal sealed class CheckedText(Stream inner, string name) : ForwardStream
{
    private readonly byte[] _tail = new byte[4];
    private int _tailLength;
    private long _line = 1;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Check(buffer[..read], read == 0 && buffer.Length > 0);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> bytes, bool final)
    {
        // A sequence may be cut by the buffer's end: its first bytes wait in the tail.
        if (_tailLength > 0)
        {
            if (final)
            {
                throw NotUtf8();
            }

            while (_tailLength > 0 && !bytes.IsEmpty)
            {
                _tail[_tailLength++] = bytes[0];
                bytes = bytes[1..];
                var status = Rune.DecodeFromUtf8(_tail.AsSpan(0, _tailLength), out _, out _);
                if (status == OperationStatus.Done)
                {
                    _tailLength = 0;
                }
                else if (status == OperationStatus.InvalidData)
                {
                    throw NotUtf8();
                }
            }
        }

        var cut = Incomplete(bytes);
        var whole = bytes[..^cut];
        if (!System.Text.Unicode.Utf8.IsValid(whole) || whole.Contains((byte)0))
        {
            Throw(whole);
        }

        bytes[^cut..].CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += cut;
        _line += whole.Count((byte)'\n');
    }

    // The number of bytes at the end that begin a sequence which the buffer cuts.
    private static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (var n = 1; n <= Math.Min(3, bytes.Length); n++)
        {
            var b = bytes[^n];
            if (b >= 0xC0)
            {
                return Rune.DecodeFromUtf8(bytes[^n..], out _, out _) == OperationStatus.NeedMoreData ? n : 0;
            }

            if (b < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private void Throw(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes[0] == 0)
            {
                throw new AuditDataException($"{name}, line {_line}: found a NUL byte, so this is not a text file. Expected CSV as UTF-8 text. Export the data as CSV, or name a Parquet file *.parquet.");
            }

            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) != OperationStatus.Done)
            {
                throw NotUtf8();
            }

            if (rune.Value == '\n')
            {
                _line++;
            }

            bytes = bytes[used..];
        }
    }

    private AuditDataException NotUtf8() =>
        new($"{name}, line {_line}: found bytes that are not UTF-8 text. Expected UTF-8, or UTF-16 with a byte order mark. Save the file as UTF-8 and try again.");
}
