using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Portfolios;

public class BinaryColumnTests
{
    private const string Asked = "columns.outcome.adverse";

    private static readonly ColumnPortfolio Rows = ColumnPortfolio.Build("loans.csv")
        .Number("float", [1f, 0f, float.NaN, 2f])
        .Number("double", [1.0, 0, double.NaN, -3])
        .Number("floatTenth", [1f, 0f, float.NaN, 0.1f])
        .Number("doubleTenth", [1.0, 0, double.NaN, 0.1])
        .Add(new Column("integer", ColumnKind.Integer), ColumnBuffer.Of([1L, 0, 0, 2], [true, true, false, true]))
        .Add(new Column("flag", ColumnKind.Flag), ColumnBuffer.Of([true, false, false, true], [true, true, false, true]))
        .Category("text", ["bad", "good", null, "good"])
        .Category("number", ["1.0", "0", null, "01"])
        .Category("word", ["True", "False", null, "True"])
        .Number("ones", [1f, 1, float.NaN, 1])
        .Number("empty", [float.NaN, float.NaN, float.NaN, float.NaN])
        .Build();

    [Theory]
    [InlineData("float", "1", new sbyte[] { 1, 0, -1, 0 })]
    [InlineData("floatTenth", "0.1", new sbyte[] { 0, 0, -1, 1 })]
    [InlineData("float", "true", new sbyte[] { 1, 0, -1, 0 })]
    [InlineData("double", "1.00", new sbyte[] { 1, 0, -1, 0 })]
    [InlineData("doubleTenth", "0.1", new sbyte[] { 0, 0, -1, 1 })]
    [InlineData("integer", "2.0", new sbyte[] { 0, 0, -1, 1 })]
    [InlineData("flag", "1", new sbyte[] { 1, 0, -1, 1 })]
    [InlineData("flag", "False", new sbyte[] { 0, 1, -1, 0 })]
    [InlineData("text", "bad", new sbyte[] { 1, 0, -1, 0 })]
    [InlineData("number", "1", new sbyte[] { 1, 0, -1, 1 })]
    [InlineData("word", "1", new sbyte[] { 1, 0, -1, 1 })]
    public void Read_EveryKind_TellsPositiveNegativeAndMissing(string column, string positive, sbyte[] expected)
    {
        var bound = BinaryColumn.Bind(Rows.Schema, column, positive, Asked);
        using var reader = Rows.Open([bound.Id]);
        Assert.True(reader.Read(out var batch));
        var read = new sbyte[4];
        bound.Read(batch, 0, read);
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("floatTenth")]
    [InlineData("doubleTenth")]
    public void Read_AQuantity_IsRefusedWithItsRow(string column)
    {
        var bound = BinaryColumn.Bind(Rows.Schema, column, "1", Asked);
        var e = Assert.Throws<AuditDataException>(() =>
        {
            using var again = Rows.Open([bound.Id]);
            again.Read(out var batch);
            bound.Read(batch, 0, new sbyte[4]);
        });
        Assert.Equal(
            $"loans.csv: row 4, column '{column}' (columns.outcome.adverse): found a fraction, expected '1' or another class. A quantity is no yes or no: make two classes of it first, or name another column.",
            e.Message);
    }

    [Fact]
    public void Bind_LevelThatDoesNotOccur_NamesTheLevels()
    {
        var e = Assert.Throws<AuditDataException>(() => BinaryColumn.Bind(Rows.Schema, "text", "Bad", Asked));
        Assert.Equal("loans.csv: columns.outcome.adverse is 'Bad', but column 'text' holds bad and good. Write one of the values that it holds.", e.Message);
    }

    [Theory]
    [InlineData("integer", "5", 0, 3, "loans.csv: columns.outcome.adverse is '5', but column 'integer' holds 0, 1 and 2. Write one of the values that it holds.")]
    [InlineData("floatTenth", "5", 0, 3, "loans.csv: columns.outcome.adverse is '5', but column 'floatTenth' holds 0, 0.1 and 1. Write one of the values that it holds.")]
    [InlineData("flag", "yes", 0, 3, "loans.csv: columns.outcome.adverse is 'yes', but column 'flag' holds false and true. Write one of the values that it holds.")]
    [InlineData("ones", "2", 0, 3, "loans.csv: columns.outcome.adverse is '2', but column 'ones' holds only 1. Expected at least two values, or nothing can be compared. Name another column.")]
    [InlineData("integer", "2", 0, 2, "loans.csv: column 'integer' is '2' (columns.outcome.adverse) in none of the 2 rows used, expected some. Use more rows, or name another value.")]
    [InlineData("ones", "1", 3, 0, "loans.csv: column 'ones' is '1' (columns.outcome.adverse) in all 3 rows used, expected two classes. Add rows of the other class, or name another column.")]
    [InlineData("empty", "1", 0, 0, "loans.csv: column 'empty' has no value in any row used, expected '1' in some (columns.outcome.adverse). Fill the column, or name another one.")]
    public void RequireBoth_CountsWithoutTwoClasses_SaysWhatTheColumnHolds(string column, string positive, long positives, long negatives, string message)
    {
        var bound = BinaryColumn.Bind(Rows.Schema, column, positive, Asked);
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => bound.RequireBoth(Rows, positives, negatives)).Message);
    }
}
