namespace ScoringAudit.Storage;

/// <summary>Where what belongs to the user and not to a result is kept: the key of digests, the privacy ledger and its marks.</summary>
public static class UserFolder
{
    /// <summary>Environment variable that names another directory.</summary>
    public const string Variable = "SCORING_AUDIT_HOME";

    /// <summary>The directory: that of <see cref="Variable"/>, else scoring-audit in the local application data; null where the system has no such place.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return home.Length == 0 ? null : Path.Combine(home, "scoring-audit");
    }
}
