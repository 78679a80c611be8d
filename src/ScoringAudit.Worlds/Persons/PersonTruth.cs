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
    private readonly double[] _own;
    private readonly double[] _area;
    private readonly double[] _neighbours;
    private readonly double[] _remainder;
    private readonly double[] _none;

    public PersonTruth(PersonContext context, PersonColumns columns, TruthColumns truth)
    {
        (_context, _columns, _truth) = (context, columns, truth);
        var n = columns.Rows;
        (_own, _area, _neighbours, _remainder) = (new double[n], new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            int own = columns.OwnPart[i], area = truth.AreaPart[i], neighbours = truth.NeighbourPart[i];
            _own[i] = own / 100.0;
            _area[i] = area / 100.0;
            _neighbours[i] = neighbours / 100.0;
            _remainder[i] = (PersonGenerator.Hundredths(columns.Score[i]) - own - area - neighbours) / 100.0;
        }

        _none = context.ActiveChannels.Count switch { 0 => columns.Score, 1 => truth.Variants[0], _ => truth.Variants[^1] };
        Channels = [.. ScenarioCatalogue.Require(context.Spec.Scenario).Channels.Select(c => new TruthChannel(c.Name, c.Origin, context.Dials[c.Name]))];
        Gaps = [Gap()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TruthChannel> Channels { get; }

    /// <inheritdoc/>
    public override ScoreScale Scale => ScoreScale.SafetyPoints(Mechanism.Least, Mechanism.Most);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Score => _columns.Score;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> ScoreWithoutAll => _none;

    /// <inheritdoc/>
    public override IReadOnlyList<Origin> Origins { get; } = [Origin.Own, Origin.Area, Origin.Neighbourhood];

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Remainder => _remainder;

    /// <inheritdoc/>
    public override IReadOnlyList<TruthGap> Gaps { get; }

    /// <summary>True probability of default of each person, a multiple of 2^−20.</summary>
    public override ReadOnlySpan<double> DefaultProbability => _columns.DefaultProbability;

    /// <inheritdoc/>
    public override string Rule => "Moves one person at a time; the neighbours' scores are those of the world as it is and are not solved again.";

    /// <inheritdoc/>
    public override ReadOnlySpan<double> ScoreWithout(string channel) => Without(channel);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Part(Origin origin) => origin switch
    {
        Origin.Own => _own,
        Origin.Area => _area,
        Origin.Neighbourhood => _neighbours,
        _ => new double[_columns.Rows],
    };

    /// <inheritdoc/>
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
            var area = PersonGenerator.AreaHundredths(dials, (_columns.PurchasingPower[d] - 100.0) / 15, _columns.Thin[i]);
            var feed = double.IsNaN(_columns.Lag[d]) ? 0 : dials.Neighbours * _columns.Lag[d];
            scores[k] = PersonGenerator.Final(((own + area) / 100.0) + feed);
        }
    }

    /// <summary>The truth as a table, beside the subjects row by row.</summary>
    /// <remarks>Columns: subject_id, score, part_own, part_area, part_neighbourhood, remainder, score_without_CHANNEL for each channel, score_without_all, default_probability.</remarks>
    public override ColumnPortfolio ToPortfolio()
    {
        var builder = ColumnPortfolio.Build("truth of world " + _context.Spec.Scenario)
            .Integer("subject_id", _columns.SubjectId)
            .Number("score", _columns.Score)
            .Number("part_own", _own)
            .Number("part_area", _area)
            .Number("part_neighbourhood", _neighbours)
            .Number("remainder", _remainder);
        foreach (var channel in Channels)
        {
            builder.Number("score_without_" + channel.Name.Replace('-', '_'), Without(channel.Name));
        }

        return builder.Number("score_without_all", _none).Number("default_probability", _columns.DefaultProbability).Build();
    }

    private double[] Without(string channel)
    {
        ScenarioCatalogue.Require(_context.Spec.Scenario).Channel(channel);
        for (var v = 0; v < _context.ActiveChannels.Count; v++)
        {
            if (_context.ActiveChannels[v] == channel)
            {
                return _truth.Variants[v];
            }
        }

        return _columns.Score;
    }

    private TruthGap Gap() => new(
        "group",
        PersonColumns.GroupLevels[1],
        PersonColumns.GroupLevels[0],
        Difference(_columns.Score),
        new SortedDictionary<Origin, double> { [Origin.Own] = Difference(_own), [Origin.Area] = Difference(_area), [Origin.Neighbourhood] = Difference(_neighbours) },
        Difference(_remainder),
        new SortedDictionary<string, double>(Channels.ToDictionary(c => c.Name, c => Difference(Without(c.Name))), StringComparer.Ordinal),
        Difference(_none));

    // Sums of hundredths are whole numbers, so neither order nor threads matter. NaN with one group.
    private double Difference(double[] values)
    {
        long sumA = 0, sumB = 0, countB = 0;
        for (var i = 0; i < values.Length; i++)
        {
            long v = PersonGenerator.Hundredths(values[i]);
            if (_columns.Group[i] == 1)
            {
                sumB += v;
                countB++;
            }
            else
            {
                sumA += v;
            }
        }

        long countA = values.Length - countB;
        return countA == 0 || countB == 0 ? double.NaN : ((sumB / (double)countB) - (sumA / (double)countA)) / 100;
    }
}
