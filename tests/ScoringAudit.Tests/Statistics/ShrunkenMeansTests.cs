using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class ShrunkenMeansTests
{
    [Fact]
    public void Of_WorkedExample_DrawsTheSmallGroupFurther()
    {
        // n 4, 4, 2; means 10, 14, 20; squares within 6, 6, 2: s² = 14 / (10 − 3) = 2. Mean of all (40 + 56 + 40) / 10 = 13.6.
        // Between: 4 · 12.96 + 4 · 0.16 + 2 · 40.96 = 134.4; a = (134.4 − 2 · 2) / (10 − 36 / 10) = 130.4 / 6.4 = 20.375.
        // B = 20.375 / (20.375 + 2/4) = 0.976048 for 4 rows, 20.375 / 21.375 = 0.953216 for 2.
        var drawn = ShrunkenMeans.Of([4, 4, 2], [10, 14, 20], [6, 6, 2]);
        Assert.Equal(13.6 + ((20.375 / 20.875) * -3.6), drawn[0], 12);
        Assert.Equal(13.6 + ((20.375 / 20.875) * 0.4), drawn[1], 12);
        Assert.Equal(13.6 + ((20.375 / 21.375) * 6.4), drawn[2], 12);
    }

    [Fact]
    public void Of_NoMoreThanChance_IsTheMeanOfAll() =>
        Assert.Equal([5, 5, 5], ShrunkenMeans.Of([2, 2, 0], [4.5, 5.5, 0], [50, 50, 0]));

    [Fact]
    public void Of_NothingWithin_KeepsTheMeans() => Assert.Equal([1, 3], ShrunkenMeans.Of([5, 5], [1, 3], [0, 0]));

    [Fact]
    public void Of_NoRows_IsZero() => Assert.Equal([0, 0], ShrunkenMeans.Of([0, 0], [0, 0], [0, 0]));
}
