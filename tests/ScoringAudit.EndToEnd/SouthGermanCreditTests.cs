namespace ScoringAudit.EndToEnd;

/// <summary>Real, public data, which the repository does not hold: the South German Credit file (Grömping 2019), where it lies beside the repository.</summary>
public sealed class SouthGermanCreditTests : IDisposable
{
    private const string Where = "shared/data/south_german_credit/SouthGermanCredit.asc";

    private static readonly string[] Codes =
    [
        "laufkont", "moral", "verw", "sparkont", "beszeit", "rate", "famges", "buerge", "wohnzeit", "verm", "weitkred", "wohn", "bishkred", "beruf", "pers", "telef", "gastarb",
    ];

    private static readonly string[] Amounts = ["laufzeit", "hoehe"];

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("logistic")]
    [InlineData("gam")]
    [InlineData("fasttree")]
    [InlineData("lightgbm")]
    public async Task TrainAndAudit_RealFile_ReasonableAccuracyWithIntervalsAndWarnings(string algorithm)
    {
        Assert.SkipWhen(File() is null, $"the file is not there: {Where}, beside the repository or one of its parents");
        Assert.SkipWhen(algorithm == "lightgbm" && !Models.TrainerAvailability.LightGbm(out _), "LightGBM needs libgomp1");
        System.IO.File.Copy(File()!, _box.At("SouthGermanCredit.asc"));
        _box.Write("plan.yaml", Plan());
        var trained = await _box.Run("train", "@plan.yaml", "--model", algorithm, "--out", "@m");
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Contains("warning: South German Credit data: 'famges' cannot tell men from women", trained.Error, StringComparison.Ordinal);
        _box.Write("audit.yaml", Plan() + "model: m\n");
        var ran = await _box.Run("audit", "@audit.yaml", "--out", "@o");
        Assert.True(ran.Code == 0, ran.Error);
        using var json = new Json(_box.Read("o/findings.json"));
        Assert.Equal("open", json.Class);
        Assert.All(json.Findings, f => Assert.Equal("holdout", f.GetProperty("rows").GetString()));
        var auc = json["accuracy/roc_auc/model=m"];
        Assert.InRange(auc.GetProperty("value").GetDouble(), 0.70, 0.85);
        var limits = auc.GetProperty("interval");
        Assert.InRange(auc.GetProperty("value").GetDouble(), limits.GetProperty("low").GetDouble(), limits.GetProperty("high").GetDouble());
        var ratios = json.Findings.Where(f => f.GetProperty("measure").GetString() == "adverse_impact_ratio").ToList();
        Assert.Equal(3, ratios.Count); // four age groups, one of them the reference
        Assert.All(ratios, r => Assert.True(r.TryGetProperty("interval", out _)));
        var warnings = json.Notes("warning").ToList();
        Assert.Contains(warnings, w => w.Contains("'famges' cannot tell men from women", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("over-sampled (30 % of the rows)", StringComparison.Ordinal));
        var talk = ran.Out.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal);
        Assert.Contains("'famges' cannot tell men from women", talk, StringComparison.Ordinal);
        Assert.Contains("bad loans were over-sampled", talk, StringComparison.Ordinal);
        Assert.Contains("Open data. Ground stated by the plan: published by UCI under CC BY 4.0.", ran.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);
    }

    private static string Plan() =>
        $$"""
        schemaVersion: 1
        data: SouthGermanCredit.asc
        delimiter: " "
        columns:
          outcome: { column: kredit, adverse: "0" }
          decision: { approvalRate: 0.7 }
        protected:
          - { column: alter, bins: [25, 40, 60], reference: largest }
        features:
        {{string.Join('\n', Amounts.Select(a => $"  - {{ column: {a} }}").Concat(Codes.Select(c => $"  - {{ column: {c}, categories: [{Levels(c)}] }}")))}}
        sampling: { kind: random }
        disclosure: { class: open, ground: "published by UCI under CC BY 4.0" }
        seed: 1

        """;

    // Codes as the file's description lists them (Grömping 2019); verw has no 7.
    private static string Levels(string column) => column switch
    {
        "laufkont" or "famges" or "rate" or "wohnzeit" or "verm" or "bishkred" or "beruf" => Range(1, 4),
        "moral" => Range(0, 4),
        "verw" => Range(0, 10),
        "sparkont" or "beszeit" => Range(1, 5),
        "buerge" or "weitkred" or "wohn" => Range(1, 3),
        _ => Range(1, 2),
    };

    private static string Range(int first, int last) => string.Join(", ", Enumerable.Range(first, last - first + 1).Select(n => $"\"{n}\""));

    private static string? File()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, Where)))
            {
                return Path.Combine(at.FullName, Where);
            }
        }

        return null;
    }
}
