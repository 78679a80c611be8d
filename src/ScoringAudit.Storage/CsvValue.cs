namespace ScoringAudit.Storage;

/// <summary>What the text of one field looks like.</summary>
internal enum CsvValue
{
    /// <summary>One of the signs for a missing value.</summary>
    Missing,

    /// <summary>A whole number that 64 bits hold, without leading zeros or plus sign.</summary>
    Integer,

    /// <summary>Digits that a number would not keep: with leading zeros or a plus sign, or too long for 64 bits.</summary>
    Code,

    /// <summary>A number with a decimal point or an exponent.</summary>
    Number,

    /// <summary>An infinite number, by name or by size.</summary>
    Infinite,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number with a decimal comma.</summary>
    DecimalComma,

    /// <summary>Anything else.</summary>
    Text,
}
