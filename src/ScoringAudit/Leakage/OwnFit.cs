namespace ScoringAudit.Leakage;

/// <summary>Least squares of a score on own features, held as an orthonormal basis of their span (with the constant).</summary>
/// <remarks>
/// Modified Gram–Schmidt, each vector made orthogonal twice (Giraud, Langou and Rozložník 2005); a column that the others explain to 1e-8 of its
/// size is left out and counted. With Q the basis, residual = y − QQ'y; the residual maker is M = I − QQ'.
/// </remarks>
public sealed class OwnFit
{
    private readonly List<double[]> _basis = [];

    /// <summary>A fit on columns.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Own features, each of that length and finite; the constant is added.</param>
    public OwnFit(int rows, IEnumerable<double[]> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Rows = rows;
        var ones = new double[rows];
        Array.Fill(ones, 1);
        Add(ones);
        foreach (var column in columns)
        {
            Dropped += Add((double[])column.Clone()) ? 0 : 1;
        }
    }

    private OwnFit(OwnFit from)
    {
        (Rows, Dropped) = (from.Rows, from.Dropped);
        _basis.AddRange(from._basis);
    }

    /// <summary>A fit on these columns and further ones; this one stays as it is.</summary>
    /// <param name="columns">Columns of the same rows, finite.</param>
    public OwnFit With(IEnumerable<double[]> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var fit = new OwnFit(this);
        foreach (var column in columns)
        {
            fit.Dropped += fit.Add((double[])column.Clone()) ? 0 : 1;
        }

        return fit;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of independent columns, the constant included.</summary>
    public int Rank => _basis.Count;

    /// <summary>Columns that the others explain.</summary>
    public int Dropped { get; private set; }

    internal IReadOnlyList<double[]> Basis => _basis;

    /// <summary>What the features do not explain of a score.</summary>
    public double[] Residual(ReadOnlySpan<double> values)
    {
        var rest = values.ToArray();
        foreach (var q in _basis)
        {
            Remove(q, rest);
        }

        return rest;
    }

    internal static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Remove(double[] q, double[] from)
    {
        var share = Dot(q, from);
        for (var i = 0; i < from.Length; i++)
        {
            from[i] -= share * q[i];
        }
    }

    private bool Add(double[] column)
    {
        var size = Math.Sqrt(Dot(column, column));
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var q in _basis)
            {
                Remove(q, column);
            }
        }

        var left = Math.Sqrt(Dot(column, column));
        if (!(left > 1e-8 * size))
        {
            return false;
        }

        for (var i = 0; i < column.Length; i++)
        {
            column[i] /= left;
        }

        _basis.Add(column);
        return true;
    }
}
