using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Release;

/// <summary>People whose neighbours were late payers or not, independently of anything of their own, and a trained score that reads it: whatever tells of a neighbour is told by the score.</summary>
internal sealed class SubjectWorld
{
    public const int People = 4_000;

    private SubjectWorld(ColumnPortfolio rows, bool[] neighbourWasLate, AuditPlan plan, NamedModel model)
    {
        (Rows, NeighbourWasLate, Plan, Model) = (rows, neighbourWasLate, plan, model);
        Features = FeatureMatrix.Read(rows, model.Scorer.Features);
        Scores = new double[People];
        model.Scorer.Score(Features.All, Scores);
        Rule = DecisionRule.AtApprovalRate(model.Scorer.Scale, Scores, 0.7);
    }

    public ColumnPortfolio Rows { get; }

    public bool[] NeighbourWasLate { get; }

    public AuditPlan Plan { get; }

    public NamedModel Model { get; }

    public FeatureMatrix Features { get; }

    public double[] Scores { get; }

    public DecisionRule Rule { get; }

    /// <summary>Makes a world in which so many others stand behind the value, and log-odds fall by the effect from none late to all.</summary>
    public static SubjectWorld Make(int others, double effect, BehindRole? behind, ulong seed)
    {
        var draw = Streams.FromSeed(seed).Derive("world").Sequence();
        float[] income = new float[People], debt = new float[People], late = new float[People], count = new float[People];
        var outcome = new long[People];
        var first = new bool[People];
        for (var i = 0; i < People; i++)
        {
            (income[i], debt[i], count[i]) = ((float)draw.NextUniform(), draw.NextBelow(8), others);
            var bad = 0;
            for (var k = 0; k < others; k++)
            {
                var isLate = draw.NextUniform() < 0.3;
                first[i] = k == 0 ? isLate : first[i];
                bad += isLate ? 1 : 0;
            }

            late[i] = (float)bad / others;
            outcome[i] = draw.NextUniform() < 1 / (1 + Math.Exp((4 * income[i]) - (0.3 * debt[i]) - (effect * late[i]) + 1)) ? 1 : 0;
        }

        var rows = ColumnPortfolio.Build("people").Number("income", income).Number("debt", debt).Number("street_late", late).Number("street_count", count).Integer("default", outcome).Build();
        var roles = new Roles
        {
            Outcome = new OutcomeRole("default", "1", false),
            Decision = DecisionRole.AtApprovalRate(0.7),
            Features = [FeatureRole.Of("income"), FeatureRole.Of("debt"), FeatureRole.Of("street_late", Origin.Neighbourhood) with { Behind = behind }],
        };
        var plan = new AuditPlan { Roles = roles, Reasons = new ReasonPlan { Resamples = 0 }, Seed = 3 };
        var scorer = new MlNetTrainer().Train(rows, new TrainingPlan("fasttree", roles, null, 5), TestContext.Current.CancellationToken).Scorer;
        return new SubjectWorld(rows, first, plan, new NamedModel("m", scorer, null, Provenance.External("test"), "fasttree"));
    }

    /// <summary>What was found about everybody.</summary>
    public IReadOnlyList<SubjectExplanation> Explain()
    {
        var cancel = TestContext.Current.CancellationToken;
        var explainer = SubjectExplainer.Prepare(Model, Plan, Features, Scores, Rule, cancel: cancel);
        var all = Enumerable.Repeat(true, People).ToArray();
        return explainer.Explain(Features, OriginSupport.Of(Rows, all, Model.Scorer.Features, SubjectExplainer.Reads(Model.Scorer), Plan.Roles.Features), [], cancel);
    }

