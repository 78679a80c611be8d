using ScoringAudit.Models;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Loads a model from a directory made by train, or from a model file.</summary>
internal static class ModelFiles
{
    /// <summary>Loads.</summary>
    /// <exception cref="AuditDataException">Nothing is there, or it is no model that can be read.</exception>
    public static LoadedModel Load(string path)
    {
        if (InputFile.Exists(path))
        {
            return ModelDirectory.LoadFile(Path.GetFileName(path), () => InputFile.Open(path));
        }

        var directory = ResultDirectory.Open(path);
        return ModelDirectory.Load(name => directory.Has(name) ? directory.Read(name) : null, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }
}
