namespace ScoringAudit.Evidence;

/// <summary>What the search for less discriminatory alternatives tries, and how it judges.</summary>
public sealed record AlternativesPlan
{
    /// <summary>Algorithms to train.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["logistic", "gam", "fasttree"];

    /// <summary>Sets of feature origins to train on; empty: all, all less each associative origin, and the own record alone.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Origins { get; init; } = [];

    /// <summary>Mitigations by name. Those that read the protected attribute at scoring are shown, and never chosen.</summary>
    public IReadOnlyList<string> Mitigations { get; init; } = ["none", "reweighing", "residualise-protected"];

    /// <summary>Shares of people to approve, each in (0, 1); empty: the plan's decision.</summary>
    public IReadOnlyList<double> ApprovalRates { get; init; } = [];

    /// <summary>roc_auc or log_loss.</summary>
    public string Metric { get; init; } = "roc_auc";

    /// <summary>How much accuracy an alternative may lack and still count as equally accurate; null: 0.01 of AUC, 0.005 of log-loss.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The score in use, as algorithm, algorithm/origins or algorithm/origins/mitigation; null: the first algorithm on all origins.</summary>
    public string? Baseline { get; init; }

    /// <summary>The protected attribute; null: the first of the plan.</summary>
    public string? Attribute { get; init; }

    /// <summary>Shares of the rows that train, choose and confirm; they sum to 1.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [0.5, 0.25, 0.25];
}
