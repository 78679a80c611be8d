using System.Text;
using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Tests.Reporting;

namespace ScoringAudit.Tests.Release;

/// <summary>Whoever reads all files of a restricted report, and of an earlier one with moved bins, cannot bound a suppressed count more tightly than the minimum cell.</summary>
public class DisclosureAttackTests
{
    private const int MinCell = 5;
    private static readonly string[] Races = ["A", "B", "C"];
    private static readonly string[] Sexes = ["F", "M"];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restricted_RandomLinkedTables_KeepEverySmallCount(int seed)
    {
        var people = People.Draw(seed, 90 + (30 * (seed % 5)));
        var released = ReleaseGate.Release(Audit.Run(people.Rows, Plan([30, 50]), new AuditInputs()));
        var files = Write(released);
        var attacker = new Attacker { Groups = GroupsOf([30, 50]), OnlyRateAndInterval = seed % 2 == 0 };
        Read(attacker, files);
        attacker.AddStructure();
        Assert.True(Check(attacker, people, GroupsOf([30, 50])) > 0, "the draw has no small count: it tests nothing");

        SameFromFiles(files);
    }

    // Every table, not only the rates: no row shows few people, and of groups or bands that add up to a known whole none is missing alone.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restricted_EveryTable_ShowsNoSmallCountAndMissesNoneAlone(int seed)
    {
        var people = People.Draw(seed, 90 + (30 * (seed % 5)));
        var plan = Plan([30, 50]);
        var released = ReleaseGate.Release(Audit.Run(people.Rows, plan with { Roles = plan.Roles with { Score = new ScoreRole("score", ScoreDirection.HigherIsRiskier) } }, new AuditInputs()));
        foreach (var table in ReleasedTable.AllOf(released).Select(t => t.Table))
        {
            int At(params string[] names) => names.Select(name => table.Columns.ToList().IndexOf(name)).FirstOrDefault(at => at >= 0, -1);
            var (n, rate) = (At("n", "applicants"), At("rate", "observed"));
            foreach (var row in table.Rows.Where(_ => n >= 0))
            {
                if (row[n] is long rows and not 0)
                {
                    Assert.True(rows >= MinCell, $"{table.Name}: a row of {rows} people");
                    if (rate >= 0 && row[rate] is double share)
                    {
                        var count = Math.Round(share * rows);
                        Assert.True(count >= MinCell && rows - count >= MinCell, $"{table.Name}: {count} of {rows} people");
                    }
                }
            }

            if (table.Name == "score-bands")
            {
                var (panel, group, band) = (At("panel"), At("group"), At("band"));
                Assert.All(table.Rows.Where(row => Equals(row[panel], "age")), row => Assert.Null(row[n]));
                foreach (var by in new[] { group, band })
                {
                    Assert.All(table.Rows.GroupBy(row => (row[panel], row[by])), part => Assert.NotEqual(1, part.Count(row => row[n] is null)));
                }
            }
        }
    }

