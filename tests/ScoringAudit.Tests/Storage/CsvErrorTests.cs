using System.Text;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class CsvErrorTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData("", "t.csv: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.")]
    [InlineData("\n\n", "t.csv: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.")]
    [InlineData("a,b\n", "t.csv: found a header line with 2 columns and no rows. Expected at least one row. Check that the export finished.")]
    [InlineData("a,b\n1,2\n1\n", "t.csv, line 3: found 1 field, expected 2 as in the header. Complete the row, and put text that contains the delimiter (',') in quotes.")]
    [InlineData("a;b\n1;2;3\n", "t.csv, line 2: found 3 fields, expected 2 as in the header. Complete the row, and put text that contains the delimiter (';') in quotes.")]
    [InlineData("a,b\n\"x\ny\",2\n\n1,2,3\n", "t.csv, line 5: found 3 fields, expected 2 as in the header. Complete the row, and put text that contains the delimiter (',') in quotes.")]
    [InlineData("a,b,a\n1,2,3\n", "t.csv: two columns are called 'a' (columns 1 and 3). Column names must be unique. Rename one of them.")]
    [InlineData("a,,c\n1,2,3\n", "t.csv, line 1: column 2 has no name. Expected a name for each of the 3 columns. Name it, or remove the column.")]
    [InlineData("a,b\n1,0.5\n2,inf\n", "t.csv, line 3, column 'b': found 'inf', an infinite number. Expected a finite number. Correct the value, or leave the field empty if it is missing.")]
    [InlineData("a,b\n1,1e999\n", "t.csv, line 2, column 'b': found '1e999', an infinite number. Expected a finite number. Correct the value, or leave the field empty if it is missing.")]
    [InlineData("a;b\n1;3\n1;0,5\n", "t.csv, line 3, column 'b': found '0,5', a number with a decimal comma. Expected a decimal point and no thousands separators, as in 1234.5. Export the file with decimal points.")]
    [InlineData("a,b\n1,\"1,234.5\"\n", "t.csv, line 2, column 'b': found '1,234.5', a number with a decimal comma. Expected a decimal point and no thousands separators, as in 1234.5. Export the file with decimal points.")]
    [InlineData("a,b\n1,\"x\n2,y\n", "t.csv, line 2: quotes are not balanced. Expected quotes around a whole field only, doubled inside it (\"a \"\"b\"\" c\"). Correct the row.")]
    [InlineData("a,b\n1,2\n3,5\" pipe\n", "t.csv, line 3: quotes are not balanced. Expected quotes around a whole field only, doubled inside it (\"a \"\"b\"\" c\"). Correct the row.")]
    [InlineData("a,b\n1,x\n2,y\0z\n", "t.csv, line 3: found a NUL byte, so this is not a text file. Expected CSV as UTF-8 text. Export the data as CSV, or name a Parquet file *.parquet.")]
    [InlineData("PAR1....PAR1", "t.csv: found a Parquet file. Expected CSV text. Rename the file so that it ends in .parquet.")]
    [InlineData("PK\u0003\u0004....", "t.csv: found a ZIP archive or an Excel workbook. Expected CSV text. Save the sheet as CSV (UTF-8).")]
    public void Open_BadText_SaysWhatWhereAndWhatNext(string text, string message) =>
        Assert.Equal(message, Error(() => Cells.Csv(_dir.Write("t.csv", text))));

    [Theory]
    [InlineData("0.7\nhigh", "t.csv, line 3, column 'pd': found 'high', expected a number. Correct the value, leave the field empty if it is missing, or name another column in the plan.")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "t.csv, line 2, column 'pd': found 'abcdefghijklmnopqrstuvwx…', expected a number. Correct the value, leave the field empty if it is missing, or name another column in the plan.")]
    [InlineData("\"0,7\"\nhigh", "t.csv, line 2, column 'pd': found '0,7', a number with a decimal comma. Expected a decimal point and no thousands separators, as in 1234.5. Export the file with decimal points.")]
    public void Open_TextInANumberColumn_SaysLineAndColumn(string values, string message) =>
        Assert.Equal(message, Error(() => Cells.Csv(_dir.Write("t.csv", "pd\n" + values + "\n"), new CsvOptions { Numbers = ["pd"] })));

    [Fact]
    public void Open_MissingFile_NamesIt()
    {
        var path = _dir.At("none.csv");
        Assert.Equal($"There is no file '{path}'. Check the name; paths in a plan are relative to the plan's file.", Error(() => Cells.Csv(path)));
    }

    [Fact]
    public void Open_Directory_SaysSo() =>
        Assert.Equal($"'{_dir.Path}' is a directory. Expected a file. Name a file in it.", Error(() => Cells.Csv(_dir.Path)));

    [Theory]
    [InlineData(new byte[] { 0xC4, 0x6E })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void Open_NotUtf8_SaysTheLine(byte[] bad)
    {
        var path = _dir.Write("t.csv", [.. "a,b\n1,x\n2,"u8, .. bad, .. "\n"u8]);
        Assert.Equal("t.csv, line 3: found bytes that are not UTF-8 text. Expected UTF-8, or UTF-16 with a byte order mark. Save the file as UTF-8 and try again.", Error(() => Cells.Csv(path)));
    }

    [Fact]
    public void Open_SequencesCutByBuffers_AreText()
    {
        // Three-byte letters at every offset of the 64 KiB buffers.
        var text = "a,b\n1," + new string('x', 65_529) + string.Concat(Enumerable.Repeat("€\n2,", 30_000)) + "€\n";
        Assert.Equal(30_001, Cells.Csv(_dir.Write("t.csv", text)).Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(100)]
    public void Open_TruncatedGzip_IsRefused(int cut)
    {
        var packed = CsvPortfolioTests.Gzip("a,b\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i},{i * 7919 % 1009}\n")));
        var path = _dir.Write("t.csv.gz", packed[..^cut]);
        Assert.Equal("t.csv.gz: the gzip data end early or are damaged. Expected a whole .gz file. Copy or export the file again.", Error(() => Cells.Csv(path)));
    }

    [Fact]
    public void Open_TextNamedGz_IsRefused() =>
        Assert.Equal("t.csv.gz: the name ends in .gz, but the file is not gzip. Expected gzip data. Rename the file to .csv if it is text.", Error(() => Cells.Csv(_dir.Write("t.csv.gz", "a,b\n1,2\n"))));

    [Fact]
    public void Open_GzipNamedCsv_IsRefused() =>
        Assert.Equal("t.csv: found gzip data. Expected CSV text. Rename the file so that it ends in .csv.gz.", Error(() => Cells.Csv(_dir.Write("t.csv", CsvPortfolioTests.Gzip("a,b\n1,2\n")))));

    [Fact]
    public void Open_UnclosedQuoteInALargeFile_StopsEarly()
    {
        // Were the quote to swallow the 12 MB that follow, the byte at their end would be the error.
        var path = _dir.Write("t.csv", [.. "a,b\n1,\"x\n"u8, .. Enumerable.Repeat((byte)'y', 12_000_000), 0xFF]);
        Assert.Equal("t.csv, line 2: quotes are not balanced. Expected quotes around a whole field only, doubled inside it (\"a \"\"b\"\" c\"). Correct the row.", Error(() => Cells.Csv(path)));
    }

    internal static string Error(Action action) => Assert.Throws<AuditDataException>(action).Message;
}
