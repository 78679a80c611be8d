using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class CsvPortfolioTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact]
    public void Open_EveryKind_FindsKindsLevelsRowsAndMissing()
    {
        var rows = Open("id,pd,ok,group,note\n1,0.5,true,b,x\n2,NA,FALSE,a,y\n3,1e-3,,b,N/A\n");

        Assert.Equal("id:Integer pd:Double ok:Flag group:Category note:Category", Cells.Kinds(rows));
        Assert.Equal(["a", "b"], rows.Schema.Columns[3].Levels);
        Assert.Equal(3, rows.Rows);
        Assert.Equal("1|2|3", Cells.Of(rows, "id"));
        Assert.Equal("0.5|?|0.001", Cells.Of(rows, "pd"));
        Assert.Equal("true|false|?", Cells.Of(rows, "ok"));
        Assert.Equal("b|a|b", Cells.Of(rows, "group"));
        Assert.Equal("x|y|?", Cells.Of(rows, "note"));
        Assert.Equal(1, rows.MissingIn(new ColumnId(1)));
        Assert.Equal(0, rows.MissingIn(new ColumnId(0)));
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", ',')]
    [InlineData("a;b\n1;x\n2;y\n", ';')]
    [InlineData("a\tb\n1\tx\n2\ty\n", '\t')]
    [InlineData("a|b\n1|x\n2|y\n", '|')]
    [InlineData("a b\n1 x\n2 y\n", ' ')]
    [InlineData("  a   b \n 1 \t x  \n2 y", ' ')]
    [InlineData("\"a\",b\r\n1,\"x\"\r\n2,y\r\n", ',')]
    [InlineData("\uFEFFa,b\n1,x\n\n2,y\n\n", ',')]
    [InlineData("a,b\n 1 , x \n2,y", ',')]
    public void Open_AnyDelimiterAndLineEnd_ReadsTheSameTable(string text, char delimiter)
    {
        var rows = Open(text);

        Assert.Equal(delimiter, rows.Delimiter);
        Assert.Equal("a:Integer b:Category", Cells.Kinds(rows));
        Assert.Equal("1|2", Cells.Of(rows, "a"));
        Assert.Equal("x|y", Cells.Of(rows, "b"));
    }

    [Fact]
    public void Open_QuotedFields_KeepDelimitersQuotesAndLineBreaks()
    {
        var rows = Open("name,n\n\"Smith, \"\"J\"\"\",1\n\"two\nlines\",2\n");

        Assert.Equal("Smith, \"J\"|two\nlines", Cells.Of(rows, "name"));
    }

    [Fact]
    public void Open_QuotedFieldsBetweenBlanks_KeepTheirBlanks()
    {
        var rows = Open("name n\n\"a  b\"   1\n c  2\n");

        Assert.Equal("a  b|c", Cells.Of(rows, "name"));
        Assert.Equal("1|2", Cells.Of(rows, "n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_Utf16WithMark_ReadsTheText(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, true);
        var rows = Cells.Csv(_dir.Write("t.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,Köln\n2,\U0001F600\n")]));

        Assert.Equal("Köln|\U0001F600", Cells.Of(rows, "b"));
    }

    [Fact]
    public void Open_Gzip_UnpacksAndHashesThePackedBytes()
    {
        var packed = Gzip("a,b\n1,x\n2,y\n");
        var rows = Cells.Csv(_dir.Write("t.csv.gz", packed));

        Assert.Equal("x|y", Cells.Of(rows, "b"));
        Assert.Equal(packed.Length, rows.File.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(packed)), rows.File.Sha256);
    }

    [Fact]
    public void Open_GzipOfSeveralMembers_ReadsThemAll()
    {
        var rows = Cells.Csv(_dir.Write("t.csv.gz", [.. Gzip("a,b\n1,x\n"), .. Gzip("2,y\n3,z\n4,w\n")]));

        Assert.Equal("x|y|z|w", Cells.Of(rows, "b"));
    }

    [Fact]
    public void Open_Text_HashesTheFile()
    {
        const string text = "a,b\n1,x\n";
        var rows = Open(text);

        Assert.Equal(8, rows.File.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), rows.File.Sha256);
    }

    [Fact]
    public void Open_MoreRowsThanABatch_StreamsThemInOrder()
    {
        // 150,000 rows = 65,536 + 65,536 + 18,928.
        var text = new StringBuilder("n,s\n");
        for (var i = 0; i < 150_000; i++)
        {
            text.Append(i).Append(",t").Append(i % 300).Append('\n');
        }

        var rows = Open(text.ToString());
        var sizes = new List<int>();
        var next = 0L;
        using var reader = rows.Open([new ColumnId(1), new ColumnId(0)]);
        while (reader.Read(out var batch))
        {
            Assert.Equal(next, batch.FirstRow);
            sizes.Add(batch.Rows);
            for (var i = 0; i < batch.Rows; i++)
            {
                Assert.Equal(next, batch.Integers(1)[i]);
                Assert.Equal($"t{next % 300}", rows.Schema.Columns[1].Levels[batch.Codes(0)[i]]);
                next++;
            }
        }

        Assert.Equal([65_536, 65_536, 18_928], sizes);
    }

    [Fact]
    public void Open_NumbersThenText_KeepsTheEarlierTextsAsLevels()
    {
        var rows = Open("code,flag\n7,true\n10,false\nx,maybe\n7,true\n");

        Assert.Equal(["10", "7", "x"], rows.Schema.Columns[0].Levels);
        Assert.Equal("7|10|x|7", Cells.Of(rows, "code"));
        Assert.Equal(["false", "maybe", "true"], rows.Schema.Columns[1].Levels);
    }

    [Fact]
    public void Open_LeadingZeros_StayText()
    {
        var rows = Open("plz,big\n01067,123456789012345678901\n10115,5\n");

        Assert.Equal("plz:Category big:Category", Cells.Kinds(rows));
        Assert.Equal("01067|10115", Cells.Of(rows, "plz"));
    }

    [Fact]
    public void Open_ForcedKinds_AreKept()
    {
        var options = new CsvOptions { Numbers = ["score"], Categories = ["plz"], Identifiers = ["row", "street"] };
        var rows = Cells.Csv(_dir.Write("t.csv", "row,street,plz,score\n1,9,10115,007\n2,09,10117,8\n"), options);

        Assert.Equal("row:Integer street:Identifier plz:Category score:Double", Cells.Kinds(rows));
        Assert.Equal("9|09", Cells.Of(rows, "street"));
        Assert.Equal("10115|10117", Cells.Of(rows, "plz"));
        Assert.Equal("7|8", Cells.Of(rows, "score"));
    }

    [Fact]
    public void Open_ManyDistinctTexts_BecomeAnIdentifierInOrderOfAppearance()
    {
        // 202 distinct texts in 402 rows: more than 200 and more than half of the rows.
        var rows = Open("s\n" + string.Concat(Enumerable.Range(0, 402).Select(i => $"v{(i < 202 ? 999 - i : 999)}\n")));
        Assert.Equal(ColumnKind.Identifier, rows.Schema.Columns[0].Kind);
        Assert.Equal(["v999", "v998"], rows.Schema.Columns[0].Levels.Take(2));

        // 201 distinct texts in 402 rows: just half.
        var fewer = Open("s\n" + string.Concat(Enumerable.Range(0, 402).Select(i => $"v{(i < 201 ? 999 - i : 999)}\n")));
        Assert.Equal(ColumnKind.Category, fewer.Schema.Columns[0].Kind);
        Assert.Equal(["v799", "v800"], fewer.Schema.Columns[0].Levels.Take(2));
    }

    [Fact]
    public void Open_ColumnWithoutValues_IsADoubleOfMissingValues()
    {
        var rows = Open("a,b\n1,\n2,NA\n");

        Assert.Equal("a:Integer b:Double", Cells.Kinds(rows));
        Assert.Equal("?|?", Cells.Of(rows, "b"));
    }

    [Fact]
    public void Open_AllowedInfinity_IsKept()
    {
        var rows = Cells.Csv(_dir.Write("t.csv", "a,b\n1,inf\n2,-Infinity\n3,1e999\n"), new CsvOptions { AllowInfinite = ["b"] });

        Assert.Equal("Infinity|-Infinity|Infinity", Cells.Of(rows, "b"));
    }

    [Fact]
    public void Open_OfRoles_ForcesWhatTheyMean()
    {
        var roles = new Roles
        {
            Row = "id",
            Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier),
            Area = new AreaRole("plz", 3),
            Protected = [ProtectedRole.Of("race"), new ProtectedRole("age", "largest", [], [25, 40])],
            Features = [new FeatureRole("grade", Origin.Own, null, ["1", "2"])],
        };
        var options = CsvOptions.For(new AuditPlan { Roles = roles, Delimiter = ";" });

        Assert.Equal(';', options.Delimiter);
        Assert.Equal(["pd", "age"], options.Numbers);
        Assert.Equal(["id"], options.Identifiers);
        Assert.Equal(["plz", "race", "grade"], options.Categories);
    }

    [Fact]
    public void Read_FileChangedAfterTheScan_SaysSo()
    {
        var rows = Open("a,b\n1,x\n2,y\n");
        _dir.Write("t.csv", "a,b\n1,x\n2,y\n3,z\n");
        using var reader = rows.Open([new ColumnId(0)]);
        Assert.True(reader.Read(out _));

        var error = Assert.Throws<AuditDataException>(() => reader.Read(out _));
        Assert.Equal("t.csv: the file changed while it was read. Expected the 2 rows of the first pass. Stop the program that writes it and run again.", error.Message);
    }

    [Fact]
    public void Open_SouthGermanCredit_HasAThousandRowsOfTwentyOneIntegers()
    {
        var rows = Cells.Csv(SharedData.Require("south_german_credit/SouthGermanCredit.asc"));

        Assert.Equal(' ', rows.Delimiter);
        Assert.Equal(1000, rows.Rows);
        Assert.Equal(21, rows.Schema.Columns.Count);
        Assert.All(rows.Schema.Columns, c => Assert.Equal(ColumnKind.Integer, c.Kind));
        // The data's README: 700 good loans, coded 1.
        Assert.Equal(700, Cells.Of(rows, "kredit").Split('|').Count(v => v == "1"));
    }

    private CsvPortfolio Open(string text) => Cells.Csv(_dir.Write("t.csv", text));

    internal static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
