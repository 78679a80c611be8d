namespace ScoringAudit.Worlds.Catalogue;

/// <summary>Short ways to write entries of the public record.</summary>
internal static class Says
{
    public static PublicRecordEntry For(string statement, string source) => new("for", statement, source, true);

    public static PublicRecordEntry Against(string statement, string source) => new("against", statement, source, true);

    public static PublicRecordEntry Law(string statement, string source) => new("law", statement, source, true);

    public static PublicRecordEntry Context(string statement, string source) => new("context", statement, source, true);

    /// <summary>From memory: printed as unverified.</summary>
    public static PublicRecordEntry Unverified(string side, string statement) => new(side, statement, "no source read", false);
}
