using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Loads a plan's model from a directory made by train, or from a model file, and compares it with reference scores where the plan names some.</summary>
internal static class ModelFiles
{
    /// <summary>Loads.</summary>
    /// <param name="host">How native libraries are loaded, and when to stop.</param>
    /// <param name="planPath">The plan's file; paths inside it are relative to it.</param>
    /// <param name="model">What the plan says.</param>
    /// <exception cref="AuditDataException">Nothing is there, it is no model that can be read, or it does not give the reference scores.</exception>
    public static LoadedModel Load(Host host, string planPath, ModelPlan model)
    {
        var loaded = Open(host, PlanFile.Resolve(planPath, model.Path), model);
        if (model.ReferenceScores is { } reference)
        {
            var compared = Compare(loaded.Scorer, PlanFile.Resolve(planPath, reference), model.Name, host.Cancel);
            host.Say(FormattableString.Invariant($"{model.Name}: gives the scores of {Path.GetFileName(reference)} on all of its {compared} rows"));
        }

        return loaded;
    }

    /// <summary>The files that make a model, with the names by which a manifest lists them: the file, or what train wrote into the directory.</summary>
    public static IEnumerable<(string File, string Name)> Of(string path)
    {
        if (InputFile.Exists(path))
        {
            return [(path, Path.GetFileName(path))];
        }

        var directory = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return ModelDirectory.Names.Select(name => (File: Path.Combine(path, name), Name: directory + "/" + name)).Where(f => InputFile.Exists(f.File));
    }

    private static LoadedModel Open(Host host, string path, ModelPlan model)
    {
        if (InputFile.Exists(path))
        {
            return ModelDirectory.LoadFile(Path.GetFileName(path), () => InputFile.Open(path), model.Declared, model.ReferenceScores is not null, host.LoadNative);
        }

        const string expected = "Expected a directory made by scoring-audit train, or an ML.NET .zip; paths in a plan are relative to the plan's file.";
        if (!InputFile.IsDirectory(path))
        {
            throw new AuditDataException($"plan: model: there is no '{model.Path}'. {expected} Correct the path, or train the model first.");
        }

        if (!InputFile.Exists(Path.Combine(path, ModelDirectory.CardName)))
        {
            throw new AuditDataException($"plan: model: the directory '{model.Path}' has no {ModelDirectory.CardName}. {expected} Name the directory given to train --out.");
        }

        var directory = ResultDirectory.Open(path);
        return ModelDirectory.Load(name => directory.Has(name) ? directory.Read(name) : null, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }

    private static int Compare(IScorer scorer, string path, string model, CancellationToken cancel)
    {
        var rows = DataFile.Open(path, cancel: cancel);
        var source = rows.Schema.Source;
        var found = rows.Schema.Columns.Select(c => c.Name).Where(ReferenceScores.Columns.Contains).ToList();
        if (found.Count != 1)
        {
            throw new AuditDataException($"{source}: found {(found.Count == 0 ? "no column of scores" : "the columns " + string.Join(", ", found))}. Expected the model's features and exactly one of: {string.Join(", ", ReferenceScores.Columns)}. Add or remove columns.");
        }

        var id = rows.Schema.Require(found[0], "reference scores");
        if (!rows.Schema[id].IsNumeric)
        {
            throw new AuditDataException($"{source}: column '{found[0]}' holds text. Expected numbers. Correct the file.");
        }

        var expected = new List<double>();
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            var numbers = new double[batch.Rows];
            batch.CopyNumbers(0, numbers);
            expected.AddRange(numbers);
        }

        return ReferenceScores.Check(scorer, FeatureMatrix.Read(rows, scorer.Features), [.. expected], found[0], model, source);
    }
}
