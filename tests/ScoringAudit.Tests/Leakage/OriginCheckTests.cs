using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class OriginCheckTests
{
    private static readonly int[] Place = [.. Enumerable.Range(0, 400).Select(i => i / 20)];

    [Fact]
    public void Of_ConstantWithinPlaces_Is1() => Assert.Equal(1, OriginCheck.Of(Values(i => i / 20), false, Place).Value, 1e-9);

    [Fact]
    public void Of_Strangers_IsNear0()
    {
        var random = Streams.FromSeed(3).Sequence();
        float[] values = [.. Enumerable.Range(0, 400).Select(_ => (float)random.NextUniform())];
        Assert.Equal(0, OriginCheck.Of(values, false, Place).Value, 0.02); // 3,800 pairs within places
        Assert.Equal(0, OriginCheck.Of([.. values.Select(v => MathF.Floor(v * 4))], true, Place).Value, 0.03);
    }

    [Fact]
    public void Of_WorkedExample_IsOneLessTheRatioOfMeanSquaredDifferences()
    {
        // ten places of three with values p, p, p + 1: pairs differ by 0, 1, 1: mean square 2/3 within; over all 30·29/2 = 435 pairs
        int[] place = [.. Enumerable.Range(0, 30).Select(i => i / 3)];
        float[] values = [.. Enumerable.Range(0, 30).Select(i => (i / 3 * 10f) + (i % 3 == 2 ? 1 : 0))];
        var all = (from a in Enumerable.Range(0, 30) from b in Enumerable.Range(0, a) select Math.Pow(values[a] - values[b], 2)).Average();
        Assert.Equal(1 - (2 / 3.0 / all), OriginCheck.Of(values, false, place).Value, 1e-9);

        // as a category: two of three pairs within differ; over all, by counting
        var different = (from a in Enumerable.Range(0, 30) from b in Enumerable.Range(0, a) select values[a] == values[b] ? 0.0 : 1).Average();
        Assert.Equal(1 - (2 / 3.0 / different), OriginCheck.Of(values, true, place).Value, 1e-9);
    }

    [Fact]
    public void Of_MissingValuesAndThinPlaces_AreRightOrRefused()
    {
        Assert.Equal(1, OriginCheck.Of(Values(i => i % 7 == 0 ? float.NaN : i / 20), false, Place).Value, 1e-9);
        Assert.Equal("0 pairs of people share a place, fewer than 30", OriginCheck.Of(Values(i => i), false, [.. Enumerable.Range(0, 400)]).Reason);
        Assert.Equal("2 places hold two people or more, fewer than 10", OriginCheck.Of(Values(i => i), false, [.. Enumerable.Range(0, 400).Select(i => i / 200)]).Reason);
        Assert.Equal("the feature is constant", OriginCheck.Of(Values(_ => 3), false, Place).Reason);
    }

    private static float[] Values(Func<int, float> value) => [.. Enumerable.Range(0, 400).Select(value)];
}
