using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Benchmarks;

/// <summary>The CPU of a protected audit beside the exact one's, and the widths of both.</summary>
internal sealed class ProtectedQuick : IBenchmarkCommand
{
    private const double Most = 1.5;
    private static readonly string[] Races = ["White", "Black", "Asian", "Other"];
    private static readonly double[] Shares = [0.7, 0.85, 0.98, 1];

    public string Summary => "[--rows 1000000] [--epsilon 1] CPU of a protected audit against the exact one, and the widths of both";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = Portfolio(options.Int("rows", 1_000_000));
        var epsilon = double.Parse(options.Text("epsilon", "1"), CultureInfo.InvariantCulture);
        // The exact audit takes rows as independent: its cluster-robust intervals cost many times as much.
        var plan = Plan(new DisclosurePlan(DisclosureClass.Restricted, null, 10, true)) with { Independent = "rows" };
        AuditEvidence exact = null!;
        ProtectedEvidence protect = null!;
        var peer = CpuClock.Best(2, () => exact = Audit.Run(rows, plan, new AuditInputs { Threads = 1 }));
        var budget = new PrivacyBudget(epsilon, PrivacyBudget.MostDelta);
        var under = Plan(new DisclosurePlan(DisclosureClass.Protected, null, 10, true) { Privacy = new PrivacyPlan { Epsilon = epsilon } });
        var ours = CpuClock.Best(2, () =>
        {
            var design = ProtectedDesign.Of(under, Schema(), null, null);
            protect = ProtectedReport.Of(ProtectedAudit.Run(rows, design, new AuditInputs { Threads = 1 }, new PrivacySession(new ForgetfulLedger(), "d", budget)));
        });
        output.WriteLine("case,rows,ours_cpu_s,peer_cpu_s,ratio");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"protected_audit,{rows.Rows},{ours:F2},{peer:F2},{ours / peer:F2}"));
        output.WriteLine();
        output.WriteLine("finding,exact,low,high,verdict,protected,low,high,verdict,width_ratio");
        var found = protect.Findings.ToDictionary(f => f.Id);
        foreach (var e in exact.Findings.Where(f => f.Measure is "adverse_impact_ratio" or "equal_opportunity_difference" or "roc_auc" or "standardized_mean_difference"))
        {
            if (found.TryGetValue(e.Id, out var p) && e.Interval is { } a)
            {
                var b = p.Interval?.Limits;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Id},{e.Value:F3},{a.Limits.Low:F3},{a.Limits.High:F3},{e.Verdict},{p.Value:F3},{b?.Low:F3},{b?.High:F3},{(p.Interval is null ? "too small" : p.Verdict)},{(b is { } limits ? (limits.High - limits.Low) / (a.Limits.High - a.Limits.Low) : double.NaN):F2}"));
            }
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ours / peer:F2} times the exact audit's CPU, at most {Most}"));
        return ours <= Most * peer ? 0 : 2;
    }

    private static AuditPlan Plan(DisclosurePlan disclosure) => new()
    {
        Roles = new Roles
        {
            Subject = "person",
            Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier),
            Decision = DecisionRole.AtCutoff(0.25),
            Outcome = new OutcomeRole("default", "1", false),
            Protected = [new ProtectedRole("race", "White", [], []), new ProtectedRole("sex", "M", [], [])],
        },
        Measures = ["accuracy", "disparity"],
        Disclosure = disclosure,
    };

    private static PublicSchema Schema() => new(
        "schema",
        [
            new PublicColumn("race", Races, [], double.NegativeInfinity, double.PositiveInfinity, "form"),
            new PublicColumn("sex", ["M", "F"], [], double.NegativeInfinity, double.PositiveInfinity, "form"),
            new PublicColumn("pd", [], [.. Enumerable.Range(1, 19).Select(i => i / 20.0)], 0, 1, "a probability"),
        ]);

    // One row a person; Black people's scores lie higher; an outcome follows its score.
    private static ColumnPortfolio Portfolio(int n)
    {
        var random = Streams.FromSeed(7).Derive("quick/protected").Sequence();
        int[] race = new int[n], sex = new int[n];
        var score = new double[n];
        var bad = new long[n];
        for (var i = 0; i < n; i++)
        {
            var u = random.NextUniform();
            race[i] = Array.FindIndex(Shares, s => u < s);
            sex[i] = random.NextBelow(2);
            score[i] = Math.Clamp((random.NextUniform() * random.NextUniform() * 0.8) + (race[i] == 1 ? 0.05 : 0), 0.001, 0.999);
            bad[i] = random.NextUniform() < score[i] ? 1 : 0;
        }

        return new ColumnPortfolioBuilder("quick")
            .Integer("person", [.. Enumerable.Range(0, n).Select(i => (long)i)])
            .Category("race", race, Races).Category("sex", sex, ["M", "F"]).Number("pd", score).Integer("default", bad).Build();
    }

    private sealed class ForgetfulLedger : IPrivacyLedger
    {
        private readonly HashSet<string> _charged = [];

        public Rational Spent(string data) => Rational.Zero;

        public Rational Left(string data, PrivacyBudget budget) => budget.Rho;

        public bool IsCharged(string data, string request) => _charged.Contains(request);

        public IReadOnlyList<long>? Answer(string data, string request) => null;

        public void Charge(string data, PrivacyBudget budget, string request, string label, Rational rho) => _charged.Add(request);

        public void Record(string data, string request, IReadOnlyList<long> values)
        {
        }
    }
}
