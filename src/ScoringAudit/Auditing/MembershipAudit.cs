using ScoringAudit.Metrics;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Asks whether a training procedure gives away who trained the model: trains it again on random halves of the people and attacks every model with the help of the others.</summary>
/// <remarks>
/// <para>The unit of membership is what is held out together (a person's rows, a whole neighbourhood): with features about neighbours a model that never saw a person saw them through the neighbours.
/// Thresholds are set on each model's own others: the k-th largest of their scores with k = ⌊FPR · others⌋, and only scores above it count, so ties never raise the rate.</para>
/// <para>What it says is of the procedure, on half of the people; a model trained on all of them overfits somewhat less. All models share one population, which is known to flatter the attacker (2605.25819).
/// Intervals take a person as one cluster over all attacked models, and thresholds as given.</para>
/// <para>Sources: see <see cref="MembershipScores"/>; evaluation at a low false positive rate: Carlini et al. 2022, section III.</para>
/// </remarks>
public static class MembershipAudit
{
    /// <summary>Fewest others for a false positive rate: ten false positives.</summary>
    public const double LeastFalsePositives = 10;

    private static readonly double[] FalsePositiveRates = [0.01, 0.001];

    /// <summary>Names of the attacks, simplest first.</summary>
    public static IReadOnlyList<string> Attacks { get; } = ["loss", "difficulty", "lira", "rmia"];

    /// <summary>Runs it.</summary>
    /// <param name="trainer">How the model was trained.</param>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">What was trained; <see cref="TrainingPlan.Training"/> flags the rows that may train, the others are the population that no model sees.</param>
    /// <param name="units">What is in or out together, a number for each row; empty: every row is its own.</param>
    /// <param name="groups">Group of each row for results by group, −1 for none; empty for none.</param>
    /// <param name="names">Names of the groups.</param>
    /// <param name="streams">Random streams.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="told">Told before each training.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="AuditDataException">There is no outcome, no population, or too few units.</exception>
    public static IReadOnlyList<MembershipResult> Run(
        ITrainer trainer, IPortfolio rows, TrainingPlan plan, int[] units, int[] groups, IReadOnlyList<string> names, Streams streams,
        MembershipOptions? options = null, Action<int, int>? told = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(names);
        options ??= new MembershipOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Pairs, 2);
        var adverse = Outcomes(rows, plan);
        var may = plan.Training ?? throw new AuditDataException("attacks: nothing is held out of training, so there is nobody whom no model saw. Train with train.holdout above 0.");
        int[] people = [.. Enumerable.Range(0, adverse.Length).Where(i => adverse[i] >= 0 && may[i])];
        int[] population = [.. Enumerable.Range(0, adverse.Length).Where(i => adverse[i] >= 0 && !may[i])];
        int[] unitOf = units.Length == 0 ? [.. Enumerable.Range(0, adverse.Length)] : units;
        var all = people.Select(i => unitOf[i]).Distinct().Order().ToArray();
        if (population.Length == 0 || all.Length < 4)
        {
            throw new AuditDataException($"attacks: {all.Length} units to train on and {population.Length} rows held out, expected at least 4 and 1. Use more data, or a smaller unit of hold-out.");
        }

