using System.Globalization;

namespace ScoringAudit.Worlds;

/// <summary>What a world's directory holds; the room that touches files writes it.</summary>
public static class WorldFiles
{
    /// <summary>Name of the file that says what was generated.</summary>
    public const string Json = "world.json";

    /// <summary>Name of the ready plan.</summary>
    public const string Plan = "plan.yaml";

    /// <summary>The files of a world or shard: subjects-K-of-N.parquet, truth-K-of-N.parquet, links and events where the world has them, world.json, plan.yaml.</summary>
    /// <remarks>File names sort in the order of rows. The world.json of a shard speaks of that shard; a directory into which all shards are gathered needs the one of shard 1/1.</remarks>
    public static IReadOnlyList<WorldFile> Of(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return
        [
            new(TableName("subjects", world.Shard), world.Subjects, null),
            new(TableName("truth", world.Shard), world.Truth.ToPortfolio(), null),
            .. world.Tables.Select(t => new WorldFile(TableName(t.Name, world.Shard), t.Rows, null)),
            new(Json, null, WorldJson.Write(world)),
            new(Plan, null, PlanText.Of(WorldPlans.For(world.Spec, world.Shard), world.Spec)),
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
            yield return new(Plan, null, PlanText.Of(WorldPlans.For(world.Spec, world.Shard), world.Spec));
        }
    }

    /// <summary>The name of a table's file, without directory: for example "subjects-0001-of-0005.parquet".</summary>
    public static string TableName(string table, WorldShard shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}-{shard.Number:0000}-of-{shard.Count:0000}.parquet");
}
