using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>What the other features foretell of each feature, by least squares on their slots.</summary>
/// <remarks>A category is represented by whether it has its most frequent level. Regressors that depend on earlier ones are left out (Goodnight 1979, sweep operator). A missing number is fitted at its filled value.</remarks>
internal sealed class ConditionalFits
{
    private const int Strata = 20;

    private readonly FeatureMatrix _rows;
    private readonly double[][] _slots;
    private readonly double[,] _gram;
    private readonly int[] _owner;

    public ConditionalFits(FeatureMatrix rows)
    {
        _rows = rows;
        var encoded = TreeRows.Encode(rows.Schema, rows.All);
        var columns = new List<double[]>();
        var owner = new List<int>();
        for (var f = 0; f < rows.Schema.Count; f++)
        {
            var feature = rows.Schema.Features[f];
            for (var slot = feature.FirstSlot; slot < feature.FirstSlot + feature.Slots; slot++)
            {
                var column = new double[rows.Rows];
                var sum = 0.0;
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] = float.IsFinite(encoded[slot][row]) ? encoded[slot][row] : 0;
                    sum += column[row];
                }

                for (var row = 0; row < column.Length; row++)
                {
                    column[row] -= sum / column.Length;
                }

                columns.Add(column);
                owner.Add(f);
            }
        }

        _slots = [.. columns];
        _owner = [.. owner];
        _gram = new double[_slots.Length, _slots.Length];
        for (var i = 0; i < _slots.Length; i++)
        {
            for (var j = i; j < _slots.Length; j++)
            {
                _gram[i, j] = _gram[j, i] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(_slots[i], _slots[j]);
            }
        }
    }

    /// <summary>The fit of a feature, up to a constant.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="ownOnly">Whether only features of the own record foretell it.</param>
    public double[] Fit(int feature, bool ownOnly = false)
    {
        var target = Target(feature);
        int[] others = [.. Enumerable.Range(0, _slots.Length).Where(s => _owner[s] != feature && (!ownOnly || _rows.Schema.Features[_owner[s]].Origin == Portfolios.Origin.Own))];
        var n = others.Length;
        var a = new double[n, n + 1];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                a[i, j] = _gram[others[i], others[j]];
            }

            a[i, n] = _gram[others[i], target];
        }

        var weights = Solve(a, n);
        var fit = new double[_rows.Rows];
        for (var i = 0; i < n; i++)
        {
            if (weights[i] != 0)
            {
                var column = _slots[others[i]];
                for (var row = 0; row < fit.Length; row++)
                {
                    fit[row] += weights[i] * column[row];
                }
            }
        }

        return fit;
    }

    /// <summary>What the own record foretells of all associative features together: the direction in which their fits, each in units of its feature's standard deviation, vary most.</summary>
    public double[] ToldByOwn()
    {
        double[][] fits = [.. Enumerable.Range(0, _rows.Schema.Count).Where(f => _rows.Schema.Features[f].Origin != Portfolios.Origin.Own).Select(f =>
        {
            var scale = Math.Sqrt(_gram[Target(f), Target(f)] / Math.Max(1, _rows.Rows));
            return Array.ConvertAll(Fit(f, ownOnly: true), v => scale > 0 ? v / scale : 0);
        })];
        double[] weights = [.. fits.Select(_ => 1.0)];
        var index = new double[_rows.Rows];
        for (var step = 0; step < 30; step++)
        {
            // Power iteration: index = Σ weight · fit, weight = fit · index.
            Array.Clear(index);
            for (var f = 0; f < fits.Length; f++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(fits[f], weights[f], index, index);
            }

            double[] next = [.. fits.Select(fit => System.Numerics.Tensors.TensorPrimitives.Dot<double>(fit, index))];
            var length = Math.Sqrt(next.Sum(w => w * w));
            if (!(length > 0))
            {
                break;
            }

            weights = Array.ConvertAll(next, w => w / length);
        }

        return index;
    }

    /// <summary>Strata of like size by the fit; equal fits stay together as far as order allows.</summary>
    public int[] StrataOf(int feature)
    {
        var fit = Fit(feature);
        int[] order = [.. Enumerable.Range(0, fit.Length).OrderBy(i => fit[i]).ThenBy(i => i)];
        var strata = new int[fit.Length];
        for (var at = 0; at < order.Length; at++)
        {
            strata[order[at]] = (int)((long)at * Strata / order.Length);
        }

        return strata;
    }

    // The number's own slot, or the slot of the category's most frequent level.
    private int Target(int feature)
    {
        var f = _rows.Schema.Features[feature];
        return f.Kind == FeatureKind.Number || f.Levels.Count == 0
            ? f.FirstSlot
            : Enumerable.Range(f.FirstSlot, f.Levels.Count).MaxBy(slot => _gram[slot, slot]);
    }

    private static double[] Solve(double[,] a, int n)
    {
        var used = new bool[n];
        double[] diagonal = [.. Enumerable.Range(0, n).Select(i => a[i, i])];
        for (var k = 0; k < n; k++)
        {
            if (!(a[k, k] > 1e-9 * diagonal[k]))
            {
                continue;
            }

            used[k] = true;
            for (var i = 0; i < n; i++)
            {
                if (i == k || a[i, k] == 0)
                {
                    continue;
                }

                var factor = a[i, k] / a[k, k];
                for (var j = k; j <= n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(k => used[k] ? a[k, n] / a[k, k] : 0)];
    }
}
