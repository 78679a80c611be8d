using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Portfolios;

public class LookupPortfolioTests
{
    private static readonly (string, double[])[] Power = [("power", [1.5, double.NaN, 3]), ("rent", [10, 20, 30])];

    [Fact]
    public void Open_CodedKey_LooksUpByName()
    {
        var rows = ColumnPortfolio.Build("s.csv").Number("score", [5.0, 6, 7, 8, 9]).Category("plz", ["b", "a", null, "c", "z"]).Build();
        var joined = new LookupPortfolio(rows, rows.Schema.Require("plz", "test"), Find, Power);
        Assert.Equal(["score", "plz", "power", "rent"], joined.Schema.Columns.Select(c => c.Name));
        Assert.Equal(5, joined.Rows);
        Assert.Equal([double.NaN, 1.5, double.NaN, 3, double.NaN], Read(joined, "power"));
        Assert.Equal([20, 10, double.NaN, 30, double.NaN], Read(joined, "rent"));
        Assert.Equal([5.0, 6, 7, 8, 9], Read(joined, "score"));
    }

    [Fact]
    public void Open_IntegerKeyWithOtherColumns_KeepsTheirOrderAndValues()
    {
        var rows = ColumnPortfolio.Build("s.csv").Add(new Column("plz", ColumnKind.Integer), ColumnBuffer.Of([10L, 20, 0], [true, true, false])).Flag("vip", [true, false, true]).Number("f", [1f, 2, 3]).Category("g", ["x", null, "y"]).Build();
        var joined = new LookupPortfolio(rows, rows.Schema.Require("plz", "test"), name => name == "10" ? 2 : name == "20" ? 0 : -1, Power);
        using var reader = joined.Open([joined.Schema.Require("rent", "test"), new ColumnId(3), new ColumnId(1), new ColumnId(2), new ColumnId(0)]);
        Assert.True(reader.Read(out var batch));
        var numbers = new double[3];
        batch.CopyNumbers(0, numbers);
        Assert.Equal([30, 10, double.NaN], numbers);
        Assert.Equal([0, -1, 1], batch.Codes(1).ToArray());
        Assert.Equal([true, false, true], batch.Flags(2).ToArray());
        Assert.Equal([1f, 2, 3], batch.Floats(3).ToArray());
        Assert.Equal((10L, true), (batch.Integers(4)[0], batch.IsMissing(4, 2)));
        Assert.False(reader.Read(out _));
    }

    [Fact]
    public void Make_NameThatIsTaken_IsRefused()
    {
        var rows = ColumnPortfolio.Build("s.csv").Number("power", [5.0]).Category("plz", ["a"]).Build();
        Assert.Equal(
            "s.csv: two columns are called 'power' (columns 1 and 3). Column names must be unique. Rename one of them.",
            Assert.Throws<AuditDataException>(() => new LookupPortfolio(rows, new ColumnId(1), Find, Power)).Message);
    }

    private static int Find(string name) => name is "a" or "b" or "c" ? name[0] - 'a' : -1;

    private static double[] Read(LookupPortfolio rows, string name)
    {
        var all = new List<double>();
        using var reader = rows.Open([rows.Schema.Require(name, "test")]);
        while (reader.Read(out var batch))
        {
            var numbers = new double[batch.Rows];
            batch.CopyNumbers(0, numbers);
            all.AddRange(numbers);
        }

        return [.. all];
    }
}