    // The page and the figures hold what findings.json and the tables hold: drawn again from those, they are the same bytes.
    private static void SameFromFiles(MemorySink files)
    {
        var page = new MemoryStream();
        ReportPage.Write(ReportModel.Read(files.Open), page);
        Assert.Equal(files.Text("report.html"), Encoding.UTF8.GetString(page.ToArray()));
        var again = new MemorySink();
        foreach (var table in TablesCsv.Read(files.Open).Where(FigureSvg.CanDraw))
        {
            using var to = again.Create(FigureSvg.PathOf(table.Table.Name));
            FigureSvg.Write(table, to);
        }

        Assert.NotEmpty(again.Paths);
        Assert.All(again.Paths, path => Assert.Equal(files.Text(path), again.Text(path)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restricted_EarlierReportWithMovedBins_KeepsEverySmallCount(int seed)
    {
        var people = People.Draw(seed, 200);
        double[] before = [30, 50], after = seed % 3 == 0 ? [31, 50] : seed % 3 == 1 ? [30, 48, 60] : [28, 52];
        var first = ReleaseGate.Release(Audit.Run(people.Rows, Plan(before, "age"), new AuditInputs()));
        var second = ReleaseGate.Release(Audit.Run(people.Rows, Plan(after, "age"), new AuditInputs()), first.Cells);
        double[] all = [.. before.Concat(after).Distinct().Order()];
        var attacker = new Attacker
        {
            Groups = new Dictionary<string, IReadOnlyList<string>> { ["age"] = Names(before).Concat(Names(after)).Distinct().ToList() },
        };
        attacker.ReadFindings(Write(first).Text("findings.json"));
        var files = Write(second);
        attacker.ReadFindings(files.Text("findings.json"));
        attacker.ReadRates(files.Text("tables/selection-rates.csv"));
        SameFromFiles(files);
        var fine = Names(all);
        foreach (var edges in new[] { before, after })
        {
            foreach (var (name, from, to) in Spans(edges))
            {
                attacker.AddBin("age", name, "fine", Spans(all).Where(s => s.From >= from && s.To <= to).Select(s => s.Name));
            }
        }

        attacker.AddBin(string.Empty, string.Empty, "fine", fine);
        foreach (var (name, from, to) in Spans(all))
        {
            var count = people.Count(i => people.Age[i] >= from && people.Age[i] < to);
            foreach (var cells in new int[][] { [0, 1, 2, 3], [0, 2] })
            {
                var truth = count[cells[0]] + cells.Skip(1).Sum(c => count[c]);
                var (low, high) = attacker.Range("fine", name, cells);
                Assert.True(high - low >= MinCell - 1e-9 || low >= MinCell - 1e-9, $"{name}: {truth} people are known to be {low} to {high}");
            }
        }
    }

    // Without the log the difference of the two reports tells how many people are 30.
    [Fact]
    public void Restricted_WithoutTheLog_MovedBinsGiveASmallCountAway()
    {
        var people = People.Draw(3, 200);
        var first = ReleaseGate.Release(Audit.Run(people.Rows, Plan([30, 50], "age"), new AuditInputs()));
        var second = ReleaseGate.Release(Audit.Run(people.Rows, Plan([31, 50], "age"), new AuditInputs()));
        long N(ReleasedEvidence report, string group) => report.Findings.Single(f => f.Measure == "selection_rate" && f.Group == group).N ?? -1;
        var born = people.Count(i => people.Age[i] == 30).Sum();
        Assert.InRange(born, 1, MinCell - 1);
        Assert.Equal(born, N(second, "<31") - N(first, "<30"));
    }

    // A mean times its rows, added up over groups, is the mean of all times all rows: one missing group would follow.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restricted_MeansTimesCounts_AreNeverMissingForOneGroupAlone(int seed)
    {
        var people = People.Draw(seed, 150);
        var plan = Plan([30, 50], "race") with
        {
            Roles = Plan([30, 50], "race").Roles with { Score = new ScoreRole("score", ScoreDirection.HigherIsRiskier) },
        };
        var released = ReleaseGate.Release(Audit.Run(people.Rows, plan, new AuditInputs()));
        string[] means = ["brier", "log_loss", "calibration_in_the_large"];
        foreach (var measure in means)
        {
            var of = released.Findings.Where(f => f.Measure == measure).ToList();
            Assert.NotEmpty(of);
            var everybody = of.Single(f => f.Attribute is null);
            var hidden = of.Count(f => f.Attribute is not null && f.Status == FindingStatus.Suppressed);
            Assert.True(hidden != 1 || everybody.Status == FindingStatus.Suppressed, $"{measure}: one group alone is missing");
        }
    }

    [Fact]
    public void Restricted_OneSmallGroup_LosesLittleElse()
    {
        // 3 of C, beside hundreds of A and B: C and one more group go, everybody else's numbers stay.
        var approved = Enumerable.Range(0, 603).Select(i => i % 3 == 0 ? 0L : 1L).ToArray();
        var race = Enumerable.Range(0, 603).Select(i => i < 300 ? "A" : i < 600 ? "B" : "C").ToArray();
        var rows = ColumnPortfolio.Build("one.csv").Integer("approved", approved).Category("race", race).Build();
        var plan = new AuditPlan { Roles = new Roles { Decision = DecisionRole.Recorded("approved", "1"), Protected = [ProtectedRole.Of("race", "A")] } };
        var released = ReleaseGate.Release(Audit.Run(rows, plan, new AuditInputs()));
        var rates = released.Findings.Where(f => f.Measure == "selection_rate").ToList();
        Assert.Equal(2, rates.Count(f => f.Status == FindingStatus.Defined)); // everybody, and one group
        Assert.Equal(FindingStatus.Suppressed, rates.Single(f => f.Group == "C").Status);
    }

    [Fact]
    public void Release_Twice_IsTheSame()
    {
        var people = People.Draw(5, 150);
        var evidence = Audit.Run(people.Rows, Plan([30, 50]), new AuditInputs());
        var first = Write(ReleaseGate.Release(evidence));
        var second = Write(ReleaseGate.Release(evidence));
        Assert.Equal(first.Text("findings.json"), second.Text("findings.json"));
    }

    private static int Check(Attacker attacker, People people, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        var small = 0;
        foreach (var (attribute, names) in groups)
        {
            foreach (var name in names)
            {
                var count = people.Of(attribute, name);
                if (count.Sum() == 0)
                {
                    continue; // nobody is in it: no secret
                }

                foreach (var cells in new int[][] { [0], [1], [2], [3], [0, 2], [1, 3], [0, 1, 2, 3] })
                {
                    var truth = cells.Sum(c => count[c]);
                    if (truth >= MinCell)
                    {
                        continue;
                    }

                    small++;
                    var (low, high) = attacker.Range(attribute, name, cells);
                    Assert.True(low - 1e-9 <= truth && truth <= high + 1e-9, "the attacker is wrong");
                    Assert.True(high - low >= MinCell - 1e-9, $"{attribute}={name}, cells {string.Join('+', cells)}: {truth} people are known to be {low} to {high}");
                }
            }
        }

        return small;
    }

    private static void Read(Attacker attacker, MemorySink files)
    {
        attacker.ReadFindings(files.Text("findings.json"));
        attacker.ReadRates(files.Text("tables/selection-rates.csv"));
    }

    private static MemorySink Write(ReleasedEvidence evidence) => MemorySink.Audit(evidence);

    private static AuditPlan Plan(double[] bins, params string[] only)
    {
        ProtectedRole[] groups = [ProtectedRole.Of("race", "A"), ProtectedRole.Of("sex", "F"), new ProtectedRole("age", ProtectedRole.Largest, [], bins)];
        return new AuditPlan
        {
            Roles = new Roles
            {
                Decision = DecisionRole.Recorded("approved", "1"),
                Outcome = new OutcomeRole("default", "1"),
                Protected = [.. groups.Where(g => only.Length == 0 || only.Contains(g.Column))],
                Intersections = only.Length == 0 ? [["race", "sex"]] : [],
            },
            Independent = "rows",
            Disclosure = new DisclosurePlan(DisclosureClass.Restricted, null, MinCell, true),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> GroupsOf(double[] bins) => new()
    {
        ["race"] = Races,
        ["sex"] = Sexes,
        ["age"] = Names(bins),
        ["race*sex"] = [.. Races.SelectMany(r => Sexes.Select(s => r + "*" + s))],
    };

    private static IReadOnlyList<string> Names(double[] bins) => GroupColumn.BinNames(bins);

    private static IEnumerable<(string Name, double From, double To)> Spans(double[] bins) =>
        Names(bins).Select((name, i) => (name, i == 0 ? double.NegativeInfinity : bins[i - 1], i == bins.Length ? double.PositiveInfinity : bins[i]));

    private sealed record People(ColumnPortfolio Rows, string[] Race, string[] Sex, double[] Age, int[] Cell)
    {
        // A is common, C is rare, men of B are rare; cells: true positive, false negative, false positive, true negative.
        public static People Draw(int seed, int n)
        {
            var random = Streams.FromSeed((ulong)seed).Derive("people").Sequence();
            var race = new string[n];
            var sex = new string[n];
            var age = new double[n];
            var cell = new int[n];
            for (var i = 0; i < n; i++)
            {
                race[i] = random.NextUniform() switch { < 0.6 => "A", < 0.9 => "B", _ => "C" };
                sex[i] = random.NextUniform() < (race[i] == "B" ? 0.2 : 0.5) ? "M" : "F";
                age[i] = 20 + random.NextBelow(50);
                var adverse = random.NextUniform() < 0.2;
                var favourable = random.NextUniform() < (adverse ? 0.4 : 0.8);
                cell[i] = (adverse ? 2 : 0) + (favourable ? 0 : 1);
            }

            var score = new double[n];
            for (var i = 0; i < n; i++)
            {
                score[i] = (cell[i] >= 2 ? 0.35 : 0.15) + (0.3 * random.NextUniform());
            }

            var rows = ColumnPortfolio.Build("people.csv")
                .Integer("approved", [.. cell.Select(c => c is 0 or 2 ? 1L : 0L)])
                .Integer("default", [.. cell.Select(c => c >= 2 ? 1L : 0L)])
                .Category("race", race).Category("sex", sex).Number("age", age)
                .Number("score", score)
                .Build();
            return new People(rows, race, sex, age, cell);
        }

        public int[] Count(Func<int, bool> of)
        {
            var counts = new int[4];
            for (var i = 0; i < Cell.Length; i++)
            {
                counts[Cell[i]] += of(i) ? 1 : 0;
            }

            return counts;
        }

        public int[] Of(string attribute, string group) => attribute switch
        {
            "race" => Count(i => Race[i] == group),
            "sex" => Count(i => Sex[i] == group),
            "race*sex" => Count(i => Race[i] + "*" + Sex[i] == group),
            _ => Count(i => Spans([30, 50]).Single(s => s.Name == group) is var span && Age[i] >= span.From && Age[i] < span.To),
        };
    }
}
