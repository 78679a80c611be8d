using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Scores, outcomes, decisions, weights, clusters and groups of all audited rows, for measures that need the whole column.</summary>
public sealed class ScoredTable
{
    private readonly List<double> _scores = [];
    private readonly List<sbyte> _adverse = [];
    private readonly List<sbyte> _favourable = [];
    private readonly List<double> _weights = [];
    private readonly List<int> _clusters = [];
    private readonly List<int>[] _groups;

    private readonly int _expected;

    /// <summary>An empty table for a number of groupings.</summary>
    /// <param name="groupings">Number of groupings.</param>
    /// <param name="rows">Rows to come, where known: columns then grow once.</param>
    public ScoredTable(int groupings, long? rows = null)
    {
        _expected = (int)Math.Min(rows ?? 0, Array.MaxLength);
        _groups = new List<int>[groupings];
        for (var g = 0; g < groupings; g++)
        {
            _groups[g] = [];
        }
    }

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Scores.</summary>
    public ReadOnlySpan<double> Scores => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_scores);

    /// <summary>Outcomes: 1 adverse, 0 not, −1 not observed; empty without outcomes.</summary>
    public ReadOnlySpan<sbyte> Adverse => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_adverse);

    /// <summary>Decisions; empty without.</summary>
    public ReadOnlySpan<sbyte> Favourable => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_favourable);

    /// <summary>Weights; empty without.</summary>
    public ReadOnlySpan<double> Weights => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_weights);

    /// <summary>Clusters; empty when rows are independent.</summary>
    public ReadOnlySpan<int> Clusters => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_clusters);

    /// <summary>Group codes of a grouping.</summary>
    public ReadOnlySpan<int> Group(int grouping) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_groups[grouping]);

    /// <summary>Appends a batch.</summary>
    public void Add(in ScoredBatch batch)
    {
        if (Rows == 0)
        {
            Reserve(batch);
        }

        Rows += batch.Rows;
        _scores.AddRange(batch.Scores);
        _adverse.AddRange(batch.Adverse);
        _favourable.AddRange(batch.Favourable);
        _weights.AddRange(batch.Weights);
        _clusters.AddRange(batch.Clusters);
        for (var g = 0; g < _groups.Length; g++)
        {
            _groups[g].AddRange(batch.Group(g));
        }
    }

    // A list that doubles holds up to twice what it needs.
    private void Reserve(in ScoredBatch batch)
    {
        _scores.EnsureCapacity(batch.Scores.IsEmpty ? 0 : _expected);
        _adverse.EnsureCapacity(batch.Adverse.IsEmpty ? 0 : _expected);
        _favourable.EnsureCapacity(batch.Favourable.IsEmpty ? 0 : _expected);
        _weights.EnsureCapacity(batch.Weights.IsEmpty ? 0 : _expected);
        _clusters.EnsureCapacity(batch.Clusters.IsEmpty ? 0 : _expected);
        foreach (var codes in _groups)
        {
            codes.EnsureCapacity(_expected);
        }
    }
}
