using ScoringAudit.Auditing;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Privacy;

namespace ScoringAudit.Tests.Auditing.Protection;

/// <summary>What is counted: against a count by hand, and against every neighbouring portfolio.</summary>
public class ProtectedPassTests
{
    private const int People = 60;

    /// <summary>A score of two own features and the adverse share of the person's area: log-odds, with a switch at the area's share.</summary>
    internal sealed class AreaScorer : IScorer
    {
        public FeatureSchema Features { get; } = new(
        [
            new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 3, false, 0),
            new Feature("job", FeatureKind.Category, Origin.Own, OnMove.Keep, ["no", "yes"], 0, false, 1),
            new Feature("area_share", FeatureKind.Number, Origin.Area, OnMove.Swap, [], 0.1f, false, 4),
        ]);

        public ScoreScale Scale => ScoreScale.AdverseLogOdds;

        public void Score(in FeatureBlock columns, Span<double> scores)
        {
            for (var i = 0; i < columns.Rows; i++)
            {
                scores[i] = 0.5 - (0.6 * columns[0][i]) - (columns[1][i] == 1 ? 1 : 0) + (columns[2][i] > 0.35f ? 2.5 : 0);
            }
        }
    }

    internal static readonly PublicSchema Schema = new(
        "schema.yaml",
        [
            new PublicColumn("race", ["a", "b"], [], double.NegativeInfinity, double.PositiveInfinity, "s"),
            new PublicColumn("income", [], [2, 4], 0, 6, "s"),
            new PublicColumn("job", ["yes", "no"], [], double.NegativeInfinity, double.PositiveInfinity, "s"),
            new PublicColumn("plz", ["1", "2", "3"], [], double.NegativeInfinity, double.PositiveInfinity, "s"),
        ]);

    internal static AuditPlan Plan(PrivacyPlan privacy) => new()
    {
        Roles = new Roles
        {
            Subject = "person",
            Area = new AreaRole("plz", null),
            Decision = DecisionRole.AtCutoff(0.4),
            Outcome = new OutcomeRole("bad", "1", false),
            Protected = [new ProtectedRole("race", "a", [], []), new ProtectedRole("age", ProtectedRole.Largest, [], [40])],
            Intersections = [["race", "age"]],
            Features = [FeatureRole.Of("income"), FeatureRole.Of("job"), new FeatureRole("area_share", Origin.Area, null, [])],
        },
        Disclosure = new DisclosurePlan(DisclosureClass.Protected, null, 10, true) { Privacy = privacy },
    };

    internal static readonly PrivacyPlan Node = new() { Unit = PrivacyUnitKind.Node, Aggregates = [new AggregatePlan("area_share", "plz", 1)] };

    internal static readonly AuditInputs Inputs = new() { Models = [new NamedModel("m", new AreaScorer(), null, Provenance.External("test"), "test")] };

    internal static ProtectedDesign Design(PrivacyPlan privacy) =>
        ProtectedDesign.Of(Plan(privacy), Schema, new ProtectedModel("m", "sha256:0", "test", ScoreScale.AdverseLogOdds, ["income", "job", "area_share"]), null);

    private static readonly string?[] Races = ["a", "b", "a", "rare", null];

    /// <summary>People with one to four rows; one is rare, one extreme, one without a record.</summary>
    internal static ColumnPortfolio Rows(Func<int, bool> keep, Func<int, int>? area = null)
    {
        var rows = Enumerable.Range(0, People).Where(keep).SelectMany(p => Enumerable.Repeat(p, p % 7 == 0 ? 4 : 1)).ToArray();
        return new ColumnPortfolioBuilder("t")
            .Identifier("person", [.. rows.Select(p => Array.IndexOf(rows.Distinct().ToArray(), p))], [.. rows.Distinct().Select(p => "p" + p)])
            .Category("race", [.. rows.Select(p => Races[p % 5 == 3 && p != 3 ? 0 : p % 5])])
            .Number("age", [.. rows.Select(p => p == 5 ? double.NaN : 20.0 + p)])
            .Number("income", [.. rows.Select(p => p == 8 ? 1e30 : p % 7)])
            .Category("job", [.. rows.Select(p => p == 11 ? "spy" : p % 2 == 0 ? "yes" : "no")])
            .Number("area_share", [.. rows.Select(_ => 0.2)])
            .Category("plz", [.. rows.Select(p => (area?.Invoke(p) ?? (p % 4) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))])
            .Integer("bad", [.. rows.Select(p => p % 3 == 0 ? 1L : 0)])
            .Build();
    }

    private static Dictionary<string, long[]> Count(ProtectedDesign design, IPortfolio rows, ProtectedFirst first)
    {
        var pass = new ProtectedPass(rows, design, Inputs);
        var early = design.Tables.Where(t => !t.IsSecondPass).ToList();
        var late = design.Tables.Where(t => t.IsSecondPass).ToList();
        var all = new Dictionary<string, long[]>();
        foreach (var (table, counts) in early.Zip(pass.Count(early)))
        {
            all.Add(table.Name, counts);
        }

        pass.Read(first);
        foreach (var (table, counts) in late.Zip(pass.Count(late)))
        {
            all.Add(table.Name, counts);
        }

        return all;
    }

    private static ProtectedFirst First(ProtectedDesign design, ulong seed)
    {
        // Any released values: here those of the whole portfolio with noise of a fixed stream.
        var session = new PrivacySession(new MemoryLedger(), "d", design.Budget, new ExactSamplerTests.StreamBits(seed));
        var early = design.Tables.Where(t => !t.IsSecondPass).ToList();
        var counts = new ProtectedPass(Rows(_ => true), design, Inputs).Count(early);
        return new ProtectedFirst(design, early.Select((t, i) => HistogramMechanism.Release(Confidential<long[]>.Seal(counts[i]), t.Shape, t.Unit, t.Rho, design.Definition, session)).ToDictionary(t => t.Label));
    }

    [Fact]
    public void Count_FirstPass_MatchesACountByHand()
    {
        var design = Design(Node with { Rows = 2 });
        var counts = Count(design, Rows(_ => true), First(design, 1));

        // People 0, 7, 14, ... 56 have four rows: nine are cut, 51 are whole.
        Assert.Equal([51, 9, 0], counts["capping"]);

        // Two rows of those nine, one of the others: 69 rows. Areas 1 to 3 are listed, 4 is not; an adverse person has a number divisible by 3.
        var expected = new long[4 * 3];
        for (var p = 0; p < People; p++)
        {
            expected[(p % 4 * 3) + (p % 3 == 0 ? 1 : 0)] += p % 7 == 0 ? 2 : 1;
        }

        Assert.Equal(expected, counts["aggregate: area_share"]);
        Assert.Equal(69, counts["decisions: race"].Sum());

        // race: a, b, not in the schema (person 3 is rare; every fifth has none).
        var race = counts["decisions: race"].Chunk(9).Select(c => c.Sum()).ToArray();
        Assert.Equal(Enumerable.Range(0, People).Where(p => p == 3 || p % 5 == 4).Sum(p => p % 7 == 0 ? 2 : 1), race[2]);

        // Income is p mod 7: 0 for nine people with two rows each, 1 to 3 for nine, 4 to 6 for eight; person 8's is 1e30, above the bounds; 6 itself lies inside.
        // Bands below 0, [0,2), [2,4), [4,6], above 6: 0, 18 + 9 − 1, 9 + 9, 8 + 8 + 8, 1.
        Assert.Equal([0, 26, 18, 24, 1, 0], counts["feature: income"]);
    }

    public static TheoryData<PrivacyUnitKind, int> Units() => new() { { PrivacyUnitKind.Node, 1 }, { PrivacyUnitKind.Node, 3 }, { PrivacyUnitKind.Person, 2 } };

    [Theory]
    [MemberData(nameof(Units))]
    public void Count_EveryPersonRemoved_MovesNoTableFurtherThanItsUnitMay(PrivacyUnitKind unit, int rows)
    {
        var design = Design(unit == PrivacyUnitKind.Node ? Node with { Rows = rows } : new PrivacyPlan { Unit = unit, Rows = rows });
        var first = First(design, 3);
        var all = Count(design, Rows(_ => true), first);
        var furthest = design.Tables.ToDictionary(t => t.Name, _ => 0L);
        for (var person = 0; person < People; person++)
        {
            var without = Count(design, Rows(p => p != person), first);
            foreach (var table in design.Tables)
            {
                var change = all[table.Name].Zip(without[table.Name], (a, b) => a - b).ToArray();
                var squared = change.Sum(c => c * c);
                Assert.True(squared <= table.Unit.OfTable().SquaredL2, $"{table.Name} moves by {squared} when person {person} leaves, its unit allows {table.Unit.OfTable().SquaredL2}");
                furthest[table.Name] = Math.Max(furthest[table.Name], squared);
            }
        }

        // The bound is reached where people have as many rows: a test that never comes near it proves little.
        Assert.Equal((long)rows * rows, furthest["decisions: race"]);
        Assert.Equal(1, furthest["capping"]);
    }

    [Fact]
    public void Count_NeighboursRecordChanged_MovesOthersOnlyThroughReleasedValues()
    {
        // The control: with the true area share in place of a released one, one person flips a whole area.
        var design = Design(Node);
        var person = 1;
        ProtectedFirst Exact(Func<int, bool> keep)
        {
            var early = design.Tables.Where(t => !t.IsSecondPass).ToList();
            var counts = new ProtectedPass(Rows(keep, p => p < 20 ? 1 : 2), design, Inputs).Count(early);
            return new ProtectedFirst(design, early.Select((t, i) => HistogramMechanism.Reread(t.Shape, PrivacyUnit.Node(1, NeighbourRelation.AddRemove), 1_000_000, counts[i])).ToDictionary(t => t.Label));
        }

        static long Furthest(Dictionary<string, long[]> a, Dictionary<string, long[]> b) => a["decisions: race"].Zip(b["decisions: race"], (x, y) => (x - y) * (x - y)).Sum();
        Func<int, bool> with = _ => true, without = p => p != person;
        var (here, there) = (Rows(with, p => p < 20 ? 1 : 2), Rows(without, p => p < 20 ? 1 : 2));

        // 7 of 20 people of area 1 are adverse: 0.35; without person 1 it is 7 of 19, above the score's switch.
        Assert.True(Furthest(Count(design, here, Exact(with)), Count(design, there, Exact(without))) > 10);
        var released = First(design, 5);
        Assert.Equal(1, Furthest(Count(design, here, released), Count(design, there, released)));
    }

    [Fact]
    public void Run_AnyPortfolio_ChargesAllTablesBeforeItReadsARow()
    {
        var design = Design(Node);
        var ledger = new MemoryLedger();
        var session = new PrivacySession(ledger, "d", design.Budget);
        var watched = new Watched(Rows(_ => true), () => ledger.Log.Count(l => l == "charge"));
        ProtectedAudit.Run(watched, design, Inputs, session);
        Assert.Equal([design.Tables.Count, design.Tables.Count], watched.ChargesWhenOpened);
        Assert.Equal(design.Tables.Count, ledger.Log.Count(l => l == "record"));

        // All the budget and not a grain more.
        Assert.True(ledger.Spent("d") <= design.Budget.Rho);
        Assert.True(ledger.Spent("d") > design.Budget.Rho * new Rational(999_999, 1_000_000));

        // Again: from the ledger, without opening a row.
        ProtectedAudit.Run(watched, design, Inputs, session);
        Assert.Equal(2, watched.ChargesWhenOpened.Count);
    }

    [Fact]
    public void Run_TooLittleLeft_ReadsNothingAndChargesNothing()
    {
        var design = Design(Node);
        var ledger = new MemoryLedger();
        ledger.Charge("d", design.Budget, "another", "another", design.Budget.Rho * new Rational(1, 2));
        var watched = new Watched(Rows(_ => true), () => 0);
        Assert.Throws<BudgetExceededException>(() => ProtectedAudit.Run(watched, design, Inputs, new PrivacySession(ledger, "d", design.Budget)));
        Assert.Empty(watched.ChargesWhenOpened);
        Assert.Single(ledger.Log);
    }

    [Fact]
    public void Count_Moves_MatchProbesByHand()
    {
        // 7 of 19 people of area 1 are adverse, above the score's switch at 0.35; 13 of 40 of area 2, below; area 3 is empty and takes the rate of all, below.
        var design = Design(Node);
        Func<int, bool> keep = p => p != 1;
        var rows = Rows(keep, p => p < 20 ? 1 : 2);
        var early = design.Tables.Where(t => !t.IsSecondPass).ToList();
        var exact = new ProtectedPass(rows, design, Inputs).Count(early);
        var first = new ProtectedFirst(design, early.Select((t, i) => HistogramMechanism.Reread(t.Shape, t.Unit, 1_000_000, exact[i])).ToDictionary(t => t.Label));
        Assert.Equal([true, false, false], first.Rates[0][..3].Select(r => r > 0.35));

        // Four public donors; each on the other side moves the score by 2.5 in log-odds, 2.5 · 50 / ln 2 = 180.3 points, a quarter of it in the mean.
        var sequence = Streams.FromSeed(1).Derive("protected/moves").Derive("all").Sequence();
        bool[] donors = [.. Enumerable.Range(0, 4).Select(_ => first.Draw(2, sequence.NextUniform(), []) > 0.35f)];
        var expected = new long[MoveBands.Shape.Size];
        for (var p = 0; p < People; p++)
        {
            if (keep(p))
            {
                // Beside person 8's income of 1e30 nothing else moves the score.
                var flipped = p == 8 ? 0 : donors.Count(d => d != p < 20);
                expected[flipped == 0 ? 0 : 1 + PointBands.Of(flipped * 2.5 * 50 / Math.Log(2) / 4)]++;
            }
        }

        Assert.Equal(expected, Count(design, rows, first)["moves: all"]);
        Assert.True(donors.Distinct().Count() == 2, "the donors stand on both sides");
    }

    private sealed class Watched(IPortfolio rows, Func<int> charges) : IPortfolio
    {
        public List<int> ChargesWhenOpened { get; } = [];

        public PortfolioSchema Schema => rows.Schema;

        public long? Rows => rows.Rows;

        public IBatchReader Open(IReadOnlyList<ColumnId> columns)
        {
            ChargesWhenOpened.Add(charges());
            return rows.Open(columns);
        }
    }
}
