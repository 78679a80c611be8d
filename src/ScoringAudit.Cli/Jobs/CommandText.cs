namespace ScoringAudit.Cli.Jobs;

/// <summary>The command line for the manifest, without paths of the machine.</summary>
internal static class CommandText
{
    /// <summary>The arguments, where a rooted path keeps its last part only.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> args) =>
        ["scoring-audit", .. args.Select(a => Path.IsPathRooted(a) ? "…/" + Path.GetFileName(Path.TrimEndingDirectorySeparator(a)) : a)];
}
