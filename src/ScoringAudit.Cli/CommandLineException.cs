namespace ScoringAudit.Cli;

/// <summary>The command line cannot be understood: exit code 1. The message says what was found, what was expected and what to do next.</summary>
public sealed class CommandLineException : Exception
{
    /// <summary>With a message for the user.</summary>
    public CommandLineException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the user and a cause.</summary>
    public CommandLineException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message; not used.</summary>
    public CommandLineException()
    {
    }
}
