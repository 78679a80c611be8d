namespace ScoringAudit.Explanation;

/// <summary>A condition on one slot: low &lt; x ≤ high, and whether a missing value meets it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Low">Lower bound, excluded; NaN where there is none.</param>
/// <param name="High">Upper bound, included; +∞ where there is none.</param>
/// <param name="MissingFits">Whether NaN meets the condition.</param>
/// <param name="Bit">The player's bit in the pattern.</param>
internal readonly record struct SlotInterval(int Slot, float Low, float High, bool MissingFits, ulong Bit);
