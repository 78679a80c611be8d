using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>Small worlds whose leakage is known: what the ladder says of their channels, by a complete audit, or by the declared tests of its rungs alone, which takes a tenth of the time.</summary>
/// <param name="Access">S or M.</param>
/// <param name="World">What is true of it.</param>
/// <param name="Channels">The channels that are judged with their true strengths; 0: any alarm is false.</param>
/// <param name="Holds">Whether what the instruments assume holds; false: a failure that is published.</param>
/// <param name="Audit">Makes a world and audits it.</param>
internal sealed record LadderWorld(char Access, string World, IReadOnlyList<(string Name, double Strength)> Channels, bool Holds, Func<Streams, AuditEvidence> Audit)
{
    private const int Streets = 60, Houses = 20;

    private static readonly (string, double)[] Both = [("area", 0), ("neighbourhood", 0)];

    public static IReadOnlyList<LadderWorld> All { get; } =
    [
        // Scores only: 60 streets of 20, each half in one area and half in the next, an own feature by which people sort over streets.
        Place("a: own features only", Both, true, (w, x) => Sum(x, w.Noise("normal"))),
        Place("a: skewed noise", [("area", 0)], true, (w, x) => Sum(x, w.Noise("skewed"))),
        Place("a: noise alike next door", [("area", 0)], true, (w, x) => Sum(x, w.Noise("autoregressive"))),
        Place("b: an own feature that people sort by is not seen", Both, true, (w, x) => Sum(x, w.Sorted(), w.Noise("normal"))),
        Place("f: a shock in common to a street is not seen", [("area", 0)], true, (w, x) => Sum(x, OfStreet(w), w.Noise("normal"))),
        Place("sorting at borders by an own feature that is seen", [("area", 0)], true, (w, x) => Sum(x, w.Noise("normal")), sortsAtBorders: true),
        Place("area enters, people dealt out anew", [("area", 0)], true, (w, x) => Sum(x, w.OfArea(), w.Noise("normal")), permuted: true),
        Place("sorting at borders by an own feature that is not seen", [("area", 0)], false, (w, x) => Sum(x, w.OfArea(), w.Noise("normal"))),
        Place("c: area enters", [("area", 0.25)], true, (w, x) => Sum(x, Times(0.25, w.OfArea()), w.Noise("normal"))),
        Place("c: area enters", [("area", 0.5)], true, (w, x) => Sum(x, Times(0.5, w.OfArea()), w.Noise("normal"))),
        Place("c: area enters", [("area", 1)], true, (w, x) => Sum(x, w.OfArea(), w.Noise("normal"))),
        Place("d: neighbours' scores enter", [("neighbourhood", 0.1)], true, (w, x) => w.Solve(0.1, Sum(x, w.Noise("normal")))),
        Place("d: neighbours' scores enter", [("neighbourhood", 0.3)], true, (w, x) => w.Solve(0.3, Sum(x, w.Noise("normal")))),

        // Scores only, over time: three who read each of 60 listed firms, as many who read none, eight periods.
        Listing("events, a shock in common to those who read one firm", 0, 0, true),
        Listing("events, a shock of the sector at the time of its listings", 0, -4, false),
        Listing("events", 1, 0, true),
        Listing("events", 2, 0, true),
        Listing("events", 4, 0, true),

        // The model can be asked: 1,200 rows, log-odds.
        Model("a: own features only", Both, new LinearModel(0, [1, 0, 0, 0])),
        Model("c: area enters", [("area", 0.001), ("neighbourhood", 0)], new LinearModel(0, [1, 0, 0.001, 0])),
        Model("d: neighbours' mean enters", [("area", 0), ("neighbourhood", 0.5)], new LinearModel(0, [1, 0, 0, 0.5])),
        Model("e: thin files only", [("area", 1), ("neighbourhood", 0)], new TreeEnsemble(4, [new DecisionTree([1, 2], [0.5f, 0], [~0, ~1], [1, ~2], [0, -0.5, 0.5])], slope: 1)),
    ];

    /// <summary>Makes the same world and climbs by the tests of the rungs alone; null where only a complete audit does.</summary>
    public Func<Streams, IReadOnlyList<Ladder>>? Rungs { get; init; }

