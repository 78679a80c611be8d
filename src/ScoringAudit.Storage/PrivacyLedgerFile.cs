using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Storage;

/// <summary>The privacy ledger on disk: one JSON object a line, appended and synced, each carrying the keyed hash of itself and all before it.</summary>
/// <remarks>
/// <para>A second file beside it (".head") holds the number of lines and the last hash, so that lines cut off at the end are noticed too. It is written after
/// the ledger: a run killed between the two leaves one line more than the head says, and that is accepted.</para>
/// <para>The hash is an HMAC under the user's key: somebody else cannot forge a chain. The user who holds key and files can; a ledger holds nobody to
/// honesty who does not want to be. While it is open no other process can open it.</para>
/// </remarks>
public sealed class PrivacyLedgerFile : IPrivacyLedger, IDisposable
{
    private static readonly string Start = new('0', 64);
    private readonly FileStream _file;
    private readonly string _name;
    private readonly string _head;
    private readonly byte[] _key;
    private readonly List<LedgerRecord> _records = [];
    private readonly Lock _gate = new();
    private string _last = Start;

    private PrivacyLedgerFile(FileStream file, string path, byte[] key)
    {
        _file = file;
        _name = Path.GetFileName(path);
        _head = path + ".head";
        _key = key;
    }

    /// <summary>Number of lines.</summary>
    public int Count => _records.Count;

    /// <summary>Opens or starts a ledger and checks its whole chain.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The user's key.</param>
    /// <exception cref="AuditDataException">It is in use, cannot be read, or was changed.</exception>
    public static PrivacyLedgerFile Open(string path, DigestKey key)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(key);
        if (!key.IsKept)
        {
            throw new AuditDataException("The privacy ledger needs a key that is kept, and there is no place to keep one. Give the user a local application data directory.");
        }

        FileStream file;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditDataException($"The privacy ledger '{Path.GetFileName(path)}' cannot be opened. Another run may be using it; wait for it, or check that you may read and write it. Nothing was released.", e);
        }

        var ledger = new PrivacyLedgerFile(file, path, key.Bytes);
        try
        {
            ledger.ReadAll();
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Rational Spent(string data)
    {
        lock (_gate)
        {
            return Charges(data).Aggregate(Rational.Zero, (sum, r) => sum + Rational.Parse(r.Rho));
        }
    }

    /// <inheritdoc/>
    public Rational Left(string data, PrivacyBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        lock (_gate)
        {
            var limit = Limit(Charges(data).ToList(), budget);
            var spent = Spent(data);
            return limit > spent ? limit - spent : Rational.Zero;
        }
    }

    /// <inheritdoc/>
    public bool IsCharged(string data, string request)
    {
        lock (_gate)
        {
            return Charges(data).Any(r => r.Request == request);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long>? Answer(string data, string request)
    {
        lock (_gate)
        {
            return _records.Find(r => r.Kind == "release" && r.Data == data && r.Request == request)?.Values;
        }
    }

    /// <inheritdoc/>
    public void Charge(string data, PrivacyBudget budget, string request, string label, Rational rho)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (rho.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "A charge is above 0.");
        }

        lock (_gate)
        {
            var charges = Charges(data).ToList();
            if (charges.Exists(r => r.Request == request))
            {
                // A run was killed before it released: nobody has seen noise for this charge, so it is used now.
                return;
            }

            var limit = Limit(charges, budget);
            var spent = charges.Aggregate(Rational.Zero, (sum, r) => sum + Rational.Parse(r.Rho));
            if (spent + rho > limit)
            {
                throw new BudgetExceededException(label, rho, limit > spent ? limit - spent : Rational.Zero);
            }

            Append(new LedgerRecord("charge", data, request, label, rho.ToString(), budget.Epsilon, budget.Delta, []));
        }
    }

    /// <inheritdoc/>
    public void Record(string data, string request, IReadOnlyList<long> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (_gate)
        {
            if (!Charges(data).Any(r => r.Request == request))
            {
                throw new InvalidOperationException("This request was not charged.");
            }

            if (_records.Exists(r => r.Kind == "release" && r.Data == data && r.Request == request))
            {
                throw new InvalidOperationException("This request is answered already.");
            }

            Append(new LedgerRecord("release", data, request, string.Empty, string.Empty, 0, 0, [.. values]));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The first plan on these data fixed the promise; a later one can ask for less, not for more.
    private static Rational Limit(List<LedgerRecord> charges, PrivacyBudget budget)
    {
        var first = charges.Count > 0 ? new PrivacyBudget(charges[0].Epsilon, charges[0].Delta).Rho : budget.Rho;
        return budget.Rho < first ? budget.Rho : first;
    }

    private IEnumerable<LedgerRecord> Charges(string data) => _records.Where(r => r.Kind == "charge" && r.Data == data);

    private void Append(LedgerRecord record)
    {
        var body = JsonSerializer.Serialize(record);
        var hash = Hash(_last, body);
        _file.Seek(0, SeekOrigin.End);
        _file.Write(Encoding.UTF8.GetBytes(hash + " " + body + "\n"));
        _file.Flush(flushToDisk: true);
        _records.Add(record);
        _last = hash;
        WriteHead();
    }

    private void WriteHead()
    {
        var text = Encoding.UTF8.GetBytes(_records.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + _last + "\n");
        using (var head = new FileStream(_head + ".partial", FileMode.Create, FileAccess.Write))
        {
            head.Write(text);
            head.Flush(flushToDisk: true);
        }

        File.Move(_head + ".partial", _head, overwrite: true);
    }

    private void ReadAll()
    {
        using var reader = new StreamReader(_file, new UTF8Encoding(false, true), false, 1 << 16, leaveOpen: true);
        string text;
        try
        {
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw Changed("it is not text", e);
        }

        var lines = text.Split('\n');
        var hashes = new List<string> { Start };
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var line = lines[i];
            if (line.Length < 66 || line[64] != ' ' || Hash(_last, line[65..]) != line[..64])
            {
                throw Changed($"line {i + 1} does not carry the hash of what stands before it", null);
            }

            try
            {
                _records.Add(JsonSerializer.Deserialize<LedgerRecord>(line[65..]) ?? throw new JsonException());
            }
            catch (JsonException e)
            {
                throw Changed($"line {i + 1} is no ledger line", e);
            }

            _last = line[..64];
            hashes.Add(_last);
        }

        var head = File.Exists(_head) ? File.ReadAllText(_head).Trim() : _records.Count <= 1 ? "0 " + Start : throw Changed("its .head file is missing", null);
        var known = Enumerable.Range(Math.Max(0, _records.Count - 1), Math.Min(2, _records.Count + 1))
            .Any(n => head == n.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + hashes[n]);
        if (!known)
        {
            throw Changed("its last lines are missing, or its .head file is another ledger's", null);
        }

        // A run killed while it wrote leaves a torn line: nothing was released for it, and it is not in the head. It is cut off.
        if (lines[^1].Length > 0)
        {
            _file.SetLength(_file.Length - Encoding.UTF8.GetByteCount(lines[^1]));
            _file.Flush(flushToDisk: true);
        }
    }

    private string Hash(string previous, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(previous + body)));

    private AuditDataException Changed(string what, Exception? inner)
    {
        var message = $"The privacy ledger '{_name}' was changed or damaged: {what}. Expected the file as this tool left it. Nothing was released. Restore it from a copy; without it nobody knows what was spent on these data.";
        return inner is null ? new AuditDataException(message) : new AuditDataException(message, inner);
    }
}
