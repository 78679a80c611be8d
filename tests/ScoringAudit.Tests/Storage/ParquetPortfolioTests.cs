using Parquet;
using Parquet.Schema;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class ParquetPortfolioTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData(ParquetCompression.Snappy)]
    [InlineData(ParquetCompression.Zstd)]
    public void Write_EveryKindWithMissingValues_ReadsBackTheSame(ParquetCompression compression)
    {
        // 140,000 rows = one row group of 131,072 and one of 8,928; batches of 65,536, 65,536 and 8,928.
        var rows = Sample(140_000);
        var read = Open(Write("t.parquet", rows, compression));

        Assert.Equal(140_000, read.Rows);
        Assert.Equal("f:Float d:Double i:Integer b:Flag c:Category name:Identifier", Cells.Kinds(read));
        Assert.Equal(["a", "b", "c"], read.Schema.Columns[4].Levels);
        Assert.Null(PortfolioComparison.FirstDifference(rows, read, Cancel));
        Assert.Equal([131_072, 8_928], GroupSizes(_dir.At("t.parquet")));
        Assert.Equal("?|1|?|9", string.Join('|', Cells.Of(read, "i").Split('|').Take(4)));
    }

    [Fact]
    public void Write_IntoASink_GivesTheSameBytesAsIntoAFile()
    {
        var rows = Sample(1000);
        var expected = File.ReadAllBytes(Write("t.parquet", rows));
        using var sink = DirectorySink.Open(_dir.At("world"));
        using (var file = sink.Create("subjects-0.parquet"))
        {
            ParquetFile.Write(rows, file, cancel: Cancel);
        }

        sink.Complete();
        Assert.Equal(expected, File.ReadAllBytes(_dir.At("world/subjects-0.parquet")));
        Assert.Null(PortfolioComparison.FirstDifference(rows, Open(_dir.At("world")), Cancel));
    }

    [Fact]
    public void Open_SomeColumnsInAnotherOrder_GivesThoseInThatOrder()
    {
        var rows = Sample(100);
        var read = Open(Write("t.parquet", rows));

        Assert.Equal(Cells.Of(rows, "c"), Cells.Of(read, "c"));
        using var reader = read.Open([new ColumnId(5), new ColumnId(0)]);
        Assert.True(reader.Read(out var batch));
        Assert.Equal((ColumnKind.Identifier, ColumnKind.Float, 100), (batch.Kind(0), batch.Kind(1), batch.Rows));
    }

    [Fact]
    public void Open_DirectoryOfParts_ReadsThemInOrderOfTheirNames()
    {
        Write("subjects-1.parquet", ColumnPortfolio.Build().Integer("id", [3, 4]).Category("g", ["z", "x"]).Build());
        Write("subjects-0.parquet", ColumnPortfolio.Build().Integer("id", [1, 2]).Category("g", ["y", "x"]).Build());
        Write("truth-0.parquet", ColumnPortfolio.Build().Integer("t", [9, 9]).Build());
        var read = Open(_dir.Path);

        Assert.Equal(4, read.Rows);
        Assert.Equal("1|2|3|4", Cells.Of(read, "id"));
        Assert.Equal(["x", "y", "z"], read.Schema.Columns[1].Levels);
        Assert.Equal("y|x|z|x", Cells.Of(read, "g"));
    }

    [Fact]
    public async Task Open_ForeignTypes_AreWidened()
    {
        var path = _dir.At("t.parquet");
        DataField[] fields = [new DataField<int>("i"), new DataField<decimal>("m"), new DataField<short?>("s"), new DataField<string>("t")];
        await using (var file = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, cancellationToken: Cancel))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(fields[0], new[] { 1, -2 }, cancellationToken: Cancel);
            await group.WriteAsync<decimal>(fields[1], new[] { 0.1m, -3m }, cancellationToken: Cancel);
            await group.WriteAsync<short>(fields[2], new short?[] { null, 7 }, cancellationToken: Cancel);
            await group.WriteAsync(fields[3], (string[])["", "x"]);
        }

        var read = Open(path);
        Assert.Equal("i:Integer m:Double s:Integer t:Category", Cells.Kinds(read));
        Assert.Equal("1|-2", Cells.Of(read, "i"));
        Assert.Equal("0.1|-3", Cells.Of(read, "m"));
        Assert.Equal("?|7", Cells.Of(read, "s"));
        Assert.Equal("?|x", Cells.Of(read, "t"));
    }

    [Fact]
    public async Task Open_ColumnOfDates_IsRefusedByName()
    {
        var path = _dir.At("t.parquet");
        var field = new DataField<DateTime>("when");
        await using (var file = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file, cancellationToken: Cancel))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<DateTime>(field, new[] { DateTime.UnixEpoch }, cancellationToken: Cancel);
        }

        Assert.Equal("t.parquet: column 'when' holds values of type DateTime. Expected numbers, true or false, or text. Export it as text, or leave it out.", Error(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(-6)]
    public void Open_TruncatedFile_IsRefused(int cut)
    {
        var whole = File.ReadAllBytes(Write("t.parquet", Sample(1000)));
        _dir.Write("t.parquet", cut > 0 ? whole[..^cut] : whole[..-cut]);

        Assert.Equal("t.parquet: the Parquet file ends early or is damaged. Expected a whole file with its footer. Copy or export it again.", Error(_dir.At("t.parquet")));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "t.parquet: this is not a Parquet file. Expected Parquet data. Rename the file to .csv if it is text.")]
    [InlineData("", "t.parquet: the file is empty. Expected Parquet data. Check that the export finished.")]
    public void Open_ForeignFile_IsRefused(string text, string message) =>
        Assert.Equal(message, Error(_dir.Write("t.parquet", text)));

    [Fact]
    public void Open_NoRows_IsRefused() =>
        Assert.Equal("t.parquet: found 1 columns and no rows. Expected at least one row. Check that the export finished.", Error(Write("t.parquet", ColumnPortfolio.Build().Integer("id", []).Build())));

    [Fact]
    public void Open_DirectoryWithoutParts_IsRefused() =>
        Assert.Equal($"The directory '{_dir.Path}' has no file subjects-*.parquet. Expected a generated world. Name the data file itself, or run 'scoring-audit generate'.", Error(_dir.Path));

    [Fact]
    public void Open_PartsThatDiffer_AreRefused()
    {
        Write("subjects-0.parquet", ColumnPortfolio.Build().Integer("id", [1]).Build());
        Write("subjects-1.parquet", ColumnPortfolio.Build().Number("id", [1.5]).Build());

        Assert.Equal("subjects-1.parquet: its columns are not those of subjects-0.parquet. Expected the same names and types in the same order in every part. Generate the parts again with one version.", Error(_dir.Path));
    }

    [Fact]
    public void Read_DamagedPage_NamesTheColumn()
    {
        var bytes = File.ReadAllBytes(Write("t.parquet", ColumnPortfolio.Build().Number("d", [.. Enumerable.Range(0, 5000).Select(i => Math.Sqrt(i))]).Build()));
        Array.Fill(bytes, (byte)0xFF, 4, 2000);
        var read = Open(_dir.Write("t.parquet", bytes));

        var error = Assert.Throws<AuditDataException>(() => Cells.Of(read, "d"));
        Assert.Equal("t.parquet, row group 1, column 'd': the data are damaged. Expected a whole Parquet file. Copy or export it again.", error.Message);
    }

    private static ColumnPortfolio Sample(int n)
    {
        // Every seventh value is missing, at another row in each column.
        bool Has(int i, int column) => (i + column) % 7 != 2;
        var range = Enumerable.Range(0, n).ToArray();
        return ColumnPortfolio.Build("t.parquet")
            .Number("f", [.. range.Select(i => Has(i, 0) ? i / 8f : float.NaN)])
            .Number("d", [.. range.Select(i => Has(i, 1) ? Math.Sqrt(i) : double.NaN)])
            .Add(new Column("i", ColumnKind.Integer), ColumnBuffer.Of([.. range.Select(i => i % 2 == 1 && Has(i, 2) ? (long)i * i : 0)], [.. range.Select(i => i % 2 == 1 && Has(i, 2))]))
            .Add(new Column("b", ColumnKind.Flag), ColumnBuffer.Of([.. range.Select(i => Has(i, 3) && i % 3 == 0)], [.. range.Select(i => Has(i, 3))]))
            .Category("c", [.. range.Select(i => Has(i, 4) ? "cab"[i % 3].ToString() : null)])
            .Identifier("name", [.. range.Select(i => Has(i, 5) ? i % 5 : -1)], ["p", "o", "q", "n", "r"])
            .Build();
    }

    private string Write(string name, ColumnPortfolio rows, ParquetCompression compression = ParquetCompression.Snappy)
    {
        using var file = File.Create(_dir.At(name));
        Assert.Equal(rows.Rows, ParquetFile.Write(rows, file, compression, Cancel));
        Assert.True(file.CanWrite);
        return _dir.At(name);
    }

    private static int[] GroupSizes(string path)
    {
        using var file = File.OpenRead(path);
        var reader = ParquetReader.CreateAsync(file, cancellationToken: Cancel).GetAwaiter().GetResult();
        return [.. reader.RowGroups.Select(g => (int)g.RowCount)];
    }

    private static ParquetPortfolio Open(string path) => ParquetPortfolio.Open(path, Cancel);

    private static string Error(string path) => Assert.Throws<AuditDataException>(() => Open(path)).Message;
}
