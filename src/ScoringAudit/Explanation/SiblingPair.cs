namespace ScoringAudit.Explanation;

/// <summary>Two sibling leaves looked up at once: their parent's pattern, and a last bit that is set iff the row goes left at the parent.</summary>
/// <param name="Tests">The tests of the way to the parent, and those of its left side.</param>
/// <param name="Above">Players on the way to the parent.</param>
/// <param name="Split">Bit of the parent's player in the leaves' patterns.</param>
/// <param name="Sibling">Whether the right leaf has a value, so that it is the next in the list.</param>
internal sealed record SiblingPair(PatternTests Tests, int Above, int Split, bool Sibling)
{
    /// <summary>The leaf's own pattern for a pattern of the pair.</summary>
    public int LeafPattern(int pattern, bool left)
    {
        var above = pattern & ((1 << Above) - 1);
        var met = (pattern >> Above & 1) != 0 == left;
        return Split == Above ? above | (met ? 1 << Split : 0) : met ? above : above & ~(1 << Split);
    }
}
