namespace ScoringAudit.Storage;

/// <summary>Makes one delimiter of each run of blanks and tabs outside quotes, and drops those at both ends of a line.</summary>
internal sealed class BlankRuns(Stream inner) : ForwardStream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private bool _quoted;
    private bool _pending;
    private bool _atStart = true;

    public override int Read(Span<byte> buffer)
    {
        // At most one blank more than bytes read comes out: the one that was pending.
        var room = Math.Min(buffer.Length - 1, _buffer.Length);
        while (room > 0)
        {
            var read = inner.Read(_buffer, 0, room);
            if (read == 0)
            {
                return 0;
            }

            var written = Pass(_buffer.AsSpan(0, read), buffer);
            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Pass(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var n = 0;
        foreach (var b in from)
        {
            if (!_quoted && b is (byte)' ' or (byte)'\t')
            {
                _pending = !_atStart;
                continue;
            }

            if (!_quoted && b is (byte)'\r' or (byte)'\n')
            {
                _pending = false;
                _atStart = true;
            }
            else
            {
                _atStart = false;
            }

            if (_pending)
            {
                to[n++] = (byte)' ';
                _pending = false;
            }

            _quoted ^= b == (byte)'"';
            to[n++] = b;
        }

        return n;
    }
}
