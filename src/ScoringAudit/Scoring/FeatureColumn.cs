using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>Reads one portfolio column as one feature's values: numbers as they are, categories as level positions by name.</summary>
internal sealed class FeatureColumn
{
    private readonly string _source;
    private readonly Column _column;
    private readonly Feature _feature;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<float, int> _byNumber = [];
    private float[] _byCode = [];

    public FeatureColumn(string source, Column column, Feature feature)
    {
        _source = source;
        _column = column;
        _feature = feature;
        if (feature.Kind == FeatureKind.Number)
        {
            if (column.IsCoded)
            {
                throw new AuditDataException(
                    $"{source}: column '{column.Name}' holds categories; the feature '{feature.Name}' is a number. Expected numbers. Give the column the form that it had in training.");
            }

            return;
        }

        for (var level = 0; level < feature.Levels.Count; level++)
        {
            _byName[feature.Levels[level]] = level;
            if (float.TryParse(feature.Levels[level], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                _byNumber[number] = level;
            }
        }

        if (column.IsNumeric && _byNumber.Count == 0 && feature.Levels.Count > 0)
        {
            throw new AuditDataException(
                $"{source}: column '{column.Name}' holds numbers; the feature '{feature.Name}' is a category with levels such as '{feature.Levels[0]}'. Expected categories. Give the column the form that it had in training.");
        }
    }

    /// <summary>Copies a batch's values.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="at">Position of the column among those asked for.</param>
    /// <param name="to">As long as the batch.</param>
    public void Copy(in Batch batch, int at, Span<float> to)
    {
        if (_column.IsCoded)
        {
            CopyLevels(batch.Codes(at), to);
            return;
        }

        batch.CopyNumbers(at, to);
        if (_feature.Kind == FeatureKind.Category)
        {
            for (var row = 0; row < to.Length; row++)
            {
                to[row] = float.IsNaN(to[row]) ? float.NaN : _byNumber.GetValueOrDefault(to[row], _feature.Levels.Count);
            }

            return;
        }

        for (var row = 0; row < to.Length; row++)
        {
            if (float.IsInfinity(to[row]))
            {
                throw new AuditDataException(
                    $"{_source}: row {batch.FirstRow + row + 1}, column '{_column.Name}': the number is infinite, or too large for single precision (3.4e38). Expected a finite number or a missing value. Correct the value or leave it empty.");
            }
        }
    }

    private void CopyLevels(ReadOnlySpan<int> codes, Span<float> to)
    {
        for (var row = 0; row < codes.Length; row++)
        {
            var code = codes[row];
            if (code >= _byCode.Length)
            {
                // An identifier's names may still grow while a file is read.
                _byCode = [.. _column.Levels.Select(name => (float)_byName.GetValueOrDefault(name, _feature.Levels.Count))];
            }

            to[row] = code < 0 ? float.NaN : _byCode[code];
        }
    }
}
