namespace ScoringAudit.Notebooks;

/// <summary>Tells a notebook kernel how a type shows itself.</summary>
/// <remarks>
/// Microsoft.DotNet.Interactive.Formatting finds an attribute of this name by its name, so nothing of it is referenced: the same display appears in
/// the kernel and in this toolkit's own runner.
/// </remarks>
/// <param name="formatterSourceType">A type with a method CreateTypeFormatters.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>MIME types in order of preference.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
