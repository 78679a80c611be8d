namespace ScoringAudit.Explanation;

/// <summary>What several tables add to one output column, as whole multiples of a power of two: sums of whole numbers are exact, so neither the order nor the width of the vectors matters.</summary>
/// <remarks>
/// With M_t the largest magnitude in table t, the quantum is a power of two q with Σ M_t ≤ 2^54 q ≤ 2 Σ M_t, and an entry v is kept as
/// round(v / q). A sum then errs by at most half a quantum for each table, 2^−54 of Σ M_t for each at most, and stays within ±2^55.
/// For byte permutes an entry plus 2^55 is kept as seven bytes, each in a plane of its own.
/// </remarks>
internal sealed class ColumnRun
{
    /// <summary>Bytes of an entry.</summary>
    public const int Planes = 7;

    /// <summary>Most tables: sums of their bytes fit into 16 bits.</summary>
    public const int Most = 256;

    private const int SumBits = 54;
    private const int LeastExponent = -1000;

    /// <summary>Makes a run.</summary>
    /// <param name="column">The output column.</param>
    /// <param name="tables">Tables with the column, the ones with fewer bits first; all have at most 8 bits, or all have more.</param>
    /// <param name="patterns">For each table the column of its patterns; for a table of more than 8 bits their low byte, the high one being the next.</param>
    /// <param name="bytes">Whether to keep the entries as planes of bytes, else as integers.</param>
    public ColumnRun(int column, PatternTable[] tables, int[] patterns, bool bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tables.Length, Most, nameof(tables));
        Column = column;
        Patterns = patterns;
        Bits = [.. tables.Select(t => t.Bits)];
        Six = Bits.Count(b => b <= 6);
        Seven = Bits.Count(b => b <= 7);
        var bound = tables.Sum(t => Largest(t, column));
        Quantum = Math.ScaleB(1, Math.Max(Math.ILogB(bound) + 1 - SumBits, LeastExponent));
        if (!bytes || Wide)
        {
            Bytes = [];
            Values = new long[tables.Sum(t => 1 << t.Bits)];
            var at = 0;
            foreach (var table in tables)
            {
                foreach (var value in Of(table, column))
                {
                    Values[at++] = Whole(value);
                }
            }

            return;
        }

        Values = [];
        Bytes = new byte[Bits.Sum(PlaneLength) * Planes];
        var start = 0;
        foreach (var table in tables)
        {
            var length = PlaneLength(table.Bits);
            var values = Of(table, column);
            for (var pattern = 0; pattern < values.Length; pattern++)
            {
                var entry = Whole(values[pattern]) + (1L << ((8 * Planes) - 1));
                for (var plane = start + pattern; entry > 0; entry >>= 8, plane += length)
                {
                    Bytes[plane] = (byte)entry;
                }
            }

            start += Planes * length;
        }
    }

    /// <summary>The output column.</summary>
    public int Column { get; }

    /// <summary>What a whole number counts.</summary>
    public double Quantum { get; }

    /// <summary>For each table the column of its patterns.</summary>
    public int[] Patterns { get; }

    /// <summary>For each table the bits of its patterns.</summary>
    public int[] Bits { get; }

    /// <summary>Number of tables of at most 6 bits, which come first.</summary>
    public int Six { get; }

    /// <summary>Number of tables of at most 7 bits.</summary>
    public int Seven { get; }

    /// <summary>Whether patterns take two bytes.</summary>
    public bool Wide => Bits[0] > 8;

    /// <summary>Entries table after table, 2^bits for each; none where they are kept as bytes.</summary>
    public long[] Values { get; }

    /// <summary>Entries as bytes: table after table, plane after plane, the lowest byte first.</summary>
    public byte[] Bytes { get; }

    /// <summary>Bytes of one plane of a table.</summary>
    public static int PlaneLength(int bits) => Math.Max(64, 1 << bits);

    /// <summary>Largest magnitude that a table adds to a column.</summary>
    public static double Largest(PatternTable table, int column) => table.Largest[Array.BinarySearch(table.Columns, column)];

    private static ReadOnlySpan<double> Of(PatternTable table, int column) =>
        table.Values.AsSpan(Array.BinarySearch(table.Columns, column) << table.Bits, 1 << table.Bits);

    // A power of two: dividing rounds nothing.
    private long Whole(double value) => (long)Math.Round(value / Quantum);
}
