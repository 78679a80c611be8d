using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

public class WorldProofTests
{
    private static readonly World Made = World.Generate(WorldSpec.Of("neighbours-scores") with { Subjects = 1200, Seed = 3 });
    private static readonly WorldProof Proof = WorldProof.FromJson(WorldJson.Write(Made));

    [Fact]
    public void Prove_UntouchedRows_AreSynthetic()
    {
        var provenance = Provenance.Prove(Concatenate([Made.Subjects]), Proof);
        Assert.True(provenance.IsSynthetic);
        Assert.Equal(
            "world neighbours-scores, spec version 1, 1200 subjects, seed 3, shard 1/1, groupShare=0.25, dissimilarity=0.55, placeRisk=0, neighbours=0.3",
            provenance.Statement);
    }

    [Theory]
    [InlineData("income")]
    [InlineData("score")]
    [InlineData("default_24m")]
    [InlineData("household_id")]
    public void Prove_OneChangedCell_IsExternal(string column)
    {
        var copy = Concatenate([Made.Subjects]);
        var values = copy.Values(copy.Schema.Require(column, "test"));
        switch (values.Kind)
        {
            case ColumnKind.Float: values.Floats[700] += 10; break;
            case ColumnKind.Double: values.Doubles[700] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(values.Doubles[700]) + 1); break;
            default: values.Integers[700] ^= 1; break;
        }

        var provenance = Provenance.Prove(copy, Proof);
        Assert.False(provenance.IsSynthetic);
        Assert.Equal($"row 701, column '{column}' differs from what was generated", provenance.Statement);
    }

    [Fact]
    public void Prove_AnAddedOrMissingRow_IsExternal()
    {
        var another = Concatenate([Made.Subjects, Small("neighbours-scores", 100).Subjects]);
        Assert.Equal("row 1201 was not generated", Provenance.Prove(another, Proof).Statement);
        var shard = World.Generate(Made.Spec, new WorldShard(1, 2)).Subjects;
        var provenance = Provenance.Prove(shard, Proof);
        Assert.False(provenance.IsSynthetic);
        Assert.Equal($"row {shard.Rows + 1} is missing", provenance.Statement);
    }

    [Fact]
    public void Prove_AnAddedColumn_IsExternal()
    {
        var copy = Concatenate([Made.Subjects]);
        var wider = ColumnPortfolio.Of("wider", [
            .. copy.Schema.Columns.Select((c, i) => (c, copy.Values(new ColumnId(i)))),
            (new Column("religion", ColumnKind.Integer), ColumnBuffer.Of(new long[1200], []))]);
        Assert.Equal("column 'religion' was not generated", Provenance.Prove(wider, Proof).Statement);
    }

    [Fact]
    public void Prove_OtherPeopleUnderTheSameLabel_AreExternal()
    {
        var others = ColumnPortfolio.Build("real").Integer("subject_id", [1, 2, 3]).Number("income", [1000f, 2000f, 3000f]).Build();
        Assert.False(Provenance.Prove(others, Proof).IsSynthetic);
        Assert.False(Provenance.Prove(World.Generate(Made.Spec with { Seed = 4 }).Subjects, Proof).IsSynthetic);
    }

    [Fact]
    public void Prove_AShard_IsProvenByItsOwnDescription()
    {
        var shard = World.Generate(Made.Spec, new WorldShard(2, 2));
        Assert.True(Provenance.Prove(shard.Subjects, WorldProof.FromJson(WorldJson.Write(shard))).IsSynthetic);
    }

    [Theory]
    [InlineData("\"scenario\": \"neighbours-scores\"", "\"scenario\": \"my-bank\"", "scenario: there is no 'my-bank' in the catalogue.")]
    [InlineData("\"neighbours\": 0.3\n", "\"neighbours\": -2\n", "scenario 'neighbours-scores': the strength of channel 'neighbours' is -2, expected a number from 0 to 0.95")]
    [InlineData("\"neighbours\": 0.3\n", "\"neighbours\": \"0.3\"\n", "world.json: 'strengths.neighbours' is not a number.")]
    [InlineData("\"version\": 1", "\"version\": 9", "world: spec version 9 was found, this program makes versions 1 to 1.")]
    [InlineData("\"subjects\": 1200", "\"subjects\": 12.5", "world.json: 'subjects' is not a whole number.")]
    [InlineData("\"placeRisk\": 0", "\"placeRisc\": 0", "world.json: unknown key 'spec.placeRisc'. Did you mean 'placeRisk'?")]
    [InlineData("\"placeRisk\": 0,", "", "world.json: the key 'placeRisk' is missing.")]
    [InlineData("\"shard\": \"1/1\"", "\"shard\": \"3/1\"", "shard: found 3/1, expected K/N with 1 ≤ K ≤ N.")]
    [InlineData("\"spec\": {", "\"spec\": ", "world.json: not valid JSON (line ")]
    public void FromJson_SpecOutsideTheCatalogue_ProvesNothing(string from, string to, string message)
    {
        var text = WorldJson.Write(Made);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<AuditDataException>(() => WorldProof.FromJson(text.Replace(from, to, StringComparison.Ordinal)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
