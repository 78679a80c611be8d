namespace ScoringAudit.Notebooks;

/// <summary>Writes an answer as one MIME type; its members have the names that a kernel looks for.</summary>
/// <param name="mimeType">The MIME type.</param>
public sealed class SqlAnswerFormatter(string mimeType)
{
    /// <summary>The MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type of answer.</summary>
    public Type Type { get; } = typeof(SqlAnswer);

    /// <summary>Writes an answer.</summary>
    /// <returns>Whether there was something to write.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if ((instance as SqlAnswer)?.Text(MimeType) is not { } text)
        {
            return false;
        }

        writer.Write(text);
        return true;
    }
}
