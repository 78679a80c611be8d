using ScoringAudit.Portfolios;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.EndToEnd;

/// <summary>Every scenario of the catalogue through generate, train and audit, each beside its control of strength 0.</summary>
public sealed class EveryScenarioTests : IDisposable
{
    private const string Subjects = "800";
    private readonly Sandbox _box = new();

    /// <summary>Ids of all scenarios.</summary>
    public static TheoryData<string> Ids => [.. ScenarioCatalogue.All.Select(s => s.Id)];

    public void Dispose() => _box.Dispose();

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Scenario_GenerateTrainAudit_RunsBesideItsControl(string id)
    {
        var scenario = ScenarioCatalogue.Require(id);
        await Ran("generate", id, "--subjects", Subjects, "--out", "@w");
        await Ran(["generate", id, "--subjects", Subjects, "--out", "@control", .. scenario.Channels.SelectMany(c => new[] { "--strength", c.Name + "=0" })]);

        // The world's own score: proven synthetic, and the generator knows each channel.
        using var audit = new Json((await Ran("audit", "@w", "--json")).Out);
        Assert.Equal("synthetic", audit.Class);
        Assert.Contains($"a {scenario.Nature} scenario", audit.Root.GetProperty("facts").GetProperty("data.mechanism").GetString(), StringComparison.Ordinal);
        foreach (var c in scenario.Channels)
        {
            Assert.Equal(c.Strength, audit[$"leakage/channel_effect/channel={c.Name}"].GetProperty("strength").GetDouble());
            Assert.Equal(c.Strength != 0, audit[$"leakage/channel_effect/channel={c.Name}"].GetProperty("value").GetDouble() != 0);
        }

        // The control: exactly 0, in the audit and in every row of the truth.
        using var off = new Json((await Ran("audit", "@control", "--json")).Out);
        Assert.Equal("synthetic", off.Class);
        Assert.All(scenario.Channels, c => Assert.Equal(0, off[$"leakage/channel_effect/channel={c.Name}"].GetProperty("value").GetDouble()));
        NoEffect(DataFile.Open(_box.At("control/truth-0001-of-0001.parquet")));

        // A model trained on it, audited on the rows that it never saw.
        var trained = await Ran("train", "@w/plan.yaml", "--model", "logistic", "--out", "@model");
        Assert.StartsWith("logistic trained on ", trained.Out, StringComparison.Ordinal);
        _box.Write("w/with-model.yaml", _box.Read("w/plan.yaml") + "model: ../model\n");
        using var model = new Json((await Ran("audit", "@w/with-model.yaml", "--json")).Out);
        Assert.Equal("synthetic", model.Class);
        Assert.Contains(model.Findings, f => f.TryGetProperty("value", out _) && f.GetProperty("model").GetString() == "model");

        // What is no score says so wherever it is shown.
        var text = (await Ran("scenarios", id)).Out;
        Assert.Contains($"; a {scenario.Nature} scenario", text, StringComparison.Ordinal);
        Assert.Contains($"\"nature\": \"{scenario.Nature}\"", _box.Read("w/world.json"), StringComparison.Ordinal);
    }

    private static void NoEffect(IPortfolio truth)
    {
        var names = truth.Schema.Columns.Select(c => c.Name).Where(n => n == "score" || n.StartsWith("score_without", StringComparison.Ordinal) || (n.StartsWith("part_", StringComparison.Ordinal) && n != "part_own")).ToArray();
        Assert.Equal("score", names[0]);
        using var reader = truth.Open([.. names.Select(n => truth.Schema.Require(n, "test"))]);
        while (reader.Read(out var batch))
        {
            for (var c = 1; c < names.Length; c++)
            {
                for (var i = 0; i < batch.Rows; i++)
                {
                    Assert.Equal(names[c].StartsWith("part_", StringComparison.Ordinal) ? 0 : batch.Doubles(0)[i], batch.Doubles(c)[i]);
                }
            }
        }
    }

    private async Task<Ran> Ran(params string[] args)
    {
        var ran = await _box.Run(args);
        Assert.True(ran.Code == 0, string.Join(' ', args) + ": " + ran.Message);
        return ran;
    }
}
