namespace ScoringAudit.Privacy;

/// <summary>A linear equation between counts: the signed sum of some cells is a known number.</summary>
/// <remarks>Published tables give such equations: a margin is the sum of its cells, a rate with its size gives a numerator, two reports with moved bins give a difference. Source: Fischetti and Salazar 2001, section 2.</remarks>
public sealed record CellEquation
{
    /// <summary>An equation.</summary>
    /// <param name="cells">Numbers of the cells, each at most once.</param>
    /// <param name="signs">A sign (or small whole factor) for each cell.</param>
    /// <param name="total">What they add up to.</param>
    /// <exception cref="ArgumentException">The lists differ in length, a cell stands twice, or a factor is 0.</exception>
    public CellEquation(IReadOnlyList<int> cells, IReadOnlyList<int> signs, long total)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(signs);
        if (cells.Count != signs.Count || cells.Distinct().Count() != cells.Count || signs.Contains(0))
        {
            throw new ArgumentException("An equation names each cell once, with a factor that is not 0.", nameof(cells));
        }

        (Cells, Signs, Total) = (cells, signs, total);
    }

    /// <summary>Numbers of the cells.</summary>
    public IReadOnlyList<int> Cells { get; }

    /// <summary>Factor of each cell.</summary>
    public IReadOnlyList<int> Signs { get; }

    /// <summary>What the signed sum is.</summary>
    public long Total { get; }

    /// <summary>The cells add up to a total.</summary>
    public static CellEquation Sum(IReadOnlyList<int> cells, long total)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return new CellEquation(cells, [.. cells.Select(_ => 1)], total);
    }

    /// <summary>The signed sum in a table.</summary>
    public long In(IReadOnlyList<long> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        long sum = 0;
        for (var i = 0; i < Cells.Count; i++)
        {
            sum += Signs[i] * table[Cells[i]];
        }

        return sum;
    }
}
