namespace ScoringAudit.Leakage;

/// <summary>Delete-one-cluster jackknife of the parts of a regression: what each cluster does to them.</summary>
/// <remarks>A sandwich of 60 clusters covered 91.8 % at nominal 95 %; the jackknife (CV3; MacKinnon, Nielsen and Webb 2023) accounts for the clusters' leverage.</remarks>
internal static class ColumnMediation
{
    /// <summary>Above this number of clusters the sandwich is as good, and cheaper.</summary>
    public const int MostClusters = 5_000;

    /// <summary>Each part without each cluster, less the part, times −(G − 1)/G: squares sum to the jackknife variance over G/(G − 1).</summary>
    /// <param name="x">Columns; the group and the constant last.</param>
    /// <param name="y">Values.</param>
    /// <param name="member">1 for the group.</param>
    /// <param name="clusters">Cluster of each row.</param>
    /// <param name="parts">First and last column (excluded) of each part; an empty range is the gap itself.</param>
    /// <returns>For each part one number for each cluster code; null where a group or the fit does not survive without some cluster.</returns>
    public static double[][]? Influences(List<double[]> x, double[] y, byte[] member, int[] clusters, (int From, int To)[] parts)
    {
        int k = x.Count, codes = clusters.Max() + 1;
        var order = Enumerable.Range(0, y.Length).OrderBy(i => clusters[i]).ToArray();
        var all = new Sums(k);
        foreach (var i in order)
        {
            all.Add(x, y, member, i, 1);
        }

        var whole = all.Parts(parts);
        if (whole is null)
        {
            return null;
        }

        var units = clusters.Distinct().Count();
        var influences = parts.Select(_ => new double[codes]).ToArray();
        for (var at = 0; at < order.Length;)
        {
            var cluster = clusters[order[at]];
            var end = at;
            for (; end < order.Length && clusters[order[end]] == cluster; end++)
            {
                all.Add(x, y, member, order[end], -1);
            }

            if (all.Parts(parts) is not { } without)
            {
                return null;
            }

            for (var p = 0; p < parts.Length; p++)
            {
                influences[p][cluster] = -(without[p] - whole[p]) * (units - 1) / units;
            }

            for (; at < end; at++)
            {
                all.Add(x, y, member, order[at], 1);
            }
        }

        return influences;
    }

    private sealed class Sums(int k)
    {
        private readonly double[] _xx = new double[k * k], _xy = new double[k];
        private readonly double[][] _x = [new double[k], new double[k]];
        private readonly double[] _y = [0, 0], _n = [0, 0];

        public void Add(List<double[]> x, double[] y, byte[] member, int i, int sign)
        {
            var g = member[i];
            _n[g] += sign;
            _y[g] += sign * y[i];
            for (var a = 0; a < k; a++)
            {
                var v = sign * x[a][i];
                _x[g][a] += v;
                _xy[a] += v * y[i];
                for (var b = 0; b <= a; b++)
                {
                    _xx[(a * k) + b] += v * x[b][i];
                }
            }
        }

        public double[]? Parts((int From, int To)[] parts)
        {
            if (_n[0] < 1 || _n[1] < 1)
            {
                return null;
            }

            var factor = (double[])_xx.Clone();
            var beta = (double[])_xy.Clone();
            SymmetricSystem.Factorise(factor, k);
            SymmetricSystem.Solve(factor, k, beta);
            var values = new double[parts.Length];
            for (var p = 0; p < parts.Length; p++)
            {
                if (parts[p].From == parts[p].To)
                {
                    values[p] = (_y[1] / _n[1]) - (_y[0] / _n[0]);
                }

                for (var c = parts[p].From; c < parts[p].To; c++)
                {
                    values[p] += beta[c] * ((_x[1][c] / _n[1]) - (_x[0][c] / _n[0]));
                }
            }

            return values;
        }
    }
}
