using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>Writes the fields of one column into its buffer.</summary>
internal static class CsvCells
{
    /// <summary>Stores one field.</summary>
    /// <returns>False when the field is not of the column's kind, or its name is unknown: the file changed since it was scanned.</returns>
    public static bool Store(ReadOnlySpan<byte> text, ColumnBuffer to, int row, NameTable names)
    {
        var missing = CsvText.IsMissing(text);
        switch (to.Kind)
        {
            case ColumnKind.Double:
                to.Doubles[row] = missing ? double.NaN : CsvText.Number(text);
                return true;
            case ColumnKind.Integer:
                to.Integers[row] = 0;
                to.Valid[row] = !missing;
                return missing || CsvText.TryInteger(text, out to.Integers[row]);
            case ColumnKind.Flag:
                to.Flags[row] = !missing && CsvText.IsTrue(text);
                to.Valid[row] = !missing;
                return true;
            default:
                to.Codes[row] = missing ? -1 : names.Find(text);
                return missing || to.Codes[row] >= 0;
        }
    }
}
