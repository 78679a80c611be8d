using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Group × outcome × decision × score band: one tally made of the histogram's cells and of its sums over the bands, which were released together.</summary>
/// <remarks>
/// Each block of cells is moved so that it adds up to its released sum (<see cref="BandPosterior"/> has the noise that is left): rates, distances and
/// curves then speak of the same counts. A block is what one cell of the table of decisions adds up: the bands on one side of the cut-off, or all bands of
/// the rows with a favourable decision, or of all others. Post-processing, at no cost.
/// </remarks>
internal sealed class ProtectedTally
{
    private readonly Released<NoisyTable> _cells;
    private readonly double[] _corrected;
    private readonly List<Block> _blocks = [];
    private readonly int _parts;
    private readonly int _bands;
    private readonly int _outcomes;

    /// <summary>Makes one tally.</summary>
    /// <param name="design">The design.</param>
    /// <param name="grouping">Its groups.</param>
    /// <param name="cells">The released cells.</param>
    /// <param name="sums">The released table of decisions; null where there are none.</param>
    public ProtectedTally(ProtectedDesign design, ProtectedGrouping grouping, Released<NoisyTable> cells, Released<NoisyTable>? sums)
    {
        _cells = cells;
        _parts = grouping.Parts.Count;
        _bands = design.ScoreBands!.Shape.Size;
        _outcomes = design.Plan.Roles.Outcome is null ? 1 : ProtectedTables.Outcome.Size;
        HasDecisions = cells.Value.Schema.Dimensions.Contains(ProtectedTables.Favourable);
        _corrected = [.. cells.Value.Cells.Select(c => (double)c)];
        var groups = grouping.Dimensions.Aggregate(1, (product, d) => product * d.Size);
        var cut = design.CutAt;
        for (var g = 0; g < groups; g++)
        {
            for (var o = 0; o < _outcomes; o++)
            {
                if (HasDecisions)
                {
                    Add(sums, g, o, 0, 0, _bands, [0]);
                    Add(sums, g, o, 1, 0, _bands, [1, 2]);
                }
                else if (sums is not null && cut >= 0)
                {
                    var below = design.IsFavourableBelow ? 0 : 1;
                    Add(sums, g, o, 0, 0, cut + 1, [below]);
                    Add(sums, g, o, 0, cut + 1, _bands - 1, [1 - below]);
                    Add(sums, g, o, 0, _bands - 1, _bands, [2]);
                }
                else
                {
                    Add(sums, g, o, 0, 0, _bands, [0, 1, 2]);
                }
            }
        }
    }

    /// <summary>Whether cells tell a recorded decision apart.</summary>
    public bool HasDecisions { get; }

    /// <summary>The law of the noise in a cell as it was released.</summary>
    public DiscreteGaussianLaw Law => (DiscreteGaussianLaw)_cells.Law;

    /// <summary>A released count of one band or of several, not corrected: for the exact law of its noise.</summary>
    /// <param name="levels">Level of each part of the group; null for everybody.</param>
    /// <param name="outcome">The outcome; null for all.</param>
    /// <param name="bands">Bands.</param>
    public NoisyCount Cell(IReadOnlyList<int>? levels, int? outcome, params IReadOnlyList<int> bands)
    {
        var chosen = new IReadOnlyList<int>?[_cells.Value.Schema.Dimensions.Count];
        for (var p = 0; levels is not null && p < levels.Count; p++)
        {
            chosen[p] = [levels[p]];
        }

        if (_outcomes > 1 && outcome is { } o)
        {
            chosen[^2] = [o];
        }

        chosen[^1] = bands;
        return _cells.Value.Sum(chosen);
    }

    /// <summary>The distribution over the bands.</summary>
    /// <param name="levels">Level of each part of the group; null for everybody.</param>
    /// <param name="outcome">The outcome; null for all.</param>
    /// <param name="decision">0 favourable, 1 all others, where cells tell them apart; null for both.</param>
    /// <param name="stream">Which draws.</param>
    public BandPosterior Bands(IReadOnlyList<int>? levels, int? outcome, int? decision, int stream)
    {
        var wanted = levels is null ? -1 : levels.Select((level, p) => (level, p)).Aggregate(0, (at, l) => (at * _cells.Value.Schema.Dimensions[l.p].Size) + l.level);
        var centre = new double[_bands - 1];
        var noise = new Dictionary<(int From, int To), BandNoise>();
        foreach (var block in _blocks)
        {
            if ((wanted >= 0 && block.Group != wanted) || (outcome is { } o && block.Outcome != o) || (decision is { } d && block.Decision != d))
            {
                continue;
            }

            for (var b = block.From; b < Math.Min(block.To, _bands - 1); b++)
            {
                centre[b] += _corrected[block.First + b];
            }

            var listed = Math.Min(block.To, _bands - 1) - block.From;
            if (listed > 0)
            {
                var before = noise.GetValueOrDefault((block.From, block.To), new BandNoise(block.From, listed, block.To - block.From, 0, 0));
                noise[(block.From, block.To)] = before with { CellVariance = before.CellVariance + _cells.Law.Variance, SumVariance = before.SumVariance + block.SumVariance };
            }
        }

        return BandPosterior.Of(centre, [.. noise.OrderBy(n => n.Key).Select(n => n.Value)], stream);
    }

    private void Add(Released<NoisyTable>? sums, int group, int outcome, int decision, int from, int to, int[] decisions)
    {
        var first = ((((group * (HasDecisions ? 2 : 1)) + decision) * _outcomes) + outcome) * _bands;
        var size = to - from;
        if (size == 0)
        {
            return;
        }

        var variance = size * _cells.Law.Variance;
        if (sums is not null)
        {
            double measured = 0, added = 0;
            foreach (var d in decisions)
            {
                measured += sums.Value.Cells[(((group * ProtectedTables.Decision.Size) + d) * _outcomes) + outcome];
            }

            for (var b = from; b < to; b++)
            {
                added += _corrected[first + b];
            }

            for (var b = from; b < to; b++)
            {
                _corrected[first + b] += (measured - added) / size;
            }

            variance = decisions.Length * sums.Law.Variance;
        }

        _blocks.Add(new Block(group, outcome, decision, from, to, first, variance));
    }

    private readonly record struct Block(int Group, int Outcome, int Decision, int From, int To, int First, double SumVariance);
}
