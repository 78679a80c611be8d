using System.Text;

namespace ScoringAudit.Storage;

/// <summary>Remembers beside the privacy ledger which data had exact and which had protected numbers written, so that nobody shows both unawares.</summary>
/// <remarks>One small file for each data set, named by its keyed digest: no lock, no order, nothing of the data. A guard against a mistake, not against a person.</remarks>
public static class ReleaseMarks
{
    /// <summary>The ledger of the user: in the local application data, beside the digest key.</summary>
    /// <exception cref="Primitives.AuditDataException">The system has no such place.</exception>
    public static string LedgerOfUser() => UserFolder.Find() is { } folder
        ? Path.Combine(folder, "privacy.ledger")
        : throw new Primitives.AuditDataException($"The privacy ledger has no place: the user has no local application data directory. Name a file with --ledger, or a directory in the environment variable {UserFolder.Variable}.");

    /// <summary>Remembers that numbers of these data were written; where that is not possible, nothing happens.</summary>
    /// <param name="ledger">Path of the ledger.</param>
    /// <param name="data">Keyed digest of the data.</param>
    /// <param name="exact">Exact numbers, or protected ones.</param>
    public static void Remember(string ledger, string data, bool exact)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            Directory.CreateDirectory(Folder(ledger, exact));
            File.WriteAllBytes(At(ledger, data, exact), Encoding.UTF8.GetBytes(exact ? "exact\n" : "protected\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An audit does not fail for it.
        }
    }

    /// <summary>Whether such numbers of these data were written.</summary>
    public static bool Has(string ledger, string data, bool exact)
    {
        ArgumentNullException.ThrowIfNull(data);
        return File.Exists(At(ledger, data, exact));
    }

    private static string Folder(string ledger, bool exact) => ledger + (exact ? ".exact" : ".protected");

    private static string At(string ledger, string data, bool exact) => Path.Combine(Folder(ledger, exact), data[(data.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}
