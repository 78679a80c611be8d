namespace ScoringAudit.Portfolios;

/// <summary>Values of one column for a run of rows, in the array that its kind calls for.</summary>
/// <remarks>Float: <see cref="Floats"/>. Double: <see cref="Doubles"/>. Integer: <see cref="Integers"/> and <see cref="Valid"/>. Flag: <see cref="Flags"/> and <see cref="Valid"/>. Category and identifier: <see cref="Codes"/>.</remarks>
public sealed class ColumnBuffer
{
    private ColumnBuffer(ColumnKind kind) => Kind = kind;

    /// <summary>The kind of the column.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Values of a float column.</summary>
    public float[] Floats { get; private init; } = [];

    /// <summary>Values of a double column.</summary>
    public double[] Doubles { get; private init; } = [];

    /// <summary>Values of an integer column; 0 where not valid.</summary>
    public long[] Integers { get; private init; } = [];

    /// <summary>Values of a flag column; false where not valid.</summary>
    public bool[] Flags { get; private init; } = [];

    /// <summary>Codes of a category or identifier column; −1 where missing.</summary>
    public int[] Codes { get; private init; } = [];

    /// <summary>Which rows of an integer or flag column have a value; empty means all have.</summary>
    public bool[] Valid { get; private init; } = [];

    /// <summary>The number of rows that fit.</summary>
    public int Length => Kind switch
    {
        ColumnKind.Float => Floats.Length,
        ColumnKind.Double => Doubles.Length,
        ColumnKind.Integer => Integers.Length,
        ColumnKind.Flag => Flags.Length,
        _ => Codes.Length,
    };

    /// <summary>Wraps single-precision numbers; missing is NaN.</summary>
    public static ColumnBuffer Of(float[] values) => new(ColumnKind.Float) { Floats = values };

    /// <summary>Wraps double-precision numbers; missing is NaN.</summary>
    public static ColumnBuffer Of(double[] values) => new(ColumnKind.Double) { Doubles = values };

    /// <summary>Wraps integers; an empty validity means that none is missing.</summary>
    public static ColumnBuffer Of(long[] values, bool[] valid) => new(ColumnKind.Integer) { Integers = values, Valid = valid };

    /// <summary>Wraps flags; an empty validity means that none is missing.</summary>
    public static ColumnBuffer Of(bool[] values, bool[] valid) => new(ColumnKind.Flag) { Flags = values, Valid = valid };

    /// <summary>Wraps codes of a category or an identifier; missing is −1.</summary>
    public static ColumnBuffer OfCodes(ColumnKind kind, int[] codes) => new(kind) { Codes = codes };

    /// <summary>An empty buffer of a kind with room for a number of rows.</summary>
    public static ColumnBuffer OfLength(ColumnKind kind, int rows) => kind switch
    {
        ColumnKind.Float => Of(new float[rows]),
        ColumnKind.Double => Of(new double[rows]),
        ColumnKind.Integer => Of(new long[rows], new bool[rows]),
        ColumnKind.Flag => Of(new bool[rows], new bool[rows]),
        _ => OfCodes(kind, new int[rows]),
    };
}
