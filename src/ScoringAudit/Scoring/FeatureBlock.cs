namespace ScoringAudit.Scoring;

/// <summary>Values of all features for a run of rows, feature by feature (column-major): numbers as they are, categories as level positions.</summary>
public readonly struct FeatureBlock
{
    private readonly float[][] _columns;
    private readonly int _offset;

    /// <summary>A window of rows over feature columns.</summary>
    /// <param name="columns">One array for each feature, in schema order.</param>
    /// <param name="offset">First row inside the arrays.</param>
    /// <param name="rows">Number of rows.</param>
    public FeatureBlock(float[][] columns, int offset, int rows)
    {
        _columns = columns;
        _offset = offset;
        Rows = rows;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Count => _columns.Length;

    /// <summary>Values of a feature; missing is NaN.</summary>
    public ReadOnlySpan<float> this[int feature] => _columns[feature].AsSpan(_offset, Rows);

    /// <summary>A window inside this window.</summary>
    public FeatureBlock Slice(int start, int rows) => new(_columns, _offset + start, rows);

    /// <summary>The same rows with one feature's column replaced; the new array has this block's rows from its start.</summary>
    /// <remarks>Only for blocks that start at the arrays' first row.</remarks>
    public FeatureBlock With(int feature, float[] column)
    {
        if (_offset != 0)
        {
            throw new InvalidOperationException("A replaced column needs a block that starts at row 0.");
        }

        var columns = (float[][])_columns.Clone();
        columns[feature] = column;
        return new FeatureBlock(columns, 0, Rows);
    }
}
