using System.Buffers;
using System.Buffers.Binary;
using ScoringAudit.Portfolios;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Counts of favourable decisions by group, and by cluster and group where rows are clustered. Integers and fixed-point sums only.</summary>
/// <remarks>From it follow selection rates, adverse impact ratios and differences with cluster-robust intervals. Memory: one entry for each pair of cluster and group that occurs.</remarks>
public sealed class DecisionTally : ITally<DecisionTally>, IRateSource
{
    private readonly bool _weighted;
    private readonly bool _clustered;
    private readonly Dictionary<long, int> _entryOf = [];
    private readonly List<long> _keys = [];
    private Cell[] _entries;

    /// <summary>An empty tally.</summary>
    /// <param name="attribute">Position of the attribute in the batches.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="weighted">Whether batches carry weights.</param>
    /// <param name="clustered">Whether batches carry clusters.</param>
    public DecisionTally(int attribute, int groups, bool weighted, bool clustered)
    {
        Attribute = attribute;
        Groups = groups;
        _weighted = weighted;
        _clustered = clustered;
        _entries = new Cell[Math.Max(groups, 16)];
        if (!clustered)
        {
            for (var g = 0; g < groups; g++)
            {
                Entry(0, g);
            }
        }
    }

    /// <summary>Position of the attribute in the batches.</summary>
    public int Attribute { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether rows are clustered.</summary>
    public bool Clustered => _clustered;

    /// <summary>Whether rows are weighted.</summary>
    public bool Weighted => _weighted;

    /// <summary>Rows whose membership is missing.</summary>
    public long MissingMembership { get; private set; }

    /// <summary>Rows without a decision.</summary>
    public long MissingDecision { get; private set; }

    /// <inheritdoc/>
    public void Add(in ScoredBatch batch)
    {
        var groups = batch.Group(Attribute);
        for (var i = 0; i < batch.Rows; i++)
        {
            if (groups[i] < 0)
            {
                MissingMembership++;
                continue;
            }

            if (batch.Favourable[i] < 0)
            {
                MissingDecision++;
                continue;
            }

            var at = _clustered ? Entry(batch.Clusters[i], groups[i]) : groups[i];
            ref var cell = ref _entries[at];
            cell.Rows++;
            cell.Favourable += batch.Favourable[i];
            if (_weighted)
            {
                var w = FixedSum.Of(batch.Weights[i]);
                cell.Weight += w;
                cell.SquaredWeight += FixedSum.Of(batch.Weights[i] * batch.Weights[i]);
                if (batch.Favourable[i] == 1)
                {
                    cell.FavourableWeight += w;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(DecisionTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Groups != Groups || other._weighted != _weighted || other._clustered != _clustered)
        {
            throw new ArgumentException("Only tallies of the same shape can be merged.", nameof(other));
        }

        MissingMembership += other.MissingMembership;
        MissingDecision += other.MissingDecision;
        for (var e = 0; e < other._keys.Count; e++)
        {
            var key = other._keys[e];
            ref var cell = ref _entries[Entry((int)(key / Groups), (int)(key % Groups))];
            cell = cell.Plus(other._entries[e]);
        }
    }

    /// <summary>The part of a tally over (stratum × group) codes that lies in one stratum.</summary>
    /// <param name="stratum">The stratum.</param>
    /// <param name="groups">Number of groups in each stratum.</param>
    public DecisionTally Stratum(int stratum, int groups)
    {
        var part = new DecisionTally(Attribute, groups, _weighted, _clustered);
        for (var e = 0; e < _keys.Count; e++)
        {
            var code = (int)(_keys[e] % Groups);
            if (code / groups == stratum)
            {
                part._entries[part.Entry((int)(_keys[e] / Groups), code % groups)] = _entries[e];
            }
        }

        return part;
    }

    /// <summary>The total of a group.</summary>
    public GroupCount Count(int group)
    {
        var sum = default(Cell);
        for (var e = 0; e < _keys.Count; e++)
        {
            if (_keys[e] % Groups == group)
            {
                sum = sum.Plus(_entries[e]);
            }
        }

        return sum.ToCount(_weighted);
    }

    /// <summary>Sums of each cluster for one group and a reference; clusters without rows of either are left out, order is by content so that it never depends on the rows' order.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group, or −1 for none.</param>
    public ClusterCounts Clusters(int group, int reference)
    {
        var byCluster = new SortedDictionary<long, (GroupCount Of, GroupCount Ref)>();
        for (var e = 0; e < _keys.Count; e++)
        {
            var g = (int)(_keys[e] % Groups);
            if ((g != group && g != reference) || _entries[e].Rows == 0)
            {
                continue;
            }

            var cluster = _keys[e] / Groups;
            var (of, re) = byCluster.GetValueOrDefault(cluster);
            var count = _entries[e].ToCount(_weighted);
            byCluster[cluster] = g == group ? (count, re) : (of, count);
        }

        var rows = byCluster.Values.ToArray();
        Array.Sort(rows, static (a, b) => Compare(a, b));
        return new ClusterCounts(
            [.. rows.Select(r => r.Of.Trials)],
            [.. rows.Select(r => r.Of.Successes)],
            [.. rows.Select(r => r.Ref.Trials)],
            [.. rows.Select(r => r.Ref.Successes)]);
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        WriteInt(to, Attribute);
        WriteInt(to, Groups);
        WriteInt(to, (_weighted ? 1 : 0) | (_clustered ? 2 : 0));
        WriteInt(to, MissingMembership);
        WriteInt(to, MissingDecision);
        WriteInt(to, _keys.Count);
        for (var e = 0; e < _keys.Count; e++)
        {
            WriteInt(to, _keys[e]);
            WriteInt(to, _entries[e].Rows);
            WriteInt(to, _entries[e].Favourable);
            WriteRaw(to, _entries[e].Weight.Raw);
            WriteRaw(to, _entries[e].FavourableWeight.Raw);
            WriteRaw(to, _entries[e].SquaredWeight.Raw);
        }
    }

    /// <inheritdoc/>
    public static DecisionTally Read(ReadOnlySpan<byte> from)
    {
        var at = 0;
        var attribute = (int)ReadInt(from, ref at);
        var groups = (int)ReadInt(from, ref at);
        var flags = ReadInt(from, ref at);
        var tally = new DecisionTally(attribute, groups, (flags & 1) != 0, (flags & 2) != 0)
        {
            MissingMembership = ReadInt(from, ref at),
            MissingDecision = ReadInt(from, ref at),
        };
        var count = ReadInt(from, ref at);
        for (var e = 0; e < count; e++)
        {
            var key = ReadInt(from, ref at);
            tally._entries[tally.Entry((int)(key / groups), (int)(key % groups))] = new Cell
            {
                Rows = ReadInt(from, ref at),
                Favourable = ReadInt(from, ref at),
                Weight = new FixedSum(ReadRaw(from, ref at)),
                FavourableWeight = new FixedSum(ReadRaw(from, ref at)),
                SquaredWeight = new FixedSum(ReadRaw(from, ref at)),
            };
        }

        return tally;
    }

    private static int Compare((GroupCount Of, GroupCount Ref) a, (GroupCount Of, GroupCount Ref) b)
    {
        var c = a.Of.Trials.CompareTo(b.Of.Trials);
        c = c != 0 ? c : a.Of.Successes.CompareTo(b.Of.Successes);
        c = c != 0 ? c : a.Ref.Trials.CompareTo(b.Ref.Trials);
        return c != 0 ? c : a.Ref.Successes.CompareTo(b.Ref.Successes);
    }

    private static void WriteInt(IBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    private static void WriteRaw(IBufferWriter<byte> to, Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(to.GetSpan(16), value);
        to.Advance(16);
    }

    private static long ReadInt(ReadOnlySpan<byte> from, ref int at)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(from[at..]);
        at += 8;
        return value;
    }

    private static Int128 ReadRaw(ReadOnlySpan<byte> from, ref int at)
    {
        var value = BinaryPrimitives.ReadInt128LittleEndian(from[at..]);
        at += 16;
        return value;
    }

    private int Entry(int cluster, int group)
    {
        var key = ((long)cluster * Groups) + group;
        if (!_entryOf.TryGetValue(key, out var entry))
        {
            entry = _keys.Count;
            _entryOf.Add(key, entry);
            _keys.Add(key);
            if (entry == _entries.Length)
            {
                Array.Resize(ref _entries, entry * 2);
            }
        }

        return entry;
    }

    private struct Cell
    {
        public long Rows;
        public long Favourable;
        public FixedSum Weight;
        public FixedSum FavourableWeight;
        public FixedSum SquaredWeight;

        public readonly Cell Plus(in Cell o) => new()
        {
            Rows = Rows + o.Rows,
            Favourable = Favourable + o.Favourable,
            Weight = Weight + o.Weight,
            FavourableWeight = FavourableWeight + o.FavourableWeight,
            SquaredWeight = SquaredWeight + o.SquaredWeight,
        };

        public readonly GroupCount ToCount(bool weighted) => weighted
            ? new GroupCount(Rows, FavourableWeight.Value, Weight.Value, SquaredWeight.Value, Favourable)
            : new GroupCount(Rows, Favourable, Rows, Rows, Favourable);
    }
}
