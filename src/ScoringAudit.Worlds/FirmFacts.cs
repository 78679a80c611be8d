namespace ScoringAudit.Worlds;

/// <summary>What came out of a firm world: figures of the whole world, whatever the shard.</summary>
/// <param name="Firms">Firms.</param>
/// <param name="Links">Partner links.</param>
/// <param name="MostReaders">The largest number of firms that read one firm.</param>
/// <param name="TailExponent">Tail exponent of the number of readers: Hill estimate over the largest hundredth (Hill 1975); 2 by design. NaN below 1,000 firms.</param>
/// <param name="SameSectorShare">Share of links inside a sector.</param>
/// <param name="SectorAssortativity">Newman's assortativity of sectors along links (Newman 2003); NaN if undefined.</param>
/// <param name="ScoreAssortativity">Correlation of own parts of the score along links; NaN if undefined.</param>
/// <param name="ForeignShare">Share of foreign firms.</param>
/// <param name="BlacklistedShare">Share of firms on at least one blacklist.</param>
/// <param name="RedlistedShare">Share of firms on the red list.</param>
/// <param name="GradeShares">Share of each grade.</param>
/// <param name="Persons">People who can be officers.</param>
/// <param name="PersonsWithSeveralFirms">Of them, how many run two firms or more.</param>
/// <param name="ListUndecided">Firms that the greatest fixpoint of the lists lists and the least does not; the score is that of the least.</param>
/// <param name="ListSteps">Sweeps that the lists took.</param>
/// <param name="CaptiveShare">Share of firms below grade B that would stay there with a perfect own record: others' records alone hold them.</param>
/// <param name="Blast">What listing one more firm does; null where no channel leads from one firm to another.</param>
public sealed record FirmFacts(
    int Firms,
    long Links,
    int MostReaders,
    double TailExponent,
    double SameSectorShare,
    double SectorAssortativity,
    double ScoreAssortativity,
    double ForeignShare,
    double BlacklistedShare,
    double RedlistedShare,
    IReadOnlyDictionary<string, double> GradeShares,
    int Persons,
    int PersonsWithSeveralFirms,
    int ListUndecided,
    int ListSteps,
    double CaptiveShare,
    BlastFacts? Blast);
