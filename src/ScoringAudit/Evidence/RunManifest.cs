namespace ScoringAudit.Evidence;

/// <summary>How a result came about, so that it can be made again.</summary>
/// <param name="Tool">Tool name and version.</param>
/// <param name="Runtime">.NET version and operating system family.</param>
/// <param name="Packages">Package versions by name.</param>
/// <param name="Command">The command line, without machine paths.</param>
/// <param name="Seed">Root seed.</param>
/// <param name="Streams">Names of the random streams used.</param>
/// <param name="Inputs">Inputs read.</param>
/// <param name="Outputs">Files written, without the manifest itself.</param>
/// <param name="SuppressedCells">Findings and cells suppressed.</param>
/// <param name="Started">UTC start time, from the caller's clock.</param>
public sealed record RunManifest(
    string Tool,
    string Runtime,
    IReadOnlyDictionary<string, string> Packages,
    IReadOnlyList<string> Command,
    ulong Seed,
    IReadOnlyList<string> Streams,
    IReadOnlyList<ManifestFile> Inputs,
    IReadOnlyList<ManifestFile> Outputs,
    long SuppressedCells,
    DateTimeOffset Started);
