using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The two-player game of a tree ensemble, exact, with every audited row as background: tables of at most two bits.</summary>
internal sealed class TreeGame : OwnAndOthersGame
{
    private readonly EncodedScorer _scorer;
    private readonly FeatureMatrix _rows;
    private readonly SlotBlock _slots;
    private readonly int _threads;

    private TreeGame(EncodedScorer scorer, FeatureMatrix rows, SlotBlock slots, int threads)
    {
        _scorer = scorer;
        _rows = rows;
        _slots = slots;
        _threads = threads;
    }

    public static TreeGame Make(EncodedScorer scorer, FeatureMatrix rows, AssociationShareOptions options, CancellationToken cancel)
    {
        var slots = TreeRows.Encode(scorer.Features, rows.All);
        var shap = TreeShapley.Interventional(scorer, new Background(rows), PlayerSet.OwnAndOthers(scorer.Features), options: new TreeShapleyOptions { Threads = options.Threads }, cancel: cancel);

        // Explained once by Shapley tables too: the additivity check of the whole path, trees to values.
        var scores = shap.Explain(rows, cancel).Predictions;
        return new TreeGame(scorer, rows, slots, options.Threads) { Unit = "log-odds", Scores = scores, BackgroundRows = rows.Rows };
    }

    public override IReadOnlyList<(double Mean, double[] OwnKept, double[] OthersKept)> Solve(double[][] weights, CancellationToken cancel)
    {
        var engines = PatternEngine.BuildAll(
            (BitVectorScorer)_scorer.Model, PlayerSet.OwnAndOthers(_scorer.Features), AllocationKind.Alone, false, _slots, weights, new TreeShapleyOptions { Threads = _threads }, cancel);
        var results = new List<(double, double[], double[])>();
        foreach (var engine in engines)
        {
            var values = TreeRows.Explain(engine, _scorer, _rows.All, 0, _threads, cancel).Values;
            foreach (var column in values)
            {
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] += engine.Expected;
                }
            }

            results.Add((engine.Expected, values[0], values[1]));
        }

        return results;
    }
}
