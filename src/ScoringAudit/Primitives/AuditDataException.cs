namespace ScoringAudit.Primitives;

/// <summary>The user's plan or data cannot be used. Its text says what was found, where, what was expected and what to do next.</summary>
/// <remarks>The command turns it into exit code 3; a bug in the caller's code is an <see cref="ArgumentException"/> instead.</remarks>
public sealed class AuditDataException : Exception
{
    /// <summary>An error with its whole message.</summary>
    public AuditDataException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its whole message and the exception that revealed it.</summary>
    public AuditDataException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