        var signals = new List<double[]>();
        var outside = new List<double[]>();
        var members = new List<bool[]>();
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var order = (int[])all.Clone();
            streams.Derive("halves").Derive(pair).Sequence().Shuffle(order.AsSpan());
            var half = order[..(order.Length / 2)].ToHashSet();
            foreach (var side in new[] { true, false })
            {
                cancel.ThrowIfCancellationRequested();
                told?.Invoke(signals.Count + 1, 2 * options.Pairs);
                var inside = new bool[adverse.Length];
                foreach (var i in people)
                {
                    inside[i] = half.Contains(unitOf[i]) == side;
                }

                var scorer = trainer.Train(rows, plan with { Training = inside }, cancel).Scorer;
                var (mine, theirs) = Signals(scorer, rows, adverse, people, population);
                signals.Add(mine);
                outside.Add(theirs);
                members.Add([.. people.Select(i => inside[i])]);
            }
        }

        var scores = Enumerable.Range(0, signals.Count).Select(t => Attack(t, signals, outside, members, options.Offset)).ToList();
        var person = people.Select(i => unitOf[i]).ToArray();
        var results = new List<MembershipResult>();
        for (var attack = 0; attack < Attacks.Count; attack++)
        {
            var mine = scores.Select(s => s[attack]).ToList();
            results.Add(Judge(Attacks[attack], null, mine, members, person, _ => true, options.Level));
            for (var g = 0; g < names.Count && groups.Length > 0; g++)
            {
                if (people.Any(i => groups[i] == g))
                {
                    var group = g;
                    results.Add(Judge(Attacks[attack], names[g], mine, members, person, i => groups[people[i]] == group, options.Level));
                }
            }
        }

        return results;
    }

    private static double[][] Attack(int target, List<double[]> signals, List<double[]> outside, List<bool[]> members, double offset)
    {
        var twin = target ^ 1;
        int[] others = [.. Enumerable.Range(0, signals.Count).Where(m => m != target && m != twin)];
        var n = signals[target].Length;
        var mean = new double[n];
        for (var i = 0; i < n; i++)
        {
            double sum = 0, count = 0;
            foreach (var m in others)
            {
                if (!members[m][i])
                {
                    sum += signals[m][i];
                    count++;
                }
            }

            mean[i] = count > 0 ? sum / count : signals[twin][i];
        }

        var elsewhere = Enumerable.Range(0, outside[target].Length).Select(z => MembershipScores.Average(others.Average(m => outside[m][z]), offset)).ToArray();
        return
        [
            signals[target],
            MembershipScores.Difficulty(signals[target], mean),
            MembershipScores.LikelihoodRatio([.. others.Select(m => signals[m])], [.. others.Select(m => members[m])], signals[target]),
            MembershipScores.Rmia(signals[target], [.. mean.Select(m => MembershipScores.Average(m, offset))], outside[target], elsewhere),
        ];
    }

    private static MembershipResult Judge(string attack, string? group, List<double[]> scores, List<bool[]> members, int[] person, Func<int, bool> of, double level)
    {
        var found = FalsePositiveRates.ToDictionary(rate => rate, _ => (Counts: new Dictionary<int, (double All, double Found)>(), Enough: true));
        long inside = 0, others = 0;
        double aucs = 0, squares = 0;
        for (var t = 0; t < scores.Count; t++)
        {
            int[] at = [.. Enumerable.Range(0, person.Length).Where(of)];
            var non = at.Where(i => !members[t][i]).Select(i => scores[t][i]).OrderDescending().ToArray();
            inside += at.Length - non.Length;
            others += non.Length;
            var auc = RocAuc.Of([.. at.Select(i => scores[t][i])], [.. at.Select(i => members[t][i] ? (byte)1 : (byte)0)]);
            var value = auc.IsDefined ? auc.Value : 0.5;
            aucs += value;
            squares += value * value;
            foreach (var (rate, (counts, enough)) in found.ToList())
            {
                if (non.Length * rate < LeastFalsePositives)
                {
                    found[rate] = (counts, false);
                    continue;
                }

                var threshold = non[(int)Math.Floor(rate * non.Length)];
                foreach (var i in at.Where(i => members[t][i]))
                {
                    var (every, hit) = counts.GetValueOrDefault(person[i]);
                    counts[person[i]] = (every + 1, hit + (scores[t][i] > threshold ? 1 : 0));
                }
            }
        }

        IntervalEstimate? Rate(double rate) => !found[rate].Enough || found[rate].Counts.Count == 0 ? null
            : ClusterRobust.Rate([.. found[rate].Counts.Values.Select(c => c.All)], [.. found[rate].Counts.Values.Select(c => c.Found)], level);
        var mean = aucs / scores.Count;
        var error = Math.Sqrt(Math.Max(0, (squares / scores.Count) - (mean * mean)) / (scores.Count - 1));
        var arm = StudentQuantile.TwoSided(level, scores.Count - 1) * error;
        return new MembershipResult(
            attack, group,
            new IntervalEstimate(Estimate.Of(mean), new Interval(Math.Max(0, mean - arm), Math.Min(1, mean + arm), level), "t_over_models"),
            Rate(0.01), Rate(0.001), inside, others, scores.Count);
    }

    private static (double[] People, double[] Population) Signals(IScorer scorer, IPortfolio rows, sbyte[] adverse, int[] people, int[] population)
    {
        var matrix = FeatureMatrix.Read(rows, scorer.Features);
        var scores = new double[matrix.Rows];
        scorer.Score(matrix.All, scores);
        double P(int i)
        {
            var risk = scorer.Scale.ToAdverseProbability(scores[i]);
            risk = double.IsNaN(risk) ? 1 / (1 + Math.Exp((scorer.Scale.ToPoints(scores[i]) - ScoreScale.PointsAtEvenOdds) * Math.Log(2) / ScoreScale.PointsToDoubleTheOdds)) : risk;
            return adverse[i] == 1 ? risk : 1 - risk;
        }

        return ([.. people.Select(P)], [.. population.Select(P)]);
    }

    private static sbyte[] Outcomes(IPortfolio rows, TrainingPlan plan)
    {
        var role = plan.Roles.Outcome ?? throw new AuditDataException("attacks: the plan names no outcome. Add columns.outcome.");
        var column = BinaryColumn.Bind(rows.Schema, role.Column, role.Adverse, "columns.outcome.adverse");
        var all = new List<sbyte>();
        using var reader = rows.Open([column.Id]);
        while (reader.Read(out var batch))
        {
            var part = new sbyte[batch.Rows];
            column.Read(batch, 0, part);
            all.AddRange(part);
        }

        return [.. all];
    }
}
