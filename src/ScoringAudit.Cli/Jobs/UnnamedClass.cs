namespace ScoringAudit.Cli.Jobs;

/// <summary>What is said where a plan on external data names no class and no public schema.</summary>
internal static class UnnamedClass
{
    /// <summary>The sentence, on stderr and on the page.</summary>
    /// <param name="input">What the commands are to be given.</param>
    public static string Says(string input) =>
        $"No class was named, so the numbers are exact and not for publication (class restricted). Protected is the default for data about real people once their public categories and bounds are declared: 'scoring-audit schema {input}' drafts them; with disclosure: {{ schema: schema.yaml }} in the plan 'scoring-audit audit {input} --dry-run' shows what publishing costs. The exact numbers must then stay secret, and the plan must say why they do (exactElsewhere).";
}
