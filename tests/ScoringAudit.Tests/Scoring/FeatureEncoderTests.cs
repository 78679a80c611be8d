using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class FeatureEncoderTests
{
    // Slots: income 0, income:missing 1; city=Bonn 2, city=Köln 3, city=other 4, city:missing 5; age 6; sex=f 7, sex=other 8.
    private static readonly FeatureSchema Schema = new(
    [
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 5, true, 0),
        new Feature("city", FeatureKind.Category, Origin.Area, OnMove.Swap, ["Bonn", "Köln"], 0, true, 2),
        new Feature("age", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 40, false, 6),
        new Feature("sex", FeatureKind.Category, Origin.Own, OnMove.Keep, ["f"], 0, false, 7),
    ]);

    [Theory]
    //          income     city       age        sex        expected slots
    [InlineData(7f, 0f, 30f, 0f, new float[] { 7, 0, 1, 0, 0, 0, 30, 1, 0 })]
    [InlineData(float.NaN, 1f, 30f, 1f, new float[] { 5, 1, 0, 1, 0, 0, 30, 0, 1 })]
    [InlineData(7f, 2f, 30f, 0f, new float[] { 7, 0, 0, 0, 1, 0, 30, 1, 0 })]
    [InlineData(7f, float.NaN, float.NaN, float.NaN, new float[] { 7, 0, 0, 0, 0, 1, 40, 0, 0 })]
    [InlineData(0f, 9f, -1f, 0f, new float[] { 0, 0, 0, 0, 1, 0, -1, 1, 0 })]
    public void Encode_EachKindOfValue_FillsItsSlots(float income, float city, float age, float sex, float[] expected)
    {
        Assert.Equal(9, Schema.Slots);
        // Used before: whatever the buffer holds must go.
        var to = SlotBlock.OfLength(9, 1);
        for (var slot = 0; slot < 9; slot++)
        {
            to[slot].Fill(-7);
        }

        new FeatureEncoder(Schema).Encode(new FeatureBlock([[income], [city], [age], [sex]], 0, 1), to);
        var row = new float[9];
        to.CopyRow(0, row);
        Assert.Equal(expected, row);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Encode_MissingNumbersInALongColumn_AreTheMedianWhereverTheyStand(int rows)
    {
        var schema = new FeatureSchema([new Feature("x", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 2.5f, true, 0)]);
        for (var missing = 0; missing < rows; missing++)
        {
            var values = Enumerable.Range(0, rows + 2).Select(i => i == missing + 2 ? float.NaN : i).ToArray();
            var to = SlotBlock.OfLength(2, rows);
            new FeatureEncoder(schema).Encode(new FeatureBlock([values], 2, rows), to);
            Assert.Equal(Enumerable.Range(0, rows).Select(i => i == missing ? 2.5f : i + 2), to[0].ToArray());
            Assert.Equal(Enumerable.Range(0, rows).Select(i => i == missing ? 1f : 0), to[1].ToArray());
        }
    }

    [Fact]
    public void Encode_TargetOfAnotherShape_IsRefused()
    {
        var encoder = new FeatureEncoder(Schema);
        var block = new FeatureBlock([[1], [0], [1], [0]], 0, 1);
        Assert.Throws<ArgumentException>(() => encoder.Encode(block, SlotBlock.OfLength(8, 1)));
        Assert.Throws<ArgumentException>(() => encoder.Encode(block, SlotBlock.OfLength(9, 0)));
        Assert.Throws<ArgumentException>(() => encoder.Encode(new FeatureBlock([[1]], 0, 1), SlotBlock.OfLength(9, 1)));
    }

    [Fact]
    public void SlotNames_MatchTheSlots() =>
        Assert.Equal(
            ["income", "income:missing", "city=Bonn", "city=Köln", "city=other", "city:missing", "age", "sex=f", "sex=other"],
            Schema.Features.SelectMany(f => f.SlotNames()));
}
