using System.Buffers;
using ScoringAudit.Metrics;
using ScoringAudit.Portfolios;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Counts of group × decision × outcome × score bin: from it follow every count-based metric and, within a stated error, the metrics of scores, in memory that does not grow with the rows.</summary>
/// <remarks>
/// A bin is the top 20 bits of the score as a double (sign, exponent, 8 bits of the fraction), so its edges never depend on the data and its width is at most 0.4 %
/// of the score. Each bin keeps the exact sum of its scores, so means are exact. Errors: a distribution function between two bins is off by at most the share of the
/// bin that holds the score; Kolmogorov–Smirnov and superiority by at most the largest share of one bin in either group (<see cref="LargestShare"/>); Wasserstein by
/// at most 0.4 % of the largest score's size. Integers and exact sums: any split and any order of rows give the same numbers.
/// </remarks>
public sealed class ScoreBinTally : ITally<ScoreBinTally>
{
    private const int States = 16;
    private const int Bits = 20;
    private readonly Dictionary<long, int> _entryOf = [];
    private readonly List<long> _keys = [];
    private readonly byte[] _states = new byte[Batch.MaxRows];
    private readonly sbyte[] _none = new sbyte[Batch.MaxRows];
    private Cell[] _cells = new Cell[64];

    /// <summary>An empty tally.</summary>
    /// <param name="attribute">Position of the attribute in the batches.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="weighted">Whether batches carry weights.</param>
    public ScoreBinTally(int attribute, int groups, bool weighted)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        (Attribute, Groups, Weighted) = (attribute, groups, weighted);
        Array.Fill(_none, (sbyte)-1);
    }

    /// <summary>Position of the attribute in the batches.</summary>
    public int Attribute { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether rows are weighted.</summary>
    public bool Weighted { get; }

    /// <summary>Rows whose membership is missing.</summary>
    public long MissingMembership { get; private set; }

    /// <summary>Cells that hold rows.</summary>
    public int Entries => _keys.Count;

    /// <summary>The bin of a score; larger scores have larger bins, and −0 is 0.</summary>
    public static int BinOf(double score) => (int)(ScoreKeys.Of(score) >> (64 - Bits));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A score is not finite, a decision or outcome is not 1, 0 or −1, or a group is out of range.</exception>
    public void Add(in ScoredBatch batch)
    {
        var groups = batch.Group(Attribute);
        for (var start = 0; start < batch.Rows; start += _states.Length)
        {
            var n = Math.Min(_states.Length, batch.Rows - start);
            DenseCounter.States(
                batch.Favourable.IsEmpty ? _none.AsSpan(0, n) : batch.Favourable.Slice(start, n), batch.Adverse.IsEmpty ? default : batch.Adverse.Slice(start, n), _states);
            for (var i = 0; i < n; i++)
            {
                var group = groups[start + i];
                var score = batch.Scores[start + i];
                if (group >= Groups || !double.IsFinite(score))
                {
                    throw new ArgumentException(group >= Groups ? $"Group {group} is out of range: there are {Groups} groups." : "A score is not finite; leave such rows out and count them before measuring.", nameof(batch));
                }

                if (group < 0)
                {
                    MissingMembership++;
                    continue;
                }

                var weight = Weighted ? batch.Weights[start + i] : 1;
                var entry = Entry(((((long)group * States) + _states[i]) << Bits) | (uint)BinOf(score)); // may replace the array
                ref var cell = ref _cells[entry];
                cell.Rows++;
                cell.Sum += FixedSum.Of(weight * score);
                if (Weighted)
                {
                    cell.Weight += FixedSum.Of(weight);
                    cell.Squares += FixedSum.Of(weight * weight);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(ScoreBinTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Groups != Groups || other.Weighted != Weighted)
        {
            throw new ArgumentException("Only tallies of the same shape can be merged.", nameof(other));
        }

        MissingMembership += other.MissingMembership;
        for (var e = 0; e < other._keys.Count; e++)
        {
            var entry = Entry(other._keys[e]);
            ref var cell = ref _cells[entry];
            cell = cell.Plus(other._cells[e]);
        }
    }

    /// <summary>The scores of a group, bins in ascending order, whatever the decision and the outcome.</summary>
    public IReadOnlyList<ScoreBin> Bins(int group)
    {
        var bins = new SortedDictionary<int, Cell>();
        for (var e = 0; e < _keys.Count; e++)
        {
            if (_keys[e] >> Bits >> 4 == group)
            {
                var bin = (int)(_keys[e] & ((1 << Bits) - 1));
                bins[bin] = bins.GetValueOrDefault(bin).Plus(_cells[e]);
            }
        }

        return [.. bins.Where(b => !Weighted || b.Value.Weight.Raw > 0).Select(b => Weighted
            ? new ScoreBin(b.Key, b.Value.Sum.Value / b.Value.Weight.Value, b.Value.Rows, b.Value.Weight.Value, b.Value.Squares.Value)
            : new ScoreBin(b.Key, b.Value.Sum.Value / b.Value.Rows, b.Value.Rows, b.Value.Rows, b.Value.Rows))];
    }

    /// <summary>The decision × outcome table of a group, whatever the score; rows without a decision are left out.</summary>
    public ConfusionCounts Counts(int group)
    {
        ReadOnlySpan<sbyte> cellOf = ConfusionTally.CellOfState;
        var sums = new Cell[ConfusionCounts.Cells];
        for (var e = 0; e < _keys.Count; e++)
        {
            var slot = _keys[e] >> Bits;
            if (slot >> 4 == group && cellOf[(int)(slot & 15)] is >= 0 and var cell)
            {
                sums[cell] = sums[cell].Plus(_cells[e]);
            }
        }

        return ConfusionCounts.FromCells([.. sums.Select(c => Weighted ? new CellCount(c.Rows, c.Weight.Value, c.Squares.Value) : CellCount.OfRows(c.Rows))]);
    }

    /// <summary>The largest share of a group's rows, or weight, in one bin: the error of its distribution function. NaN without rows.</summary>
    public double LargestShare(int group)
    {
        var bins = Bins(group);
        return bins.Count == 0 ? double.NaN : bins.Max(b => b.Weight) / bins.Sum(b => b.Weight);
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> to)
    {
        var writer = new TallyWriter(to);
        writer.Write(Attribute);
        writer.Write(Groups);
        writer.Write(Weighted ? 1 : 0);
        writer.Write(MissingMembership);
        writer.Write(_keys.Count);
        int[] order = [.. Enumerable.Range(0, _keys.Count).OrderBy(e => _keys[e])];
        foreach (var e in order)
        {
            writer.Write(_keys[e]);
            writer.Write(_cells[e].Rows);
            writer.Write(_cells[e].Sum);
            writer.Write(_cells[e].Weight);
            writer.Write(_cells[e].Squares);
        }
    }

    /// <inheritdoc/>
    public static ScoreBinTally Read(ReadOnlySpan<byte> from)
    {
        var reader = new TallyReader(from);
        var tally = new ScoreBinTally((int)reader.Integer(), (int)reader.Integer(), reader.Integer() == 1) { MissingMembership = reader.Integer() };
        var entries = reader.Integer();
        for (var e = 0; e < entries; e++)
        {
            var entry = tally.Entry(reader.Integer());
            tally._cells[entry] = new Cell { Rows = reader.Integer(), Sum = reader.Fixed(), Weight = reader.Fixed(), Squares = reader.Fixed() };
        }

        return tally;
    }

    private int Entry(long key)
    {
        if (_entryOf.TryGetValue(key, out var entry))
        {
            return entry;
        }

        entry = _keys.Count;
        _entryOf.Add(key, entry);
        _keys.Add(key);
        if (entry == _cells.Length)
        {
            Array.Resize(ref _cells, entry * 2);
        }

        return entry;
    }

    private struct Cell
    {
        public long Rows;
        public FixedSum Sum;
        public FixedSum Weight;
        public FixedSum Squares;

        public readonly Cell Plus(in Cell o) => new() { Rows = Rows + o.Rows, Sum = Sum + o.Sum, Weight = Weight + o.Weight, Squares = Squares + o.Squares };
    }
}
