using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Primitives;

public class PhiloxTests
{
    // Random123 1.09, tests/kat_vectors, philox4x32 10.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0xa4093822u, 0x299f31d0u, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Rounds_PublishedVectors_AreReproduced(uint k0, uint k1, uint c0, uint c1, uint c2, uint c3, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Rounds(k0, k1, c0, c1, c2, c3));

    [Fact]
    public void Block_KeyEntityAndBlock_AreWordsOfKeyAndCounter()
    {
        // The third vector, packed: key 299f31d0:a4093822, block 85a308d3:243f6a88, entity 03707344:13198a2e; low word first.
        var (low, high) = Philox.Block(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL);
        Assert.Equal(0x94fdccebd16cfe09UL, low);
        Assert.Equal(0x24126ea15001e420UL, high);
    }
}
