using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Storage;

/// <summary>The release log: the counts that every restricted or consented report of some data gave away, so that a later report cannot be subtracted from it.</summary>
/// <remarks>
/// One JSON file, written anew beside itself and renamed: it is whole or it is the old one. Data and reports stand in it as keyed digests, and an HMAC under the user's key covers all of it, so that
/// a changed log is noticed. A log that was removed is not: keep it with the reports. While it is open no other process can open it.
/// It holds exact counts of people and is as confidential as the data.
/// </remarks>
public sealed class ReleaseLogFile : IDisposable
{
    /// <summary>Name of the log beside the reports.</summary>
    public const string FileName = "releases.json";

    private const int Version = 1;
    private static readonly JsonSerializerOptions Style = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };
    private readonly string _path;
    private readonly byte[] _key;
    private readonly FileStream _lock;
    private readonly List<Entry> _entries = [];

    private ReleaseLogFile(string path, byte[] key, FileStream @lock)
    {
        _path = path;
        _key = key;
        _lock = @lock;
    }

    private string Name => Path.GetFileName(_path);

    /// <summary>Opens a log and checks it; where there is none, the first <see cref="Append"/> makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The user's key.</param>
    /// <exception cref="AuditDataException">It is in use, cannot be read, was changed, or belongs to another user or a newer program; or no key can be kept.</exception>
    public static ReleaseLogFile Open(string path, DigestKey key)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(key);
        if (!key.IsKept)
        {
            throw new AuditDataException("The release log needs a key that is kept, and there is no place to keep one. Nothing was released. Give the user a local application data directory.");
        }

        var full = Path.GetFullPath(path);
        FileStream held;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            held = new FileStream(Path.Combine(Path.GetDirectoryName(full)!, "." + Path.GetFileName(full) + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditDataException($"The release log '{Path.GetFileName(full)}' cannot be opened. Another run may be using it; wait for it, or check that you may read and write it. Nothing was released.", e);
        }

        var log = new ReleaseLogFile(full, key.Bytes, held);
        try
        {
            log.ReadAll();
            return log;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Counts that earlier reports of some data gave away.</summary>
    /// <param name="data">Keyed digest of the data.</param>
    /// <param name="report">Digest of a report: only what came before it; null for all.</param>
    public IReadOnlyList<ReleasedCell> Earlier(string data, string? report = null) =>
        [.. _entries.Where(e => e.Data == data).TakeWhile(e => report is null || e.Report != report).SelectMany(e => e.Places).SelectMany(p => p.Cells()).Distinct()];

    /// <summary>Number of reports of some data.</summary>
    public int Reports(string data) => _entries.Count(e => e.Data == data);

    /// <summary>Digest of the report that answered a request before, or null.</summary>
    /// <param name="data">Keyed digest of the data.</param>
    /// <param name="request">Digest of the request.</param>
    public string? Answer(string data, string request) => _entries.Find(e => e.Data == data && e.Request == request)?.Report;

    /// <summary>Keyed digest of a report or a request.</summary>
    public string Digest(ReadOnlySpan<byte> report) => FileDigest.HmacPrefix + Convert.ToHexStringLower(HMACSHA256.HashData(_key, report));

    /// <summary>Adds a report, before anybody sees it; one that is there already is not added twice.</summary>
    /// <param name="data">Keyed digest of the data.</param>
    /// <param name="request">Digest of what was asked: plan and access.</param>
    /// <param name="report">Digest of the report.</param>
    /// <param name="cells">Counts that it gives away.</param>
    /// <exception cref="AuditDataException">The log cannot be written.</exception>
    public void Append(string data, string request, string report, IReadOnlyList<ReleasedCell> cells)
    {
        ArgumentException.ThrowIfNullOrEmpty(data);
        ArgumentException.ThrowIfNullOrEmpty(request);
        ArgumentException.ThrowIfNullOrEmpty(report);
        ArgumentNullException.ThrowIfNull(cells);
        if (_entries.Exists(e => e.Data == data && e.Report == report))
        {
            return;
        }

        _entries.Add(new Entry(data, request, report, [.. cells.GroupBy(c => c with { Family = string.Empty, Count = 0 }).Select(g => new Place(g.Key, g.ToDictionary(c => c.Family, c => c.Count)))]));
        var body = JsonSerializer.Serialize(_entries, Style);
        var text = Encoding.UTF8.GetBytes($"{{\"schemaVersion\":{Version},\"mac\":\"{Mac(body)}\",\"releases\":{body}}}\n");
        var fresh = Path.Combine(Path.GetDirectoryName(_path)!, $".{Name}.{Path.GetRandomFileName()[..8]}.partial");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(fresh, options))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(fresh);
            throw new AuditDataException($"The release log '{Name}' cannot be written. Nothing was released. Check that you may write to its directory and that the disk is not full.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void ReadAll()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
            var root = document.RootElement;
            if (root.TryGetProperty("schemaVersion", out var version) && version.TryGetInt32(out var found) && found > Version)
            {
                throw new AuditDataException($"The release log '{Name}' is of schema {found}, this program reads {Version}. Nothing was released. Use a newer program.");
            }

            var body = root.GetProperty("releases").GetRawText();
            if (root.GetProperty("mac").GetString() != Mac(body))
            {
                throw Changed("its content is not what was signed, or another user's key signed it", null);
            }

            _entries.AddRange(JsonSerializer.Deserialize<List<Entry>>(body, Style) ?? []);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Changed("it is no release log", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditDataException($"The release log '{Name}' cannot be read. Check that you may read it. Nothing was released.", e);
        }
    }

    private string Mac(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(body)));

    private AuditDataException Changed(string what, Exception? inner)
    {
        var message = $"The release log '{Name}' was changed or damaged: {what}. Nothing was released. Restore it from a copy: without it nobody knows what earlier reports of these data gave away.";
        return inner is null ? new AuditDataException(message) : new AuditDataException(message, inner);
    }

    private sealed record Entry(string Data, string Request, string Report, IReadOnlyList<Place> Places);

    private sealed record Place(ReleasedCell Of, IReadOnlyDictionary<string, long> Counts)
    {
        public IEnumerable<ReleasedCell> Cells() => Counts.Select(c => Of with { Family = c.Key, Count = c.Value });
    }
}
