using System.Buffers;
using System.Runtime.InteropServices;
using ScoringAudit.Portfolios;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Counts of group × decision × outcome, by cluster where rows are clustered: from it every count-based metric follows. Integers and fixed-point sums only.</summary>
/// <remarks>
/// Unclustered: one array, no look-up. Clustered: one entry for each pair of cluster and group that occurs; runs of one pair cost one look-up.
/// Any split and any order of the rows give the same counts and the same results. Rows without group or decision are counted apart.
/// </remarks>
public sealed class ConfusionTally : ITally<ConfusionTally>
{
    private const int Cells = ConfusionCounts.Cells;

    // Cell of each state 4 (decision + 1) + outcome + 1; −1 where there is no decision.
    private static readonly sbyte[] CellOf = [-1, -1, -1, -1, 5, 1, 3, -1, 4, 0, 2, -1, -1, -1, -1, -1];

    internal static ReadOnlySpan<sbyte> CellOfState => CellOf;

    private readonly Dictionary<long, int> _entryOf = [];
    private readonly List<long> _keys = [];
    private readonly DenseCounter? _counter;
    private readonly long[] _slots = [];
    private readonly byte[] _states = [];
    private long[] _rows;
    private FixedSum[] _weights = [];
    private FixedSum[] _squares = [];
    private int[]? _order;

    /// <summary>An empty tally.</summary>
    /// <param name="attribute">Position of the attribute in the batches.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="weighted">Whether batches carry weights.</param>
    /// <param name="clustered">Whether batches carry clusters.</param>
    public ConfusionTally(int attribute, int groups, bool weighted, bool clustered)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        Attribute = attribute;
        Groups = groups;
        Weighted = weighted;
        Clustered = clustered;
        var entries = clustered ? 16 : groups;
        _rows = new long[entries * Cells];
        if (weighted)
        {
            _weights = new FixedSum[entries * Cells];
            _squares = new FixedSum[entries * Cells];
        }

