using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>A randomised classifier by <see cref="ExponentiatedGradient"/> over any trainer. The group is read in training only.</summary>
/// <remarks>
/// Each question of the algorithm becomes one training: the adverse label says that approving the row costs at the prices asked, the weight how much. The score of a
/// person is the probability of approval: the weights of the found classifiers that approve. Decisions are drawn by <see cref="RandomisedDecision"/>. The approval rate is held
/// on the training rows as a limit of its own. The trainer minimises its own loss and not the weighted error, so the convergence gap speaks of what that trainer can find.
/// </remarks>
/// <param name="constraint">Which rates are held together.</param>
/// <param name="slack">ε: how far a group's rate may be from that of all, above 0.</param>
/// <param name="options">Iterations, bound, gap.</param>
public sealed class GradientMitigation(ParityConstraint constraint = ParityConstraint.DemographicParity, double slack = 0.01, GradientOptions? options = null) : IMitigation
{
    private const double LeastWeight = 1e-6;
    private readonly GradientOptions _options = options ?? new GradientOptions(Iterations: 12);

    /// <inheritdoc/>
    public string Name => constraint switch
    {
        ParityConstraint.DemographicParity => "exponentiated-gradient",
        ParityConstraint.TruePositiveRate => "exponentiated-gradient-tpr",
        _ => "exponentiated-gradient-odds",
    };

    /// <inheritdoc/>
    public string Title => "a randomised classifier under " + constraint switch
    {
        ParityConstraint.DemographicParity => "demographic parity",
        ParityConstraint.TruePositiveRate => "true positive rate parity",
        _ => "equalized odds",
    } + " (Agarwal et al. 2018)";

    /// <inheritdoc/>
    public bool ReadsGroup => false;

    /// <inheritdoc/>
    public bool IsRandomised => true;

    /// <inheritdoc/>
    public bool NeedsApprovalRate => true;

    /// <inheritdoc/>
    public MitigatedModel Train(MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = MitigationRows.Read(task);
        var training = data.Training(task.Plan);
        int[] at = [.. Enumerable.Range(0, training.Length).Where(i => training[i])];
        T[] Kept<T>(T[] all) => all.Length == 0 ? [] : [.. at.Select(i => all[i])];
        var seed = Streams.FromSeed(task.Plan.Seed).Derive("mitigation").Derive(Name).Bits(0, 0);
        var roles = task.Plan.Roles with { Features = MitigationRows.Features(task) };
        var basic = task.Trainer.Train(task.Rows, task.Plan with { Roles = roles, Seed = seed }, cancel);
        var matrix = FeatureMatrix.Read(task.Rows, basic.Scorer.Features, training);
        var adverse = Kept(data.Adverse);
        var weights = Kept(data.Weights);
        var price = BreakEven(Risk(basic.Scorer, matrix, task.Threads, cancel), adverse, weights, task.ApprovalRate);
        var problem = ParityProblem.Of(adverse, Kept(data.Groups), data.Group.Groups.Count, weights, constraint, slack, task.ApprovalRate, price);
        var (outcome, weight) = (MitigationRows.Free(task.Rows, "gradient_outcome"), MitigationRows.Free(task.Rows, "gradient_weight"));
        var plan = task.Plan with { Roles = roles with { Outcome = new OutcomeRole(outcome, "1"), Weight = weight }, Training = training, Seed = seed };
        var found = new List<IScorer?>();
        var constants = new List<bool>();
        var solved = ExponentiatedGradient.Solve(problem, Answer, _options, cancel);
        var parts = new List<(IScorer? Scorer, bool Constant, double Weight)>();
        for (var j = 0; j < found.Count; j++)
        {
            if (solved.Weights[j] > LeastWeight)
            {
                parts.Add((found[j], constants[j], solved.Weights[j]));
            }
        }

        return new MitigatedModel(
            new MixtureScorer(basic.Scorer.Features, parts),
            basic.TrainingRows,
            new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["classifiers"] = parts.Count,
                ["convergenceGap"] = solved.Gap,
                ["iterations"] = solved.Iterations,
                ["worstExcess"] = solved.WorstExcess,
            },
            [
                FormattableString.Invariant($"Decisions are drawn from a mixture of {parts.Count} classifiers: two people with the same record may be decided differently. Numbers are expected values over the draws."),
                solved.Converged
                    ? FormattableString.Invariant($"The exponentiated gradient stopped at a convergence gap of {solved.Gap:0.####} after {solved.Iterations} iterations.")
                    : FormattableString.Invariant($"The exponentiated gradient did not reach its convergence gap of {_options.Gap:0.####}: {solved.Gap:0.####} is left after {solved.Iterations} iterations, and a limit is exceeded by {solved.WorstExcess:0.####} on the training rows."),
            ]);

        bool[] Answer(double[] priced)
        {
            var approve = new bool[priced.Length];
            var most = priced.Max(Math.Abs);
            if (most == 0 || priced.All(p => p <= 0) || priced.All(p => p >= 0))
            {
                var all = priced.Sum() <= 0;
                Array.Fill(approve, all);
                found.Add(null);
                constants.Add(all);
                return approve;
            }

            var labels = new long[training.Length];
            var costs = new double[training.Length];
            for (var k = 0; k < at.Length; k++)
            {
                labels[at[k]] = priced[k] > 0 ? 1 : 0;
                // A row of no cost keeps a place: the features' levels and medians are the same in every training.
                costs[at[k]] = Math.Max(Math.Abs(priced[k]), 1e-9 * most);
            }

            var rows = new ExtendedPortfolio(
                task.Rows, [(new Column(outcome, ColumnKind.Integer), ColumnBuffer.Of(labels, [])), (new Column(weight, ColumnKind.Double), ColumnBuffer.Of(costs))]);
            var scorer = task.Trainer.Train(rows, plan, cancel).Scorer;
            MixtureScorer.RequireSame(basic.Scorer.Features, scorer.Features);
            var scores = new double[matrix.Rows];
            ParallelScoring.Score(scorer, matrix.All, scores, task.Threads, cancel);
            for (var k = 0; k < approve.Length; k++)
            {
                approve[k] = MixtureScorer.Approves(scorer.Scale, scores[k]);
            }

            found.Add(scorer);
            constants.Add(false);
            return approve;
        }
    }

    private static double[] Risk(IScorer scorer, FeatureMatrix matrix, int threads, CancellationToken cancel)
    {
        var risk = new double[matrix.Rows];
        ParallelScoring.Score(scorer, matrix.All, risk, threads, cancel);
        for (var i = 0; i < risk.Length; i++)
        {
            risk[i] *= scorer.Scale.RiskSign;
        }

        return risk;
    }

    // The adverse rate among the tenth of the training rows around the threshold of the approval rate: with the rate held, its exact value moves no solution.
    private static double BreakEven(double[] risk, sbyte[] adverse, double[] weights, double approvalRate)
    {
        int[] order = [.. Enumerable.Range(0, risk.Length)];
        Array.Sort([.. risk], order);
        var from = Math.Clamp((int)((approvalRate - 0.05) * order.Length), 0, order.Length - 1);
        var to = Math.Clamp((int)((approvalRate + 0.05) * order.Length), from + 1, order.Length);
        double sum = 0, bad = 0;
        for (var k = from; k < to; k++)
        {
            var w = weights.Length == 0 ? 1 : weights[order[k]];
            sum += w;
            bad += w * adverse[order[k]];
        }

        return Math.Clamp(bad / sum, 0.001, 0.999);
    }
}
