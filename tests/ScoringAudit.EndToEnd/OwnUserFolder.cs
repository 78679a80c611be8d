using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ScoringAudit.Storage;

namespace ScoringAudit.EndToEnd;

/// <summary>The tests' key, ledger and marks are kept apart from the user's: in a directory that goes away with the process.</summary>
internal static class OwnUserFolder
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before any test, in whatever order.")]
    internal static void Set()
    {
        var folder = Directory.CreateTempSubdirectory("scoring-audit-user-").FullName;
        Environment.SetEnvironmentVariable(UserFolder.Variable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
