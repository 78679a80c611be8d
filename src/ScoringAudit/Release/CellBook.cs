using ScoringAudit.Privacy;

namespace ScoringAudit.Release;

/// <summary>The counts behind a report and the equations between them, as a reader can write them down.</summary>
internal sealed class CellBook
{
    private readonly Dictionary<CellKey, int> _at = [];
    private readonly List<CellKey?> _keys = [];
    private readonly List<long> _counts = [];
    private readonly List<bool> _implied = [];
    private readonly List<int> _parent = [];
    private readonly Dictionary<string, CellEquation> _equations = new(StringComparer.Ordinal);

    /// <summary>Number of cells.</summary>
    public int Count => _keys.Count;

    /// <summary>Their counts.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Named cells.</summary>
    public IReadOnlyDictionary<CellKey, int> Named => _at;

    /// <summary>Equations, in the order in which they were found.</summary>
    public IReadOnlyList<CellEquation> Equations => [.. _equations.Values];

    /// <summary>A named cell; the same name with another count is another cell.</summary>
    public int Add(CellKey key, long count)
    {
        for (var twin = key; ; twin = twin with { Family = twin.Family + "'" })
        {
            if (!_at.TryGetValue(twin, out var cell))
            {
                cell = New(twin, count, false);
                _at.Add(twin, cell);
                return cell;
            }

            if (_counts[cell] == count)
            {
                return cell;
            }
        }
    }

    /// <summary>The cell of a name, or −1.</summary>
    public int Find(CellKey key) => _at.GetValueOrDefault(key, -1);

    /// <summary>A count that no number of the report shows, but that a reader may work out: what is left of a sum, a step between two thresholds.</summary>
    public int Imply(long count) => New(null, count, true);

    /// <summary>A count that helps to write down equations.</summary>
    public int Help(long count) => New(null, count, false);

    /// <summary>Whether a cell is implied.</summary>
    public bool IsImplied(int cell) => _implied[cell];

    /// <summary>Its name, or null.</summary>
    public CellKey? NameOf(int cell) => _keys[cell];

    /// <summary>Number of the cell that stands for all cells known to be the same.</summary>
    public int Same(int cell)
    {
        while (_parent[cell] != cell)
        {
            cell = _parent[cell] = _parent[_parent[cell]];
        }

        return cell;
    }

    /// <summary>Says that two cells count the same people.</summary>
    public void Merge(int a, int b)
    {
        (a, b) = (Same(a), Same(b));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>Adds an equation, if it holds.</summary>
    /// <returns>Whether it holds.</returns>
    public bool Equate(IEnumerable<int> plus, IEnumerable<int> minus, long total = 0)
    {
        var terms = new SortedDictionary<int, int>();
        long sum = 0;
        foreach (var (cells, sign) in new[] { (plus, 1), (minus, -1) })
        {
            foreach (var cell in cells)
            {
                sum += sign * _counts[cell];
                terms[Same(cell)] = terms.GetValueOrDefault(Same(cell)) + sign;
            }
        }

        if (sum != total)
        {
            return false;
        }

        foreach (var zero in terms.Where(t => t.Value == 0).Select(t => t.Key).ToList())
        {
            terms.Remove(zero);
        }

        if (terms.Count > 0)
        {
            _equations.TryAdd(string.Join(' ', terms.Select(t => FormattableString.Invariant($"{t.Key}*{t.Value}"))), new CellEquation([.. terms.Keys], [.. terms.Values], total));
        }

        return true;
    }

    private int New(CellKey? key, long count, bool implied)
    {
        _keys.Add(key);
        _counts.Add(count);
        _implied.Add(implied);
        _parent.Add(_keys.Count - 1);
        return _keys.Count - 1;
    }
}
