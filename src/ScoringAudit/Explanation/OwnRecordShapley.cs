using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Shapley values of the own features alone, in the game in which other people's records always come from the background: functions of the own record and of nothing else.</summary>
/// <remarks>
/// v(S) for S ⊆ own features is the mean score when the features in S keep the row's values and all others, the associative ones always, take
/// a background row's. The values sum to E[score | own record] − base. What a subject is told of the own record by these numbers cannot depend on
/// another person's record. Log-odds of the adverse outcome; points (before its limits for a scorecard) where the score is in points.
/// Immutable; safe to use from several threads.
/// </remarks>
public sealed class OwnRecordShapley
{
    private readonly Func<FeatureMatrix, CancellationToken, (double[][] Values, double[] Means)> _explain;

    private OwnRecordShapley(PlayerSet players, int[] features, double start, string unit, Func<FeatureMatrix, CancellationToken, (double[][], double[])> explain)
    {
        Players = players;
        Features = features;
        Base = start;
        Unit = unit;
        _explain = explain;
    }

    /// <summary>Who plays: each own feature for itself; the last player is everything else, which never enters.</summary>
    public PlayerSet Players { get; }

    /// <summary>Positions of the own features in the schema; one for each column.</summary>
    public IReadOnlyList<int> Features { get; }

    /// <summary>Mean score of the background.</summary>
    public double Base { get; }

    /// <summary>"log-odds" or "points".</summary>
    public string Unit { get; }

    /// <summary>Prepares explanations relative to a background.</summary>
    /// <param name="scorer">Any score; one of unknown form is asked: exactly for at most 14 own features, else in random orders.</param>
    /// <param name="background">Whom rows are compared with.</param>
    /// <param name="streams">Parent of the stream of orders.</param>
    /// <param name="options">Threads and memory; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    public static OwnRecordShapley Of(IScorer scorer, Background background, Streams streams, TreeShapleyOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(background);
        options ??= new TreeShapleyOptions();
        var schema = scorer.Features;
        int[] own = [.. Enumerable.Range(0, schema.Count).Where(f => schema.Features[f].Origin == Origin.Own)];
        var players = PlayerSet.Of(
            "own features",
            schema,
            [.. own.Select(f => schema.Features[f].Name), "everything else"],
            [.. Enumerable.Range(0, schema.Count).Select(f => Array.IndexOf(own, f) is var at and >= 0 ? at : own.Length)]);
        if (scorer is EncodedScorer { Model: BitVectorScorer trees } encoded)
        {
            return Trees(encoded, trees, background, players, own, options, cancel);
        }

        return AdditiveShapley.Explains(scorer)
            ? Additive(scorer, background, players, own)
            : Asked(scorer, background, players, own, streams, options);
    }

    /// <summary>Explains rows: for each own feature one number for each row.</summary>
    /// <exception cref="InvalidOperationException">The values of a row do not sum to its mean given the own record less the base: a bug.</exception>
    public double[][] Explain(FeatureMatrix rows, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (values, means) = _explain(rows, cancel);
        Additivity.Check(values, Base, means);
        return values;
    }

    private static OwnRecordShapley Trees(EncodedScorer scorer, BitVectorScorer trees, Background background, PlayerSet players, int[] own, TreeShapleyOptions options, CancellationToken cancel)
    {
        TreeRows.CheckSchema(scorer, background.Rows.Schema, nameof(background));
        var slots = TreeRows.Encode(scorer.Features, background.Rows.All);
        double[][] shares = [background.Shares()];
        var engine = PatternEngine.BuildAll(trees, players, AllocationKind.Shapley, false, slots, shares, options, cancel, frozen: own.Length)[0];
        var alone = PatternEngine.BuildAll(trees, PlayerSet.OwnAndOthers(scorer.Features), AllocationKind.Alone, false, slots, shares, options, cancel)[0];
        return new(players, own, engine.Expected, "log-odds", (rows, stop) =>
        {
            TreeRows.CheckSchema(scorer, rows.Schema, nameof(rows));
            var values = TreeRows.Explain(engine, scorer, rows.All, 0, options.Threads, stop).Values[..own.Length];
            var gain = TreeRows.Explain(alone, scorer, rows.All, 0, options.Threads, stop).Values[0];
            return (values, Array.ConvertAll(gain, g => g + alone.Expected));
        });
    }

    private static OwnRecordShapley Additive(IScorer scorer, Background background, PlayerSet players, int[] own)
    {
        var start = AdditiveShapley.Explain(scorer, background.Rows, background).Base;
        return new(players, own, start, scorer is PointsScorecard ? "points" : "log-odds", (rows, _) =>
        {
            // Parts do not interact: a feature's value in the smaller game is that in the whole one.
            var all = AdditiveShapley.Explain(scorer, rows, background);
            double[][] values = [.. own.Select(f => all.Values[f])];
            var means = new double[rows.Rows];
            for (var row = 0; row < means.Length; row++)
            {
                means[row] = start + values.Sum(v => v[row]);
            }

            return (values, means);
        });
    }

    private static OwnRecordShapley Asked(IScorer scorer, Background background, PlayerSet players, int[] own, Streams streams, TreeShapleyOptions options)
    {
        var alone = PlayerSet.OwnOnly(scorer.Features);
        var unit = scorer.Scale.Kind == ScoreKind.Points ? AttributionUnit.Own : AttributionUnit.LogOdds;
        var settings = new ModelShapleyOptions { Threads = options.Threads, Unit = unit };
        var start = new CoalitionScores(scorer, background, alone, unit, background.Shares()).Value(0);
        return new(players, own, start, unit == AttributionUnit.Own ? "points" : "log-odds", (rows, cancel) =>
        {
            var asked = alone.Count <= ModelShapley.MostExactPlayers
                ? ModelShapley.Exact(scorer, rows, background, alone, settings, cancel)
                : ModelShapley.Permutation(scorer, rows, background, streams.Derive("own record"), alone, settings, cancel);
            return (asked.Values, asked.Predictions);
        });
    }
}
