using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class FeatureMatrixTests
{
    private static FeatureSchema Schema(params IReadOnlyList<string> levels) => new(
    [
        new Feature("c", FeatureKind.Category, Origin.Own, OnMove.Keep, levels, 0, false, 0),
        new Feature("x", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, levels.Count + 1),
    ]);

    [Fact]
    public void Read_OtherCodesThanInTraining_AreMatchedByName()
    {
        // Here "b" has code 0; in training it was the second level.
        var rows = ColumnPortfolio.Build().Number("x", [1f, 2, 3, 4]).Category("c", [0, 1, 2, -1], ["b", "new", "a"]).Build();
        var matrix = FeatureMatrix.Read(rows, Schema("a", "b"));
        Assert.Equal([1f, 2f, 0f, float.NaN], matrix.Columns[0]);
        Assert.Equal([1f, 2, 3, 4], matrix.Columns[1]);
        Assert.Equal(4, matrix.Rows);
    }

    [Fact]
    public void Read_MoreRowsThanABatch_TakesTheFlaggedOnesInOrder()
    {
        const int rows = Batch.MaxRows + 10;
        var x = Enumerable.Range(0, rows).Select(i => (float)i).ToArray();
        var portfolio = ColumnPortfolio.Build().Number("x", x).Category("c", new int[rows], ["a"]).Build();
        var take = Enumerable.Range(0, rows).Select(i => i % 3 == 0).ToArray();
        Assert.Equal(x.Where((_, i) => take[i]), FeatureMatrix.Read(portfolio, Schema("a"), take).Columns[1]);
        Assert.Equal(x, FeatureMatrix.Read(portfolio, Schema("a")).Columns[1]);
        Assert.Equal(x, FeatureMatrix.Read(new Uncounted(portfolio), Schema("a")).Columns[1]);
        Assert.Throws<ArgumentException>(() => FeatureMatrix.Read(portfolio, Schema("a"), new bool[rows - 1]));
        Assert.Throws<ArgumentException>(() => FeatureMatrix.Read(portfolio, Schema("a"), new bool[rows + 1]));
    }

    [Fact]
    public void Read_CategoriesWhereANumberIsExpected_SaysSo()
    {
        var rows = ColumnPortfolio.Build("new.csv").Category("x", ["n/a"]).Category("c", ["a"]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureMatrix.Read(rows, Schema("a")));
        Assert.Equal("new.csv: column 'x' holds categories; the feature 'x' is a number. Expected numbers. Give the column the form that it had in training.", error.Message);
    }

    [Fact]
    public void Read_NumbersWhereACategoryIsExpected_SaysSo()
    {
        var rows = ColumnPortfolio.Build("new.csv").Number("x", [1f]).Number("c", [1f]).Build();
        var error = Assert.Throws<AuditDataException>(() => FeatureMatrix.Read(rows, Schema("a")));
        Assert.Equal(
            "new.csv: column 'c' holds numbers; the feature 'c' is a category with levels such as 'a'. Expected categories. Give the column the form that it had in training.",
            error.Message);
    }

    [Fact]
    public void FeatureReader_Batches_EqualTheMatrix()
    {
        const int rows = Batch.MaxRows + 10;
        var x = Enumerable.Range(0, rows).Select(i => (float)i).ToArray();
        var portfolio = ColumnPortfolio.Build().Number("w", new float[rows]).Number("x", x).Category("c", x.Select(i => (int)i % 3).ToArray(), ["b", "a", "q"]).Build();
        var schema = Schema("a", "b");
        var matrix = FeatureMatrix.Read(portfolio, schema);

        // Opened with other columns too, in another order.
        ColumnId[] asked = [new(1), new(0), new(2)];
        var reader = new FeatureReader(portfolio.Schema, schema, asked);
        using var batches = portfolio.Open(asked);
        while (batches.Read(out var batch))
        {
            var block = reader.Read(batch);
            for (var f = 0; f < 2; f++)
            {
                Assert.True(block[f].SequenceEqual(matrix.Columns[f].AsSpan((int)batch.FirstRow, batch.Rows)));
            }
        }

        Assert.Throws<ArgumentException>(() => new FeatureReader(portfolio.Schema, schema, [new(0), new(1)]));
    }

    private sealed class Uncounted(IPortfolio inner) : IPortfolio
    {
        public PortfolioSchema Schema => inner.Schema;

        public long? Rows => null;

        public IBatchReader Open(IReadOnlyList<ColumnId> columns) => inner.Open(columns);
    }
}