    /// <summary>Whether any alarm would be false and is judged.</summary>
    public bool IsNull => Holds && Channels.All(c => c.Strength == 0);

    /// <summary>The ladder of each channel.</summary>
    public IReadOnlyList<Ladder> Steps(Streams streams, bool complete)
    {
        if (!complete && Rungs is not null)
        {
            return Rungs(streams);
        }

        var evidence = Audit(streams);
        return [.. Channels.Select(c => evidence.Findings.Single(f => f.Measure == "leakage_step" && f.Channel == c.Name)).Select(f => new Ladder((int)f.Value!.Value, f.Step!, f.Rungs!))];
    }

    private static LadderWorld Place(string world, (string, double)[] channels, bool holds, Func<PassiveWorld, double[], double[]> score, bool sortsAtBorders = false, bool permuted = false)
    {
        (PassiveWorld, double[], double[]) Made(Streams streams)
        {
            var w = new PassiveWorld(Streets, Houses, 6, streams);
            var x = sortsAtBorders ? Sum(w.OfArea(), w.Noise("normal")) : w.Sorted();
            var y = score(w, x);
            if (permuted)
            {
                int[] order = [.. Enumerable.Range(0, y.Length)];
                streams.Derive("dealt").Sequence().Shuffle(order.AsSpan());
                (x, y) = ([.. order.Select(i => x[i])], [.. order.Select(i => y[i])]);
            }

            return (w, x, y);
        }

        AuditEvidence Audited(Streams streams)
        {
            var (w, x, y) = Made(streams);
            return Auditing.Audit.Run(Rows(w).Number("score", y).Number("x", x).Build(), Plan(["x"]), new AuditInputs { Access = 'S', Threads = 1 });
        }

        return new('S', world, channels, holds, Audited)
        {
            Rungs = streams =>
            {
                var (w, x, y) = Made(streams);
                return [.. channels.Select(c => Climbed(w, x, y, c.Item1, streams.Derive("rungs").Derive(c.Item1)))];
            },
        };
    }

    // The declared tests, as PassiveStep runs them.
    private static Ladder Climbed(PassiveWorld w, double[] x, double[] y, string channel, Streams streams)
    {
        var own = new OwnFit(y.Length, [x]);
        IWeights graph = channel == "area" ? new BlockGraph(w.Area) : w.Graph;
        RungTest[] tests = [.. Enumerable.Repeat(RungTest.None("not tested here"), 5)];
        tests[0] = RungTest.Of(MoranTest.Run(y, graph, 999, streams).PValue, "Moran");
        tests[1] = RungTest.Of(ResidualMoranTest.CliffOrd(y, own, graph).PValue, "residual");
        if (channel == "area")
        {
            var residual = own.Residual(y);
            var jump = BoundaryTest.Run(residual, [.. y.Zip(residual, (s, e) => s - e)], w.Street, [], w.Area, 0.05, streams);
            tests[2] = jump.Jump.IsDefined ? RungTest.Of(jump.PValue, "jump") : tests[2];
        }

        return Ladder.Climb(tests, 0.05);
    }

