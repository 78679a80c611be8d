using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

namespace ScoringAudit.Cli.Jobs;

/// <summary>A world's directory: which part its files hold, and whether every file that an audit may read is what was generated.</summary>
internal static class WorldDirectory
{
    /// <summary>The part of the world that the files hold: by their names, whichever part's description stands beside them.</summary>
    /// <exception cref="Primitives.AuditDataException">Parts are missing, or parts of different divisions stand together.</exception>
    public static WorldShard Part(string directory, WorldShard stated) => WorldFiles.PartOf(NameOf(directory), "subjects", DataFile.Names(directory)) ?? stated;

    /// <summary>Proves the subjects, the tables beside them, and that the plan reads nothing else.</summary>
    /// <returns>Synthetic if everything is; else external, with the first file that is not and why.</returns>
    public static Provenance Prove(string directory, IPortfolio rows, WorldProof proof, WorldShard part, string planPath, AuditPlan plan, CancellationToken cancel)
    {
        var subjects = Provenance.Prove(rows, proof, cancel);
        if (!subjects.IsSynthetic)
        {
            return subjects;
        }

        var names = DataFile.Names(directory);
        var proven = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in proof.Tables(cancel))
        {
            if (WorldFiles.PartOf(NameOf(directory), table, names) is not { } held)
            {
                continue;
            }

            var all = WorldFiles.AllParts(table);
            var found = held != part
                ? Provenance.External($"it is part {held} where the subjects are part {part}")
                : Provenance.Prove(DataFile.Open(Path.Combine(directory, all), cancel: cancel), proof.Table(table), cancel);
            if (!found.IsSynthetic)
            {
                return Provenance.External($"{all}: {found.Statement}");
            }

            proven.UnionWith(DataFile.Files(Path.Combine(directory, all)).Select(Path.GetFullPath));
        }

        return Read(plan).FirstOrDefault(file => !Files(planPath, file).All(proven.Contains)) is { } other
            ? Provenance.External($"the plan also reads '{other}', which was not generated with the world")
            : subjects;
    }

    private static IEnumerable<string> Read(AuditPlan plan) =>
        plan.Links.Select(l => l.File).Concat(plan.Areas.SelectMany(a => a.Adjacency is { } borders ? new[] { a.File, borders } : [a.File])).Concat(plan.Events.Select(e => e.File));

    private static IEnumerable<string> Files(string planPath, string file) => DataFile.Files(PlanFile.Resolve(planPath, file)).Select(Path.GetFullPath);

    private static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
}
