namespace ScoringAudit.EndToEnd;

/// <summary>Generated worlds through audit and train: proven synthetic as they are, external once touched.</summary>
public sealed class WorldTests(DemoFixture fixture) : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_World_IsSyntheticWithTruthAndVerifies()
    {
        var ran = await fixture.Box.Run("audit", "@world", "--out", "@world-audit");
        Assert.Equal(0, ran.Code);
        using var json = new Json(fixture.Box.Read("world-audit/findings.json"));
        Assert.Equal("synthetic", json.Class);
        Assert.Equal("G", json["leakage/channel_effect/channel=area"].GetProperty("access").GetString());
        Assert.True(json["leakage/move_effect_place"].GetProperty("value").GetDouble() > 1);
        var again = await fixture.Box.Run("verify", "@world-audit");
        Assert.Equal(0, again.Code);
        Assert.Contains("Run again: every finding and every table came out the same.", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_WorldWithAccessS_UsesScoresOnly()
    {
        var ran = await fixture.Box.Run("audit", "@world", "--json", "--access", "S");
        using var json = new Json(ran.Out);
        Assert.All(json.Findings, f => Assert.Equal("S", f.GetProperty("access").GetString()));
        Assert.DoesNotContain(json.Ids, id => id.Contains("move_effect", StringComparison.Ordinal));
        Assert.Contains("leakage/moran_i/link=address", json.Ids);
    }

    [Fact]
    public async Task Audit_WorldWithOneByteOfAnotherWorld_IsNotSynthetic()
    {
        // The same people with another strength, passed off under the first world's description.
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        await _box.Run("generate", "neighbours-area", "--subjects", "2000", "--strength", "area=0", "--out", "@other");
        File.Copy(Directory.GetFiles(_box.At("other"), "subjects-*.parquet")[0], Directory.GetFiles(_box.At("w"), "subjects-*.parquet")[0], overwrite: true);
        var ran = await _box.Run("audit", "@w", "--json");
        using var json = new Json(ran.Out);
        Assert.Equal("restricted", json.Class);
        Assert.StartsWith("external: ", json.Root.GetProperty("facts").GetProperty("data.provenance").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(json.Ids, id => id.Contains("channel_effect", StringComparison.Ordinal)); // no truth of other rows
    }

    [Fact]
    public async Task Audit_WorldAsCsv_WorksAsExternalData()
    {
        var made = await _box.Run("generate", "neighbours-area", "--subjects", "2000", "--format", "csv", "--out", "@w");
        Assert.Equal(0, made.Code);
        Assert.Contains("w/subjects-0001-of-0001.csv", _box.Entries);
        using var csv = new Json((await _box.Run("audit", "@w", "--json")).Out);
        using var parquet = new Json((await fixture.Box.Run("audit", "@world", "--json", "--access", "S")).Out);
        Assert.Equal("restricted", csv.Class);
        foreach (var id in new[] { "accuracy/roc_auc", "disparity/adverse_impact_ratio/group/B", "leakage/moran_i/link=address" })
        {
            Assert.Equal(parquet[id].GetProperty("value").GetDouble(), csv[id].GetProperty("value").GetDouble(), 9);
        }
    }

    [Fact]
    public async Task Audit_OneCellChanged_IsNotSynthetic()
    {
        // A CSV cannot claim to be a world; its directory's description does not make it one.
        await _box.Run("generate", "neighbours-area", "--subjects", "2000", "--format", "csv", "--out", "@w");
        var name = "w/subjects-0001-of-0001.csv";
        var lines = _box.Read(name).Split('\n');
        lines[1] = lines[1].Replace(",female,", ",male,", StringComparison.Ordinal);
        _box.Write(name, string.Join('\n', lines));
        using var json = new Json((await _box.Run("audit", "@w", "--json")).Out);
        Assert.Equal("restricted", json.Class);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Audit_TruncatedParquet_IsOneMessage(double share)
    {
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        var path = Directory.GetFiles(_box.At("w"), "subjects-*.parquet")[0];
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..(int)(share * bytes.Length)], TestContext.Current.CancellationToken);
        var ran = await _box.Run("audit", "@w", "--out", "@o");
        Assert.Equal(3, ran.Code);
        Assert.Equal("subjects-0001-of-0001.parquet: the Parquet file ends early or is damaged. Expected a whole file with its footer. Copy or export it again.", ran.Message);
        Assert.Empty(ran.Out);
        Assert.False(Directory.Exists(_box.At("o")));
    }

    [Fact]
    public async Task Train_TwoModelsThenAudit_HeldOutRowsAndComparison()
    {
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        var plan = _box.Read("w/plan.yaml").Replace("data: .", "data: w", StringComparison.Ordinal);
        _box.Write("plan.yaml", plan);
        Assert.Equal(0, (await _box.Run("train", "@plan.yaml", "--model", "logistic", "--origins", "own", "--out", "@own")).Code);
        var trained = await _box.Run("train", "@plan.yaml", "--model", "fasttree", "--out", "@all");
        Assert.Equal(0, trained.Code);
        Assert.Matches(@"^fasttree trained on \d+ rows, \d+ held out by area; written to all\n", trained.Out);
        _box.Write("two.yaml", plan + "models: [{ name: own, model: own }, { name: all, model: all }]\n");
        var ran = await _box.Run("audit", "@two.yaml", "--out", "@o");
        Assert.Equal(0, ran.Code);
        using var json = new Json(_box.Read("o/findings.json"));
        Assert.Equal("synthetic", json.Class); // both models come out of the proven rows again
        Assert.All(json.Findings, f => Assert.Equal("holdout", f.GetProperty("rows").GetString()));
        Assert.Equal(0, json["leakage/move_effect_place/model=own"].GetProperty("value").GetDouble());
        Assert.Equal("own", json["accuracy/roc_auc_difference/model=all"].GetProperty("reference").GetString());
        Assert.True(json["disparity/selection_rate_change/model=all/group/B"].TryGetProperty("interval", out _));

        // The recorded score is in points where higher is safer, as the models' reading is: the difference is a number of points.
        var error = json["accuracy/score_reproduction_error/model=own"];
        Assert.Equal("points", error.GetProperty("scale").GetString());
        Assert.Equal("M", error.GetProperty("access").GetString());
        Assert.False(error.TryGetProperty("interval", out _));
        Assert.True(error.GetProperty("value").GetDouble() > 1);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);

        // Who sees scores only is shown the recorded one, and asks no model.
        using var outsider = new Json((await _box.Run("audit", "@two.yaml", "--json", "--access", "S")).Out);
        Assert.All(outsider.Findings, f => Assert.Equal(("S", false), (f.GetProperty("access").GetString(), f.TryGetProperty("model", out _))));

        // A model of which somebody changed one number is no longer what training gives: the result is external.
        var card = _box.Read("own/model.json");
        _box.Write("own/model.json", card.Replace("\"seed\": 1", "\"seed\": 2", StringComparison.Ordinal));
        using var changed = new Json((await _box.Run("audit", "@two.yaml", "--json")).Out);
        Assert.Equal("restricted", changed.Class);
        Assert.Contains(changed.Notes("skipped"), n => n.StartsWith("Comparison of 'all' with 'own': they were not trained on the same rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_ModelWhoseFeaturesTheDataLack_NamesTheColumn()
    {
        Sandbox.Copy(fixture.Box.At("world"), _box.At("w"));
        _box.Write("plan.yaml", _box.Read("w/plan.yaml").Replace("data: .", "data: w", StringComparison.Ordinal));
        await _box.Run("train", "@plan.yaml", "--model", "logistic", "--out", "@m");
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("other.yaml", Scores.Plan("model: m"));
        var ran = await _box.Run("audit", "@other.yaml", "--out", "@o");
        Assert.Equal(3, ran.Code);
        Assert.Equal("scores.csv: there is no column 'age' (feature of the score). Did you mean 'race'?", ran.Message);
        Assert.False(Directory.Exists(_box.At("o")));
    }

    [Theory]
    [InlineData("{", "m/model.json: the file cannot be read as JSON of the expected form (line 2). Expected what scoring-audit train writes. Train the model again.")]
    [InlineData(null, "plan: model: the directory 'm' has no model.json. Expected a directory made by scoring-audit train, or an ML.NET .zip; paths in a plan are relative to the plan's file. Name the directory given to train --out.")]
    public async Task Audit_BrokenModelDirectory_IsOneMessage(string? card, string message)
    {
        Directory.CreateDirectory(_box.At("m"));
        if (card is not null)
        {
            _box.Write("m/model.json", card + "\n");
        }

        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan("model: m"));
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o");
        Assert.Equal(message, ran.Message);
        Assert.Equal(3, ran.Code);
    }
}
