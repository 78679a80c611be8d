using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Every bad input of the disparity room through the command: the exact message and exit code, or undefined with the reason; and a second file to compare with.</summary>
public sealed class DisparityInputTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("g,ok\na,1\na,0\n", "", "t.csv: protected column 'g' has 1 group. A comparison needs at least 2: give another column, or bins.")]
    [InlineData("g,ok\na,0\nb,0\n", "", "t.csv: columns.decision.favourable is '1', but column 'ok' holds only 0. Expected at least two values, or nothing can be compared. Name another column.")]
    [InlineData("g,ok,loss\na,1,0.25\nb,0,1\n", "--outcome loss --adverse 1", "t.csv: row 1, column 'loss' (columns.outcome.adverse): found a fraction, expected '1' or another class. A quantity is no yes or no: make two classes of it first, or name another column.")]
    [InlineData("g,ok,w\na,1,\nb,0,1\n", "--weight w", "t.csv: row 1, column 'w' (weight): found no number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    [InlineData("g,ok,w\na,1,0\nb,0,0\n", "--weight w", "t.csv: the weights in column 'w' sum to 0, expected a positive sum. Correct the weights, or remove 'weight' from the plan.")]
    [InlineData("g,ok,w\na,1,2\nb,0,-2\n", "--weight w", "t.csv: row 2, column 'w' (weight): found a negative number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    public async Task Audit_CannotBeUsed_OneMessageAndExit3(string csv, string options, string message)
    {
        _box.Write("t.csv", csv);
        await Refused(message, ["audit", "@t.csv", "--decision", "ok", "--favourable", "1", "--group", "g", "--out", "@o", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [Fact]
    public async Task Audit_MoreThanTenThousandGroups_AreRefused()
    {
        var text = new StringBuilder("g,ok\n");
        for (var i = 0; i < 10_001; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"g{i},{i % 2}\n");
        }

        _box.Write("t.csv", text.ToString());
        await Refused(
            "t.csv: protected column 'g' has 10001 different values; at most 10000 groups can be compared. Is it an id? Give bins, categories, or another column.",
            "audit", "@t.csv", "--decision", "ok", "--favourable", "1", "--group", "g", "--out", "@o");
    }

    [Theory]
    [InlineData("0.6,0.6", "t.csv: row 2: the membership probabilities (pa, pb) sum to 1.2, expected 1. Add the column of the remaining group, or rescale them.")]
    [InlineData("1.5,0.5", "t.csv: row 2, column 'pa' (membership): found 1.5, expected a probability in [0, 1]. Correct the column, or leave such rows out.")]
    public async Task Plan_ProbabilitiesThatAreNone_AreRefusedWithTheRow(string second, string message)
    {
        _box.Write("t.csv", "pa,pb,ok\n0.4,0.6,1\n" + second + ",0\n");
        _box.Write("plan.yaml", """
            schemaVersion: 1
            data: t.csv
            columns:
              decision: { column: ok, favourable: "1" }
            protected:
              - { name: bisg, probabilities: { a: pa, b: pb }, reference: b }

            """);
        await Refused(message, "audit", "@plan.yaml", "--out", "@o");
    }

    [Fact]
    public async Task Plan_EmptyGroupZeroDenominatorsOneClass_AreUndefinedWithTheirReasons()
    {
        // a: no good outcome; b: no adverse outcome and nobody refused; c: nobody selected; d: nobody at all
        var text = new StringBuilder("g,ok,bad\n");
        foreach (var (row, count) in new[] { ("a,1,1", 20), ("a,0,1", 20), ("b,1,0", 40), ("c,0,1", 20), ("c,0,0", 20) })
        {
            for (var i = 0; i < count; i++)
            {
                text.Append(row).Append('\n');
            }
        }

        _box.Write("t.csv", text.ToString());
        const string plan = """
            schemaVersion: 1
            data: t.csv
            columns:
              decision: { column: ok, favourable: "1" }
              outcome: { column: bad, adverse: "1" }
            protected:
              - { column: g, categories: [a, b, c, d], reference: REFERENCE }
            disclosure: { class: open, ground: "made up" }

            """;
        _box.Write("plan.yaml", plan.Replace("REFERENCE", "b", StringComparison.Ordinal));
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--json");
        Assert.Equal(0, ran.Code);
        using var json = new Json(ran.Out);
        void Undefined(string id, string reason)
        {
            Assert.Equal("undefined", json["disparity/" + id].GetProperty("status").GetString());
            Assert.Equal(reason, json["disparity/" + id].GetProperty("reason").GetString());
            Assert.False(json["disparity/" + id].TryGetProperty("value", out _));
        }

        Undefined("adverse_impact_ratio/g/d", "the group has no decided rows");
        Undefined("true_positive_rate/g/a", "the group has no row whose outcome is not adverse");
        Undefined("false_positive_rate/g/b", "the group has no row whose outcome is adverse");
        Undefined("negative_predictive_value/g/b", "the group has no unfavourable decision with an observed outcome");
        Undefined("positive_predictive_value/g/c", "the group has no favourable decision with an observed outcome");
        Undefined("false_positive_rate_difference/g/c", "the reference group has no row whose outcome is adverse");
        Assert.Equal(1, json["disparity/selection_rate/g/b"].GetProperty("value").GetDouble()); // all selected: a rate, with an interval that is no point
        Assert.Equal(0, json["disparity/adverse_impact_ratio/g/c"].GetProperty("value").GetDouble()); // none selected: 0 over 1
        Assert.True(json["disparity/adverse_impact_ratio/g/c"].GetProperty("interval").GetProperty("high").GetDouble() > 0);

        _box.Write("plan.yaml", plan.Replace("REFERENCE", "c", StringComparison.Ordinal));
        using var other = new Json((await _box.Run("audit", "@plan.yaml", "--out", "@o", "--force", "--json")).Out);
        Assert.Equal("the reference group has no favourable decision", other["disparity/adverse_impact_ratio/g/a"].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Compare_AnotherFile_ShowsWhatMovedInBoth()
    {
        // before: B 40 of 100 and W 60 of 100 approved, after: 20 and 60; incomes the same, scores of B 20 points lower
        _box.Write("before.csv", Decisions(40, 0));
        _box.Write("after.csv", Decisions(20, 20));
        _box.Write("plan.yaml", """
            schemaVersion: 1
            data: after.csv
            compare: { data: before.csv, name: "2023" }
            columns:
              score: { column: points, direction: higher_is_safer }
              decision: { column: ok, favourable: "1" }
            protected:
              - { column: g, reference: W }
            features: [{ column: income }]
            measures: [disparity]
            disclosure: { class: open, ground: "made up" }

            """);
        var ran = await _box.Run("audit", "@plan.yaml", "--out", "@o", "--json");
        Assert.True(ran.Code == 0, ran.Error);
        using var json = new Json(ran.Out);
        Assert.Equal(20 / 60.0, json["disparity/adverse_impact_ratio/g/B"].GetProperty("value").GetDouble(), 12);
        Assert.Equal(40 / 60.0, json["disparity/adverse_impact_ratio/g/B/stratum=2023"].GetProperty("value").GetDouble(), 12);
        Assert.True(json["disparity/population_stability_index"].GetProperty("value").GetDouble() > 0.1);
        Assert.True(json["disparity/population_stability_index/feature=income"].GetProperty("value").GetDouble() < 1e-9);
        Assert.Equal("2023", json["disparity/population_stability_index"].GetProperty("reference").GetString());
        var rows = _box.Read("o/tables/disparity-by-file.csv").Split('\n').Where(r => r.StartsWith("g,adverse_impact_ratio,B,W,", StringComparison.Ordinal)).Select(r => r.Split(',')).ToList();
        Assert.Equal(["(this file)", "2023"], rows.Select(r => r[4]).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            // two files: the band is wider than each file's own interval
            var own = json["disparity/adverse_impact_ratio/g/B" + (row[4] == "2023" ? "/stratum=2023" : string.Empty)].GetProperty("interval");
            Assert.True(double.Parse(row[6], CultureInfo.InvariantCulture) < own.GetProperty("low").GetDouble());
            Assert.True(double.Parse(row[7], CultureInfo.InvariantCulture) > own.GetProperty("high").GetDouble());
        }

        Assert.Contains(_box.Read("o/tables/disparity-by-file.csv").Split('\n'), r => r.StartsWith("g,standardized_mean_difference,B,W,2023,", StringComparison.Ordinal));
        Assert.Equal(0, (await _box.Run("verify", "@o")).Code);

        // the same from the command line alone
        using var line = new Json((await _box.Run("audit", "@after.csv", "--decision", "ok", "--favourable", "1", "--group", "g", "--reference", "g=W", "--compare", "@before.csv", "--json")).Out);
        Assert.Equal(40 / 60.0, line["disparity/adverse_impact_ratio/g/B/stratum=before"].GetProperty("value").GetDouble(), 12);
    }

    [Theory]
    [InlineData("compare: gone.csv", "plan.yaml: compare: there is no file 'gone.csv'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove 'compare' from the plan.")]
    [InlineData("compare: { file: t.csv }", "plan.yaml, line 3: unknown key 'compare.file'. The keys here are: data, name.")]
    [InlineData("compare: other.csv", "other.csv: there is no column 'ok' (columns.decision.favourable). The columns are: g, no.")]
    [InlineData("compare: { data: t.csv, name: a=b }", "plan: compare: the name 'a=b' holds '=', ';' or '/', which findings need for themselves. Give another name: compare: { data: FILE, name: NAME }.")]
    [InlineData("compare: t.csv\ndisclosure: { class: protected, unit: row }", "plan: compare: 't' cannot be compared under class protected: what is rounded or noisy in one file follows from two. Remove 'compare', or audit each file by itself.")]
    public async Task Compare_ThatCannotBeUsed_OneMessage(string line, string message)
    {
        _box.Write("t.csv", Decisions(40, 0));
        _box.Write("other.csv", "g,no\nB,1\nW,0\n");
        _box.Write("plan.yaml", $$"""
            schemaVersion: 1
            data: t.csv
            {{line}}
            columns:
              decision: { column: ok, favourable: "1" }
            protected:
              - { column: g, reference: W }

            """);
        await Refused(message, "audit", "@plan.yaml", "--out", "@o");
    }

    private static string Decisions(int ofB, int lower)
    {
        var text = new StringBuilder("g,ok,points,income\n");
        for (var i = 0; i < 200; i++)
        {
            var b = i % 2 == 0;
            text.Append(CultureInfo.InvariantCulture, $"{(b ? "B" : "W")},{(i / 2 < (b ? ofB : 60) ? 1 : 0)},{600 + (i * 37 % 100) - (b ? lower : 0)},{i * 13 % 89}\n");
        }

        return text.ToString();
    }

    private async Task Refused(string message, params string[] args)
    {
        var ran = await _box.Run(args);
        Assert.Equal(message, ran.Message);
        Assert.Equal(3, ran.Code);
        Assert.DoesNotContain("o", _box.Entries);
    }
}
