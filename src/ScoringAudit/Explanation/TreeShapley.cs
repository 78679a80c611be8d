using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Exact Shapley and Owen values of a tree ensemble, on the log-odds of the adverse outcome. Immutable; safe to use from several threads.</summary>
/// <remarks>
/// Interventional: v(S) is the mean score over the background when the players in S keep the row's values and all others take a background
/// row's (Janzing, Minorics and Blöbaum 2020). Path-dependent: where a node's player is outside S, both branches count by their cover,
/// recomputed from rows (Lundberg, Erion and Lee 2018); it needs no background but describes the trees as much as the people.
/// Method: per-leaf pattern tables, see <see cref="PatternEngine"/>. A player that the score never uses gets exactly 0.
/// </remarks>
public sealed class TreeShapley
{
    private readonly EncodedScorer _scorer;
    private readonly PatternEngine _engine;
    private readonly TreeShapleyOptions _options;

    private TreeShapley(EncodedScorer scorer, PlayerSet players, GroupRule rule, string mode, PatternEngine engine, TreeShapleyOptions options)
    {
        _scorer = scorer;
        Players = players;
        Rule = rule;
        Mode = mode;
        _engine = engine;
        _options = options;
    }

    /// <summary>Who plays.</summary>
    public PlayerSet Players { get; }

    /// <summary>How groups are valued.</summary>
    public GroupRule Rule { get; }

    /// <summary>"interventional" or "path-dependent".</summary>
    public string Mode { get; }

    /// <summary>Mean score of the background, or of the covers, in log-odds.</summary>
    public double Base => _engine.Expected;

    /// <summary>Leaves with a table, and leaves computed directly because they are deep or the budget is spent.</summary>
    public (int Tables, int Direct) Leaves => (_engine.Tables, _engine.DirectLeaves);

    /// <summary>Whether a score is a tree ensemble that this can explain.</summary>
    public static bool Explains(IScorer scorer) => scorer is EncodedScorer { Model: BitVectorScorer };

    /// <summary>Attributions relative to a background.</summary>
    /// <param name="scorer">A tree ensemble behind an encoder.</param>
    /// <param name="background">Whom rows are compared with. The cost of a row does not depend on its size.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="rule">How groups are valued.</param>
    /// <param name="options">Threads and memory; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">The score is no tree ensemble, or background and players have other features.</exception>
    public static TreeShapley Interventional(
        EncodedScorer scorer, Background background, PlayerSet? players = null, GroupRule rule = GroupRule.Quotient, TreeShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(background);
        return Make(scorer, background, players, rule, pathDependent: false, options, cancel);
    }

    /// <summary>Attributions by the trees' own covers.</summary>
    /// <param name="scorer">A tree ensemble behind an encoder.</param>
    /// <param name="covers">Rows that are sent through the trees to count covers, for example those that trained.</param>
    /// <param name="players">Who plays; null: every feature.</param>
    /// <param name="rule">How groups are valued.</param>
    /// <param name="options">Threads and memory; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">The score is no tree ensemble, or covers and players have other features.</exception>
    public static TreeShapley PathDependent(
        EncodedScorer scorer, Background covers, PlayerSet? players = null, GroupRule rule = GroupRule.Quotient, TreeShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(covers);
        return Make(scorer, covers, players, rule, pathDependent: true, options, cancel);
    }

    /// <summary>Explains rows.</summary>
    /// <param name="rows">Rows with the score's features.</param>
    /// <param name="cancel">Stops the work between chunks of rows.</param>
    public Attributions Explain(FeatureMatrix rows, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TreeRows.CheckSchema(_scorer, rows.Schema, nameof(rows));
        return Explain(rows.All, cancel);
    }

    /// <summary>Explains a block of rows: for portfolios larger than memory, block by block.</summary>
    /// <param name="rows">Values of the score's features in its order.</param>
    /// <param name="cancel">Stops the work between chunks of rows.</param>
    public Attributions Explain(FeatureBlock rows, CancellationToken cancel = default)
    {
        var (values, predictions, error) = TreeRows.Explain(_engine, _scorer, rows, _engine.Columns, _options.Threads, cancel);
        IReadOnlyList<string> names = Rule == GroupRule.Quotient ? Players.Names : [.. Players.Schema.Features.Select(f => f.Name)];
        if (Rule == GroupRule.SumOfMembers)
        {
            (values, names) = (Sum(values, rows.Rows), Players.Names);
        }

        return new Attributions(Players, Rule, Mode, names, values, predictions, Base, error);
    }

    /// <summary>Explains a portfolio of any size, batch by batch: never more than a batch (65,536 rows) of attributions is held.</summary>
    /// <param name="portfolio">The rows; columns are found by the features' names.</param>
    /// <param name="cancel">Stops the work between chunks of rows.</param>
    /// <returns>For each batch its first row and its attributions, in order.</returns>
    /// <exception cref="Primitives.AuditDataException">A column is absent or of the wrong kind, or a number is infinite.</exception>
    public IEnumerable<(long FirstRow, Attributions Attributions)> Stream(Portfolios.IPortfolio portfolio, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        var ids = FeatureReader.ColumnsOf(portfolio.Schema, _scorer.Features);
        var reader = new FeatureReader(portfolio.Schema, _scorer.Features, ids);
        using var batches = portfolio.Open(ids);
        while (batches.Read(out var batch))
        {
            yield return (batch.FirstRow, Explain(reader.Read(batch), cancel));
        }
    }

    private static TreeShapley Make(
        EncodedScorer scorer, Background background, PlayerSet? players, GroupRule rule, bool pathDependent, TreeShapleyOptions? options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        options ??= new TreeShapleyOptions();
        players ??= PlayerSet.Features(scorer.Features);
        var playing = rule == GroupRule.SumOfMembers ? PlayerSet.Features(scorer.Features) : players;
        var kind = rule == GroupRule.Owen ? AllocationKind.Owen : AllocationKind.Shapley;
        var engine = TreeRows.Build(scorer, background, playing, kind, pathDependent, options, cancel);
        return new TreeShapley(scorer, players, rule, pathDependent ? "path-dependent" : "interventional", engine, options);
    }

    private double[][] Sum(double[][] features, int rows)
    {
        var sums = new double[Players.Count][];
        for (var p = 0; p < sums.Length; p++)
        {
            sums[p] = new double[rows];
        }

        for (var f = 0; f < features.Length; f++)
        {
            var to = sums[Players.PlayerOf[f]];
            for (var row = 0; row < rows; row++)
            {
                to[row] += features[f][row];
            }
        }

        return sums;
    }
}
