using System.Buffers.Binary;
using System.IO.Compression;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Unpacks gzip and notices a file that ends early, which the framework's stream passes over in silence.</summary>
/// <remarks>RFC 1952: the last four bytes are the size of the last member modulo 2^32. With one member they must be the size of all that was unpacked.</remarks>
internal sealed class GzipSource(Stream packed, string path, string name) : ForwardStream
{
    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress);
    private long _total;
    private bool _checked;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _unpacked.Read(buffer);
            _total += read;
            if (read == 0 && buffer.Length > 0 && !_checked)
            {
                _checked = true;
                if (EndsEarly())
                {
                    throw Damaged(null);
                }
            }

            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private AuditDataException Damaged(Exception? inner)
    {
        var message = $"{name}: the gzip data end early or are damaged. Expected a whole .gz file. Copy or export the file again.";
        return inner is null ? new AuditDataException(message) : new AuditDataException(message, inner);
    }

    private bool EndsEarly()
    {
        using var file = File.OpenRead(path);
        if (file.Length < 18)
        {
            return true;
        }

        Span<byte> last = stackalloc byte[4];
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(last);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(last);
        return size != (uint)_total && (size > _total || !HasSecondMember(file));
    }

    // Several members in one file (bgzip, cat a.gz b.gz) are legal; then the last size speaks of the last member only.
    private static bool HasSecondMember(FileStream file)
    {
        file.Position = 1;
        var buffer = new byte[1 << 16];
        var kept = 0;
        int read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            if (bytes.IndexOf([(byte)0x1F, (byte)0x8B, (byte)0x08]) >= 0)
            {
                return true;
            }

            kept = Math.Min(2, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
