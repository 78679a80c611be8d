using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>Turns batches of a portfolio into blocks of features, reusing its buffers: for scores that stream. One reader for each pass; not safe to share between threads.</summary>
public sealed class FeatureReader
{
    private readonly FeatureColumn[] _columns;
    private readonly int[] _positions;
    private readonly float[][] _buffers;

    /// <summary>A reader.</summary>
    /// <param name="portfolio">Columns of the portfolio.</param>
    /// <param name="features">The features wanted; each is found by its column name.</param>
    /// <param name="asked">The columns with which the batches are opened; must contain those of <see cref="ColumnsOf"/>.</param>
    /// <exception cref="Primitives.AuditDataException">A feature's column is absent, or is a category where a number is expected or the reverse.</exception>
    public FeatureReader(PortfolioSchema portfolio, FeatureSchema features, IReadOnlyList<ColumnId> asked)
    {
        _columns = new FeatureColumn[features.Count];
        _positions = new int[features.Count];
        _buffers = new float[features.Count][];
        var ids = ColumnsOf(portfolio, features);
        for (var f = 0; f < features.Count; f++)
        {
            _columns[f] = new FeatureColumn(portfolio.Source, portfolio[ids[f]], features.Features[f]);
            _positions[f] = Enumerable.Range(0, asked.Count).FirstOrDefault(i => asked[i] == ids[f], -1);
            _buffers[f] = [];
            if (_positions[f] < 0)
            {
                throw new ArgumentException($"The column of feature '{features.Features[f].Name}' is not among the columns asked for.", nameof(asked));
            }
        }
    }

    /// <summary>The columns to open for a schema's features, in the features' order.</summary>
    /// <exception cref="Primitives.AuditDataException">A feature's column is absent; the nearest name is suggested.</exception>
    public static IReadOnlyList<ColumnId> ColumnsOf(PortfolioSchema portfolio, FeatureSchema features) =>
        [.. features.Features.Select(f => portfolio.Require(f.Name, "feature of the score"))];

    /// <summary>The features of a batch; valid until the next call.</summary>
    /// <exception cref="Primitives.AuditDataException">A number is infinite.</exception>
    public FeatureBlock Read(in Batch batch)
    {
        for (var f = 0; f < _columns.Length; f++)
        {
            if (_buffers[f].Length < batch.Rows)
            {
                _buffers[f] = new float[batch.Rows];
            }

            _columns[f].Copy(batch, _positions[f], _buffers[f].AsSpan(0, batch.Rows));
        }

        return new FeatureBlock(_buffers, 0, batch.Rows);
    }
}
