using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Leakage;

public class RecourseTests
{
    private static readonly ScoreScale Points = ScoreScale.SafetyPoints(0, 1000);
    private static readonly Streams Stream = Streams.FromSeed(2);

    [Fact]
    public void Run_OthersTake60PointsFromHalfOfThem_CostsThem30MoreAndSparesTheRest30()
    {
        // s = own + others, own = 0, 5, …, 995 in turn for 200 people, others 0 or −60: 30 below the average for those, 30 above for the rest
        double[] own = [.. Enumerable.Range(0, 200).Select(i => 5.0 * i)];
        double[] others = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 0.0 : -60)];
        var result = Recourse.Run(new Additive(own, others), [.. Enumerable.Range(0, 200)], Points, DecisionRule.AtCutoff(Points, 700), Stream);
        Assert.All(result.Captive, Assert.False);
        Assert.All(result.Declined, i => Assert.True(own[i] + others[i] < 700));

        // The ladder has 60 of the 200 records, every 16 or 17 points, and the average of others is that of 16 people drawn
        var helped = result.Declined.Zip(result.Gap).Where(p => p.First % 2 == 0 && own[p.First] < 600).Average(p => p.Second);
        var harmed = result.Declined.Zip(result.Gap).Where(p => p.First % 2 == 1 && own[p.First] < 600).Average(p => p.Second);
        Assert.Equal(60, harmed - helped, 20.0);
        Assert.InRange(harmed, 5, 55);
        Assert.InRange(helped, -55, -5);
        Assert.True(result.HeldByOthers > 0); // own 700 to 755 with −60: enough at the average, not here
    }

    [Fact]
    public void Run_OthersTakeMoreThanAnyOwnRecordCanGive_IsCaptive()
    {
        double[] own = [.. Enumerable.Range(0, 200).Select(i => 5.0 * i)];
        double[] others = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 3 ? -500.0 : 0)];
        var result = Recourse.Run(new Additive(own, others), [.. Enumerable.Range(0, 200)], Points, DecisionRule.AtCutoff(Points, 600), Stream);
        Assert.Equal([.. result.Declined.Select(i => i % 10 == 3)], result.Captive);
        Assert.Equal(20, result.Captive.Count(c => c));
        Assert.All(result.Captive.Zip(result.Gap), p => Assert.Equal(p.First, double.IsNaN(p.Second)));
    }

    [Fact]
    public void Run_OnlyOthersHelpCouldEverBeEnough_IsNotHeldByOthers()
    {
        // 720 is reached with others' 300 points only, which one in ten has: no own record would do at the average, so those without are not captive.
        double[] own = [.. Enumerable.Range(0, 200).Select(i => 3.0 * i)];
        double[] others = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 300.0 : 0)];
        var result = Recourse.Run(new Additive(own, others), [.. Enumerable.Range(0, 200)], Points, DecisionRule.AtCutoff(Points, 720), Stream);
        Assert.All(result.Captive, Assert.False);
        Assert.Equal(0, result.HeldByOthers);
        Assert.All(result.Declined.Zip(result.Gap), p => Assert.True(double.IsNaN(p.Second)));
        Assert.Contains(result.Declined, i => i % 10 != 0);
    }

    [Fact]
    public void Run_NothingOfOthers_HasNoGapAtAll()
    {
        double[] own = [.. Enumerable.Range(0, 200).Select(i => (i * 37 % 200) * 5.0)];
        var result = Recourse.Run(new Additive(own, new double[200]), [.. Enumerable.Range(0, 200)], Points, DecisionRule.AtCutoff(Points, 600), Stream);
        Assert.All(result.Gap, g => Assert.Equal(0.0, g));
        Assert.Equal(0, result.HeldByOthers);
    }

    [Theory]
    [InlineData(0, "every decision is favourable")]
    [InlineData(999, "no decision is favourable, so no own record is known to be enough")]
    public void Run_OneDecisionForAll_IsRefused(double cutoff, string why)
    {
        double[] own = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        Assert.Equal(why, Recourse.Run(new Additive(own, new double[100]), [.. Enumerable.Range(0, 100)], Points, DecisionRule.AtCutoff(Points, cutoff), Stream).Refusal);
    }

    private sealed class Additive(double[] own, double[] others) : IInterventions
    {
        public string Rule => "none";

        public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                scores[i] = own[rows[i]] + others[donors[i]];
            }
        }
    }
}
