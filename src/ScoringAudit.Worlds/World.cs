using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds.Persons;

namespace ScoringAudit.Worlds;

/// <summary>A synthetic population, or a shard of it: its people, the truth about their scores, and interventions.</summary>
/// <remarks>The rows are a pure function of (spec, row): the same on any number of threads, in any shard, on every machine.</remarks>
public sealed class World
{
    private World(WorldSpec spec, WorldShard shard, WorldFacts facts, ColumnPortfolio subjects, WorldTruth truth)
    {
        (Spec, Shard, Facts, Subjects, Truth) = (spec, shard, facts, subjects, truth);
        Interventions = truth;
    }

    /// <summary>What was asked for.</summary>
    public WorldSpec Spec { get; }

    /// <summary>Which part of the world this is.</summary>
    public WorldShard Shard { get; }

    /// <summary>Realised figures of these rows.</summary>
    public WorldFacts Facts { get; }

    /// <summary>The people, sorted by postcode, street and house number.</summary>
    public ColumnPortfolio Subjects { get; }

    /// <summary>The truth, row by row.</summary>
    public WorldTruth Truth { get; }

    /// <summary>What the score would be elsewhere.</summary>
    public IInterventions Interventions { get; }

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
        var context = new PersonContext(spec);
        var layout = context.Layout;
        var (first, end) = layout.Range(shard);
        var firstRow = layout.Start(first);
        var rows = layout.Start(end) - firstRow;
        var columns = new PersonColumns(rows);
        var truth = new TruthColumns(rows, context.Variants.Count);
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
        return new World(spec, shard, FactsSummary.Of(context, facts, streetPeople, streetMinority), subjects, new WorldTruth(context, columns, truth));
    }

    /// <summary>The people of a world or of a part, generated again at each reading: for worlds larger than memory.</summary>
    /// <remarks>Equal to <see cref="Subjects"/> of the same spec and shard, row by row. Without truth.</remarks>
    /// <exception cref="Primitives.AuditDataException">A dial is out of range, or there are more parts than postcodes.</exception>
    public static IPortfolio Stream(WorldSpec spec, WorldShard shard, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var context = new PersonContext(spec);
        var (first, end) = context.Layout.Range(shard);
        return new PersonStream(context, first, end, cancel);
    }
}
