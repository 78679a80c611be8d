namespace ScoringAudit.Explanation;

/// <summary>How the worth of a leaf is dealt out among the players on its path.</summary>
/// <remarks>
/// For one background row a leaf is the game v(S) = value iff S holds all of A (players whose condition only the explained row meets) and
/// none of B (players whose condition only the background row meets), else 0. Every value here is linear in the game, so tables add up.
/// With covers in the background's place v(S) = value · Π_{p∈S} a_p · Π_{p∉S} r_p, where a_p is 1 iff the row meets p's conditions.
/// </remarks>
internal abstract class Allocation
{
    /// <summary>The output columns that the leaf adds to.</summary>
    public required int[] Columns { get; init; }

    /// <summary>Adds the leaf's part for one background row.</summary>
    /// <param name="needed">A, as bits.</param>
    /// <param name="barred">B, as bits.</param>
    /// <param name="value">The leaf's value times the background row's share.</param>
    /// <param name="to">Where column c stands at c · stride.</param>
    /// <param name="stride">Distance of columns.</param>
    public abstract void Add(ulong needed, ulong barred, double value, Span<double> to, int stride);

    /// <summary>Adds the leaf's part with covers in the background's place, without expanding patterns: exact, and stable for long paths.</summary>
    /// <param name="satisfied">The row's pattern.</param>
    /// <param name="ratios">r for each player.</param>
    /// <param name="value">The leaf's value.</param>
    /// <param name="to">One number for each column.</param>
    public abstract void AddProduct(ulong satisfied, double[] ratios, double value, Span<double> to);

    /// <summary>C(n, k) in double precision; n at most 64.</summary>
    protected static double Choose(int n, int k) => Binomials[n][k];

    private static readonly double[][] Binomials = Pascal();

    private static double[][] Pascal()
    {
        var rows = new double[65][];
        for (var n = 0; n < rows.Length; n++)
        {
            rows[n] = new double[n + 1];
            rows[n][0] = rows[n][n] = 1;
            for (var k = 1; k < n; k++)
            {
                rows[n][k] = rows[n - 1][k - 1] + rows[n - 1][k];
            }
        }

        return rows;
    }
}
