using MathNet.Numerics.Distributions;

namespace ScoringAudit.Leakage;

/// <summary>The clustered Anderson–Rubin test of one coefficient: s(ρ)'V(ρ)⁻¹s(ρ) with s = Q'(y − ρ w), and its inversion.</summary>
/// <remarks>V(ρ) = A − ρ(B + B') + ρ²C over clusters, about their mean, is set up once, so a value of ρ costs q³ and no pass over the nodes.</remarks>
internal sealed class AndersonRubin
{
    private readonly double[] _toY;
    private readonly double[] _toW;
    private readonly double[,] _yy;
    private readonly double[,] _yw;
    private readonly double[,] _ww;
    private readonly int _groups;

    public AndersonRubin(List<double[]> instruments, double[] y, double[] w, ReadOnlySpan<int> clusters, int groups)
    {
        var q = instruments.Count;
        _groups = groups;
        _toY = [.. instruments.Select(z => OwnFit.Dot(z, y))];
        _toW = [.. instruments.Select(z => OwnFit.Dot(z, w))];
        double[] partsY = Sums(instruments, y, clusters, groups), partsW = Sums(instruments, w, clusters, groups);
        (_yy, _yw, _ww) = (new double[q, q], new double[q, q], new double[q, q]);
        for (var g = 0; g < groups; g++)
        {
            for (var a = 0; a < q; a++)
            {
                double ya = partsY[(g * q) + a] - (_toY[a] / groups), wa = partsW[(g * q) + a] - (_toW[a] / groups);
                for (var b = 0; b < q; b++)
                {
                    double yb = partsY[(g * q) + b] - (_toY[b] / groups), wb = partsW[(g * q) + b] - (_toW[b] / groups);
                    _yy[a, b] += ya * yb;
                    _yw[a, b] += (ya * wb) + (wa * yb);
                    _ww[a, b] += wa * wb;
                }
            }
        }
    }

    /// <summary>The two-stage least-squares estimate.</summary>
    public double TwoStage => OwnFit.Dot(_toY, _toW) / OwnFit.Dot(_toW, _toW);

    /// <summary>Effective first-stage F: Wy'QQ'Wy over the trace of the clustered variance of Q'v.</summary>
    public double EffectiveF(List<double[]> instruments, double[] w, ReadOnlySpan<int> clusters)
    {
        var error = (double[])w.Clone();
        for (var k = 0; k < instruments.Count; k++)
        {
            for (var i = 0; i < error.Length; i++)
            {
                error[i] -= _toW[k] * instruments[k][i];
            }
        }

        var noise = Sums(instruments, error, clusters, _groups).Sum(v => v * v);
        return noise > 0 ? OwnFit.Dot(_toW, _toW) / noise : double.PositiveInfinity;
    }

    /// <summary>Clustered standard error of <see cref="TwoStage"/>.</summary>
    public double StandardError(List<double[]> instruments, double[] y, double[] w, ReadOnlySpan<int> clusters)
    {
        var rho = TwoStage;
        var strength = OwnFit.Dot(_toW, _toW);
        var parts = new double[_groups];
        for (var i = 0; i < y.Length; i++)
        {
            var fitted = 0.0;
            for (var k = 0; k < instruments.Count; k++)
            {
                fitted += _toW[k] * instruments[k][i];
            }

            parts[clusters[i]] += fitted * (y[i] - (rho * w[i]));
        }

        return Math.Sqrt(parts.Sum(p => p * p) * _groups / Math.Max(1, _groups - 1)) / strength;
    }

    /// <summary>The statistic at a value.</summary>
    public double Statistic(double rho)
    {
        var q = _toY.Length;
        var s = new double[q];
        var v = new double[q, q];
        var sum = 0.0;
        for (var a = 0; a < q; a++)
        {
            s[a] = _toY[a] - (rho * _toW[a]);
            for (var b = 0; b <= a; b++)
            {
                // Cholesky in place, then |L⁻¹s|²
                var cell = _yy[a, b] - (rho * _yw[a, b]) + (rho * rho * _ww[a, b]);
                for (var m = 0; m < b; m++)
                {
                    cell -= v[a, m] * v[b, m];
                }

                v[a, b] = a == b ? Math.Sqrt(Math.Max(cell, 1e-300)) : cell / v[b, b];
            }

            for (var m = 0; m < a; m++)
            {
                s[a] -= v[a, m] * s[m];
            }

            s[a] /= v[a, a];
            sum += s[a] * s[a];
        }

        return sum;
    }

    /// <summary>p at a value: the statistic times (G − q)/(q G) against F(q, G − q) (Hotelling 1931).</summary>
    public double PValue(double rho)
    {
        double q = _toY.Length, rest = _groups - q;
        var f = Statistic(rho) * rest / (q * _groups);
        return rest > 1e6 ? 1 - ChiSquared.CDF(q, q * f) : 1 - FisherSnedecor.CDF(q, rest, f);
    }

    /// <summary>The hull of all values in (−bound, bound) that are not rejected; an end is infinite where the set reaches the bound; null where the set is empty.</summary>
    public (double Low, double High)? Set(double level, double bound, double estimate, double error)
    {
        var limit = Limit(level);
        bool Kept(double rho) => Statistic(rho) <= limit;
        var points = new SortedSet<double>();
        for (var s = -200; s <= 200; s++)
        {
            points.Add(bound * s / 200.0);
            points.Add(Math.Clamp(estimate + (error * s / 20), -bound, bound));
        }

        double[] grid = [.. points];
        bool[] kept = [.. grid.Select(Kept)];
        int first = Array.IndexOf(kept, true), last = Array.LastIndexOf(kept, true);
        return first < 0 ? null : (
            first == 0 ? double.NegativeInfinity : Edge(grid[first - 1], grid[first]),
            last == grid.Length - 1 ? double.PositiveInfinity : Edge(grid[last + 1], grid[last]));

        double Edge(double outside, double inside)
        {
            for (var step = 0; step < 40; step++)
            {
                var middle = 0.5 * (outside + inside);
                (outside, inside) = Kept(middle) ? (outside, middle) : (middle, inside);
            }

            return inside;
        }
    }

    private double Limit(double level)
    {
        double q = _toY.Length, rest = _groups - q;
        return rest > 1e6 ? ChiSquared.InvCDF(q, level) : q * _groups / rest * FisherSnedecor.InvCDF(q, rest, level);
    }

    // Σ over a cluster of instrument × value: cluster by instrument.
    private static double[] Sums(List<double[]> instruments, double[] values, ReadOnlySpan<int> clusters, int groups)
    {
        var q = instruments.Count;
        var sums = new double[groups * q];
        for (var k = 0; k < q; k++)
        {
            var z = instruments[k];
            for (var i = 0; i < values.Length; i++)
            {
                sums[(clusters[i] * q) + k] += z[i] * values[i];
            }
        }

        return sums;
    }
}
