using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The two-player game of any score, by asking it: exact against a background of evenly spaced audited rows.</summary>
internal sealed class SampledGame : OwnAndOthersGame
{
    private readonly IScorer _scorer;
    private readonly FeatureMatrix _rows;
    private readonly int[] _background;
    private readonly int _threads;

    private SampledGame(IScorer scorer, FeatureMatrix rows, int[] background, int threads)
    {
        _scorer = scorer;
        _rows = rows;
        _background = background;
        _threads = threads;
    }

    public static SampledGame Make(IScorer scorer, FeatureMatrix rows, AssociationShareOptions options, CancellationToken cancel)
    {
        var count = Math.Min(rows.Rows, options.SampledBackground);
        int[] background = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.Rows / count))];
        var game = new SampledGame(scorer, rows, background, options.Threads)
        {
            Unit = scorer.Scale.Kind == ScoreKind.Points ? "points" : "log-odds",
            Scores = new double[rows.Rows],
            BackgroundRows = count,
        };
        game.Score(rows.Columns, game.Scores, cancel);
        return game;
    }

    public override bool TakesWeights => false;

    public override IReadOnlyList<(double Mean, double[] OwnKept, double[] OthersKept)> Solve(double[][] weights, CancellationToken cancel)
    {
        if (weights.Length != 1)
        {
            throw new NotSupportedException("A sampled background takes one weighting only.");
        }

        double[] own = new double[_rows.Rows], others = new double[_rows.Rows], scores = new double[_rows.Rows];
        var mean = 0.0;
        var all = _background.Sum(b => weights[0][b]);
        foreach (var b in _background)
        {
            var part = all > 0 ? weights[0][b] / all : 1.0 / _background.Length;
            mean += part * Scores[b];
            foreach (var (kept, to) in new[] { (true, own), (false, others) })
            {
                Score([.. _rows.Columns.Select((column, f) => (_rows.Schema.Features[f].Origin == Origin.Own) == kept ? column : Constant(column[b]))], scores, cancel);
                for (var row = 0; row < to.Length; row++)
                {
                    to[row] += part * scores[row];
                }
            }
        }

        return [(mean, own, others)];
    }

    private float[] Constant(float value)
    {
        var column = new float[_rows.Rows];
        Array.Fill(column, value);
        return column;
    }

    private void Score(float[][] columns, double[] to, CancellationToken cancel)
    {
        ParallelScoring.Score(_scorer, new FeatureBlock(columns, 0, _rows.Rows), to, _threads, cancel);
        if (_scorer.Scale.Kind == ScoreKind.Probability)
        {
            for (var row = 0; row < to.Length; row++)
            {
                var p = Math.Clamp(to[row], 1e-12, 1 - 1e-12);
                to[row] = Math.Log(p / (1 - p));
            }
        }
    }
}
