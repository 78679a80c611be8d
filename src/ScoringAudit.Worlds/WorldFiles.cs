using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds;

/// <summary>What a world's directory holds; the room that touches files writes it.</summary>
public static class WorldFiles
{
    /// <summary>Name of the file that says what was generated.</summary>
    public const string Json = "world.json";

    /// <summary>Name of the ready plan.</summary>
    public const string Plan = "plan.yaml";

    /// <summary>The files of a world or shard: subjects-K-of-N.parquet, truth-K-of-N.parquet, links and events where the world has them, world.json, plan.yaml.</summary>
    /// <remarks>File names sort in the order of rows. A directory into which all parts are gathered is the whole world, whichever part's world.json and plan.yaml stand there: both have the same spec.</remarks>
    public static IReadOnlyList<WorldFile> Of(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return
        [
            new(TableName("subjects", world.Shard), world.Subjects, null),
            new(TableName("truth", world.Shard), world.Truth.ToPortfolio(), null),
            .. world.Tables.Select(t => new WorldFile(TableName(t.Name, world.Shard), t.Rows, null)),
            new(Json, null, WorldJson.Write(world)),
            PlanOf(world.Spec),
        ];
    }

    /// <summary>The same files of a world that is generated while they are read. Each is made when it is asked for; asking for world.json after the truth was read spares generating it again.</summary>
    public static IEnumerable<WorldFile> Of(WorldStream world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return Lazily();

        IEnumerable<WorldFile> Lazily()
        {
            yield return new(TableName("subjects", world.Shard), world.Subjects, null);
            yield return new(TableName("truth", world.Shard), world.Truth, null);
            foreach (var table in world.Tables)
            {
                yield return new(TableName(table.Name, world.Shard), table.Rows, null);
            }

            yield return new(Json, null, world.Json());
            yield return PlanOf(world.Spec);
        }
    }

    /// <summary>The name that stands for all parts of a table, whatever their number: for example "links-partners-*.parquet".</summary>
    public static string AllParts(string table) => table + "-*.parquet";

    /// <summary>Which part of a world the files of a directory hold, by the names of one table's files: all parts 1 to N together are the whole.</summary>
    /// <param name="directory">Name of the directory, for messages.</param>
    /// <param name="table">The table, for example "subjects".</param>
    /// <param name="files">Names of files; those of other tables are passed over.</param>
    /// <returns>The part; null where no file has a name as <see cref="TableName"/> gives.</returns>
    /// <exception cref="AuditDataException">Parts are missing, or parts of different divisions stand together.</exception>
    public static WorldShard? PartOf(string directory, string table, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var parts = files.Select(f => Part(f, table)).OfType<WorldShard>().OrderBy(p => p.Count).ThenBy(p => p.Number).ToList();
        if (parts.Count == 0)
        {
            return null;
        }

        var n = parts[0].Count;
        if (parts[^1].Count != n)
        {
            throw new AuditDataException($"{directory}: found {table} of part {parts[0]} and of part {parts[^1]}, expected parts of one division. Keep each division in a directory of its own.");
        }

        if (parts.Count == 1 || parts.Count == n)
        {
            return parts.Count == n ? WorldShard.Whole : parts[0];
        }

        var missing = Enumerable.Range(1, n).Except(parts.Select(p => p.Number)).Select(k => new WorldShard(k, n).ToString()).ToList();
        var few = missing.Count <= 5 ? string.Join(", ", missing) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", missing.Take(5))} and {missing.Count - 5} more");
        throw new AuditDataException($"{directory}: {table}: found {parts.Count} of {n} parts of a world; missing: {few}. A directory holds all parts, or one. Generate the missing ones, or keep one part alone.");
    }

    /// <summary>The name of a table's file, without directory: for example "subjects-0001-of-0005.parquet".</summary>
    public static string TableName(string table, WorldShard shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}-{shard.Number:0000}-of-{shard.Count:0000}.parquet");

    private static WorldFile PlanOf(WorldSpec spec) => new(
        Plan,
        null,
        $"Plan for the synthetic world {spec.Scenario}. {(spec.IsFirms ? "The firms and people" : "The people")} are generated; nothing here is about anyone.",
        WorldPlans.For(spec));

    // TABLE-KKKK-of-NNNN.parquet; anything else is no part of the table.
    private static WorldShard? Part(string file, string table)
    {
        const string end = ".parquet";
        if (!file.StartsWith(table + "-", StringComparison.Ordinal) || !file.EndsWith(end, StringComparison.Ordinal))
        {
            return null;
        }

        var numbers = file[(table.Length + 1)..^end.Length].Split("-of-");
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var k)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && k >= 1 && k <= n
            ? new WorldShard(k, n)
            : null;
    }
}
