using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Deals a feature's column out anew: to anybody, within the caller's strata, or given what the other features foretell. Safe to use from several threads.</summary>
internal sealed class ColumnDealer
{
    private readonly FeatureMatrix _rows;
    private readonly ColumnPermuter _all;
    private readonly ColumnPermuter?[] _strata;
    private readonly double[]?[] _fits;

    public ColumnDealer(Streams stream, FeatureMatrix rows, PermutationImportanceOptions options)
    {
        _rows = rows;
        _all = new ColumnPermuter(stream, options.Strata, rows.Rows);
        _strata = new ColumnPermuter?[rows.Schema.Count];
        _fits = new double[]?[rows.Schema.Count];
        if (options.Conditional == ConditionalOn.Nothing || rows.Rows == 0)
        {
            return;
        }

        var fits = new ConditionalFits(rows);
        for (var f = 0; f < rows.Schema.Count; f++)
        {
            if (options.Conditional == ConditionalOn.Residual && rows.Schema.Features[f].Kind == FeatureKind.Number)
            {
                _fits[f] = fits.Fit(f);
            }
            else
            {
                _strata[f] = new ColumnPermuter(stream, fits.StrataOf(f), rows.Rows);
            }
        }
    }

    public void Deal(PermutedColumn column)
    {
        var (f, name) = (column.Feature, _rows.Schema.Features[column.Feature].Name);
        if (_fits[f] is { } fit)
        {
            _all.PermuteResiduals(name, column.Repeat, _rows.Columns[f], fit, column.Values);
        }
        else
        {
            (_strata[f] ?? _all).Permute(name, column.Repeat, _rows.Columns[f], column.Values);
        }
    }
}
