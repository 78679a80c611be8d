using ScoringAudit.Portfolios;

namespace ScoringAudit.Tests.Portfolios;

public class ExtendedPortfolioTests
{
    private static readonly ColumnPortfolio Rows = ColumnPortfolio.Build("five")
        .Number("x", new[] { 1f, 2, float.NaN, 4, 5 }).Integer("n", [1, 2, 3, 4, 5]).Category("c", ["a", null, "b", "a", "b"]).Build();

    // Over a filter too: the columns in memory keep step with the rows behind them.
    [Fact]
    public void Open_ReplacedAddedAndUntouchedColumns_KeepStep()
    {
        var extended = new ExtendedPortfolio(
            Rows, [(new Column("x", ColumnKind.Float), ColumnBuffer.Of([10f, 20, 30, 40, 50])), (new Column("new", ColumnKind.Double), ColumnBuffer.Of(new[] { 0.1, 0.2, 0.3, 0.4, 0.5 }))]);
        Assert.Equal(["x", "n", "c", "new"], extended.Schema.Columns.Select(c => c.Name));
        var kept = new FilteredPortfolio(extended, [false, true, true, false, true]);
        using var reader = kept.Open([new ColumnId(3), new ColumnId(0), new ColumnId(2), new ColumnId(1)]);
        Assert.True(reader.Read(out var batch));
        Assert.Equal([0.2, 0.3, 0.5], batch.Doubles(0).ToArray());
        Assert.Equal([20f, 30, 50], batch.Floats(1).ToArray());
        Assert.Equal([-1, 1, 1], batch.Codes(2).ToArray());
        Assert.Equal([2L, 3, 5], batch.Integers(3).ToArray());
        Assert.False(reader.Read(out _));
    }

    // 100,000 rows: more than a batch.
    [Fact]
    public void Open_MoreRowsThanABatch_KeepStep()
    {
        long[] n = [.. Enumerable.Range(0, 100_000).Select(i => (long)i)];
        var extended = new ExtendedPortfolio(ColumnPortfolio.Build("many").Integer("n", n).Build(), [(new Column("twice", ColumnKind.Integer), ColumnBuffer.Of([.. n.Select(v => 2 * v)], []))]);
        using var reader = extended.Open([new ColumnId(0), new ColumnId(1)]);
        long rows = 0;
        while (reader.Read(out var batch))
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                Assert.Equal(2 * batch.Integers(0)[i], batch.Integers(1)[i]);
            }

            rows += batch.Rows;
        }

        Assert.Equal(100_000, rows);
    }

    [Fact]
    public void New_WrongLengthOrKind_SaysWhich()
    {
        Assert.Equal("Column 'x' has 2 rows, the portfolio has 5. (Parameter 'columns')", Assert.Throws<ArgumentException>(() => new ExtendedPortfolio(Rows, [(new Column("x", ColumnKind.Float), ColumnBuffer.Of([1f, 2]))])).Message);
        Assert.Equal("Column 'x' is Double, its values are Float. (Parameter 'columns')", Assert.Throws<ArgumentException>(() => new ExtendedPortfolio(Rows, [(new Column("x", ColumnKind.Double), ColumnBuffer.Of([1f, 2, 3, 4, 5]))])).Message);
    }
}
