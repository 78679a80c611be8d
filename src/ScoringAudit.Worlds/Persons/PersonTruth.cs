using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds.Persons;

/// <summary>What a person world knows of its scores: parts that sum, scores with channels off, gaps, and the score at another address.</summary>
internal sealed class PersonTruth : WorldTruth
{
    private readonly PersonContext _context;
    private readonly PersonColumns _columns;
    private readonly TruthColumns _truth;
    private readonly ColumnBuffer[] _table;
    private readonly CaptiveSums _captive;
    private readonly Lazy<IReadOnlyList<ILinkInterventions>> _links;

    public PersonTruth(PersonContext context, PersonColumns columns, TruthColumns truth, IReadOnlyList<WorldTable> ties)
    {
        (_context, _columns, _truth) = (context, columns, truth);
        _links = new Lazy<IReadOnlyList<ILinkInterventions>>(() => PersonLinks.Of(context, columns, truth, ties));
        _table = PersonTruthTable.Buffers(context, columns.Rows);
        var sums = PersonTruthTable.Sums(context);
        _captive = new CaptiveSums(context);
        PersonTruthTable.Fill(context, columns, truth, columns.Rows, _table, sums);
        _captive.Add(columns, truth, columns.Rows);
        Channels = [.. ScenarioCatalogue.Require(context.Spec.Scenario).Channels.Select(c => new TruthChannel(c.Name, c.Origin, context.Spec.Strength(c.Name)))];
        Gaps = [sums.Gap()];
    }

    /// <summary>Facts with what only the truth can tell.</summary>
    public WorldFacts Complete(WorldFacts facts)
    {
        var (cutoff, share) = _captive.Result();
        return facts with { Cutoff = cutoff, CaptiveShare = share };
    }

    public override IReadOnlyList<TruthChannel> Channels { get; }

    public override ScoreScale Scale => ScoreScale.SafetyPoints(_context.Extension?.Min ?? Mechanism.Least, _context.Extension?.Max ?? Mechanism.Most);

    public override ReadOnlySpan<double> Score => _columns.Score;

    public override ReadOnlySpan<double> ScoreWithoutAll => _table[^2].Doubles;

    public override IReadOnlyList<Origin> Origins => _context.Origins;

    public override ReadOnlySpan<double> Remainder => _table[PersonTruthTable.Parts + _context.Origins.Count].Doubles;

    public override IReadOnlyList<TruthGap> Gaps { get; }

    public override ReadOnlySpan<double> DefaultProbability => _columns.DefaultProbability;

    public override string Rule => "Moves one person at a time; the neighbours' scores are those of the world as it is and are not solved again.";

    public override IReadOnlyList<ILinkInterventions> Links => _links.Value;

    public override IInterventions? Replacing(Func<Origin, bool> origins) => new PersonReplacing(_context, _columns, _truth, origins);

    public override ReadOnlySpan<double> ScoreWithout(string channel)
    {
        ScenarioCatalogue.Require(_context.Spec.Scenario).Channel(channel);
        return _table[PersonTruthTable.Parts + _context.Origins.Count + 1 + _context.Channels.ToList().IndexOf(channel)].Doubles;
    }

    public override ReadOnlySpan<double> Part(Origin origin)
    {
        var at = _context.Origins.ToList().IndexOf(origin);
        return at < 0 ? new double[_columns.Rows] : _table[PersonTruthTable.Parts + at].Doubles;
    }

    public override void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
    {
        if (rows.Length != donors.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException($"Rows, donors and scores have {rows.Length}, {donors.Length} and {scores.Length} entries; they must go together.");
        }

        var dials = _context.Dials;
        for (var k = 0; k < rows.Length; k++)
        {
            int i = rows[k], d = donors[k];
            ArgumentOutOfRangeException.ThrowIfNegative(i, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, _columns.Rows, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfNegative(d, nameof(donors));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(d, _columns.Rows, nameof(donors));
            var own = _columns.OwnPart[i] - (resetTenure ? _columns.TenureFull[i] : 0);
            if (_context.Extension is { } extension)
            {
                scores[k] = MovedWithOthers(extension, i, d, own);
                continue;
            }

            var area = PersonGenerator.AreaHundredths(dials, (_columns.PurchasingPower[d] - 100.0) / 15, _columns.Thin[i]);
            var feed = double.IsNaN(_columns.Lag[d]) ? 0 : dials.Neighbours * _columns.Lag[d];
            scores[k] = PersonGenerator.Final(((own + area) / 100.0) + feed);
        }
    }

    public override ColumnPortfolio ToPortfolio() =>
        ColumnPortfolio.Of("truth of world " + _context.Spec.Scenario, [.. PersonTruthTable.Columns(_context).Select((c, k) => (c, _table[k]))]);

    // Household, family, contacts and officials go with the person; neighbours stay where they are. The address counts anew: its worst bin gives 0 points.
    private double MovedWithOthers(PersonExtension extension, int i, int donor, int own)
    {
        var sum = own;
        for (var o = 0; o < _truth.Parts.Length; o++)
        {
            sum += _truth.Parts[o][_context.Origins[1 + o] is Origin.Area or Origin.Neighbourhood ? donor : i];
        }

        // A person who stays keeps the score as solved, whose parts are rounded one by one.
        return i == donor && own == _columns.OwnPart[i] ? _columns.Score[i] : Math.Clamp(sum / 100.0, extension.Min, extension.Max);
    }
}
