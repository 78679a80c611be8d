namespace ScoringAudit.Reporting.Notebook;

/// <summary>A display of released evidence: the only kind of display that is saved once a source without proven provenance was opened.</summary>
/// <remarks>Made by <see cref="EvidenceViews"/> from <see cref="Release.ReleasedEvidence"/>, never from rows.</remarks>
public abstract class ReleasedView
{
    private protected ReleasedView()
    {
    }

    /// <summary>Plain text: every number of the display.</summary>
    public abstract string PlainText { get; }

    /// <summary>HTML without styles or scripts, or null where an image says it.</summary>
    public virtual string? HtmlText => null;

    /// <summary>A drawing, or null.</summary>
    public virtual string? SvgText => null;

    /// <inheritdoc/>
    public sealed override string ToString() => PlainText;
}
