using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds.Catalogue;
using ScoringAudit.Worlds.Firms;
using ScoringAudit.Worlds.Persons;

namespace ScoringAudit.Worlds;

/// <summary>A world or a part of it, generated again at each reading: for worlds larger than memory. Equal to <see cref="World"/> row by row.</summary>
/// <remarks>Memory: a batch of people, and a few numbers for each street; of a firm world the whole network, which every part must solve.</remarks>
public sealed class WorldStream
{
    private readonly Func<(WorldFacts Facts, TruthGap Gap, FirmFacts? Firms)> _summary;

    private WorldStream(WorldSpec spec, WorldShard shard, IPortfolio subjects, IPortfolio truth, IReadOnlyList<WorldTable> tables, Func<(WorldFacts, TruthGap, FirmFacts?)> summary)
    {
        (Spec, Shard, Subjects, Truth, Tables) = (spec, shard, subjects, truth, tables);
        _summary = summary;
    }

    /// <summary>What was asked for.</summary>
    public WorldSpec Spec { get; }

    /// <summary>Which part of the world this is.</summary>
    public WorldShard Shard { get; }

    /// <summary>The people or firms.</summary>
    public IPortfolio Subjects { get; }

    /// <summary>The truth, row by row.</summary>
    public IPortfolio Truth { get; }

    /// <summary>Links and events.</summary>
    public IReadOnlyList<WorldTable> Tables { get; }

    /// <summary>The text of world.json. Generates the truth once more unless it has been read to its end.</summary>
    public string Json()
    {
        var (facts, gap, firms) = _summary();
        return WorldJson.Write(Spec, Shard, facts, firms, [gap]);
    }

    internal static WorldStream Of(WorldSpec spec, WorldShard shard, int threads, CancellationToken cancel)
    {
        if (ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Firms)
        {
            var world = new FirmWorld(spec, threads, cancel);
            var (from, to) = world.Layout.Range(shard);
            var subjects = FirmSubjects.Of(world, from, to);
            return new WorldStream(spec, shard, subjects, FirmTruthRows.Of(world, from, to), FirmFiles.Tables(world, from, to), () => FirmFiles.Summary(world, subjects, from, to));
        }

        var context = new PersonContext(spec);
        var (first, end) = context.Layout.Range(shard);
        var tables = new PersonTables(context, first, end, cancel);
        return new WorldStream(spec, shard, tables.Subjects(), tables.Truth(), tables.Ties(), () => (tables.Summary().Facts, tables.Summary().Gap, null));
    }
}
