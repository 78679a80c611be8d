using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

/// <summary>The public schema's file: what is written is read back, and each mistake names its line.</summary>
public class SchemaFileTests
{
    [Fact]
    public void Write_AnySchema_IsReadBack()
    {
        var schema = new PublicSchema(
            "schema",
            [
                new PublicColumn("race: \"x\"", ["a", "b # c", "tab\t"], [], double.NegativeInfinity, double.PositiveInfinity, "census 2020, table 3"),
                new PublicColumn("pd", [], [0.1, 0.25], 0, 1, PublicColumn.FromData),
                new PublicColumn("age", [], [25, 40], double.NegativeInfinity, double.PositiveInfinity, "law"),
            ],
            50_000);
        var again = SchemaFile.Parse(SchemaFile.Write(schema, ["two", "comments"]));
        Assert.Equal(50_000, again.Rows);
        Assert.Equal(schema.Columns.Select(Text), again.Columns.Select(Text));

        static string Text(PublicColumn c) => string.Join('|', c.Name, string.Join(',', c.Categories), string.Join(',', c.Bins), c.Low, c.High, c.Source);
    }

    [Theory]
    [InlineData("columns: {}", "schema, line 1: the key 'schemaVersion' is missing. Add it.")]
    [InlineData("schemaVersion: 2\ncolumns: {}", "schema, line 1, schemaVersion: found 2, this program reads version 1. Use a newer program.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { source: s }", "schema, line 3, columns.a: found neither categories nor bins nor bounds, expected what is publicly known of the column, as in categories: [north, south] or bins: [25, 40, 60].")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { categories: [x] }", "schema, line 3: the key 'columns.a.source' is missing. Add it.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { categories: [x, x], source: s }", "schema, line 3, columns.a.categories[2]: 'x' stands there twice. Remove one.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { categories: [x], bins: [1], source: s }", "schema, line 3, columns.a: found categories beside bins or bounds, expected one kind. Categories are for texts, bins and bounds for numbers.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { bins: [2, 1], source: s }", "schema, line 3, columns.a.bins: the inner edges do not increase. Expected numbers in increasing order.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { bounds: [0, 1], bins: [0, 0.5], source: s }", "schema, line 3, columns.a.bins: an edge lies on or beyond the bounds. Expected inner edges only, all between the bounds.")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { bounds: [0, 1, 2], source: s }", "schema, line 3, columns.a.bounds: found 3 numbers, expected the smallest and the largest possible value, as in [0, 1].")]
    [InlineData("schemaVersion: 1\ncolumns:\n  a: { categories: [not in the schema], source: s }", "schema, line 3, columns.a.categories: expected at least one category, none called 'not in the schema'.")]
    public void Parse_BadKey_SaysLineFoundExpected(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => SchemaFile.Parse(yaml)).Message);

    [Fact]
    public void Find_ColumnThatNobodyReviewed_IsRefused()
    {
        var schema = SchemaFile.Parse("schemaVersion: 1\ncolumns:\n  race: { categories: [a, b], source: \"data, not reviewed\" }\n", "schema.yaml");
        Assert.Equal(
            "schema.yaml: column 'race': its source is 'data, not reviewed'. What was read from the data would itself be published. Compare it with a public source (codebook, form, law), correct it, and write that source in its place.",
            Assert.Throws<AuditDataException>(() => schema.Find("race")).Message);
        Assert.Equal(
            "schema.yaml: column 'rase' (protected) has no public categories or edges. Class protected reads none from the data. Did you mean 'race'? Add it to the schema (disclosure.schema); 'scoring-audit schema' helps to write one.",
            Assert.Throws<AuditDataException>(() => schema.Require("rase", "protected")).Message);
    }
}
