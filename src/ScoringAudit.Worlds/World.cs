using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds.Catalogue;
using ScoringAudit.Worlds.Firms;
using ScoringAudit.Worlds.Persons;

namespace ScoringAudit.Worlds;

/// <summary>A synthetic population, or a shard of it: its people, the truth about their scores, and interventions.</summary>
/// <remarks>The rows are a pure function of (spec, row): the same on any number of threads, in any shard, on every machine.</remarks>
public sealed class World
{
    private readonly Lazy<FirmFacts?> _firms;

    private World(WorldSpec spec, WorldShard shard, WorldFacts facts, ColumnPortfolio subjects, WorldTruth truth, IReadOnlyList<WorldTable> tables, Func<FirmFacts?> firms)
    {
        (Spec, Shard, Facts, Subjects, Truth, Tables) = (spec, shard, facts, subjects, truth, tables);
        _firms = new Lazy<FirmFacts?>(firms);
        Interventions = ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Persons || shard == WorldShard.Whole ? truth : null;
    }

    /// <summary>What was asked for.</summary>
    public WorldSpec Spec { get; }

    /// <summary>Which part of the world this is.</summary>
    public WorldShard Shard { get; }

    /// <summary>Realised figures of these rows.</summary>
    public WorldFacts Facts { get; }

    /// <summary>Realised figures of a whole firm world; null for persons.</summary>
    public FirmFacts? Firms => _firms.Value;

    /// <summary>The people, sorted by postcode, street and house number; or the firms.</summary>
    public ColumnPortfolio Subjects { get; }

    /// <summary>The truth, row by row.</summary>
    public WorldTruth Truth { get; }

    /// <summary>What the score would be elsewhere, or with other links; null for a part of the firms, whose partners are in other parts.</summary>
    public IInterventions? Interventions { get; }

    /// <summary>Stored links and events of these rows, for worlds that have them.</summary>
    public IReadOnlyList<WorldTable> Tables { get; }

    /// <summary>Generates a whole world.</summary>
    /// <exception cref="Primitives.AuditDataException">A dial is out of range.</exception>
    public static World Generate(WorldSpec spec, CancellationToken cancel = default) => Generate(spec, WorldShard.Whole, 0, cancel);

    /// <summary>Generates a part of a world.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="shard">Which part; cut between postcodes.</param>
    /// <param name="threads">Most threads; 0: as many as there are processors. Rows do not depend on it.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="Primitives.AuditDataException">A dial is out of range, or there are more parts than postcodes.</exception>
    public static World Generate(WorldSpec spec, WorldShard shard, int threads = 0, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Firms)
        {
            return OfFirms(new FirmWorld(spec, threads, cancel), shard);
        }

        var context = new PersonContext(spec);
        var layout = context.Layout;
        var (first, end) = layout.Range(shard);
        var firstRow = layout.Start(first);
        var rows = layout.Start(end) - firstRow;
        var columns = new PersonColumns(rows, context.Extension);
        var truth = new TruthColumns(rows, context);
        var facts = new PostcodeFacts[end - first];
        var streets = layout.StreetsPerPostcode;
        var streetPeople = new int[facts.Length * streets];
        var streetMinority = new int[facts.Length * streets];
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        Parallel.For(
            first,
            end,
            options,
            () => new PersonGenerator(context),
            (postcode, _, generator) =>
            {
                var k = postcode - first;
                var offset = layout.Start(postcode) - firstRow;
                generator.Make(postcode, columns, truth, offset, k * streets, streetPeople.AsSpan(k * streets, streets), streetMinority.AsSpan(k * streets, streets), out facts[k]);
                columns.Postcode.AsSpan(offset, facts[k].People).Fill(k);
                return generator;
            },
            _ => { });
        var subjects = ColumnPortfolio.Of("world " + spec.Scenario, SubjectTable.Of(columns, context, first, end));
        var ties = new PersonTables(context, first, end, cancel).Ties();
        var known = new PersonTruth(context, columns, truth, ties);
        return new World(spec, shard, known.Complete(FactsSummary.Of(context, facts, streetPeople, streetMinority)), subjects, known, ties, () => null);
    }

    /// <summary>The people of a world or of a part, generated again at each reading: for worlds larger than memory.</summary>
    /// <remarks>Equal to <see cref="Subjects"/> of the same spec and shard, row by row. Without truth.</remarks>
    /// <exception cref="Primitives.AuditDataException">A dial is out of range, or there are more parts than postcodes.</exception>
    public static IPortfolio Stream(WorldSpec spec, WorldShard shard, CancellationToken cancel = default) => Open(spec, shard, 0, cancel).Subjects;

    /// <summary>A world or a part with its truth and links, generated again at each reading.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="shard">Which part.</param>
    /// <param name="threads">Most threads to solve a firm world; 0: as many as there are processors. Rows do not depend on it.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="Primitives.AuditDataException">A dial is out of range, or there are more parts than postcodes or firms.</exception>
    public static WorldStream Open(WorldSpec spec, WorldShard shard, int threads = 0, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return WorldStream.Of(spec.Checked(), shard.Checked(), threads, cancel);
    }

    private static World OfFirms(FirmWorld world, WorldShard shard)
    {
        var (first, end) = world.Layout.Range(shard);
        var subjects = ChunkedPortfolio.Materialise(FirmSubjects.Of(world, first, end));
        return new World(world.Spec, shard, FirmFiles.Facts(world, subjects, first, end), subjects, new FirmTruth(world, first, end), FirmFiles.Tables(world, first, end), () => FirmSummary.Of(world));
    }
}
