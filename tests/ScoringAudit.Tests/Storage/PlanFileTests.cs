using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class PlanFileTests
{
    // Every key of the plan, as the contract gives it.
    private const string Whole = """
        schemaVersion: 1
        data: scores.csv                 # relative to this file
        delimiter: ","
        columns:
          row: account_id
          subject: customer_id
          score:    { column: pd, direction: higher_is_riskier }
          decision: { column: approved, favourable: "1" }
          outcome:  { column: default, adverse: "1", observed: all }
          weight: w
          address:  { column: street_id, order: house_number }
          area:     { column: plz, prefix: 3 }
          time: month
        protected:
          - { column: race, reference: White }
          - { column: region, categories: [north, south, east, west], reference: north }
          - { column: age,  bins: [25, 40, 60], reference: largest }
        intersections: [[race, region]]
        controls: [loan_purpose]
        features:
          - { column: income, actionable: up, code: "Income too low", range: [0, none] }
          - { column: months_here, onMove: reset }
          - { column: mean_score_of_street, origin: neighbourhood, behind: public }
          - { column: partner_grade,        origin: partner, categories: ["1", "2"], behind: { people: partners, largest: top_partner } }
        exclude: [name]
        links:  [{ name: partners, file: edges.csv, from: buyer, to: supplier, weight: share }]
        areas:  [{ file: plz.csv, key: plz, columns: { purchasing_power: area }, adjacency: plz_edges.csv }]
        events: [{ file: listings.csv, entity: id, time: month, kind: kind }]
        compare: { data: before.csv, name: "2023" }
        sampling: { kind: register }
        independent: auto
        model: models/own-area
        train: { holdout: 0.25, blocks: partners }
        reasons: { most: 3, reference: favourable, referenceRows: 200, resamples: 0, changes: 2 }
        measures: [accuracy, disparity, importance, leakage]
        yardsticks: { adverse_impact_ratio: 0.8, association_share: 0.05, move_effect_place: 10, own_only_violation_share: 0.001 }
        confidence: 0.9
        disclosure: { class: open, ground: "published: CC BY", minCell: 5 }
        seed: 7
        """;

    [Fact]
    public void Parse_EveryKey_IsRead()
    {
        var plan = PlanFile.Parse(Whole);

        Assert.Equal("scores.csv", plan.Data);
        Assert.Equal(",", plan.Delimiter);
        var r = plan.Roles;
        Assert.Equal(("account_id", "customer_id", "w", "month"), (r.Row, r.Subject, r.Weight, r.Time));
        Assert.Equal(new ScoreRole("pd", ScoreDirection.HigherIsRiskier), r.Score);
        Assert.Equal(DecisionRole.Recorded("approved", "1"), r.Decision);
        Assert.Equal(new OutcomeRole("default", "1"), r.Outcome);
        Assert.Equal(new AddressRole("street_id", "house_number"), r.Address);
        Assert.Equal(new AreaRole("plz", 3), r.Area);
        Assert.Equal(["race", "region", "age"], r.Protected.Select(p => p.Column));
        Assert.Equal(["White", "north", "largest"], r.Protected.Select(p => p.Reference));
        Assert.Equal(["north", "south", "east", "west"], r.Protected[1].Categories);
        Assert.Equal([25, 40, 60], r.Protected[2].Bins);
        Assert.Equal(["race", "region"], Assert.Single(r.Intersections));
        Assert.Equal(["loan_purpose"], r.Controls);
        Assert.Equal(["name"], r.Exclude);
        Assert.Equal(new ComparePlan("before.csv", "2023"), plan.Compare);
        Assert.Equal(
            [("income", Origin.Own, null), ("months_here", Origin.Own, OnMove.Reset), ("mean_score_of_street", Origin.Neighbourhood, null), ("partner_grade", Origin.Partner, null)],
            r.Features!.Select(f => (f.Column, f.Origin, f.OnMove)));
        Assert.Equal(["1", "2"], r.Features![3].Categories);
        Assert.Equal((Actionability.Up, "Income too low", (0, double.PositiveInfinity)), (r.Features[0].Actionable, r.Features[0].Code, r.Features[0].Range));
        Assert.Equal([null, null, BehindRole.Public, BehindRole.Of("partners", "top_partner")], r.Features.Select(f => f.Behind));
        Assert.Equal(new ReasonPlan { Most = 3, Reference = "favourable", ReferenceRows = 200, Resamples = 0, Changes = 2 }, plan.Reasons);
        Assert.Equal(new LinkPlan("partners", "edges.csv", "buyer", "supplier", "share"), Assert.Single(plan.Links));
        var area = Assert.Single(plan.Areas);
        Assert.Equal(("plz.csv", "plz", "plz_edges.csv"), (area.File, area.Key, area.Adjacency));
        Assert.Equal(KeyValuePair.Create("purchasing_power", Origin.Area), Assert.Single(area.Columns));
        Assert.Equal(new EventPlan("listings.csv", "id", "month", "kind"), Assert.Single(plan.Events));
        Assert.Equal(("register", "auto", "partners", 0.25, 0.9, 7ul), (plan.Sampling, plan.Independent, plan.Blocks, plan.Holdout, plan.Confidence, plan.Seed));
        Assert.Equal(new ModelPlan("own-area", "models/own-area"), Assert.Single(plan.Models));
        Assert.Equal(["accuracy", "disparity", "importance", "leakage"], plan.Measures);
        Assert.Equal((4, 0.8, 0.001), (plan.Yardsticks.Count, plan.Yardsticks["adverse_impact_ratio"], plan.Yardsticks["own_only_violation_share"]));
        Assert.Equal(new DisclosurePlan(DisclosureClass.Open, "published: CC BY", 5, true), plan.Disclosure);
    }

    [Fact]
    public void Parse_LeastPlan_HasTheDefaults()
    {
        var plan = PlanFile.Parse("schemaVersion: 1\ndata: a.csv\ncolumns: { score: { column: s, direction: higher_is_safer } }\n");

        Assert.Null(plan.Roles.Features);
        Assert.Null(plan.Delimiter);
        Assert.Equal(DisclosurePlan.Restricted, plan.Disclosure);
        Assert.Equal(("random", "auto", "auto", 0.3, 0.95, 1ul), (plan.Sampling, plan.Independent, plan.Blocks, plan.Holdout, plan.Confidence, plan.Seed));
    }

    [Fact]
    public void Write_EveryKey_ReadsBackTheSame() => RoundTrip(PlanFile.Parse(Whole));

    [Theory]
    [InlineData("delimiter: \"\\t\"")]
    [InlineData("columns: { decision: { approvalRate: 0.7 } }")]
    [InlineData("columns: { decision: { cutoff: -1e-7 }, outcome: { column: \"no\", adverse: \"true\", observed: accepted_only } }")]
    [InlineData("models: [{ name: a, model: x/y.zip }, { model: z.onnx }]")]
    [InlineData("models: [{ name: a, model: m.txt, referenceScores: \"r 1.csv\" }, { model: z.onnx, inputs: [b, \"a c\"], output: p, outputColumn: 0, scale: log_odds, direction: higher_is_safer }]")]
    [InlineData("model: { file: x/m.txt, referenceScores: r.csv }")]
    [InlineData("model: { file: m.onnx, name: bank, inputs: [a], scale: probability, direction: higher_is_riskier }")]
    [InlineData("protected: [{ column: \"größe: #1\", reference: highest_rate }]")]
    [InlineData("features: [{ column: a, actionable: no }, { column: b, actionable: yes, range: [none, 3.5] }, { column: c, origin: area, behind: { people: n } }]")]
    [InlineData("reasons: { reference: all }")]
    [InlineData("disclosure: { class: protected }")]
    [InlineData("disclosure: { epsilon: 0.5, delta: 1e-9, unit: household, household: \"h 1\", rows: 4, relation: replace, spend: 0.25, schema: s.yaml, exactElsewhere: \"with: the #court\" }")]
    [InlineData("disclosure: { class: protected, unit: public_node, hops: 2 }")]
    [InlineData("disclosure: { class: protected, unit: node, aggregates: [{ feature: x, cell: plz, scale: 100 }, { feature: y, cell: z }], publicFeatures: [p] }")]
    [InlineData("disclosure: { class: restricted, exactElsewhere: none }")]
    [InlineData("features: []")]
    [InlineData("compare: b.csv")]
    [InlineData("compare: { data: b.csv, name: \"2023 q1\" }")]
    [InlineData("links: [{ name: ties, file: e.csv, from: a, to: b, origin: contact }]")]
    [InlineData("exclude: [\"1\", \"yes\", \"a b\", \"- x\"]")]
    [InlineData("alternatives: { models: [gam], origins: [[own], [own, area]], mitigations: [none, \"quantile-repair:0.5\"], approvalRates: [0.6, 0.75], metric: log_loss, tolerance: 0.002, baseline: gam/own, attribute: race, shares: [0.6, 0.2, 0.2] }")]
    [InlineData("alternatives: { approvalRates: [0.5] }")]
    [InlineData("disclosure: { minCell: 20 }")]
    [InlineData("disclosure: { class: restricted }")]
    [InlineData("disclosure: { class: restricted, log: logs/releases.json }")]
    [InlineData("disclosure: { class: consented, ground: law, decidedBy: me, rounding: 10, log: a.json }")]
    public void Write_OneKey_ReadsBackTheSame(string line)
    {
        var model = line.StartsWith("model", StringComparison.Ordinal) ? string.Empty : "model: m\n";
        RoundTrip(PlanFile.Parse($"schemaVersion: 1\ndata: a.csv\n{model}{line}\n"));
    }

    [Fact]
    public void Write_APlan_LooksLikeTheContract()
    {
        var plan = new AuditPlan
        {
            Data = "subjects",
            Roles = new Roles
            {
                Row = "subject_id",
                Outcome = new OutcomeRole("default", "1"),
                Protected = [new ProtectedRole("age", "largest", [], [25, 40])],
                Features = [FeatureRole.Of("income"), FeatureRole.Of("tenure", Origin.Own, OnMove.Reset)],
            },
            Sampling = "register",
            Seed = 7,
        };

        Assert.Equal(
            """
            schemaVersion: 1
            data: subjects
            columns:
              row: subject_id
              outcome: {column: default, adverse: "1"}
            protected:
            - {column: age, reference: largest, bins: [25, 40]}
            features:
            - {column: income}
            - {column: tenure, onMove: reset}
            sampling: {kind: register}
            seed: 7

            """,
            PlanFile.Write(plan));
    }

    [Theory]
    [InlineData("plans/p.yaml", "a.csv", "plans/a.csv")]
    [InlineData("p.yaml", "d/a.csv", "d/a.csv")]
    [InlineData("plans/p.yaml", "/data/a.csv", "/data/a.csv")]
    public void Resolve_Path_IsRelativeToThePlansFile(string plan, string relative, string expected) =>
        Assert.Equal(expected, PlanFile.Resolve(plan, relative).Replace('\\', '/'));

    [Fact]
    public void Read_File_NamesItInErrors()
    {
        using var dir = new TempDirectory();
        Assert.Equal("p.yaml, line 1: the key 'data' is missing. Add it.", Assert.Throws<AuditDataException>(() => PlanFile.Read(dir.Write("p.yaml", "schemaVersion: 1\n"))).Message);
        Assert.Equal("scores.csv", PlanFile.Read(dir.Write("q.yaml", "\uFEFF" + Whole)).Data);
    }

    private static void RoundTrip(AuditPlan plan)
    {
        var text = PlanFile.Write(plan);
        var again = PlanFile.Parse(text);

        Assert.Equal(JsonSerializer.Serialize(plan), JsonSerializer.Serialize(again));
        Assert.Equal(text, PlanFile.Write(again));
    }
}
