using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class LinkedFilesTests : IDisposable
{
    private static readonly LinkPlan Link = new("partners", "e.csv", "buyer", "supplier", "share");

    private readonly TempDirectory _dir = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData("1\n2\n3\n2\n")]
    [InlineData("a\nb\n03\nb\n")]
    public void Edges_OfSubjects_PointAtTheirNodes(string subjects)
    {
        var ids = subjects.Split('\n');
        var nodes = Nodes(subjects);
        Assert.Equal(3, nodes.Count);
        Assert.Equal([0, 1, 2, 1], nodes.OfRow);

        var edges = Edges($"buyer,supplier,share\n{ids[2]},{ids[0]},0.5\n{ids[0]},{ids[1]},0.25\n{ids[0]},stranger,1\n{ids[1]},{ids[1]},1\n{ids[0]},{ids[1]},0.25\n", nodes);
        Assert.Equal([0, 2], edges.From);
        Assert.Equal([1, 0], edges.To);
        Assert.Equal([0.5, 0.5], edges.Weight);
        Assert.Equal((1L, 1L, 1L), (edges.Unknown, edges.SelfLoops, edges.Duplicates));
        Assert.Equal([0, 0, 0], Components.Of(edges.Nodes, edges.From, edges.To));
    }

    [Fact]
    public void Edges_InParquet_AreReadAlike()
    {
        using (var file = File.Create(_dir.At("e.parquet")))
        {
            var rows = ColumnPortfolio.Build().Integer("buyer", [1, 3]).Integer("supplier", [2, 1]).Build();
            ParquetFile.Write(rows, file, cancel: Cancel);
        }

        var edges = EdgeFile.Read(_dir.At("e.parquet"), Link with { Weight = null }, Nodes("1\n2\n3\n"), Cancel);
        Assert.Equal([0, 2], edges.From);
        Assert.Equal([1, 0], edges.To);
    }

    [Theory]
    [InlineData("buyer,supplier,share\n1,,1\n", "e.csv, row 1, column 'supplier': found no id, expected both ends of an edge. Fill it in, or remove the row.")]
    [InlineData("buyer,supplier,share\n1,2,-1\n", "e.csv, row 1, column 'share': found a weight that is missing, negative or infinite. Expected a finite number of at least 0. Correct it.")]
    [InlineData("buyer,supplier,share\n1,2,1\n1,2,\n", "e.csv, row 2, column 'share': found a weight that is missing, negative or infinite. Expected a finite number of at least 0. Correct it.")]
    [InlineData("buyer,suplier,share\n1,2,1\n", "e.csv: there is no column 'supplier' (plan: link 'partners'). Did you mean 'suplier'?")]
    [InlineData("buyer,supplier,share\n1,2,much\n", "e.csv, line 2, column 'share': found 'much', expected a number. Correct the value, leave the field empty if it is missing, or name another column in the plan.")]
    public void Edges_BadFile_SaysWhere(string text, string message) => Assert.Equal(message, Error(() => Edges(text, Nodes("1\n2\n"))));

    [Fact]
    public void Nodes_OfFractions_AreRefused() =>
        Assert.Equal("s.csv, column 'id': found numbers with fractions, or no values, expected ids. Name the column of the ids.", Error(() => NodeIndex.Of(Cells.Csv(_dir.Write("s.csv", "id\n1.5\n2.5\n")), "id", Cancel)));

    [Fact]
    public void Areas_TableAndAdjacency_AreRead()
    {
        var plan = new AreaTablePlan("plz.csv", "plz", new Dictionary<string, Origin> { ["power"] = Origin.Area }, "adj.csv");
        var table = AreaTable.Read(_dir.Write("plz.csv", "plz,power,other\n01067,1.5,x\n10115,,y\n"), plan, _dir.Write("adj.csv", "a,b\n01067,10115\n10115,99999\n"), Cancel);

        Assert.Equal(["01067", "10115"], table.Areas);
        Assert.Equal([1.5, double.NaN], table.Columns["power"]);
        Assert.Single(table.Columns);
        Assert.Equal((1, -1), (table.Find("10115"), table.Find("1067")));
        Holds(table.Adjacency!, [0, 1], [1, 0], [1, 1]); // touching is mutual
        Assert.Equal(1, table.Adjacency!.Unknown);
    }

    [Theory]
    [InlineData("adj.csv", "a,b\nx,y\nx,z\n", new[] { 0, 0, 1, 2 }, new[] { 1, 2, 0, 0 }, new[] { 1.0, 1, 1, 1 })]
    [InlineData("adj.csv", "a,b,metres\nx,y,5\n", new[] { 0, 1 }, new[] { 1, 0 }, new[] { 1.0, 1 })]
    [InlineData("adj.csv", "a,b,weight\nx,y,0.5\nx,z,2\nz,x,1\n", new[] { 0, 0, 2 }, new[] { 1, 2, 0 }, new[] { 0.5, 2, 1 })]
    [InlineData("adj.gal", "3\nx 2\ny z\ny 0\n\nz 1\nx\n", new[] { 0, 0, 2 }, new[] { 1, 2, 0 }, new[] { 1.0, 1, 1 })]
    [InlineData("adj.GAL", "0 3 map plz\nx 2\ny\nz\ny 0\nz 1\nx\n", new[] { 0, 0, 2 }, new[] { 1, 2, 0 }, new[] { 1.0, 1, 1 })]
    [InlineData("adj.gwt", "0 3 map plz\nx y 812.5\nz x 1e3\n", new[] { 0, 2 }, new[] { 1, 0 }, new[] { 1.0, 1 })]
    public void Adjacency_OfEachFormat_HoldsAsItStands(string name, string text, int[] from, int[] to, double[] weights)
    {
        var edges = EdgeFile.ReadAdjacency(_dir.Write(name, text), NodeIndex.Of(["x", "y", "z"]), Cancel);
        Holds(edges, from, to, weights);
    }

    [Theory]
    [InlineData("l.gal", "", "l.gal: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.")]
    [InlineData("l.gal", "from to\n", "l.gal, line 1: found 'from to', expected the number of nodes, as '78' or '0 78 name id'. Correct the line, or write the file again.")]
    [InlineData("l.gal", "2\n1 1\n2\n", "l.gal: found 1 nodes, expected 2 as the first line says. Is the file whole?")]
    [InlineData("l.gal", "1\n1 2\n2\n", "l.gal, line 2: '1' has 1 neighbours on the lines below, expected 2. Write the file again.")]
    [InlineData("l.gal", "1\n1 1\n2 3\n", "l.gal, line 2: '1' has 2 neighbours on the lines below, expected 1. Write the file again.")]
    [InlineData("l.gal", "1\n1 many\n", "l.gal, line 2: found '1 many', expected an id and its number of neighbours. Correct the line, or write the file again.")]
    [InlineData("l.gwt", "2\n1 2\n", "l.gwt, line 2: found '1 2', expected two ids and a finite number of at least 0. Correct the line, or write the file again.")]
    [InlineData("l.gwt", "2\n1 2 -1\n", "l.gwt, line 2: found '1 2 -1', expected two ids and a finite number of at least 0. Correct the line, or write the file again.")]
    [InlineData("l.gwt", "2\n1 2 NaN\n", "l.gwt, line 2: found '1 2 NaN', expected two ids and a finite number of at least 0. Correct the line, or write the file again.")]
    public void NeighbourList_ThatIsNone_SaysWhere(string name, string text, string message) =>
        Assert.Equal(message, Error(() => EdgeFile.Read(_dir.Write(name, text), Link with { File = name }, Nodes("1\n2\n"), Cancel)));

    [Fact]
    public void NeighbourList_SelfLoopsDuplicatesAndStrangers_AreCounted()
    {
        var edges = EdgeFile.Read(_dir.Write("l.gal", "3\n1 4\n1 2 2 9\n2 1\n1\n3 0\n"), Link with { Weight = null, File = "l.gal" }, Nodes("1\n2\n3\n"), Cancel);
        Assert.Equal((1L, 1L, 1L), (edges.Unknown, edges.SelfLoops, edges.Duplicates));
        Holds(edges, [0, 1], [1, 0], [1, 1]);

        // a pair that a file of weights repeats is added up
        var sum = EdgeFile.Read(_dir.Write("l.gwt", "3\n1 2 0.5\n1 2 0.25\n2 1 1\n"), Link, Nodes("1\n2\n3\n"), Cancel);
        Holds(sum, [0, 1], [1, 0], [0.75, 1]);

        // both ways: the larger weight holds for both, and the counts stay
        var both = EdgeFile.Read(_dir.Write("l.gwt", "3\n1 2 0.5\n2 1 1\n2 3 4\n9 1 1\n"), Link with { Directed = false }, Nodes("1\n2\n3\n"), Cancel);
        Holds(both, [0, 1, 1, 2], [1, 0, 2, 1], [1, 1, 4, 4]);
        Assert.Equal(1, both.Unknown);
    }

    [Fact]
    public void Plan_OfANeighbourList_NeedsNoColumns()
    {
        var plan = PlanFile.Parse("schemaVersion: 1\ndata: a.csv\ncolumns: { score: { column: s, direction: higher_is_safer } }\nlinks: [{ name: l, file: l.gal, weights: as_given, directed: false }]\n");
        var link = Assert.Single(plan.Links);
        Assert.Equal((false, false, "from", "to"), (link.Directed, link.RowStandardised, link.From, link.To));
        Assert.Equal(link, Assert.Single(PlanFile.Parse(PlanFile.Write(plan)).Links));
    }

    [Theory]
    [InlineData("plz,power\n1,2\n1,3\n", "plz.csv, column 'plz': area '1' stands in rows 1 and 2. Expected one row for each area. Remove one.")]
    [InlineData("plz,power\n,2\n", "plz.csv, row 1, column 'plz': found no area. Expected one row for each area. Fill it in, or remove the row.")]
    [InlineData("plz,powr\n1,2\n", "plz.csv: there is no column 'power' (plan: areas, plz.csv). Did you mean 'powr'?")]
    public void Areas_BadTable_SaysWhere(string text, string message)
    {
        var plan = new AreaTablePlan("plz.csv", "plz", new Dictionary<string, Origin> { ["power"] = Origin.Area }, null);
        Assert.Equal(message, Error(() => AreaTable.Read(_dir.Write("plz.csv", text), plan, null, Cancel)));
    }

    [Fact]
    public void Events_OfSubjects_AreCodedByPeriodAndKind()
    {
        var plan = new EventPlan("ev.csv", "id", "month", "kind");
        var table = EventTable.Read(_dir.Write("ev.csv", "id,month,kind\n2,10,listed\n1,9,removed\n7,1,listed\n1,10,listed\n"), plan, Nodes("1\n2\n"), Cancel);

        Assert.Equal([1, 0, 0], table.Node);
        Assert.Equal(["9", "10"], table.Periods);
        Assert.Equal([1, 0, 1], table.Period);
        Assert.Equal(["listed", "removed"], table.Kinds);
        Assert.Equal([0, 1, 0], table.Kind);
        Assert.Equal(1, table.Unknown);
    }

    private static void Holds(EdgeList edges, int[] from, int[] to, double[] weights)
    {
        Assert.Equal(from, edges.From);
        Assert.Equal(to, edges.To);
        Assert.Equal(weights, edges.Weight);
    }

    private static string Error(Action action) => CsvErrorTests.Error(action);

    private NodeIndex Nodes(string subjects) =>
        NodeIndex.Of(Cells.Csv(_dir.Write("s.csv", "id\n" + subjects), new CsvOptions { Identifiers = ["id"] }), "id", Cancel);

    private EdgeList Edges(string text, NodeIndex nodes) => EdgeFile.Read(_dir.Write("e.csv", text), Link, nodes, Cancel);
}
