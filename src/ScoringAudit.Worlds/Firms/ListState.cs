namespace ScoringAudit.Worlds.Firms;

/// <summary>What the lists say of a firm in the end.</summary>
/// <param name="Black">Agencies that have it on their blacklist, a bit each.</param>
/// <param name="Irregular">Agencies that have it on their irregularity list, a bit each.</param>
/// <param name="Red">Whether it is redlisted.</param>
internal readonly record struct ListState(byte Black, byte Irregular, bool Red)
{
    public int BlackCount => System.Numerics.BitOperations.PopCount(Black);

    public int IrregularCount => System.Numerics.BitOperations.PopCount(Irregular);
}
