namespace ScoringAudit.Storage;

/// <summary>How a Parquet file is packed.</summary>
public enum ParquetCompression
{
    /// <summary>Fast, read everywhere.</summary>
    Snappy,

    /// <summary>Smaller and somewhat slower.</summary>
    Zstd,
}
