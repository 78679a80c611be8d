using ScoringAudit.Mitigation;

namespace ScoringAudit.Tests.Mitigation;

public class FrontierTests
{
    // (.8, .7) and (.7, .9) are unbeaten; (.7, .8) loses to the second, (.8, .6) to the first; two equal points stand together; NaN never.
    [Fact]
    public void Of_AFewPoints_FlagsTheUnbeaten()
    {
        var on = Frontier.Of([0.8, 0.7, 0.7, 0.8, 0.8, double.NaN], [0.7, 0.9, 0.8, 0.6, 0.7, 2]);
        Assert.Equal([true, true, false, false, true, false], on);
    }
}
