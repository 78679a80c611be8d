namespace ScoringAudit.Evidence;

/// <summary>A file that a run read or wrote.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Digest">"sha256:…" for synthetic and open data and for outputs; "hmac-sha256:…" under a key that is not published for other inputs.</param>
/// <param name="Rows">Number of rows, or null.</param>
/// <param name="Columns">Names and kinds of columns, for data.</param>
public sealed record ManifestFile(string Path, long Bytes, string Digest, long? Rows, IReadOnlyList<string> Columns);
