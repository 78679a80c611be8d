using ScoringAudit.Models;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Loads a model from a directory made by train, or from a model file.</summary>
internal static class ModelFiles
{
    /// <summary>Loads.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="shown">How the plan writes it, for messages.</param>
    /// <exception cref="AuditDataException">Nothing is there, or it is no model that can be read.</exception>
    public static LoadedModel Load(string path, string shown)
    {
        if (InputFile.Exists(path))
        {
            return ModelDirectory.LoadFile(Path.GetFileName(path), () => InputFile.Open(path));
        }

        const string expected = "Expected a directory made by scoring-audit train, or an ML.NET .zip; paths in a plan are relative to the plan's file.";
        if (!InputFile.IsDirectory(path))
        {
            throw new AuditDataException($"plan: model: there is no '{shown}'. {expected} Correct the path, or train the model first.");
        }

        if (!InputFile.Exists(Path.Combine(path, ModelDirectory.CardName)))
        {
            throw new AuditDataException($"plan: model: the directory '{shown}' has no {ModelDirectory.CardName}. {expected} Name the directory given to train --out.");
        }

        var directory = ResultDirectory.Open(path);
        return ModelDirectory.Load(name => directory.Has(name) ? directory.Read(name) : null, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }
}
