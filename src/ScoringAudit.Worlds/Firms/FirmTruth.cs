using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Firms;

/// <summary>What a firm world knows of the scores of a run of firms.</summary>
internal sealed class FirmTruth : WorldTruth
{
    private readonly FirmWorld _world;
    private readonly ColumnPortfolio _table;
    private readonly Lazy<IReadOnlyList<ILinkInterventions>> _links;

    public FirmTruth(FirmWorld world, int first, int end)
    {
        _world = world;
        _links = new Lazy<IReadOnlyList<ILinkInterventions>>(() => end - first == world.Spec.Subjects ? [FirmLinks.Of(world)] : []);
        _table = ChunkedPortfolio.Materialise(FirmTruthRows.Of(world, first, end));
        Channels = [.. world.Scenario.Channels.Select(c => new TruthChannel(c.Name, c.Origin, world.Spec.Strength(c.Name)))];
        var sums = Sums(world);
        for (var i = 0; i < end - first; i++)
        {
            var group = world.Records.Foreign[first + i] ? 1 : 0;
            sums.AddRow(group);
            for (var c = 0; c < sums.Columns; c++)
            {
                sums.Add(c, group, Column(1 + c)[i]);
            }
        }

        Gaps = [sums.Gap()];
    }

    public override IReadOnlyList<TruthChannel> Channels { get; }

    public override ScoreScale Scale => ScoreScale.SafetyPoints(0, _world.Rule.Most);

    public override ReadOnlySpan<double> Score => Column(1);

    public override ReadOnlySpan<double> ScoreWithoutAll => Column(_table.Schema.Columns.Count - 1);

    public override IReadOnlyList<Origin> Origins => FirmTruthRows.Origins;

    public override ReadOnlySpan<double> Remainder => Column(2 + FirmTruthRows.Origins.Length);

    public override IReadOnlyList<TruthGap> Gaps { get; }

    public override ReadOnlySpan<double> DefaultProbability => [];

    public override string Rule => "A firm that moves keeps its score: no channel of a firm world reads a place.";

    public override IReadOnlyList<ILinkInterventions> Links => _links.Value;

    public static GapSums Sums(FirmWorld world) => new("ownership", FirmSubjects.Ownership[0], FirmSubjects.Ownership[1], FirmTruthRows.Origins, world.Channels);

    public override ReadOnlySpan<double> ScoreWithout(string channel)
    {
        _world.Scenario.Channel(channel);
        return Column(3 + FirmTruthRows.Origins.Length + _world.Channels.ToList().IndexOf(channel));
    }

    public override ReadOnlySpan<double> Part(Origin origin)
    {
        var at = Array.IndexOf(FirmTruthRows.Origins, origin);
        return at < 0 ? new double[(int)_table.Rows!.Value] : Column(2 + at);
    }

    public override void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
    {
        if (rows.Length != donors.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException($"Rows, donors and scores have {rows.Length}, {donors.Length} and {scores.Length} entries; they must go together.");
        }

        for (var k = 0; k < rows.Length; k++)
        {
            scores[k] = Score[rows[k]];
        }
    }

    public override IInterventions? Replacing(Func<Origin, bool> origins) => Links.Count == 0 ? null : new FirmReplacing(_world, Links[0].Scores.ToArray(), origins);

    public override ColumnPortfolio ToPortfolio() => _table;

    private double[] Column(int at) => _table.Values(new ColumnId(at)).Doubles;
}
