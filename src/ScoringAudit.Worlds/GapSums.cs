using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds;

/// <summary>Sums of truth columns by group, in whole hundredths, so that neither order nor threads nor chunks matter.</summary>
internal sealed class GapSums
{
    private readonly string _attribute;
    private readonly string _group;
    private readonly string _reference;
    private readonly Origin[] _origins;
    private readonly string[] _channels;
    private readonly long[,] _sums;
    private readonly long[] _rows = new long[2];

    /// <summary>Sums for columns in the order of a truth table: score, parts by origin, remainder, scores without each channel, score without all.</summary>
    public GapSums(string attribute, string reference, string group, IEnumerable<Origin> origins, IEnumerable<string> channels)
    {
        (_attribute, _reference, _group) = (attribute, reference, group);
        (_origins, _channels) = ([.. origins], [.. channels]);
        _sums = new long[Columns, 2];
    }

    public int Columns => 3 + _origins.Length + _channels.Length;

    public void AddRow(int group) => _rows[group]++;

    public void Add(int column, int group, double value) => _sums[column, group] += (long)Math.Floor((value * 100) + 0.5);

    /// <summary>Mean of the group less mean of the reference; NaN where one of them is empty.</summary>
    public TruthGap Gap()
    {
        var origins = new SortedDictionary<Origin, double>();
        for (var o = 0; o < _origins.Length; o++)
        {
            origins.Add(_origins[o], Difference(1 + o));
        }

        var without = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var c = 0; c < _channels.Length; c++)
        {
            without.Add(_channels[c], Difference(2 + _origins.Length + c));
        }

        return new TruthGap(_attribute, _group, _reference, Difference(0), origins, Difference(1 + _origins.Length), without, Difference(Columns - 1));
    }

    private double Difference(int column) => _rows[0] == 0 || _rows[1] == 0
        ? double.NaN
        : ((_sums[column, 1] / (double)_rows[1]) - (_sums[column, 0] / (double)_rows[0])) / 100;
}
