namespace ScoringAudit.Worlds.Persons;

/// <summary>Sums over one postcode from which realised facts are computed; added in the order of postcodes, so threads do not matter.</summary>
internal struct PostcodeFacts
{
    public int People, MinorityPeople, Defaults, ThinFiles, Islands, MinorityIslands, Steps;

    /// <summary>Sum over people with neighbours of g·Wg, and of Wg; g is 1 for group B.</summary>
    public double CrossLag, Lag;

    /// <summary>Links between people; of them those inside a group, from group B, and to group B.</summary>
    public long Links, SameGroup, FromMinority, ToMinority;

    /// <summary>The largest certified error of the fixpoint, in points.</summary>
    public double ErrorBound;
}