        if (clustered || weighted)
        {
            _states = new byte[Batch.MaxRows];
        }
        else
        {
            _counter = new DenseCounter(groups);
            _slots = new long[(groups + 1) * DenseCounter.Stride];
        }
    }

    /// <summary>Position of the attribute in the batches.</summary>
    public int Attribute { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether rows are clustered.</summary>
    public bool Clustered { get; }

    /// <summary>Whether rows are weighted.</summary>
    public bool Weighted { get; }

    /// <summary>Decided rows whose membership is missing, by decision and outcome: what the best and worst case of missing membership rest on.</summary>
    public ConfusionCounts MissingMembershipCounts => ConfusionCounts.FromCells([.. _missing.Select(CellCount.OfRows)]);

    /// <summary>Rows whose membership is missing, decided or not.</summary>
    public long MissingMembership { get; private set; }

    /// <summary>Rows with a group and without a decision.</summary>
    public long MissingDecision { get; private set; }

    /// <summary>Pairs of cluster and group held; the number of groups where rows are independent.</summary>
    public long Entries => Clustered ? _keys.Count : Groups;

    private readonly long[] _missing = new long[Cells];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A decision or outcome is not 1, 0 or −1, or a group is out of range.</exception>
    public void Add(in ScoredBatch batch)
    {
        if (batch.Rows == 0)
        {
            return;
        }

        var groups = batch.Group(Attribute);
        _order = null;
        if (_counter is not null)
        {
            _counter.Add(groups, batch.Favourable, batch.Adverse, _slots);
            FoldSlots();
            return;
        }

        var none = default(ReadOnlySpan<sbyte>);
        for (var start = 0; start < batch.Rows; start += _states.Length)
        {
            var n = Math.Min(_states.Length, batch.Rows - start);
            DenseCounter.States(batch.Favourable.Slice(start, n), batch.Adverse.IsEmpty ? none : batch.Adverse.Slice(start, n), _states);
            AddSlowly(batch, groups.Slice(start, n), start);
        }
    }

    /// <inheritdoc/>
    public void Merge(ConfusionTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Groups != Groups || other.Weighted != Weighted || other.Clustered != Clustered)
        {
            throw new ArgumentException("Only tallies of the same shape can be merged.", nameof(other));
        }

        _order = null;
        MissingMembership += other.MissingMembership;
        MissingDecision += other.MissingDecision;
        for (var c = 0; c < Cells; c++)
        {
            _missing[c] += other._missing[c];
        }

        var entries = Clustered ? other._keys.Count : Groups;
        for (var e = 0; e < entries; e++)
        {
            var to = (Clustered ? Entry(other._keys[e]) : e) * Cells;
            for (var c = 0; c < Cells; c++)
            {
                _rows[to + c] += other._rows[(e * Cells) + c];
                if (Weighted)
                {
                    _weights[to + c] += other._weights[(e * Cells) + c];
                    _squares[to + c] += other._squares[(e * Cells) + c];
                }
            }
        }
    }

    /// <summary>The table of a group.</summary>
    public ConfusionCounts Counts(int group)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Groups);
        Span<long> rows = stackalloc long[Cells];
        Span<FixedSum> weights = stackalloc FixedSum[Cells], squares = stackalloc FixedSum[Cells];
        rows.Clear();
        weights.Clear();
        squares.Clear();
        var entries = Clustered ? _keys.Count : Groups;
        for (var e = Clustered ? 0 : group; e < entries; e++)
        {
            if (Clustered && _keys[e] % Groups != group)
            {
                continue;
            }

            for (var c = 0; c < Cells; c++)
            {
                rows[c] += _rows[(e * Cells) + c];
                if (Weighted)
                {
                    weights[c] += _weights[(e * Cells) + c];
                    squares[c] += _squares[(e * Cells) + c];
                }
            }

            if (!Clustered)
            {
                break;
            }
        }

        var cells = new CellCount[Cells];
        for (var c = 0; c < Cells; c++)
        {
            cells[c] = Weighted ? new CellCount(rows[c], weights[c].Value, squares[c].Value) : CellCount.OfRows(rows[c]);
        }

        return ConfusionCounts.FromCells(cells);
    }

    /// <summary>The table of all rows with a group.</summary>
    public ConfusionCounts Total()
    {
        var total = Counts(0);
        for (var g = 1; g < Groups; g++)
        {
            total += Counts(g);
        }

        return total;
    }

    /// <summary>The part of a tally over (stratum × group) codes that lies in one stratum.</summary>
    /// <param name="stratum">The stratum.</param>
    /// <param name="groups">Number of groups in each stratum.</param>
    public ConfusionTally Stratum(int stratum, int groups)
    {
        var part = new ConfusionTally(Attribute, groups, Weighted, Clustered);
        var entries = Clustered ? _keys.Count : Groups;
        for (var e = 0; e < entries; e++)
        {
            var code = Clustered ? (int)(_keys[e] % Groups) : e;
            if (code / groups != stratum)
            {
                continue;
            }

            var to = (Clustered ? part.Entry((_keys[e] / Groups * groups) + (code % groups)) : code % groups) * Cells;
            for (var c = 0; c < Cells; c++)
            {
                part._rows[to + c] = _rows[(e * Cells) + c];
                if (Weighted)
                {
                    part._weights[to + c] = _weights[(e * Cells) + c];
                    part._squares[to + c] = _squares[(e * Cells) + c];
                }
            }
        }

        return part;
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> to)
    {
        var writer = new TallyWriter(to);
        writer.Write(Attribute);
        writer.Write(Groups);
        writer.Write((Weighted ? 1 : 0) | (Clustered ? 2 : 0));
        writer.Write(MissingMembership);
        writer.Write(MissingDecision);
        foreach (var rows in _missing)
        {
            writer.Write(rows);
        }

        var entries = Clustered ? _keys.Count : Groups;
        writer.Write(entries);
        for (var e = 0; e < entries; e++)
        {
            writer.Write(Clustered ? _keys[e] : e);
            for (var c = e * Cells; c < (e + 1) * Cells; c++)
            {
                writer.Write(_rows[c]);
                if (Weighted)
                {
                    writer.Write(_weights[c]);
                    writer.Write(_squares[c]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public static ConfusionTally Read(ReadOnlySpan<byte> from)
    {
        var reader = new TallyReader(from);
        var attribute = (int)reader.Integer();
        var groups = (int)reader.Integer();
        var flags = reader.Integer();
        var tally = new ConfusionTally(attribute, groups, (flags & 1) != 0, (flags & 2) != 0)
        {
            MissingMembership = reader.Integer(),
            MissingDecision = reader.Integer(),
        };
        for (var c = 0; c < Cells; c++)
        {
            tally._missing[c] = reader.Integer();
        }

        var entries = reader.Integer();
        for (var e = 0; e < entries; e++)
        {
            var key = reader.Integer();
            var at = (tally.Clustered ? tally.Entry(key) : (int)key) * Cells;
            for (var c = at; c < at + Cells; c++)
            {
                tally._rows[c] = reader.Integer();
                if (tally.Weighted)
                {
                    tally._weights[c] = reader.Fixed();
                    tally._squares[c] = reader.Fixed();
                }
            }
        }

        return tally;
    }

    /// <summary>Cell sums of each cluster and group: for each cluster, groups × 6 numbers (rows or weight), in an order that depends on content only.</summary>
    internal double[][] ClusterTables()
    {
        if (!Clustered)
        {
            throw new InvalidOperationException("The tally has no clusters.");
        }

        var entries = CanonicalOrder();
        var tables = new List<double[]>();
        var last = -1L;
        foreach (var e in entries)
        {
            var cluster = _keys[e] / Groups;
            if (cluster != last || tables.Count == 0)
            {
                tables.Add(new double[Groups * Cells]);
                last = cluster;
            }

            var at = (int)(_keys[e] % Groups) * Cells;
            for (var c = 0; c < Cells; c++)
            {
                tables[^1][at + c] = Sum(e, c);
            }
        }

        return [.. tables];
    }

    /// <summary>Successes and trials of a group and a reference in each cluster that has a row of either.</summary>
    internal ClusterCounts ClusterSums(ConfusionCells successes, ConfusionCells trials, int group, int reference)
    {
        List<double> n1 = [], x1 = [], n0 = [], x0 = [];
        var last = -1L;
        foreach (var e in CanonicalOrder())
        {
            var g = (int)(_keys[e] % Groups);
            if ((g != group && g != reference) || !HasRows(e, trials))
            {
                continue;
            }

            var cluster = _keys[e] / Groups;
            if (cluster != last || n1.Count == 0)
            {
                n1.Add(0);
                x1.Add(0);
                n0.Add(0);
                x0.Add(0);
                last = cluster;
            }

            double n = 0, x = 0;
            for (var c = 0; c < Cells; c++)
            {
                n += ((int)trials >> c & 1) != 0 ? Sum(e, c) : 0;
                x += ((int)successes >> c & 1) != 0 ? Sum(e, c) : 0;
            }

            (g == group ? n1 : n0)[^1] = n;
            (g == group ? x1 : x0)[^1] = Math.Min(x, n);
        }

        return new ClusterCounts([.. n1], [.. x1], [.. n0], [.. x0]);
    }

    private double Sum(int entry, int cell) => Weighted ? _weights[(entry * Cells) + cell].Value : _rows[(entry * Cells) + cell];

    private bool HasRows(int entry, ConfusionCells cells)
    {
        for (var c = 0; c < Cells; c++)
        {
            if (((int)cells >> c & 1) != 0 && _rows[(entry * Cells) + c] > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int[] CanonicalOrder() => _order ??= ClusterOrder.Of(CollectionsMarshal.AsSpan(_keys).ToArray(), Groups, _rows, _weights, _squares);

    private void AddSlowly(in ScoredBatch batch, ReadOnlySpan<int> groups, int start)
    {
        long lastKey = -1;
        var lastEntry = -1;
        for (var i = 0; i < groups.Length; i++)
        {
            var cell = CellOf[_states[i]];
            var group = groups[i];
            if (group < 0)
            {
                MissingMembership++;
                if (cell >= 0)
                {
                    _missing[cell]++;
                }

                continue;
            }

            if (group >= Groups)
            {
                throw new ArgumentException($"Group {group} is out of range: there are {Groups} groups.", nameof(batch));
            }

            if (cell < 0)
            {
                MissingDecision++;
                continue;
            }

            var entry = group;
            if (Clustered)
            {
                var key = ((long)batch.Clusters[start + i] * Groups) + group;
                entry = key == lastKey ? lastEntry : Entry(key);
                (lastKey, lastEntry) = (key, entry);
            }

            var at = (entry * Cells) + cell;
            _rows[at]++;
            if (Weighted)
            {
                var weight = batch.Weights[start + i];
                _weights[at] += FixedSum.Of(weight);
                _squares[at] += FixedSum.Of(weight * weight);
            }
        }
    }

    private void FoldSlots()
    {
        for (var group = -1; group < Groups; group++)
        {
            for (var state = 0; state < DenseCounter.Stride; state++)
            {
                var count = _slots[((group + 1) * DenseCounter.Stride) + state];
                if (count == 0)
                {
                    continue;
                }

                var cell = CellOf[state];
                if (group < 0)
                {
                    MissingMembership += count;
                    if (cell >= 0)
                    {
                        _missing[cell] += count;
                    }
                }
                else if (cell < 0)
                {
                    MissingDecision += count;
                }
                else
                {
                    _rows[(group * Cells) + cell] += count;
                }
            }
        }

        Array.Clear(_slots);
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
        if ((entry + 1) * Cells > _rows.Length)
        {
            Array.Resize(ref _rows, entry * 2 * Cells);
            if (Weighted)
            {
                Array.Resize(ref _weights, entry * 2 * Cells);
                Array.Resize(ref _squares, entry * 2 * Cells);
            }
        }

        return entry;
    }
}
