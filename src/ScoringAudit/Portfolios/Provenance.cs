namespace ScoringAudit.Portfolios;

/// <summary>Where rows come from: proven synthetic, or external. A claim is never enough.</summary>
public sealed record Provenance
{
    private Provenance(bool isSynthetic, string statement)
    {
        IsSynthetic = isSynthetic;
        Statement = statement;
    }

    /// <summary>Whether every row and column was generated again and was equal.</summary>
    public bool IsSynthetic { get; }

    /// <summary>What was generated, or why the rows are external.</summary>
    public string Statement { get; }

    /// <summary>Rows that nothing proves to be synthetic.</summary>
    /// <param name="why">For example "a CSV file has no proof".</param>
    public static Provenance External(string why) => new(false, why);

    /// <summary>The provenance of several sources together: synthetic only if each is proven, else the first that is not.</summary>
    public static Provenance OfAll(IReadOnlyList<Provenance> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return sources.FirstOrDefault(s => !s.IsSynthetic)
            ?? (sources.Count == 0 ? External("nothing was read") : new Provenance(true, string.Join("; and ", sources.Select(s => s.Statement).Distinct())));
    }

    /// <summary>Regenerates everything and compares every value of every column, in order.</summary>
    /// <param name="rows">The rows in question.</param>
    /// <param name="proof">The generator's word.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>Synthetic if every cell is equal and there is no other row or column; else external, with the first difference.</returns>
    public static Provenance Prove(IPortfolio rows, ISyntheticProof proof, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(proof);
        var difference = PortfolioComparison.FirstDifference(proof.Regenerate(cancel), rows, cancel);
        return difference is null ? new Provenance(true, proof.Statement) : External(difference);
    }
}
