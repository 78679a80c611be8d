using ScoringAudit.Portfolios;
using ScoringAudit.Storage;

namespace ScoringAudit.EndToEnd;

/// <summary>Directories of worlds: every table that an audit may read is proven, and parts gathered in one directory are the whole.</summary>
public sealed class WorldDirectoryTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("exemption-year", "links-partners", "share")]
    [InlineData("exemption-year", "links-officers", "person_id")]
    [InlineData("exemption-year", "events-lists", "quarter")]
    [InlineData("exemption-year", "truth", "part_partner")]
    [InlineData("social-contacts", "links-contacts", "to_id")]
    [InlineData("parent-to-child", "links-family", "from_id")]
    [InlineData("neighbours-area", "truth", "score_without_area")]
    public async Task Audit_OneCellChangedInAnyTable_IsExternal(string id, string table, string column)
    {
        await Ran("generate", id, "--subjects", "400", "--out", "@w");
        Assert.Equal("synthetic", (await Provenance("@w")).Class);
        var row = Change(_box.At($"w/{table}-0001-of-0001.parquet"), column);
        Assert.Equal(("restricted", $"external: {table}-*.parquet: row {row}, column '{column}' differs from what was generated"), await Provenance("@w"));
    }

    [Fact]
    public async Task Audit_PlanThatReadsAnotherFile_IsExternal()
    {
        await Ran("generate", "neighbours-area", "--subjects", "400", "--out", "@w");
        _box.Write("friends.csv", "a,b\n1,2\n2,3\n");
        _box.Write("w/mine.yaml", _box.Read("w/plan.yaml") + "links: [{ name: friends, file: ../friends.csv, from: a, to: b }]\n");
        Assert.Equal(("restricted", "external: the plan also reads '../friends.csv', which was not generated with the world"), await Provenance("@w/mine.yaml"));
    }

    [Theory]
    [InlineData("social-contacts")]
    [InlineData("corporate-partners")]
    public async Task Audit_AllPartsGathered_AreTheWhole(string id)
    {
        await Ran("generate", id, "--subjects", "700", "--out", "@whole");
        Directory.CreateDirectory(_box.At("all"));
        for (var k = 1; k <= 3; k++)
        {
            await Ran("generate", id, "--subjects", "700", "--shard", $"{k}/3", "--out", $"@{k}");
            foreach (var file in Directory.GetFiles(_box.At($"{k}")))
            {
                File.Copy(file, _box.At("all/" + Path.GetFileName(file)), overwrite: true);
            }
        }

        // The description and the plan are those of part 3. A part alone is proven too.
        using var whole = new Json((await Ran("audit", "@whole", "--json")).Out);
        using var all = new Json((await Ran("audit", "@all", "--json")).Out);
        Assert.Equal("synthetic", all.Class);
        Assert.Equal(whole.Root.GetProperty("findings").GetRawText(), all.Root.GetProperty("findings").GetRawText());
        Assert.Contains(all.Ids, i => i.StartsWith("leakage/channel_effect", StringComparison.Ordinal));
        Assert.Equal("synthetic", (await Provenance("@2")).Class);

        var second = Directory.GetFiles(_box.At("all"), "truth-0002-*")[0];
        File.Delete(second);
        Assert.Equal("all: truth: found 2 of 3 parts of a world; missing: 2/3. A directory holds all parts, or one. Generate the missing ones, or keep one part alone.", await Refused("@all"));
        File.Delete(_box.At("all/subjects-0003-of-0003.parquet"));
        Assert.Equal("all: subjects: found 2 of 3 parts of a world; missing: 3/3. A directory holds all parts, or one. Generate the missing ones, or keep one part alone.", await Refused("@all"));
        File.Delete(_box.At("all/subjects-0002-of-0003.parquet"));
        File.Delete(_box.At("all/truth-0001-of-0003.parquet"));
        Assert.Equal(("restricted", "external: truth-*.parquet: it is part 3/3 where the subjects are part 1/3"), await Provenance("@all"));
        File.Copy(_box.At("whole/subjects-0001-of-0001.parquet"), _box.At("all/subjects-0001-of-0001.parquet"));
        Assert.Equal("all: found subjects of part 1/1 and of part 1/3, expected parts of one division. Keep each division in a directory of its own.", await Refused("@all"));
    }

    // Adds one unit to the last cell of a column; everything else is written as it was.
    private static long Change(string path, string column)
    {
        var rows = DataFile.Open(path);
        var columns = rows.Schema.Columns;
        var buffers = columns.Select(_ => new List<double>()).ToArray();
        using (var reader = rows.Open([.. Enumerable.Range(0, columns.Count).Select(c => new ColumnId(c))]))
        {
            while (reader.Read(out var batch))
            {
                for (var c = 0; c < columns.Count; c++)
                {
                    var part = new double[batch.Rows];
                    batch.CopyNumbers(c, part);
                    buffers[c].AddRange(part);
                }
            }
        }

        buffers[rows.Schema.Require(column, "test").Index][^1] += 1;
        var builder = ColumnPortfolio.Build("changed");
        for (var c = 0; c < columns.Count; c++)
        {
            switch (columns[c].Kind)
            {
                case ColumnKind.Float: builder.Number(columns[c].Name, buffers[c].Select(v => (float)v).ToArray()); break;
                case ColumnKind.Double: builder.Number(columns[c].Name, buffers[c].ToArray()); break;
                case ColumnKind.Integer: builder.Integer(columns[c].Name, [.. buffers[c].Select(v => (long)v)]); break;
                default: builder.Category(columns[c].Name, buffers[c].Select(v => columns[c].Levels[(int)v]).ToArray()); break;
            }
        }

        using var to = File.Create(path);
        ParquetFile.Write(builder.Build(), to);
        return buffers[0].Count;
    }

    private async Task<(string Class, string Provenance)> Provenance(string what)
    {
        using var json = new Json((await Ran("audit", what, "--json")).Out);
        return (json.Class, json.Root.GetProperty("facts").GetProperty("data.provenance").GetString()!);
    }

    private async Task<string> Refused(string what)
    {
        var ran = await _box.Run("audit", what, "--json");
        Assert.Equal(3, ran.Code);
        return ran.Message;
    }

    private async Task<Ran> Ran(params string[] args)
    {
        var ran = await _box.Run(args);
        Assert.True(ran.Code == 0, string.Join(' ', args) + ": " + ran.Message);
        return ran;
    }
}
