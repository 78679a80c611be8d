namespace ScoringAudit.Worlds;

/// <summary>Blast radius of a listed sample: what listing one more firm does to the others, lists and scores solved again. The sample is the same for every strength.</summary>
/// <param name="RandomSeeds">Firms listed one at a time, drawn at random.</param>
/// <param name="MeanOfRandom">Mean number of other firms that change grade.</param>
/// <param name="HubSeeds">Firms listed one at a time, those with most readers.</param>
/// <param name="MeanOfHubs">Mean number of other firms that change grade.</param>
/// <param name="Largest">The largest number.</param>
/// <param name="ByHop">Over all seeds, grade changes among direct readers, readers of these, and so on; beyond the fifth hop added to the fifth.</param>
/// <param name="Tolerance">A change of a score by no more points than this is followed no further.</param>
/// <param name="Seeds">Each listed firm, the random ones first.</param>
public sealed record BlastFacts(
    int RandomSeeds,
    double MeanOfRandom,
    int HubSeeds,
    double MeanOfHubs,
    int Largest,
    IReadOnlyList<long> ByHop,
    double Tolerance,
    IReadOnlyList<BlastSeed> Seeds);
