namespace ScoringAudit.Worlds;

/// <summary>Blast radius of a listed sample: other firms that change grade when one more firm is listed, everything solved again.</summary>
/// <param name="RandomSeeds">Firms listed one at a time, drawn at random.</param>
/// <param name="MeanOfRandom">Mean number of other firms that change grade.</param>
/// <param name="HubSeeds">Firms listed one at a time, those with most readers.</param>
/// <param name="MeanOfHubs">Mean number of other firms that change grade.</param>
/// <param name="Largest">The largest number.</param>
/// <param name="ByHop">Over all seeds, grade changes among direct readers, readers of these, and so on; beyond the fifth hop added to the fifth.</param>
public sealed record BlastFacts(int RandomSeeds, double MeanOfRandom, int HubSeeds, double MeanOfHubs, int Largest, IReadOnlyList<long> ByHop);
