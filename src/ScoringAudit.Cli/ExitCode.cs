namespace ScoringAudit.Cli;

/// <summary>Exit codes of the command.</summary>
public static class ExitCode
{
    /// <summary>It ran.</summary>
    public const int Ran = 0;

    /// <summary>The command line cannot be understood.</summary>
    public const int CommandLine = 1;

    /// <summary>A condition of --fail-on failed, or verify found a difference.</summary>
    public const int ConditionFailed = 2;

    /// <summary>Plan or data cannot be used.</summary>
    public const int BadInput = 3;

    /// <summary>Data are fine, but every requested number is undefined for lack of observations.</summary>
    public const int NothingDefined = 4;

    /// <summary>A bug.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by the user.</summary>
    public const int Cancelled = 130;
}
