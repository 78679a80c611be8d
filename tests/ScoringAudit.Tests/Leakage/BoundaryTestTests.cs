using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class BoundaryTestTests
{
    // 60 streets of 20 houses; the first ten lie in one area, the rest in the next
    private static readonly int[] Street = [.. Enumerable.Range(0, 1200).Select(i => i / 20)];
    private static readonly int[] Area = [.. Enumerable.Range(0, 1200).Select(i => (2 * (i / 20 / 6)) + (i % 20 / 10))];

    private static readonly Streams Flips = Streams.FromSeed(9);

    [Fact]
    public void Run_ScoresThatReadTheArea_JumpAtTheBorder()
    {
        var result = BoundaryTest.Run(Noise(1, i => 8.0 * (Area[i] % 2)), Noise(2, _ => 0), Street, [], Area, 0.05, Flips);
        Assert.Equal(60, result.Borders);
        Assert.Equal(8, result.Jump.Value, 2.0); // noise of unit range: standard error √(6 · 3/12 /60) about .1, placebo included
        Assert.Equal(0.0005, result.PValue, 1e-12); // 1/(1 + 1,999)
    }

    [Theory]
    [InlineData(0)] // nothing but noise
    [InlineData(1)] // a slope along the street is the same at placebo borders; a shock of the whole street is on both sides
    [InlineData(2)] // noise that is alike next door: an autoregression of .7 along the street
    public void Run_WithoutAJump_RejectsAtItsLevel(int kind)
    {
        // 200 draws: 10 rejections are expected; more than 19 have probability .003 (binomial, .05)
        var rejected = Enumerable.Range(10, 200).Count(seed => BoundaryTest.Run(Profile(seed, kind), Noise(4, _ => 0), Street, [], Area, 0.05, Flips).PValue <= 0.05);
        Assert.InRange(rejected, 0, 19);
    }

    [Fact]
    public void Run_FewStreetsForEachBorder_RejectsAtItsLevel()
    {
        // Two streets share a border, so each finds the other's sign: a t test over streets rejects too often, turning streets round does not.
        int[] area = [.. Enumerable.Range(0, 1200).Select(i => (2 * (i / 20 / 2)) + (i % 20 / 10))];
        var rejected = Enumerable.Range(10, 200).Count(seed => BoundaryTest.Run(Profile(seed, 0), Noise(4, _ => 0), Street, [], area, 0.05, Flips).PValue <= 0.05);
        Assert.InRange(rejected, 0, 19);
        Assert.True(BoundaryTest.Run(Noise(1, i => 2.0 * ((i / 40) % 3) * (area[i] % 2)), Noise(2, _ => 0), Street, [], area, 0.05, Flips).PValue <= 0.01);
    }

    [Fact]
    public void Run_TwoAreasOnOneStreetEach_HaveNoSign()
    {
        int[] area = [.. Enumerable.Range(0, 1200).Select(i => (2 * (i / 20)) + (i % 20 / 10))];
        Assert.Equal("0 streets cross a border between areas with enough houses on both sides, fewer than 20", BoundaryTest.Run(Noise(1, _ => 0), Noise(2, _ => 0), Street, [], area, 0.05, Flips).Jump.Reason);
    }

    [Fact]
    public void Run_PeopleSortAtTheBorder_IsRefused() =>
        Assert.Equal(
            "own features jump at the borders too: people sort there, so a jump of the score says nothing",
            BoundaryTest.Run(Noise(5, i => 8.0 * (Area[i] % 2)), Noise(6, i => 4.0 * (Area[i] % 2)), Street, [], Area, 0.05, Flips).Jump.Reason);

    [Fact]
    public void Run_NoStreetCrossesABorder_IsRefused() =>
        Assert.Equal("0 streets cross a border between areas with enough houses on both sides, fewer than 20", BoundaryTest.Run(Noise(1, _ => 0), Noise(2, _ => 0), Street, [], Street, 0.05, Flips).Jump.Reason);

    private static double[] Profile(int seed, int kind)
    {
        var noise = Noise(seed, i => kind == 1 ? (0.5 * (i % 20)) + (5 * (Street[i] % 3)) : 0);
        for (var i = 1; kind == 2 && i < noise.Length; i++)
        {
            noise[i] += Street[i] == Street[i - 1] ? 0.7 * noise[i - 1] : 0;
        }

        return noise;
    }

    private static double[] Noise(int seed, Func<int, double> mean)
    {
        var random = Streams.FromSeed((ulong)seed).Sequence();
        return [.. Enumerable.Range(0, 1200).Select(i => mean(i) + random.NextUniform() - 0.5)];
    }
}
