using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class BoundaryTestTests
{
    // 60 streets of 20 houses; the first ten lie in one area, the rest in the next
    private static readonly int[] Street = [.. Enumerable.Range(0, 1200).Select(i => i / 20)];
    private static readonly int[] Area = [.. Enumerable.Range(0, 1200).Select(i => (2 * (i / 20 / 6)) + (i % 20 / 10))];

    [Fact]
    public void Run_ScoresThatReadTheArea_JumpAtTheBorder()
    {
        var result = BoundaryTest.Run(Noise(1, i => 8.0 * (Area[i] % 2)), Noise(2, _ => 0), Street, [], Area, 0.05);
        Assert.Equal(60, result.Borders);
        Assert.Equal(8, result.Jump.Value, 2.0); // noise of unit range: standard error √(6 · 3/12 /60) about .1, placebo included
        Assert.True(result.PValue < 1e-6);
    }

    [Fact]
    public void Run_SmoothOrStreetWideDifferences_AreNoJump()
    {
        // a slope along the street is the same at placebo borders; a shock of the whole street is on both sides
        // over 100 draws of noise 5 rejections are expected; more than 12 have probability .0015
        var rejected = Enumerable.Range(10, 100).Count(seed =>
            BoundaryTest.Run(Noise(seed, i => (0.5 * (i % 20)) + (5 * (Street[i] % 3))), Noise(4, _ => 0), Street, [], Area, 0.05).PValue <= 0.05);
        Assert.InRange(rejected, 0, 12);
    }

    [Fact]
    public void Run_PeopleSortAtTheBorder_IsRefused() =>
        Assert.Equal(
            "own features jump at the borders too: people sort there, so a jump of the score says nothing",
            BoundaryTest.Run(Noise(5, i => 8.0 * (Area[i] % 2)), Noise(6, i => 4.0 * (Area[i] % 2)), Street, [], Area, 0.05).Jump.Reason);

    [Fact]
    public void Run_NoStreetCrossesABorder_IsRefused() =>
        Assert.Equal("0 streets cross a border between areas with enough houses on both sides, fewer than 20", BoundaryTest.Run(Noise(1, _ => 0), Noise(2, _ => 0), Street, [], Street, 0.05).Jump.Reason);

    private static double[] Noise(int seed, Func<int, double> mean)
    {
        var random = Streams.FromSeed((ulong)seed).Sequence();
        return [.. Enumerable.Range(0, 1200).Select(i => mean(i) + random.NextUniform() - 0.5)];
    }
}
