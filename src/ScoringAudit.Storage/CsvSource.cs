using System.Text;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Opens the bytes of a CSV as checked UTF-8: unpacked, without byte order mark, with single delimiters.</summary>
internal static class CsvSource
{
    /// <summary>What the file is called in messages.</summary>
    public static string NameOf(string path) => Path.GetFileName(path);

    /// <summary>Opens a file; the digest is of its own bytes, and whole once they were all read.</summary>
    public static (Stream Text, DigestStream? Digest) Open(string path, char? delimiter, bool digest)
    {
        var name = NameOf(path);
        Stream file = InputFile.Open(path);
        try
        {
            RefuseForeign(file, path, name);
            var hashed = digest ? new DigestStream(file) : null;
            file = hashed ?? file;
            var unpacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipSource(file, path, name) : file;
            Stream text = new CheckedText(WithoutMark(unpacked), name);
            return (delimiter == ' ' ? new BlankRuns(text) : text, hashed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The delimiter that the first line calls for.</summary>
    /// <remarks>Of comma, semicolon, tab and bar the one that occurs most often outside quotes (ties go to that order); a blank if none does; a comma if there is no blank either.</remarks>
    public static char FindDelimiter(string path)
    {
        var (text, _) = Open(path, null, false);
        using var reader = new StreamReader(text, new UTF8Encoding(false), false);
        ReadOnlySpan<char> candidates = [',', ';', '\t', '|'];
        Span<int> counts = stackalloc int[candidates.Length];
        var blanks = 0;
        var quoted = false;
        var started = false;
        int c;
        while ((c = reader.Read()) >= 0)
        {
            if (c is '\r' or '\n' && !quoted)
            {
                if (started)
                {
                    break;
                }

                continue;
            }

            started |= c != ' ';
            quoted ^= c == '"';
            if (!quoted)
            {
                var at = candidates.IndexOf((char)c);
                if (at >= 0)
                {
                    counts[at]++;
                }

                blanks += started && c == ' ' ? 1 : 0;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return counts[best] > 0 ? candidates[best] : blanks > 0 ? ' ' : ',';
    }

    private static void RefuseForeign(Stream file, string path, string name)
    {
        Span<byte> start = stackalloc byte[4];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        start = start[..length];
        if (length == 0)
        {
            throw new AuditDataException($"{name}: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.");
        }

        var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var isGzip = start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        if (packed && !isGzip)
        {
            throw new AuditDataException($"{name}: the name ends in .gz, but the file is not gzip. Expected gzip data. Rename the file to .csv if it is text.");
        }

        if (!packed && isGzip)
        {
            throw new AuditDataException($"{name}: found gzip data. Expected CSV text. Rename the file so that it ends in .csv.gz.");
        }

        if (start.SequenceEqual("PAR1"u8))
        {
            throw new AuditDataException($"{name}: found a Parquet file. Expected CSV text. Rename the file so that it ends in .parquet.");
        }

        if (start.SequenceEqual("PK\x3\x4"u8))
        {
            throw new AuditDataException($"{name}: found a ZIP archive or an Excel workbook. Expected CSV text. Save the sheet as CSV (UTF-8).");
        }
    }

    // Strips the byte order mark and turns UTF-16 into UTF-8.
    private static Stream WithoutMark(Stream bytes)
    {
        var start = new byte[3];
        var length = bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var mark = start.AsSpan(0, length);
        if (mark.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return bytes;
        }

        if (mark.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || mark.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var encoding = new UnicodeEncoding(bigEndian: start[0] == 0xFE, byteOrderMark: false);
            return Encoding.CreateTranscodingStream(new PrefixedStream(mark[2..].ToArray(), bytes), encoding, new UTF8Encoding(false));
        }

        return new PrefixedStream(mark.ToArray(), bytes);
    }
}
