using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Exact Shapley interaction values of a tree ensemble, interventional or path-dependent, of features or of groups.</summary>
/// <remarks>
/// The convention of SHAP: each pair's interaction index is halved between (p, q) and (q, p), and the diagonal is φ_p less its pairs, so
/// that a row of the matrix sums to φ_p. Source: Lundberg et al. 2020, section "SHAP interaction values"; Fujimoto, Kojadinovic and Marichal 2006.
/// </remarks>
public sealed class TreeInteractions
{
    private readonly EncodedScorer _scorer;
    private readonly PatternEngine _engine;
    private readonly TreeShapleyOptions _options;

    private TreeInteractions(EncodedScorer scorer, PlayerSet players, PatternEngine engine, TreeShapleyOptions options)
    {
        _scorer = scorer;
        Players = players;
        _engine = engine;
        _options = options;
    }

    /// <summary>Who plays.</summary>
    public PlayerSet Players { get; }

    /// <summary>Prepares interactions relative to a background, or by the covers of its rows.</summary>
    /// <param name="scorer">A tree ensemble behind an encoder.</param>
    /// <param name="background">The background, or the rows that give covers.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="pathDependent">Whether the rows give covers.</param>
    /// <param name="options">Threads and memory; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    public static TreeInteractions Of(
        EncodedScorer scorer, Background background, PlayerSet? players = null, bool pathDependent = false, TreeShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(background);
        options ??= new TreeShapleyOptions();
        players ??= PlayerSet.Features(scorer.Features);
        return new(scorer, players, TreeRows.Build(scorer, background, players, AllocationKind.Interactions, pathDependent, options, cancel), options);
    }

    /// <summary>Interaction values of rows.</summary>
    /// <returns>For each row a symmetric matrix, as player × player × row: [p, q][row].</returns>
    /// <exception cref="InvalidOperationException">A row's matrix does not sum to score − base: a bug.</exception>
    public double[,][] Explain(FeatureMatrix rows, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TreeRows.CheckSchema(_scorer, rows.Schema, nameof(rows));
        var n = Players.Count;
        var (values, _, _) = TreeRows.Explain(_engine, _scorer, rows.All, n, _options.Threads, cancel);
        var matrix = new double[n, n][];
        for (var p = 0; p < n; p++)
        {
            matrix[p, p] = values[p];
        }

        for (var p = 0; p < n; p++)
        {
            for (var q = p + 1; q < n; q++)
            {
                var pair = values[n + InteractionAllocation.Pair(p, q, n)];
                for (var row = 0; row < pair.Length; row++)
                {
                    pair[row] /= 2;
                    matrix[p, p][row] -= pair[row];
                    matrix[q, q][row] -= pair[row];
                }

                matrix[p, q] = matrix[q, p] = pair;
            }
        }

        return matrix;
    }
}
