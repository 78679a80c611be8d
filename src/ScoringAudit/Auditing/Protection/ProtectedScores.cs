using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing.Protection;

/// <summary>A batch scored from each row's own record and released values, and how far other public values move each score.</summary>
/// <remarks>
/// Every distance is a function of one row and of released values: the row stands in one band, and no other row moves. Importance: mean over four public
/// values of |f(x) − f(x with that value)|, the quartile middles of the feature's released shares (Fisher, Rudin and Dominici 2019, section 3, with a public
/// marginal in place of a permutation, which would couple rows). Parts: exact interventional Shapley values of the game of two players, own and others,
/// against eight public background rows. Moves: four public donors in place of others' records. All in points, clipped by the open band.
/// </remarks>
internal sealed class ProtectedScores(ProtectedDesign design, NamedModel model, ProtectedFirst first, float[][] columns, int[][] cells, int n, AuditInputs inputs)
{
    private const int Values = 4;
    private double[]? _own;
    private double[]? _others;

    /// <summary>Scores the batch.</summary>
    public void Score(Span<double> to) => Ask(columns, to);

    /// <summary>The band of each row's distance.</summary>
    public void Distances(ProtectedTable table, ReadOnlySpan<double> scores, int[] to)
    {
        double[] distance;
        switch (table.Kind)
        {
            case ProtectedTableKind.Moves:
                Moves(table.About, scores, to);
                return;
            case ProtectedTableKind.Importance:
                distance = Importance(table.About, scores);
                break;
            case ProtectedTableKind.Distortion:
                distance = Distortion();
                break;
            default:
                Parts(scores);
                distance = table.Kind == ProtectedTableKind.OwnPart ? _own! : _others!;
                break;
        }

        for (var i = 0; i < n; i++)
        {
            to[i] = double.IsNaN(distance[i]) ? PointBands.Shape.Levels.Count : PointBands.Of(distance[i]);
        }
    }

    private double[] Importance(string feature, ReadOnlySpan<double> scores)
    {
        var at = design.Model!.Features.ToList().IndexOf(feature);
        var sum = new double[n];
        var other = new double[n];
        var changed = (float[][])columns.Clone();
        for (var v = 0; v < Values; v++)
        {
            changed[at] = new float[n];
            changed[at].AsSpan().Fill(first.Draw(at, (v + 0.5) / Values, LevelsOf(at)));
            Ask(changed, other);
            for (var i = 0; i < n; i++)
            {
                sum[i] += Math.Abs(Points(scores[i]) - Points(other[i])) / Values;
            }
        }

        return sum;
    }

    // Others' values of four public donors, each feature from its released shares; the same donors for every row.
    private void Moves(string channel, ReadOnlySpan<double> scores, int[] to)
    {
        var sequence = Streams.FromSeed(1).Derive("protected/moves").Derive(channel).Sequence();
        double[] sum = new double[n], largest = new double[n], asked = new double[n];
        for (var d = 0; d < Values; d++)
        {
            var moved = (float[][])columns.Clone();
            foreach (var f in ProtectedMoves.Features(design, channel))
            {
                moved[f] = new float[n];
                moved[f].AsSpan().Fill(first.Draw(f, sequence.NextUniform(), LevelsOf(f)));
            }

            Ask(moved, asked);
            for (var i = 0; i < n; i++)
            {
                var distance = Math.Abs(Points(scores[i]) - Points(asked[i]));
                sum[i] += distance / Values;
                largest[i] = Math.Max(largest[i], distance);
            }
        }

        for (var i = 0; i < n; i++)
        {
            to[i] = MoveBands.Of(sum[i], largest[i]);
        }
    }

    private double[] Distortion()
    {
        var aggregates = design.Plan.Disclosure.Privacy!.Aggregates;
        double[] up = new double[n], down = new double[n];
        foreach (var (to, sign) in new[] { (up, 1), (down, -1) })
        {
            var moved = (float[][])columns.Clone();
            for (var a = 0; a < cells.Length; a++)
            {
                var at = design.Model!.Features.ToList().IndexOf(aggregates[a].Feature);
                moved[at] = new float[n];
                for (var i = 0; i < n; i++)
                {
                    moved[at][i] = columns[at][i] + (float)(sign * first.Deviations[a][cells[a][i]]);
                }
            }

            Ask(moved, to);
        }

        for (var i = 0; i < n; i++)
        {
            up[i] = (Points(up[i]) - Points(down[i])) / 2;
        }

        return up;
    }

    private void Parts(ReadOnlySpan<double> scores)
    {
        if (_own is not null)
        {
            return;
        }

        var features = design.Model!.Features;
        var origin = (design.Plan.Roles.Features ?? []).ToDictionary(f => f.Column, f => f.Origin, StringComparer.Ordinal);
        var isOther = features.Select(f => origin.GetValueOrDefault(f, Origin.Own) != Origin.Own).ToArray();
        // Public draws: their stream is fixed, they hide nothing.
        var sequence = Streams.FromSeed(1).Derive("protected/background").Sequence();
        double none = 0;
        double[] own = new double[n], others = new double[n], asked = new double[n];
        for (var b = 0; b < ProtectedFirst.Background; b++)
        {
            var background = new float[features.Count][];
            for (var f = 0; f < features.Count; f++)
            {
                background[f] = new float[n];
                background[f].AsSpan().Fill(first.Draw(f, sequence.NextUniform(), LevelsOf(f)));
            }

            var one = new double[n];
            Ask(background, one);
            none += n > 0 ? Points(one[0]) / ProtectedFirst.Background : 0;
            foreach (var (sum, takesOther) in new[] { (own, false), (others, true) })
            {
                var mixed = features.Select((_, f) => isOther[f] == takesOther ? columns[f] : background[f]).ToArray();
                Ask(mixed, asked);
                for (var i = 0; i < n; i++)
                {
                    sum[i] += Points(asked[i]) / ProtectedFirst.Background;
                }
            }
        }

        for (var i = 0; i < n; i++)
        {
            var (o, a, all) = (own[i], others[i], Points(scores[i]));
            own[i] = (o - none + (all - a)) / 2;
            others[i] = (a - none + (all - o)) / 2;
        }

        (_own, _others) = (own, others);
    }

    private IReadOnlyList<string> LevelsOf(int feature) => model.Scorer.Features.Features[feature].Levels;

    private double Points(double score) => model.Scorer.Scale.ToPoints(score);

    private void Ask(float[][] block, Span<double> to)
    {
        var whole = new double[n];
        ParallelScoring.Score(model.Scorer, new FeatureBlock(block, 0, n), whole, inputs.Threads, inputs.Cancel);
        whole.AsSpan(0, n).CopyTo(to);
    }
}
