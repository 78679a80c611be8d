namespace ScoringAudit.Worlds.Catalogue;

/// <summary>One item of the public record on a mechanism.</summary>
/// <param name="Side">"for", "against", "law" or "context".</param>
/// <param name="Statement">What it says, in our own words.</param>
/// <param name="Source">Where it was found.</param>
/// <param name="Verified">Whether the source was read; else it is printed as unverified.</param>
public sealed record PublicRecordEntry(string Side, string Statement, string Source, bool Verified)
{
    /// <summary>The statement as it is printed: what was not verified says so.</summary>
    public string Printed => Verified ? Statement : "Unverified: " + Statement;
}
