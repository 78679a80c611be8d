using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class LinkedScoreTests
{
    // 0 reads 1 and 2 (half each), 3 reads 0; 2 is listed. level .5, centre 800; all partners listed cost 40; a listing costs 150 of one's own.
    private static readonly CsrGraph Graph = CsrGraph.Of(EdgeList.Of(5, [0, 0, 3], [1, 2, 0], []));

    private static LinkedScore Firms() => new(
        "partners", Origin.Partner, Graph, new NetworkFeed(0.5, 800, 0, 0, 0, 1000), [700, 900, 600, 800, 750], [false, false, true, false, false], 40, 150, [1, 0, 0, 1, 0]);

    [Fact]
    public void Scores_AreTheFixpoint()
    {
        // 0: 700 − 40·½ + .5·(750 − 800) = 655; 3: 800 + .5·(655 − 800) = 727.5
        Close([655, 900, 600, 727.5, 750], Firms().Scores);
    }

    [Fact]
    public void Swap_WithAndWithoutTheOthersSolvedAgain()
    {
        var firms = Firms();
        var scores = new double[3];

        // 0 gives up the listed 2 (600) for 4 (750): 700 + .5·(825 − 800) = 712.5; give up 1 (900) for 4: 700 − 20 + .5·(675 − 800) = 617.5; 2 for 2: nothing
        firms.Swap([0, 0, 0], [2, 1, 2], [4, 4, 2], true, scores);
        Close([712.5, 617.5, 655], scores);
        firms.Swap([0, 0, 0], [2, 1, 2], [4, 4, 2], false, scores);
        Close([712.5, 617.5, 655], scores); // nobody whom 0 reads reads 0
    }

    [Fact]
    public void List_ReachesThoseWhoReadAndThoseWhoReadThem()
    {
        var firms = Firms();

        // list 1: 900 − 150 = 750; 0: 700 − 40 + .5·(675 − 800) = 597.5; 3: 800 + .5·(597.5 − 800) = 698.75
        var all = firms.List(1, true).OrderBy(c => c.Row).ToList();
        Assert.Equal([(0, 1), (1, 0), (3, 2)], all.Select(c => (c.Row, c.Hop)));
        Close([597.5, 750, 698.75], [.. all.Select(c => c.After)]);
        Close([655, 900, 727.5], [.. all.Select(c => c.Before)]);
        Close([597.5, 750], [.. firms.List(1, false).OrderBy(c => c.Row).Select(c => c.After)]); // 3 does not hear of it

        // 2 is listed already: those who read it see its own loss only. 600 − 150 = 450: 0 loses .5·½·150 = 37.5
        Close([617.5, 450], [.. firms.List(2, false).OrderBy(c => c.Row).Select(c => c.After)]);
        Assert.Equal([4], firms.List(4, true).Select(c => c.Row)); // nobody reads 4
    }

    [Fact]
    public void Flip_IsListingTogether()
    {
        var firms = Firms();
        var scores = new double[5];
        firms.Flip([false, true, false, false, true], true, scores);
        Close([597.5, 750, 600, 698.75, 600], scores);
        firms.Flip([false, true, false, false, true], false, scores);
        Close([597.5, 750, 600, 727.5, 600], scores);
        firms.Flip(new bool[5], true, scores);
        Close(firms.Scores.ToArray(), scores);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.StartsWith("4 rows and 5 scores for 5 nodes.", Assert.Throws<ArgumentException>(() => Firms().Flip(new bool[4], true, new double[5])).Message, StringComparison.Ordinal);
        Assert.StartsWith("1 rows, 2 partners, 1 replacements and 1 scores; they must go together.", Assert.Throws<ArgumentException>(() => Firms().Swap([0], [1, 2], [4], true, new double[1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Node 0 cannot read 4 in the place of 3.", Assert.Throws<ArgumentException>(() => Firms().Swap([0], [3], [4], true, new double[1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("2 fixed parts, 0 lists and 0 codes for 5 nodes.", Assert.Throws<ArgumentException>(() => new LinkedScore("x", Origin.Partner, Graph, new NetworkFeed(0, 0, 0, 0, 0, 1), [1, 2], [], 0, 0, [])).Message, StringComparison.Ordinal);
    }

    private static void Close(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 3e-4); // changes up to 1e-4 are not followed
        }
    }
}
