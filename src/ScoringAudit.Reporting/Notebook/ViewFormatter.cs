namespace ScoringAudit.Reporting.Notebook;

/// <summary>Writes one kind of view as one MIME type; its members have the names that a kernel looks for.</summary>
/// <param name="mimeType">The MIME type.</param>
/// <param name="type">The type of view.</param>
/// <param name="text">The text of a view; null where it has none.</param>
public sealed class ViewFormatter(string mimeType, Type type, Func<ReleasedView, string?> text)
{
    /// <summary>The MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type of view.</summary>
    public Type Type { get; } = type;

    /// <summary>Writes a view.</summary>
    /// <returns>Whether there was something to write.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (instance is not ReleasedView view || text(view) is not { } words)
        {
            return false;
        }

        writer.Write(words);
        return true;
    }
}
