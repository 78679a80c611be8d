namespace ScoringAudit.Storage;

/// <summary>A file as it was read: name, size and hash of its bytes (packed bytes for a .gz).</summary>
/// <param name="Path">The path it was opened with.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal. Not for publication when the data are private: a hash lets anyone test a guess.</param>
public sealed record FileFacts(string Path, long Bytes, string Sha256);
