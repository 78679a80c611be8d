namespace ScoringAudit.Portfolios;

/// <summary>Rows with their score, decision, outcome, weight, group and cluster: all that a tally sees.</summary>
public readonly ref struct ScoredBatch
{
    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Scores on the score's own scale; empty when there is none.</summary>
    public ReadOnlySpan<double> Scores { get; init; }

    /// <summary>1 favourable, 0 not, −1 no decision; empty when there is none.</summary>
    public ReadOnlySpan<sbyte> Favourable { get; init; }

    /// <summary>1 adverse, 0 not, −1 not observed; empty when there is none.</summary>
    public ReadOnlySpan<sbyte> Adverse { get; init; }

    /// <summary>Weights; empty means 1 each.</summary>
    public ReadOnlySpan<double> Weights { get; init; }

    /// <summary>Cluster of each row, as a dense code; empty when rows are independent.</summary>
    public ReadOnlySpan<int> Clusters { get; init; }

    /// <summary>Group codes of all attributes, attribute after attribute; −1 where membership is missing.</summary>
    public ReadOnlySpan<int> Groups { get; init; }

    /// <summary>Group codes of one attribute.</summary>
    public ReadOnlySpan<int> Group(int attribute) => Groups.Slice(attribute * Rows, Rows);
}
