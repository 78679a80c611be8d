using System.Text.Json;
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
          score: { column: score, direction: higher_is_safer }
          decision: { approvalRate: 0.7 }
          outcome: { column: default_24m, adverse: "1" }
          address: { column: street_id, order: house_number }
          area: { column: postcode, prefix: 3 }
        protected:
          - { column: group, categories: [A, B], reference: A }
        features:
          - { column: age }
          - { column: income }
          - { column: employment }
          - { column: months_employed }
          - { column: credit_lines }
          - { column: utilisation }
          - { column: arrears_24m }
          - { column: inquiries_12m }
          - { column: age_of_oldest_account }
          - { column: tenure_months, onMove: reset }
          - { column: thin_file }
          - { column: area_purchasing_power, origin: area }
          - { column: area_default_rate, origin: area }
        exclude: [household_id, sex, neighbours_mean_score, parcel_locker_distance_m, mobile_cell_load, delivery_window]
        sampling: { kind: random }
        seed: 5

        """.ReplaceLineEndings("\n"),
        WorldFiles.Of(World.Generate(WorldSpec.Of("neighbours-area") with { Subjects = 500, Seed = 5 }))[3].Text);

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
