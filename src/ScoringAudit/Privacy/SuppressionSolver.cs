namespace ScoringAudit.Privacy;

/// <summary>Finds how tightly a reader of published sums can bound a suppressed count.</summary>
/// <remarks>
/// <para>The reader knows that every cell is a whole number of at least 0, some cells themselves, and linear equations between all of them. For one cell the least and the largest
/// value are two linear programs (Fischetti and Salazar 2001; Hundepool et al. 2012, section 4.3). They are solved by a bounded walk along the vertices (simplex method, Bland's rule)
/// that starts at the true table, on the part of the system around the cell first, on more of it only where that does not suffice.</para>
/// <para>Floating point only proposes: a value counts once a table of whole numbers that holds it satisfies every equation in exact arithmetic. So a range is never wider
/// than what a reader who knows that counts are whole has to believe; where vertices are not whole it can be narrower, and more is suppressed than needed.</para>
/// </remarks>
public sealed class SuppressionSolver
{
    private static readonly int[] Sizes = [24, 96, 384, 1536];
    private static readonly int[] HidingSizes = [40, 120, 360, 720];
    private readonly long[] _point;
    private readonly IReadOnlyList<CellEquation> _equations;
    private readonly List<int>[] _uses;
    private readonly bool[] _known;

    /// <summary>A system of cells.</summary>
    /// <param name="point">A table that satisfies every equation: the true one.</param>
    /// <param name="equations">What a reader knows of sums.</param>
    /// <exception cref="ArgumentException">A cell is negative, or the table does not satisfy an equation.</exception>
    public SuppressionSolver(IReadOnlyList<long> point, IReadOnlyList<CellEquation> equations)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(equations);
        _point = [.. point];
        _equations = equations;
        _known = new bool[_point.Length];
        if (_point.Any(v => v < 0))
        {
            throw new ArgumentException("A count is negative.", nameof(point));
        }

        _uses = [.. _point.Select(_ => new List<int>())];
        for (var e = 0; e < equations.Count; e++)
        {
            if (equations[e].In(_point) != equations[e].Total)
            {
                throw new ArgumentException($"The table does not satisfy equation {e}.", nameof(equations));
            }

            foreach (var cell in equations[e].Cells)
            {
                _uses[cell].Add(e);
            }
        }
    }

    /// <summary>Number of cells.</summary>
    public int Cells => _point.Length;

    /// <summary>Whether a cell is published.</summary>
    public bool IsKnown(int cell) => _known[cell];

    /// <summary>Says whether a cell is published.</summary>
    public void Publish(int cell, bool published) => _known[cell] = published;

    /// <summary>Cells that stand in an equation with a cell.</summary>
    public IEnumerable<int> BesideOf(int cell) => _uses[cell].SelectMany(e => _equations[e].Cells).Where(c => c != cell).Distinct();

    /// <summary>Least and largest value of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="enough">The search stops once the range is this wide; the default finds the whole range.</param>
    public CellRange Range(int cell, long enough = long.MaxValue)
    {
        var range = new CellRange(_point[cell], _point[cell]);
        if (_known[cell])
        {
            return range;
        }

        var before = 0;
        foreach (var size in Sizes)
        {
            var (near, whole) = Around(cell, enough == long.MaxValue ? Sizes[^1] : size, c => !_known[c]);
            if (near.Count > before)
            {
                before = near.Count;
                range = range.Union(new VertexWalk(near, [.. near.Select(c => _point[c])], Local(near)).Range(0, enough, range));
            }

            if (whole || range.Width >= enough)
            {
                break;
            }
        }

        return range;
    }

    /// <summary>What to hide so that a cell could be larger by so much: the published cells of the cheapest change that leaves everything else as it is published.</summary>
    /// <param name="cell">The cell, which is hidden.</param>
    /// <param name="shift">By how much it should be able to be larger.</param>
    /// <param name="cost">What it costs to hide a published cell; infinite where it cannot be hidden.</param>
    /// <returns>Cells to hide, none of them hidden so far; null when nothing helps.</returns>
    public IReadOnlyList<int>? Cheapest(int cell, long shift, Func<int, double> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var before = 0;
        foreach (var size in HidingSizes)
        {
            var (near, whole) = Around(cell, size, c => !_known[c] || double.IsFinite(cost(c)));
            if (near.Count > before)
            {
                before = near.Count;
                var changed = new CheapestShift([.. near.Select(c => _point[c])], Local(near), [.. near.Select(c => _known[c] ? cost(c) : 0)], shift).Solve();
                if (changed is not null)
                {
                    return [.. changed.Select(c => near[c]).Where(c => _known[c])];
                }
            }

            if (whole)
            {
                break;
            }
        }

        return null;
    }

    // Cells that may change, by distance from one, itself first; the rest keep their true value, which a table may do.
    private (List<int> Cells, bool Whole) Around(int cell, int size, Func<int, bool> mayChange)
    {
        var found = new List<int> { cell };
        var seen = new HashSet<int> { cell };
        var used = new HashSet<int>();
        for (var i = 0; i < found.Count; i++)
        {
            if (found.Count > size)
            {
                return (found, false);
            }

            foreach (var e in _uses[found[i]])
            {
                if (!used.Add(e))
                {
                    continue;
                }

                foreach (var other in _equations[e].Cells)
                {
                    if (mayChange(other) && seen.Add(other))
                    {
                        found.Add(other);
                    }
                }
            }
        }

        return (found, true);
    }

    private List<CellEquation> Local(List<int> near)
    {
        var at = new Dictionary<int, int>(near.Count);
        for (var i = 0; i < near.Count; i++)
        {
            at[near[i]] = i;
        }

        var local = new List<CellEquation>();
        foreach (var e in near.SelectMany(c => _uses[c]).Distinct().Order())
        {
            var cells = new List<int>();
            var signs = new List<int>();
            long total = 0;
            for (var i = 0; i < _equations[e].Cells.Count; i++)
            {
                if (at.TryGetValue(_equations[e].Cells[i], out var cell))
                {
                    cells.Add(cell);
                    signs.Add(_equations[e].Signs[i]);
                    total += _equations[e].Signs[i] * _point[_equations[e].Cells[i]];
                }
            }

            local.Add(new CellEquation(cells, signs, total));
        }

        return local;
    }
}
