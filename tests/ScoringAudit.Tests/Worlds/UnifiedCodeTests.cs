using ScoringAudit.Worlds.Firms;

namespace ScoringAudit.Tests.Worlds;

public class UnifiedCodeTests
{
    // Computed apart from this code (GB 32100-2015 and GB 11714 weights).
    [Theory]
    [InlineData(0, "91990000X00000001H")]
    [InlineData(1, "91990000X00000010F")]
    [InlineData(2, "91990000X000000289")]
    [InlineData(1_000_000, "91990000X0012HJ279")]
    [InlineData(33_000_000, "91990000X014NN742A")]
    public void Synthetic_KnownNumbers_GiveKnownCodes(long k, string code) => Assert.Equal(code, UnifiedCode.Synthetic(k));

    // Published sample codes of python-stdnum, tests/test_cn_uscc.doctest.
    [Theory]
    [InlineData("91110000600037341L", true)]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("121200004013590816", true)]
    [InlineData("91152201078377449P", true)]
    [InlineData("91110000600037341N", false)]
    [InlineData("9111000060003IOZSV", false)]
    [InlineData("12345", false)]
    public void HasRightCheck_PublishedCodes_AreRecognised(string code, bool right)
    {
        Assert.Equal(right, UnifiedCode.HasRightCheck(code));
        Assert.False(UnifiedCode.IsSynthetic(code));
        Assert.True(!right || UnifiedCode.HasRightBody(code));
    }

    [Fact]
    public void HasRightCheck_AnyWrongCharacterOrSwap_IsCaught()
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        for (long k = 0; k < 40; k++)
        {
            var code = UnifiedCode.Synthetic(k * 687_815_352);
            Assert.True(UnifiedCode.IsSynthetic(code));
            Assert.False(UnifiedCode.HasRightBody(code));
            for (var at = 0; at < 18; at++)
            {
                foreach (var letter in alphabet.Where(l => l != code[at]))
                {
                    Assert.False(UnifiedCode.HasRightCheck(code[..at] + letter + code[(at + 1)..]));
                }

                if (at < 17 && code[at] != code[at + 1])
                {
                    Assert.False(UnifiedCode.HasRightCheck(code[..at] + code[at + 1] + code[at] + code[(at + 2)..]));
                }
            }
        }
    }

    [Fact]
    public void Synthetic_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UnifiedCode.Synthetic(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnifiedCode.Synthetic(UnifiedCode.Count));
        Assert.Equal("YYYYYYY", UnifiedCode.Synthetic(UnifiedCode.Count - 1)[9..16]);
    }
}
