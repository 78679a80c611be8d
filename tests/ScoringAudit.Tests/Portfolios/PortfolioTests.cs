using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Portfolios;

public class PortfolioTests
{
    [Fact]
    public void Open_LongColumns_GivesBatchesOfAtMost65536RowsThatAreTheWhole()
    {
        var rows = ColumnPortfolio.Build().Number("x", [.. Enumerable.Range(0, 150_000).Select(i => (double)i)]).Build();
        var sizes = new List<int>();
        var next = 0.0;
        using var reader = rows.Open([new ColumnId(0)]);
        while (reader.Read(out var batch))
        {
            Assert.Equal((long)next, batch.FirstRow);
            sizes.Add(batch.Rows);
            foreach (var v in batch.Doubles(0))
            {
                Assert.Equal(next++, v);
            }
        }

        Assert.Equal([65_536, 65_536, 18_928], sizes);
    }

    [Fact]
    public void Filter_KeepsRowsInOrder_WithTheirMissingValues()
    {
        var rows = ColumnPortfolio.Build()
            .Category("g", ["a", null, "b", "a"])
            .Add(new Column("n", ColumnKind.Integer), ColumnBuffer.Of([1, 2, 3, 4], [true, false, false, true]))
            .Build();
        var kept = new FilteredPortfolio(rows, [false, true, true, true]);
        Assert.Equal(3, kept.Rows);
        using var reader = kept.Open([new ColumnId(1), new ColumnId(0)]);
        Assert.True(reader.Read(out var batch));
        Assert.Equal(3, batch.Rows);
        Assert.True(batch.IsMissing(0, 0));
        Assert.True(batch.IsMissing(0, 1));
        Assert.Equal(4, batch.Integers(0)[2]);
        Assert.Equal([-1, 1, 0], batch.Codes(1).ToArray());
        Assert.False(reader.Read(out _));
    }

    [Fact]
    public void CopyNumbers_EveryKind_TurnsMissingIntoNaN()
    {
        var rows = ColumnPortfolio.Build()
            .Number("f", new[] { 1f, float.NaN })
            .Add(new Column("i", ColumnKind.Integer), ColumnBuffer.Of([7L, 0L], [true, false]))
            .Add(new Column("b", ColumnKind.Flag), ColumnBuffer.Of([true, false], [true, false]))
            .Category("c", ["x", null])
            .Build();
        using var reader = rows.Open([.. Enumerable.Range(0, 4).Select(c => new ColumnId(c))]);
        Assert.True(reader.Read(out var batch));
        double[] first = [1, 7, 1, 0];
        for (var c = 0; c < 4; c++)
        {
            var numbers = new double[2];
            batch.CopyNumbers(c, numbers);
            Assert.Equal(first[c], numbers[0]);
            Assert.True(double.IsNaN(numbers[1]));
        }
    }

    [Theory]
    [InlineData("scor", "x.csv: there is no column 'scor' (plan: columns.score). Did you mean 'score'?")]
    [InlineData("zzzzzz", "x.csv: there is no column 'zzzzzz' (plan: columns.score). The columns are: score, group.")]
    public void Require_UnknownColumn_SuggestsOrLists(string name, string message)
    {
        var rows = ColumnPortfolio.Build("x.csv").Number("score", [1.0]).Category("group", ["a"]).Build();
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => rows.Schema.Require(name, "plan: columns.score")).Message);
    }

    [Fact]
    public void Schema_DuplicateNames_AreRefused() => Assert.Equal(
        "x.csv: two columns are called 'a' (columns 1 and 2). Column names must be unique. Rename one of them.",
        Assert.Throws<AuditDataException>(() => ColumnPortfolio.Build("x.csv").Number("a", [1.0]).Number("a", [2.0]).Build()).Message);

    [Fact]
    public void Key_Prefix_JoinsFinerUnits()
    {
        var rows = ColumnPortfolio.Build().Category("plz", ["10115", "10117", "20095", null, null]).Build();
        Assert.Equal([0, 0, 1, 2, 3], KeyColumn.Bind(rows.Schema, "plz", "test", 3).ReadAll(rows)); // a missing value is a unit of its own
        Assert.Equal([0, 1, 2, 3, 4], KeyColumn.Bind(rows.Schema, "plz", "test").ReadAll(rows));
    }

    [Fact]
    public void Key_Fractions_AreRefused() => Assert.Equal(
        "memory: column 'x' (test) holds fractions, expected whole numbers or names. Give the column that names the unit.",
        Assert.Throws<AuditDataException>(() => KeyColumn.Bind(ColumnPortfolio.Build().Number("x", [1.5]).Build().Schema, "x", "test")).Message);

    [Theory]
    [InlineData("same", null)]
    [InlineData("cell", "row 2, column 'x' differs from what was generated")]
    [InlineData("row", "row 4 was not generated")]
    [InlineData("column", "column 'extra' was not generated")]
    [InlineData("fewer", "row 3 is missing")]
    [InlineData("renamed", "column 1 is 'y' (Double) where 'x' (Double) was generated")]
    public void FirstDifference_EveryChange_IsFound(string change, string? expected)
    {
        static ColumnPortfolioBuilder Of(double[] x, string name = "x") => ColumnPortfolio.Build().Number(name, x);
        var original = Of([1, 2, double.NaN]).Build();
        var actual = change switch
        {
            "cell" => Of([1, 2.0000000000000004, double.NaN]).Build(),
            "row" => Of([1, 2, double.NaN, 4]).Build(),
            "fewer" => Of([1, 2]).Build(),
            "column" => Of([1, 2, double.NaN]).Number("extra", [1.0, 2, 3]).Build(),
            "renamed" => Of([1, 2, double.NaN], "y").Build(),
            _ => Of([1, 2, double.NaN]).Build(),
        };
        Assert.Equal(expected, PortfolioComparison.FirstDifference(original, actual, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Provenance_OfSeveral_IsTheStrictest()
    {
        var rows = ColumnPortfolio.Build().Number("x", [1.0]).Build();
        var proven = Provenance.Prove(rows, new Same(rows), TestContext.Current.CancellationToken);
        Assert.True(proven.IsSynthetic);
        Assert.True(Provenance.OfAll([proven, proven]).IsSynthetic);
        Assert.Equal("a file", Provenance.OfAll([proven, Provenance.External("a file")]).Statement);
        Assert.False(Provenance.OfAll([]).IsSynthetic);
    }

    private sealed class Same(IPortfolio rows) : ISyntheticProof
    {
        public string Statement => "the same rows";

        public IPortfolio Regenerate(CancellationToken cancel) => rows;
    }
}
