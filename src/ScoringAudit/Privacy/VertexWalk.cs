namespace ScoringAudit.Privacy;

/// <summary>A walk along the vertices of {x ≥ 0, A x = b} that starts at a given point of it; every whole-number point on the way is checked exactly.</summary>
internal sealed class VertexWalk
{
    private const double Tiny = 1e-9;
    private const int MostSteps = 4_000;
    private readonly IReadOnlyList<CellEquation> _equations;
    private readonly int _cells;
    private readonly double[] _x;
    private readonly double[][] _rows;
    private readonly int[] _basic;
    private readonly int[] _rowOf;
    private readonly long[] _whole;
    private readonly int[] _places;
    private bool _unbounded;

    public VertexWalk(IReadOnlyList<int> names, long[] point, IReadOnlyList<CellEquation> equations)
    {
        _equations = equations;
        _cells = names.Count;
        _x = [.. point.Select(v => (double)v)];
        _whole = new long[_cells];
        _places = new int[_cells];
        _rowOf = new int[_cells];
        Array.Fill(_rowOf, -1);
        var open = equations.Select(e =>
        {
            var row = new double[_cells];
            for (var i = 0; i < e.Cells.Count; i++)
            {
                row[e.Cells[i]] = e.Signs[i];
            }

            return row;
        }).ToList();
        (_rows, _basic) = Reduce(open);
        for (var r = 0; r < _basic.Length; r++)
        {
            _rowOf[_basic[r]] = r;
        }
    }

    /// <summary>Range of one cell over the whole-number points met, until it is wide enough.</summary>
    public CellRange Range(int cell, long enough, CellRange range)
    {
        foreach (var c in Enumerable.Range(0, _cells))
        {
            // From the given point to a vertex: cells that are neither basic nor 0 are lowered.
            if (_rowOf[c] < 0 && _x[c] > Tiny)
            {
                Lower(c);
            }
        }

        range = Met(cell, range);
        foreach (var up in new[] { true, false })
        {
            for (var step = 0; step < MostSteps && range.Width < enough && Improve(cell, up); step++)
            {
                range = Met(cell, range);
            }

            if (_unbounded)
            {
                return range with { High = CellRange.Unbounded };
            }
        }

        return range;
    }

    // Gauss–Jordan; the largest cells become basic, so that few cells have to be moved to reach a vertex.
    private (double[][] Rows, int[] Basic) Reduce(List<double[]> open)
    {
        var rows = new List<double[]>();
        var basic = new List<int>();
        foreach (var c in Enumerable.Range(0, _cells).OrderByDescending(c => _x[c]).ThenBy(c => c))
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
            var scale = row[c];
            for (var k = 0; k < row.Length; k++)
            {
                row[k] /= scale;
            }

            var pivot = new PivotRow(row, _places);
            Eliminate(open, pivot, c);
            Eliminate(rows, pivot, c);

            rows.Add(row);
            basic.Add(c);
        }

        return ([.. rows], [.. basic]);
    }

    private static void Eliminate(List<double[]> rows, PivotRow pivot, int c)
    {
        foreach (var row in rows)
        {
            if (Math.Abs(row[c]) > Tiny)
            {
                pivot.SubtractFrom(row, row[c], Tiny);
            }
        }
    }

    private void Lower(int entering)
    {
        double step = _x[entering];
        var leaving = -1;
        for (var r = 0; r < _rows.Length; r++)
        {
            var a = _rows[r][entering];
            if (a < -Tiny && _x[_basic[r]] / -a < step - Tiny)
            {
                (step, leaving) = (_x[_basic[r]] / -a, r);
            }
        }

        Move(entering, -step, leaving);
        if (leaving < 0)
        {
            _x[entering] = 0;
        }
    }

    // One step of the simplex method with Bland's rule; false at the optimum.
    private bool Improve(int cell, bool up)
    {
        var row = _rowOf[cell];
        if (row < 0 && !up)
        {
            return false; // 0 is the least there is
        }

        for (var c = 0; c < _cells; c++)
        {
            if (_rowOf[c] >= 0)
            {
                continue;
            }

            var rate = row < 0 ? c == cell ? 1.0 : 0.0 : -_rows[row][c];
            if (up ? rate <= Tiny : rate >= -Tiny)
            {
                continue;
            }

            var step = double.PositiveInfinity;
            var leaving = -1;
            for (var r = 0; r < _rows.Length; r++)
            {
                var a = _rows[r][c];
                if (a <= Tiny)
                {
                    continue;
                }

                var limit = Math.Max(0, _x[_basic[r]]) / a;
                if (limit < step - Tiny || (limit <= step + Tiny && leaving >= 0 && _basic[r] < _basic[leaving]))
                {
                    (step, leaving) = (Math.Min(limit, step), r);
                }
            }

            if (leaving < 0)
            {
                _unbounded = true;
                return false;
            }

            Move(c, step, leaving);
            return true;
        }

        return false;
    }

    private void Move(int entering, double step, int leaving)
    {
        _x[entering] += step;
        for (var r = 0; r < _rows.Length; r++)
        {
            var a = _rows[r][entering];
            if (a != 0)
            {
                _x[_basic[r]] -= a * step;
            }
        }

        if (leaving < 0)
        {
            return;
        }

        var out_ = _basic[leaving];
        _x[out_] = 0;
        var row = _rows[leaving];
        var scale = row[entering];
        for (var k = 0; k < row.Length; k++)
        {
            row[k] /= scale;
        }

        var pivot = new PivotRow(row, _places);
        for (var r = 0; r < _rows.Length; r++)
        {
            if (r != leaving && Math.Abs(_rows[r][entering]) > Tiny)
            {
                pivot.SubtractFrom(_rows[r], _rows[r][entering], Tiny);
            }
        }

        _basic[leaving] = entering;
        _rowOf[entering] = leaving;
        _rowOf[out_] = -1;
    }

    private CellRange Met(int cell, CellRange range)
    {
        var value = Math.Round(_x[cell]);
        if (value >= range.Low && value <= range.High)
        {
            return range;
        }

        for (var c = 0; c < _cells; c++)
        {
            var near = Math.Round(_x[c]);
            if (near < 0 || Math.Abs(near - _x[c]) > 1e-6 || near > 9e15)
            {
                return range;
            }

            _whole[c] = (long)near;
        }

        return _equations.All(e => e.In(_whole) == e.Total) ? range.Union(new CellRange((long)value, (long)value)) : range;
    }
}
