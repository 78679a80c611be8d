using ScoringAudit.Disparity;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class WorstGroupSearchTests
{
    private static readonly string[][] Names = [["r0", "r1", "r2"], ["f", "m"], ["young", "old"]];

    [Fact]
    public void Of_APlantedIntersection_FindsAndConfirmsIt()
    {
        // r1*f is favoured at .3, all others at .6; no single attribute shows it as clearly
        var found = Search((codes, u) => u < (codes[0] == 1 && codes[1] == 0 ? 0.3 : 0.6), 11);
        Assert.Equal("r1*f", found[0].Name);
        Assert.True(found[0].PValue.Value < 0.001);
        Assert.True(found[0].Ratio.Interval!.Value.High < 0.8);
        // 7 single groups, 16 pairs, 12 triples at most
        Assert.InRange(found[0].Searched, 10, 35);
    }

    [Fact]
    public void Of_WorldsWithoutDisparity_SeldomConfirmsAnything()
    {
        // 60 worlds at a family level of .05: at most 3 expected, 4 standard errors above is 9
        var alarms = Enumerable.Range(0, 60).Count(world => Search((_, u) => u < 0.5, (ulong)world).Any(f => f.PValue.IsDefined && f.PValue.Value < 0.05));
        Assert.InRange(alarms, 0, 9);
    }

    private static IReadOnlyList<WorstGroup> Search(Func<int[], double, bool> favoured, ulong seed)
    {
        const int rows = 3_000;
        var random = Streams.FromSeed(seed).Derive("world").Sequence();
        int[][] codes = [new int[rows], new int[rows], new int[rows]];
        var favourable = new sbyte[rows];
        for (var i = 0; i < rows; i++)
        {
            int[] own = [random.NextBelow(3), random.NextBelow(2), random.NextBelow(2)];
            for (var a = 0; a < 3; a++)
            {
                codes[a][i] = own[a];
            }

            favourable[i] = favoured(own, random.NextUniform()) ? (sbyte)1 : (sbyte)0;
        }

        return WorstGroupSearch.Of(codes, Names, favourable, [], Streams.FromSeed(seed).Derive("split"));
    }
}
