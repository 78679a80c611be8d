using System.Text.Json;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Worlds;

public class WorldFilesTests
{
    [Fact]
    public void Of_AShard_NamesItsFiles()
    {
        var world = World.Generate(WorldSpec.Of("neighbours-area") with { Subjects = 1500 }, new WorldShard(2, 3));
        var files = WorldFiles.Of(world);
        Assert.Equal(["subjects-0002-of-0003.parquet", "truth-0002-of-0003.parquet", "world.json", "plan.yaml"], files.Select(f => f.Name));
        Assert.Equal("subject_id", files[0].Rows!.Schema.Columns[0].Name);
        Assert.Equal(files[0].Rows!.Rows, files[1].Rows!.Rows);
        var (spec, shard) = WorldJson.Read(files[2].Text!);
        Assert.Equal("2/3", shard.ToString());
        Assert.Equal(20, spec.Strength("area"));
        using var json = JsonDocument.Parse(files[2].Text!);
        Assert.Equal("claimed", json.RootElement.GetProperty("label").GetString());
        Assert.Equal("area", json.RootElement.GetProperty("trueOrigins").GetProperty("mobile_cell_load").GetString());
    }

    [Fact]
    public void Of_NeighboursArea_WritesAReadyPlan() => Assert.Equal(
        """
        # Plan for the synthetic world neighbours-area. The people are generated; nothing here is about anyone.
        schemaVersion: 1
        data: .
        columns:
          row: subject_id
          score: {column: score, direction: higher_is_safer}
          decision: {approvalRate: 0.7}
          outcome: {column: default_24m, adverse: "1"}
          address: {column: street_id, order: house_number}
          area: {column: postcode, prefix: 3}
        protected:
        - {column: group, reference: A, categories: [A, B]}
        features:
        - {column: age}
        - {column: income}
        - {column: employment}
        - {column: months_employed}
        - {column: credit_lines}
        - {column: utilisation}
        - {column: arrears_24m}
        - {column: inquiries_12m}
        - {column: age_of_oldest_account}
        - {column: tenure_months, onMove: reset}
        - {column: thin_file}
        - {column: area_purchasing_power, origin: area}
        - {column: area_default_rate, origin: area}
        exclude: [household_id, sex, neighbours_mean_score, parcel_locker_distance_m, mobile_cell_load, delivery_window]
        seed: 5

        """.ReplaceLineEndings("\n"),
        Text(WorldFiles.Of(World.Generate(WorldSpec.Of("neighbours-area") with { Subjects = 500, Seed = 5 }))[3]));

    [Fact]
    public void Of_AShardWithLinks_PlansForAllParts()
    {
        var spec = WorldSpec.Of("exemption-year") with { Subjects = 300 };
        var plan = WorldFiles.Of(World.Generate(spec, new WorldShard(2, 3))).Single(f => f.Name == WorldFiles.Plan).Plan!;
        Assert.Equal("links-partners-*.parquet", Assert.Single(plan.Links).File);
        Assert.Equal("events-lists-*.parquet", Assert.Single(plan.Events).File);
    }

    [Theory]
    [InlineData("subjects-0002-of-0003.parquet", "2/3")]
    [InlineData("subjects-0001-of-0001.parquet", "1/1")]
    [InlineData("subjects-0001-of-0002.parquet subjects-0002-of-0002.parquet truth-0001-of-0002.parquet", "1/1")]
    [InlineData("subjects-0004-of-0003.parquet subjects-a.parquet subjects-0001-of-0003.csv truth-0001-of-0003.parquet", null)]
    public void PartOf_FileNames_SayWhichPart(string files, string? part) =>
        Assert.Equal(part, WorldFiles.PartOf("d", "subjects", files.Split(' '))?.ToString());

    [Theory]
    [InlineData("1 3 5", 5, "d: subjects: found 3 of 5 parts of a world; missing: 2/5, 4/5. A directory holds all parts, or one. Generate the missing ones, or keep one part alone.")]
    [InlineData("1 2", 9, "d: subjects: found 2 of 9 parts of a world; missing: 3/9, 4/9, 5/9, 6/9, 7/9 and 2 more. A directory holds all parts, or one. Generate the missing ones, or keep one part alone.")]
    public void PartOf_MissingParts_AreNamed(string numbers, int count, string message) => Assert.Equal(
        message,
        Assert.Throws<AuditDataException>(() => WorldFiles.PartOf("d", "subjects", numbers.Split(' ').Select(k => WorldFiles.TableName("subjects", new WorldShard(k[0] - '0', count))))).Message);

    [Fact]
    public void PartOf_TwoDivisions_IsRefused() => Assert.Equal(
        "d: found links-contacts of part 1/2 and of part 3/5, expected parts of one division. Keep each division in a directory of its own.",
        Assert.Throws<AuditDataException>(() => WorldFiles.PartOf("d", "links-contacts", ["links-contacts-0003-of-0005.parquet", "links-contacts-0001-of-0002.parquet"])).Message);

    internal static string Text(WorldFile plan) => PlanFile.Write(plan.Plan!, plan.Text);

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameSpec()
    {
        var spec = WorldSpec.Of("six-worlds-d").WithStrength("area", 12.5) with { Subjects = 700, Seed = ulong.MaxValue, PlaceRisk = 0.1, GroupShare = 0.3, Dissimilarity = 0.41 };
        var world = World.Generate(spec);
        var (read, shard) = WorldJson.Read(WorldJson.Write(world));
        Assert.Equal(WorldShard.Whole, shard);
        Assert.Equal(WorldTestData.Hash(world.Subjects), WorldTestData.Hash(World.Generate(read).Subjects));
    }
}
