using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScoringAudit.Privacy;
using ScoringAudit.Storage;

namespace ScoringAudit.EndToEnd;

/// <summary>The whole report writer on neighbouring portfolios: when the released tables are the same, every byte of the report is the same.</summary>
/// <remarks>
/// What differs between the reports of D and of D without a person is then the released tables alone, and of those the exact privacy loss is tested.
/// The ledger makes it exact: the second run is answered with the values that the first one released. The one thing left is the keyed digest of the
/// data, which tells nothing to whoever lacks the key; it is masked.
/// </remarks>
public sealed class NeighbouringPortfolioTests : IDisposable
{
    private const string Plan =
        """
        schemaVersion: 1
        data: d.csv
        columns:
          row: id
          subject: person
          score: { column: pd, direction: higher_is_riskier }
          decision: { column: approved, favourable: "1" }
          outcome: { column: default, adverse: "1" }
        protected:
          - { column: race, reference: largest }
          - { column: age, bins: [30, 50], reference: highest_rate }
        intersections: [[race, age]]
        disclosure: { class: protected, schema: schema.yaml, rows: 2 }

        """;

    private const string Schema =
        """
        schemaVersion: 1
        columns:
          race: { categories: [White, Black], source: "form" }
          pd: { bounds: [0, 1], bins: [0.1, 0.2, 0.3, 0.5], source: "a probability" }
          income: { bounds: [0, 10], bins: [2, 4, 6, 8], source: "form" }
          job: { categories: [yes, no], source: "form" }
          plz: { categories: ["01", "02", "03"], source: "post office" }

        """;

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static string Rows()
    {
        var text = new StringBuilder("id,person,pd,approved,race,age,income,job,area_share,plz,default\n");
        for (var i = 0; i < 2000; i++)
        {
            var approved = i % 7 < (i % 5 == 0 ? 3 : 5);
            text.Append(CultureInfo.InvariantCulture, $"{i},{i},{(approved ? 0.05 : 0.3) + (i % 13 / 100.0):0.00},{(approved ? 1 : 0)},{(i % 5 == 0 ? "Black" : "White")},{20 + (i % 45)},{i % 9},{(i % 2 == 0 ? "yes" : "no")},{(i % 4 / 10.0):0.0},0{(i % 3) + 1},{(i % 11 < (approved ? 2 : 5) ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    /// <summary>The worst that one person can do to a file, by name.</summary>
    public static TheoryData<string, string> Persons() => new()
    {
        { "rare category", "9999,x,0.10,1,Martian,33,3,yes,0.1,01,0\n" },
        { "extreme numbers", "9999,x,1e300,0,White,-1e9,1e30,yes,0.1,01,1\n" },
        { "infinite score", "9999,x,inf,0,White,40,3,no,0.1,02,1\n" },
        { "nothing recorded", "9999,x,,,,,,,,,\n" },
        { "words where others have numbers", "9999,x,0.10,maybe,White,33,3,yes,0.1,01,perhaps\n" },
        { "fractions where others have whole numbers", "9999,x,0.10,0.5,White,33.5,3.25,yes,0.1,01,0.5\n" },
        { "hub with many rows", string.Concat(Enumerable.Range(0, 300).Select(i => $"{9000 + i},x,0.99,0,Black,80,9,no,0.9,03,1\n")) },
        { "row id of another", "5,x,0.10,1,White,33,3,yes,0.1,01,0\n" },
        { "long name", "9999," + new string('x', 3000) + ",0.10,1,White,33,3,yes,0.1,01,0\n" },
        { "area of their own", "9999,x,0.10,1,White,33,3,yes,0.1,0815,1\n" },
    };

    [Theory]
    [MemberData(nameof(Persons))]
    public async Task Report_WithAndWithoutOnePerson_SameReleasedTables_SameBytes(string what, string person)
    {
        var differences = await Differences(Plan, Rows() + person, Rows());
        Assert.True(differences.Length == 0, $"{what}: {string.Join("; ", differences)}");
    }

    [Theory]
    [MemberData(nameof(Persons))]
    public void Columns_WithAndWithoutOnePerson_AreReadAlike(string what, string person)
    {
        // "NaN" is a missing number and a word: how a column is read must not follow from one person's value, or it would change everybody's.
        var (plan, schema) = (PlanFile.Parse(Plan), SchemaFile.Parse(Schema));
        string[] Kinds(string name, string rows)
        {
            var opened = DataFile.Open(_box.Write(name, rows), Cli.Jobs.ProtectedJob.Options(plan, schema, null)).Schema;
            // Whole numbers and others are both read as double-precision numbers.
            return [.. new[] { "pd", "approved", "race", "age", "income", "job", "plz", "default" }.Select(c => c + ": " + (opened[opened.Require(c, "test")] is { IsNumeric: true } ? "number" : opened[opened.Require(c, "test")].Kind.ToString()))];
        }

        Assert.Equal(Kinds("a.csv", Rows()), Kinds("b.csv", Rows() + person));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("rare category", "9999,x,0.10,1,Martian,33,3,spy,0.1,0815,0\n")]
    [InlineData("hub", "9999,x,0.99,0,Black,80,9,no,0.9,03,1\n")]
    [InlineData("extreme numbers", "9999,x,1e300,0,White,-1e9,3e38,yes,1e9,01,1\n")]
    public async Task ReportOfAModelByTheDecoupledRoute_WithAndWithoutOnePerson_SameBytes(string what, string person)
    {
        _box.Write("t.csv", Rows());
        var train = Plan.Replace("data: d.csv", "data: t.csv", StringComparison.Ordinal).Replace("  score: { column: pd, direction: higher_is_riskier }\n", string.Empty, StringComparison.Ordinal)
            .Replace("decision: { column: approved, favourable: \"1\" }", "decision: { cutoff: 0.3 }", StringComparison.Ordinal)
            .Replace("disclosure: { class: protected, schema: schema.yaml, rows: 2 }", "features:\n  - { column: income }\n  - { column: job, categories: [\"no\", \"yes\"] }\n  - { column: area_share, origin: area }", StringComparison.Ordinal);
        _box.Write("train.yaml", train);
        Assert.Equal(0, (await _box.Run("train", "@train.yaml", "--model", "logistic", "--out", "@m")).Code);
        var plan = train.Replace("data: t.csv", "data: d.csv", StringComparison.Ordinal)
            + "model: m\ndisclosure: { class: protected, unit: node, schema: schema.yaml, aggregates: [{ feature: area_share, cell: plz }] }\n";
        var differences = await Differences(plan, Rows() + person, Rows());
        Assert.True(differences.Length == 0, $"{what}: {string.Join("; ", differences)}");
        Assert.Contains("leakage/score_distortion/model=m", _box.Read("a/findings.json"), StringComparison.Ordinal);
        Assert.Contains("explanation/permutation_importance/model=m/feature=income", _box.Read("a/findings.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_ARestrictedReport_IsFoundToDiffer()
    {
        // The same comparison of exact reports must fail, or it would prove nothing.
        var exact = Plan.Replace("disclosure: { class: protected, schema: schema.yaml, rows: 2 }", "disclosure: { class: restricted }", StringComparison.Ordinal);
        var differences = await Differences(exact, Rows() + "9999,x,0.10,1,White,33,3,yes,0.1,01,0\n", Rows());
        Assert.Contains(differences, d => d.StartsWith("findings.json", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.StartsWith("manifest.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Control_FreshNoise_IsFoundToDiffer()
    {
        _box.Write("plan.yaml", Plan);
        _box.Write("schema.yaml", Schema);
        _box.Write("d.csv", Rows());
        foreach (var name in new[] { "a", "b" })
        {
            Assert.Equal(0, (await _box.Run("audit", "@plan.yaml", "--ledger", "@ledger-" + name, "--out", "@" + name)).Code);
        }

        Assert.Contains(Compare(), d => d.StartsWith("tallies.json", StringComparison.Ordinal));
    }

    private async Task<string[]> Differences(string plan, string with, string without)
    {
        _box.Write("plan.yaml", plan);
        _box.Write("schema.yaml", Schema);
        _box.Write("d.csv", with);
        var first = await _box.Run("audit", "@plan.yaml", "--ledger", "@one", "--out", "@a");
        Assert.True(first.Code == 0, first.Error);
        _box.Write("d.csv", without);
        if (File.Exists(_box.At("a/tallies.json")))
        {
            // The neighbour's ledger, as if its noise had given the same released values.
            using var tallies = JsonDocument.Parse(_box.Read("a/tallies.json"));
            using var ledger = PrivacyLedgerFile.Open(_box.At("two"), DigestKey.OfUser());
            var data = FileDigest.Hmac(_box.At("d.csv"), DigestKey.OfUser());
            foreach (var table in tallies.RootElement.GetProperty("tables").EnumerateArray())
            {
                var request = table.GetProperty("request").GetString()!;
                ledger.Charge(data, PrivacyBudget.Default, request, table.GetProperty("name").GetString()!, Rational.Parse(table.GetProperty("rho").GetString()!));
                ledger.Record(data, request, [.. table.GetProperty("cells").EnumerateArray().Select(c => c.GetInt64())]);
            }
        }

        var second = await _box.Run("audit", "@plan.yaml", "--ledger", "@two", "--out", "@b");
        Assert.True(second.Code == 0, second.Error);
        return [.. Compare(), .. first.Out == second.Out.Replace("b/report", "a/report", StringComparison.Ordinal).Replace("verify b", "verify a", StringComparison.Ordinal) ? [] : new[] { "stdout" }];
    }

    private string[] Compare()
    {
        var (a, b) = (Files("a"), Files("b"));
        return [.. a.Keys.Union(b.Keys).Where(f => a.GetValueOrDefault(f) != b.GetValueOrDefault(f)).Select(f => f + ": " + First(a.GetValueOrDefault(f), b.GetValueOrDefault(f)))];
    }

    private SortedDictionary<string, string> Files(string name) => new(
        Directory.EnumerateFiles(_box.At(name), "*", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(_box.At(name), f).Replace('\\', '/'),
            f => Masked(Path.GetFileName(f), File.ReadAllText(f), name)),
        StringComparer.Ordinal);

    // The keyed digest of the data, and what names the output directory; of hashes of outputs only that of the page, which shows that digest.
    private static string Masked(string file, string text, string name)
    {
        text = Regex.Replace(text, "hmac-sha256:[0-9a-f]{64}", "hmac").Replace($"…/{name}\"", "…/out\"", StringComparison.Ordinal).Replace($"…/{name} ", "…/out ", StringComparison.Ordinal)
            .Replace("…/one", "…/ledger", StringComparison.Ordinal).Replace("…/two", "…/ledger", StringComparison.Ordinal);
        text = Regex.Replace(text, $"…/{name}(?=[<&])", "…/out");
        return file == "manifest.json" ? Regex.Replace(text, "(\"path\": \"report.html\",\\s+\"bytes\": \\d+,\\s+\"digest\": \")[^\"]+", "$1page") : text;
    }

    private static string First(string? a, string? b)
    {
        if (a is null || b is null)
        {
            return "there in one only";
        }

        var at = Enumerable.Range(0, Math.Min(a.Length, b.Length)).FirstOrDefault(i => a[i] != b[i], Math.Min(a.Length, b.Length));
        string Around(string t) => t.Substring(Math.Max(0, at - 40), Math.Min(90, t.Length - Math.Max(0, at - 40))).ReplaceLineEndings(" ");
        return $"'{Around(a)}' against '{Around(b)}'";
    }
}
