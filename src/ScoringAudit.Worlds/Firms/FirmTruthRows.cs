using ScoringAudit.Networks;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Firms;

/// <summary>The truth of a run of firms as a table, chunk by chunk.</summary>
internal sealed class FirmTruthRows : IChunkSource
{
    public static readonly Origin[] Origins = [Origin.Own, Origin.Partner, Origin.Founder, Origin.Officer, Origin.Authority];

    private readonly FirmWorld _world;
    private readonly double[][] _without;
    private readonly int _end;
    private int _next;

    private FirmTruthRows(FirmWorld world, int first, int end)
    {
        (_world, _next, _end) = (world, first, end);
        _without = [.. world.Channels.Select(world.ScoreWithout), world.WithoutAll];
        Buffers = [.. Columns(world).Select(c => ChunkedPortfolio.Empty(c.Kind, Math.Min(FirmSubjects.Chunk, end - first)))];
    }

    public ColumnBuffer[] Buffers { get; }

    public static IPortfolio Of(FirmWorld world, int first, int end) =>
        new ChunkedPortfolio(new PortfolioSchema("truth of world " + world.Spec.Scenario, Columns(world)), end - first, () => new FirmTruthRows(world, first, end));

    /// <summary>Parts of a firm in hundredths, in the order of <see cref="Origins"/>.</summary>
    public static void Parts(FirmWorld world, int firm, Span<int> parts)
    {
        var scores = world.Scores;
        parts[0] = world.OwnPart(firm);
        parts[1] = FirmScores.At(scores.Partner, firm) + Fed(world, firm);
        parts[2] = FirmScores.At(scores.Founder, firm);
        parts[3] = FirmScores.At(scores.Officer, firm);
        parts[4] = FirmScores.At(scores.Authority, firm);
    }

    public int Next()
    {
        var rows = Math.Min(FirmSubjects.Chunk, _end - _next);
        Span<int> parts = stackalloc int[Origins.Length];
        for (var row = 0; row < rows; row++, _next++)
        {
            Parts(_world, _next, parts);
            var score = _world.Scores.Score[_next];
            var rest = FirmWorld.Hundredths(score);
            Buffers[0].Integers[row] = _next + 1L;
            Buffers[1].Doubles[row] = score;
            for (var o = 0; o < parts.Length; o++)
            {
                Buffers[2 + o].Doubles[row] = parts[o] / 100.0;
                rest -= parts[o];
            }

            Buffers[2 + parts.Length].Doubles[row] = rest / 100.0;
            for (var v = 0; v < _without.Length; v++)
            {
                Buffers[3 + parts.Length + v].Doubles[row] = _without[v][_next];
            }
        }

        return rows;
    }

    private static Column[] Columns(FirmWorld world) =>
    [
        new("subject_id", ColumnKind.Integer),
        new("score", ColumnKind.Double),
        .. Origins.Select(o => new Column("part_" + WorldJson.Name(o), ColumnKind.Double)),
        new("remainder", ColumnKind.Double),
        .. world.Channels.Select(c => new Column("score_without_" + c.Replace('-', '_'), ColumnKind.Double)),
        new("score_without_all", ColumnKind.Double),
    ];

    private static int Fed(FirmWorld world, int firm)
    {
        var feed = world.Scores.Feed;
        if (feed.Level == 0 && feed.Worst == 0)
        {
            return 0;
        }

        // In points, because the scores are stored in points.
        var points = feed with { Centre = feed.Centre / 100, Cut = feed.Cut / 100 };
        return FirmWorld.Hundredths(ScoreFixpoint.FeedOf(world.Graph, points, firm, world.Scores.Score));
    }
}
