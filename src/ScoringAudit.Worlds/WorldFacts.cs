namespace ScoringAudit.Worlds;

/// <summary>What came out: realised figures of the generated rows (of a shard: of that shard).</summary>
/// <param name="Rows">People.</param>
/// <param name="Postcodes">Postcodes.</param>
/// <param name="Streets">Streets.</param>
/// <param name="GroupShare">Share of people in group B.</param>
/// <param name="Dissimilarity">Dissimilarity index of group B over streets, in [0, 1] (Duncan and Duncan 1955); NaN with one group.</param>
/// <param name="MoranGroup">Moran's I of the group indicator over row-standardised neighbours (other households at most four houses away; Moran 1950); NaN with one group.</param>
/// <param name="DefaultRate">Share of people who default.</param>
/// <param name="ThinFileShare">Share of people with a thin file.</param>
/// <param name="Islands">People without neighbours; their neighbour part is 0.</param>
/// <param name="Contraction">Contraction factor of the scores that feed scores; 0 without.</param>
/// <param name="FixpointSteps">The most steps that a street took.</param>
/// <param name="FixpointErrorBound">Certified error of the fixpoint before rounding to 0.01, in points.</param>
/// <param name="Cutoff">The score that 70 % of people reach; NaN for firms, whose cut is grade B.</param>
/// <param name="CaptiveShare">Of the people below the cut-off, the share whom others' records alone hold there: with the best own record (no arrears, no use of credit lines, no inquiries) they would stay below, without the others' parts they would not. NaN for firms, which are in <see cref="FirmFacts"/>.</param>
/// <param name="Links">Contacts, or links to parents, or partners of firms; 0 without.</param>
/// <param name="GroupAssortativity">Newman's assortativity of the group along links between people (Newman 2003); NaN without links or with one group.</param>
public sealed record WorldFacts(
    long Rows,
    int Postcodes,
    int Streets,
    double GroupShare,
    double Dissimilarity,
    double MoranGroup,
    double DefaultRate,
    double ThinFileShare,
    long Islands,
    double Contraction,
    int FixpointSteps,
    double FixpointErrorBound,
    double Cutoff,
    double CaptiveShare,
    long Links,
    double GroupAssortativity);
