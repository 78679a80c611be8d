namespace ScoringAudit.Privacy;

/// <summary>The cheapest change of a table that moves one cell by so much and leaves every equation true: a linear program over changes, solved by the simplex method with bounds.</summary>
/// <remarks>Its support is what has to be hidden so that a reader cannot tell the two tables apart. Source: Kelly, Golden and Assad 1992; Fischetti and Salazar 2001, section 4.</remarks>
internal sealed class CheapestShift
{
    private const double Tiny = 1e-9, Nothing = 1e-12, Smallest = 1e-11;
    private const double Reward = 1e7;
    private const int MostSteps = 6_000;
    private const int Patience = 60;
    private readonly int _cells;
    private readonly double[][] _rows;
    private readonly int[] _basic;
    private readonly int[] _rowOf;
    private readonly double[] _reduced;
    private readonly double[] _most;
    private readonly double[] _value;
    private readonly int[] _places;

    /// <summary>The program.</summary>
    /// <param name="point">The table; cell 0 is the one to be moved up.</param>
    /// <param name="equations">Equations among the cells.</param>
    /// <param name="cost">Cost of a change of each cell by 1; 0 for cells that are hidden already.</param>
    /// <param name="shift">By how much.</param>
    public CheapestShift(IReadOnlyList<long> point, IReadOnlyList<CellEquation> equations, IReadOnlyList<double> cost, long shift)
    {
        _cells = point.Count;
        var columns = 2 * _cells; // up and down of each cell
        _most = new double[columns];
        _value = new double[columns];
        _places = new int[columns];
        _reduced = new double[columns];
        for (var c = 0; c < _cells; c++)
        {
            (_most[2 * c], _most[(2 * c) + 1]) = (double.PositiveInfinity, point[c]);
            (_reduced[2 * c], _reduced[(2 * c) + 1]) = (cost[c], cost[c]);
        }

        (_most[0], _most[1], _reduced[0]) = (shift, 0, -Reward);
        (_rows, _basic) = Reduce(equations, point, cost);
        _rowOf = new int[columns];
        Array.Fill(_rowOf, -1);
        for (var r = 0; r < _basic.Length; r++)
        {
            _rowOf[_basic[r]] = r;
            Subtract(_reduced, new PivotRow(_rows[r], _places), _reduced[_basic[r]]);
        }
    }

    /// <summary>Cells that change; null when the shift is impossible.</summary>
    public IReadOnlyList<int>? Solve()
    {
        var still = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var entering = Entering(still > Patience);
            if (entering < 0)
            {
                break;
            }

            still = Step(entering) > Tiny ? 0 : still + 1;
        }

        return _value[0] >= _most[0] - 1e-6
            ? [.. Enumerable.Range(0, _cells).Where(c => Math.Abs(_value[2 * c] - _value[(2 * c) + 1]) > 1e-6)] : null;
    }

    // A cell's way down is its way up with the other sign, through all of this: only the ways up are reduced.
    private (double[][] Rows, int[] Basic) Reduce(IReadOnlyList<CellEquation> equations, IReadOnlyList<long> point, IReadOnlyList<double> cost)
    {
        var open = equations.Select(e =>
        {
            var row = new double[_cells];
            for (var i = 0; i < e.Cells.Count; i++)
            {
                row[e.Cells[i]] = e.Signs[i];
            }

            return row;
        }).ToList();
        var rows = new List<double[]>();
        var basic = new List<int>();
        foreach (var c in Enumerable.Range(1, _cells - 1).OrderBy(c => cost[c]).ThenByDescending(c => point[c]).ThenBy(c => c).Append(0))
        {
            var at = 0;
            while (at < open.Count && Math.Abs(open[at][c]) <= Tiny)
            {
                at++;
            }

            if (at == open.Count)
            {
                continue;
            }

            var row = open[at];
            open.RemoveAt(at);
            Divide(row, row[c]);
            var pivot = new PivotRow(row, _places);
            foreach (var other in open)
            {
                Subtract(other, pivot, other[c]);
            }

            foreach (var other in rows)
            {
                Subtract(other, pivot, other[c]);
            }

            rows.Add(row);
            basic.Add(2 * c);
        }

        return ([.. rows.Select(Both)], [.. basic]);
    }

    private static double[] Both(double[] up)
    {
        var both = new double[2 * up.Length];
        for (var c = 0; c < up.Length; c++)
        {
            (both[2 * c], both[(2 * c) + 1]) = (up[c], 0 - up[c]);
        }

        return both;
    }

    // The steepest column; after many steps on the spot the first one, which cannot go round in circles (Bland 1977).
    private int Entering(bool first)
    {
        var best = -1;
        var gain = Tiny * Reward / 1e4;
        for (var j = 0; j < _reduced.Length; j++)
        {
            if (_rowOf[j] >= 0 || _most[j] <= 0)
            {
                continue;
            }

            var rate = _value[j] <= 0 ? -_reduced[j] : _reduced[j];
            if (rate > gain)
            {
                (best, gain) = (j, rate);
                if (first)
                {
                    return best;
                }
            }
        }

        return best;
    }

    private double Step(int entering)
    {
        var up = _value[entering] <= 0 ? 1.0 : -1.0;
        var step = _most[entering];
        var leaving = -1;
        for (var r = 0; r < _rows.Length; r++)
        {
            var a = _rows[r][entering] * up;
            var limit = a > Tiny ? _value[_basic[r]] / a : a < -Tiny ? (_most[_basic[r]] - _value[_basic[r]]) / -a : double.PositiveInfinity;
            limit = Math.Max(0, limit);
            if (limit < step - Tiny || (limit <= step + Tiny && leaving >= 0 && _basic[r] < _basic[leaving]))
            {
                (step, leaving) = (Math.Min(limit, step), r);
            }
        }

        _value[entering] += up * step;
        for (var r = 0; r < _rows.Length; r++)
        {
            _value[_basic[r]] -= _rows[r][entering] * up * step;
        }

        if (leaving < 0)
        {
            return step;
        }

        var out_ = _basic[leaving];
        _value[out_] = _value[out_] < 0.5 * _most[out_] || double.IsInfinity(_most[out_]) ? 0 : _most[out_];
        Divide(_rows[leaving], _rows[leaving][entering]);
        var pivot = new PivotRow(_rows[leaving], _places);
        for (var r = 0; r < _rows.Length; r++)
        {
            if (r != leaving)
            {
                Subtract(_rows[r], pivot, _rows[r][entering]);
            }
        }

        Subtract(_reduced, pivot, _reduced[entering]);
        _basic[leaving] = entering;
        (_rowOf[entering], _rowOf[out_]) = (leaving, -1);
        return step;
    }

    private static void Divide(double[] row, double by)
    {
        for (var k = 0; k < row.Length; k++)
        {
            row[k] /= by;
        }
    }

    private static void Subtract(double[] from, PivotRow pivot, double times)
    {
        if (Math.Abs(times) > Nothing)
        {
            pivot.SubtractFrom(from, times, Smallest);
        }
    }
}
