namespace ScoringAudit.Portfolios;

/// <summary>Where decisions come from: a column, a cut-off on the score, or a fixed approval rate. Exactly one of the three, or cut-offs by the value of a column.</summary>
/// <param name="Column">Recorded decision, with <paramref name="Favourable"/>.</param>
/// <param name="Favourable">The text or number of that column that means a favourable decision.</param>
/// <param name="Cutoff">Favourable is score &lt; cut-off where higher is riskier, score ≥ cut-off where higher is safer, on the score's own scale.</param>
/// <param name="ApprovalRate">Share of the audited rows with the safest scores that is approved, in (0, 1).</param>
public sealed record DecisionRole(string? Column, string? Favourable, double? Cutoff, double? ApprovalRate)
{
    // One for all, so that two roles without are equal.
    private static readonly Dictionary<string, double> NoCutoffs = [];

    /// <summary>Column whose value chooses the cut-off (a product, a branch); null for one cut-off or none.</summary>
    public string? By { get; init; }

    /// <summary>Cut-off for each value of <see cref="By"/>, on the score's own scale; empty without.</summary>
    public IReadOnlyDictionary<string, double> Cutoffs { get; init; } = NoCutoffs;

    /// <summary>A recorded decision.</summary>
    public static DecisionRole Recorded(string column, string favourable) => new(column, favourable, null, null);

    /// <summary>A cut-off on the score.</summary>
    public static DecisionRole AtCutoff(double cutoff) => new(null, null, cutoff, null);

    /// <summary>A cut-off for each value of a column.</summary>
    public static DecisionRole AtCutoffs(string by, IReadOnlyDictionary<string, double> cutoffs) => new(null, null, null, null) { By = by, Cutoffs = cutoffs };

    /// <summary>The safest share of the audited rows.</summary>
    public static DecisionRole AtApprovalRate(double rate) => new(null, null, null, rate);
}