    /// <summary>Best area under the curve with which two trained attackers guess the first neighbour's record from columns: trained on one half of the people, tried on the other.</summary>
    public double Attack(params (string Name, float[] Values)[] columns)
    {
        var build = ColumnPortfolio.Build("statements");
        foreach (var (name, values) in columns)
        {
            build = build.Number(name, values);
        }

        var rows = build.Integer("late", [.. NeighbourWasLate.Select(l => l ? 1L : 0L)]).Build();
        var roles = new Roles { Outcome = new OutcomeRole("late", "1", false), Features = [.. columns.Select(c => FeatureRole.Of(c.Name))] };
        bool[] training = [.. Enumerable.Range(0, People).Select(i => i % 2 == 0)];
        var best = 0.0;
        foreach (var algorithm in new[] { "fasttree", "logistic" })
        {
            var attacker = new MlNetTrainer().Train(rows, new TrainingPlan(algorithm, roles, training, 11), TestContext.Current.CancellationToken).Scorer;
            var matrix = FeatureMatrix.Read(rows, attacker.Features);
            var guess = new double[People];
            attacker.Score(matrix.All, guess);
            int[] tried = [.. Enumerable.Range(0, People).Where(i => !training[i])];
            var auc = ScoringAudit.Metrics.RocAuc.Of([.. tried.Select(i => guess[i])], [.. tried.Select(i => NeighbourWasLate[i] ? (byte)1 : (byte)0)]);
            best = Math.Max(best, auc.Value);
        }

        return best;
    }

    /// <summary>Area under the curve of the best possible guess from own record, model and decision: the probability of a late first neighbour, given how many late ones would have led to the decision.</summary>
    public double BestWithTheDecision(int others)
    {
        var guess = new double[People];
        double[] mass = new double[People], late = new double[People];
        for (var k = 0; k <= others; k++)
        {
            var chance = Enumerable.Range(0, k).Aggregate(Math.Pow(0.3, k) * Math.Pow(0.7, others - k), (c, i) => c * (others - i) / (i + 1));
            var scores = new double[People];
            float[][] columns = [.. Features.Columns];
            columns[2] = [.. Enumerable.Repeat((float)k / others, People)];
            Model.Scorer.Score(new FeatureBlock(columns, 0, People), scores);
            for (var i = 0; i < People; i++)
            {
                if (Rule.IsFavourable(scores[i]) == Rule.IsFavourable(Scores[i]))
                {
                    mass[i] += chance;
                    late[i] += chance * k / others;
                }
            }
        }

        for (var i = 0; i < People; i++)
        {
            guess[i] = late[i] / mass[i];
        }

        int[] tried = [.. Enumerable.Range(0, People).Where(i => i % 2 == 1)];
        return ScoringAudit.Metrics.RocAuc.Of([.. tried.Select(i => guess[i])], [.. tried.Select(i => NeighbourWasLate[i] ? (byte)1 : (byte)0)]).Value;
    }

    /// <summary>The own record, as everybody knows it of themselves.</summary>
    public (string, float[])[] OwnRecord() => [("income", Features.Columns[0]), ("debt", Features.Columns[1])];

    /// <summary>Everything that statements say, as numbers.</summary>
    public static (string, float[])[] Coded(IReadOnlyList<SubjectStatement> all)
    {
        float Band(EffectBand? band) => band is { } b ? (float)b : -1;
        var columns = new List<(string, float[])> { ("decision", [.. all.Select(s => s.Decision switch { "favourable" => 1f, "unfavourable" => 0, _ => -1 })]), ("score", [.. all.Select(s => (float)(s.Points ?? 0))]) };
        for (var p = 0; p < all[0].Own.Count; p++)
        {
            var at = p;
            columns.Add(($"own{p}", [.. all.Select(s => s.Own[at].Direction * Band(s.Own[at].Band))]));
            columns.Add(($"points{p}", [.. all.Select(s => (float)(s.Own[at].Points ?? 0))]));
            var name = all[0].Own[p].Feature;
            columns.Add(($"reason{p}", [.. all.Select(s => s.Reasons.Select((r, i) => r.Feature == name ? s.Reasons.Count - i : 0f).Sum())]));
            columns.Add(($"change{p}", [.. all.Select(s => (float)s.Changes.SelectMany(c => c.Steps).Where(t => t.Feature == name).Select(t => double.TryParse(t.To, out var v) ? v : 0).DefaultIfEmpty(-99).First())]));
        }

        columns.Add(("others", [.. all.Select(s => s.Others.Count == 0 ? -2 : Band(s.Others[0].Band))]));
        columns.Add(("changes", [.. all.Select(s => (float)s.Changes.Count)]));
        columns.Add(("words", [.. all.Select(s => (float)(s.ChangesNote.Length + s.Notes.Sum(n => n.Length) + s.Procedure.Sum(n => n.Length)))]));
        // A column that never varies cannot be learned from, and some trainers refuse it.
        return [.. columns.Where(c => c.Item2.Distinct().Skip(1).Any())];
    }
}
