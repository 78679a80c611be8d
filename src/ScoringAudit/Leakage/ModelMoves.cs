using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Leakage;

/// <summary>Moves the rows of a model: features that swap take the donor's values, all from one donor; features that reset become 0; the rest stays.</summary>
public sealed class ModelMoves : IInterventions
{
    private readonly IScorer _scorer;
    private readonly float[][] _columns;
    private readonly int[] _swap;
    private readonly int[] _reset;
    private readonly int _threads;

    /// <summary>Moves over audited rows.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="columns">Features of the audited rows, whole columns in schema order.</param>
    /// <param name="threads">Threads for scoring; results do not depend on it.</param>
    public ModelMoves(IScorer scorer, float[][] columns, int threads)
        : this(scorer, columns, threads, f => f.OnMove == OnMove.Swap)
    {
    }

    private ModelMoves(IScorer scorer, float[][] columns, int threads, Func<Feature, bool> swaps)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(columns);
        _scorer = scorer;
        _columns = columns;
        _threads = Math.Max(1, threads);
        var features = scorer.Features.Features;
        _swap = [.. Enumerable.Range(0, features.Count).Where(f => swaps(features[f]))];
        _reset = [.. Enumerable.Range(0, features.Count).Where(f => features[f].OnMove == OnMove.Reset)];
    }

    /// <summary>Replaces other people's records instead of moving: features of the wanted origins take the donor's values, whatever a move would do.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="columns">Features of the audited rows.</param>
    /// <param name="threads">Threads for scoring.</param>
    /// <param name="origins">Which origins are replaced; <see cref="Origin.Own"/> never is.</param>
    public static ModelMoves Replacing(IScorer scorer, float[][] columns, int threads, Func<Origin, bool> origins) =>
        new(scorer, columns, threads, f => f.Origin != Origin.Own && origins(f.Origin));

    /// <inheritdoc/>
    public IInterventions? Replacing(Func<Origin, bool> origins) => Replacing(_scorer, _columns, _threads, origins);

    /// <summary>Features that swap on a move; with none the place effect is exactly 0.</summary>
    public int PlaceFeatures => _swap.Length;

    /// <summary>Features that start again on a move; with none the tenure effect is exactly 0.</summary>
    public int TenureFeatures => _reset.Length;

    /// <inheritdoc/>
    public string Rule => "the other rows' scores stay as they are";

    /// <inheritdoc/>
    public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
    {
        if (rows.Length != donors.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException("Rows, donors and scores differ in length.", nameof(donors));
        }

        var moved = new float[_columns.Length][];
        for (var f = 0; f < moved.Length; f++)
        {
            var column = new float[rows.Length];
            if (!(resetTenure && Array.IndexOf(_reset, f) >= 0))
            {
                var from = Array.IndexOf(_swap, f) >= 0 ? donors : rows;
                for (var i = 0; i < column.Length; i++)
                {
                    column[i] = _columns[f][from[i]];
                }
            }

            moved[f] = column;
        }

        var results = new double[rows.Length];
        ParallelScoring.Score(_scorer, new FeatureBlock(moved, 0, rows.Length), results, _threads);
        results.CopyTo(scores);
    }
}