    private static LadderWorld Model(string world, (string, double)[] channels, ISlotModel model) => new('M', world, channels, true, streams =>
    {
        var w = new PassiveWorld(Streets, Houses, 6, streams);
        var x = w.Sorted();
        var neighbours = new double[x.Length];
        w.Graph.Lag(x, neighbours);
        double[] thin = [.. x.Select(_ => w.Uniform() < 0.003 ? 1.0 : 0)];
        var schema = new FeatureSchema(
        [
            new Feature("x", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
            new Feature("thin", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 1),
            new Feature("area_value", FeatureKind.Number, Origin.Area, OnMove.Swap, [], 0, false, 2),
            new Feature("neighbours_mean", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 3),
        ]);
        var rows = Rows(w).Number("x", x).Number("thin", thin).Number("area_value", w.OfArea()).Number("neighbours_mean", neighbours).Build();
        var named = new NamedModel("model", new EncodedScorer(schema, model, ScoreScale.AdverseLogOdds), null, Provenance.External("made up"), "made up");
        var plan = Plan(["x", "thin"]);
        plan = plan with { Roles = plan.Roles with { Score = null, Features = [.. schema.Features.Select(f => FeatureRole.Of(f.Name, f.Origin))] } };
        return Auditing.Audit.Run(rows, plan, new AuditInputs { Models = [named], Access = 'M', Threads = 1 });
    });

    private static LadderWorld Listing(string world, double effect, double sectorShock, bool holds) => new('S', world, [("partners", effect)], holds, streams =>
    {
        const int listed = 60, readers = 180, quiet = 60, periods = 8;
        var w = new PassiveWorld(1, 2, 1, streams);
        int n = listed + quiet + (2 * readers), first = listed + quiet;
        int Reads(int firm) => firm < first + readers ? (firm - first) / 3 : listed + ((firm - first - readers) / 3);
        int When(int event_) => 3 + (event_ % 3);
        List<long> who = [], quarter = [];
        List<double> score = [], own = [];
        double[] level = [.. Enumerable.Range(0, n).Select(_ => 20 * w.Normal())], x = [.. level.Select(_ => w.Normal())];
        for (var p = 0; p < periods; p++)
        {
            double[] common = [.. Enumerable.Range(0, first).Select(_ => 2 * w.Normal())];
            for (var i = 0; i < n; i++)
            {
                level[i] += (3 * w.Normal()) + (i < first ? 0 : common[Reads(i)]);
                var hit = i >= first && i < first + readers && p >= When(Reads(i)) ? sectorShock - effect : 0;
                who.Add(i);
                quarter.Add(p);
                own.Add(x[i]);
                score.Add(500 + (10 * x[i]) + level[i] + hit);
            }
        }

        int[] from = [.. Enumerable.Range(first, 2 * readers)], rowsFrom = [.. who.Select((f, r) => (f, r)).Where(r => r.f >= first).Select(r => r.r)];
        int[] rowsTo = [.. rowsFrom.Select(r => ((int)quarter[r] * n) + Reads((int)who[r]))];
        var rows = ColumnPortfolio.Build("panel").Integer("who", [.. who]).Integer("quarter", [.. quarter]).Number("score", [.. score]).Number("x", [.. own]).Build();
        var plan = Plan(["x"]) with { Links = [new LinkPlan("partners", "e.csv", "a", "b", null)] };
        plan = plan with { Roles = plan.Roles with { Subject = "who", Time = "quarter", Address = null, Area = null } };
        int[] at = [.. Enumerable.Range(0, listed).Select(e => (When(e) * n) + e)];
        var inputs = new AuditInputs
        {
            Access = 'S',
            Threads = 1,
            LinkEdges = new Dictionary<string, EdgeList> { ["partners"] = EdgeList.Of(who.Count, rowsFrom, rowsTo, []) },
            Events = [new EventList("listings", at, [.. Enumerable.Range(0, listed).Select(e => When(e).ToString(CultureInfo.InvariantCulture))], [], 0)],
        };
        return Auditing.Audit.Run(rows, plan, inputs);
    });

    private static AuditPlan Plan(string[] own) => new()
    {
        Roles = new Roles
        {
            Score = new ScoreRole("score", ScoreDirection.HigherIsSafer),
            Address = new AddressRole("street", "house"),
            Area = new AreaRole("area", null),
            Features = [.. own.Select(f => FeatureRole.Of(f))],
        },
        Measures = ["leakage"],
    };

    private static ColumnPortfolioBuilder Rows(PassiveWorld w) => ColumnPortfolio.Build("world")
        .Category("street", [.. w.Street.Select(s => "s" + s.ToString(CultureInfo.InvariantCulture))])
        .Number("house", [.. Enumerable.Range(0, w.Nodes).Select(i => (double)(i % Houses))])
        .Category("area", [.. w.Area.Select(a => "a" + a.ToString(CultureInfo.InvariantCulture))]);

    private static double[] OfStreet(PassiveWorld w)
    {
        double[] shock = [.. Enumerable.Range(0, Streets).Select(_ => w.Normal())];
        return [.. w.Street.Select(s => shock[s])];
    }

    private static double[] Times(double by, double[] values) => [.. values.Select(v => by * v)];

    private static double[] Sum(params double[][] parts) => [.. Enumerable.Range(0, parts[0].Length).Select(i => parts.Sum(p => p[i]))];
}
