using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The game of two players, own record and everything else, on audited rows that are their own background.</summary>
internal abstract class OwnAndOthersGame
{
    /// <summary>Unit of all values: "log-odds", "points" or "points before limits".</summary>
    public required string Unit { get; init; }

    /// <summary>The rows' scores in the unit.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Rows that stand for the background: all of them, or a sample.</summary>
    public required int BackgroundRows { get; init; }

    /// <summary>Whether backgrounds other than equal weights can be solved.</summary>
    public virtual bool TakesWeights => true;

    /// <summary>For each weighting of the background's rows: Σ w f, and for each row i Σ_r w_r f(own of i, others of r) and Σ_r w_r f(own of r, others of i).</summary>
    /// <param name="weights">Weights of all rows; they may be negative. Where the background is a sample, only equal weights are possible.</param>
    /// <param name="cancel">Stops the work.</param>
    public abstract IReadOnlyList<(double Mean, double[] OwnKept, double[] OthersKept)> Solve(double[][] weights, CancellationToken cancel);

    /// <summary>The exact game of a score, or one against a sample of the rows where the score's form is unknown.</summary>
    public static OwnAndOthersGame Of(IScorer scorer, FeatureMatrix rows, AssociationShareOptions options, CancellationToken cancel) =>
        options.Ask ? SampledGame.Make(scorer, rows, options, cancel)
        : scorer is EncodedScorer encoded && TreeShapley.Explains(scorer) ? TreeGame.Make(encoded, rows, options, cancel)
        : AdditiveParts.Of(scorer, rows) is { } parts ? SumGame.Make(parts)
        : SampledGame.Make(scorer, rows, options, cancel);
}
