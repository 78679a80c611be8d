using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Mean scores of a row over a background when some players keep the row's values: v(S) of any score. Not for several threads at once.</summary>
internal sealed class CoalitionScores
{
    private readonly IScorer _scorer;
    private readonly Background _background;
    private readonly PlayerSet _players;
    private readonly AttributionUnit _unit;
    private readonly double[] _shares;
    private readonly float[][] _kept;
    private readonly double[] _scores;

    public CoalitionScores(IScorer scorer, Background background, PlayerSet players, AttributionUnit unit, double[] shares)
    {
        _scorer = scorer;
        _background = background;
        _players = players;
        _unit = unit;
        _shares = shares;
        _kept = [.. background.Rows.Columns.Select(_ => new float[background.Size])];
        _scores = new double[background.Size];
    }

    /// <summary>Takes the row to be explained.</summary>
    public void SetRow(FeatureMatrix rows, int row)
    {
        for (var f = 0; f < _kept.Length; f++)
        {
            Array.Fill(_kept[f], rows.Columns[f][row]);
        }
    }

    /// <summary>v of a coalition, as bits.</summary>
    public double Value(ulong coalition)
    {
        var columns = new float[_kept.Length][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = _players.PlayerOf[f] >= 0 && (coalition >> _players.PlayerOf[f] & 1) != 0 ? _kept[f] : _background.Rows.Columns[f];
        }

        _scorer.Score(new FeatureBlock(columns, 0, _scores.Length), _scores);
        var sum = 0.0;
        for (var b = 0; b < _scores.Length; b++)
        {
            sum += _shares[b] * Convert(_scores[b]);
        }

        return sum;
    }

    /// <summary>Refuses what cannot be asked.</summary>
    public static void Check(IScorer scorer, FeatureMatrix rows, Background background, PlayerSet players, AttributionUnit unit)
    {
        var names = scorer.Features.Features.Select(f => f.Name).ToList();
        foreach (var (schema, what) in new[] { (rows.Schema, nameof(rows)), (background.Rows.Schema, nameof(background)), (players.Schema, nameof(players)) })
        {
            if (!names.SequenceEqual(schema.Features.Select(f => f.Name), StringComparer.Ordinal))
            {
                throw new ArgumentException("The features are not those of the score.", what);
            }
        }

        if (unit != AttributionUnit.Own && scorer.Scale.Kind == ScoreKind.Points)
        {
            throw new ArgumentException("Points are no probability; explain them on their own scale.", nameof(unit));
        }

        if (players.Count > 64)
        {
            throw new ArgumentException($"There are {players.Count} players, at most 64 can be asked. Explain groups instead.", nameof(players));
        }
    }

    private double Convert(double score)
    {
        if (_unit == AttributionUnit.Own)
        {
            return score;
        }

        var p = _scorer.Scale.ToAdverseProbability(score);
        return _unit == AttributionUnit.Probability ? p
            : _scorer.Scale.Kind == ScoreKind.LogOdds ? _scorer.Scale.RiskSign * score
            : Math.Log(Math.Clamp(p, 1e-12, 1 - 1e-12) / (1 - Math.Clamp(p, 1e-12, 1 - 1e-12)));
    }
}
