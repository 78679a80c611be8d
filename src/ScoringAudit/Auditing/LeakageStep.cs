using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>How much of it comes from other people's records: clustering of the score, and the move test.</summary>
internal static class LeakageStep
{
    private const string Room = "leakage";
    internal const int MostMovers = 20_000;

    private static readonly EvidenceTable Moves = new(
        "move-test", "Change of the score when a person is moved", "move-forest", ["panel", "label", "block", "value", "low", "high", "n"], []);

    public static void Run(AuditSubject subject)
    {
        var channels = LeakageChannels.Of(subject);
        if (subject.Rows.HasScores)
        {
            PassiveStep.Run(subject, channels);
        }

        if (subject.Model is { } model && subject.Inputs.Access != 'S')
        {
            var columns = FeatureMatrix.Read(subject.Rows.Rows, model.Scorer.Features).Columns;
            Move(subject, new ModelMoves(model.Scorer, columns, subject.Inputs.Threads), "M");
            ProbeStep.OfModel(subject, model.Scorer, columns, channels);
            if (subject.Inputs.Access is 'W' or 'G' && model.Scorer is EncodedScorer { Model: TreeEnsemble trees })
            {
                ReachStep.Run(subject, trees, model.Scorer, channels);
            }
        }
        else if (subject.Model is null && subject.Inputs is { Interventions: { } world, Access: not 'S' })
        {
            Move(subject, world, subject.Inputs.Access == 'G' ? "G" : "M");
            ProbeStep.OfWorld(subject, world, channels);
        }
        else if (subject.Model is null)
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: a recorded score cannot be asked what it would say at another address. Give the model under 'model'.");
        }

        if (subject.Model is not null && subject.Inputs.Access == 'S')
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: access S sees scores only; the model was not asked what it would say at another address.");
        }

        if (subject.Model is null && subject.Inputs is { Truth: { } truth, Access: 'G' })
        {
            TruthStep.Run(subject, truth);
            LadderStep.Know(truth, channels);
        }

        if (subject.Rows.HasScores)
        {
            LadderStep.Run(subject, channels);
        }
    }

    private static void Move(AuditSubject subject, IInterventions world, string access)
    {
        if (subject.Plan.Roles.Area is not { } area)
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: the plan names no area, so there is nowhere to move. Add columns.area.");
            return;
        }

        subject.Report("move test");
        var rows = subject.Rows.Rows;
        var areas = KeyColumn.Bind(rows.Schema, area.Column, "plan: columns.area").ReadAll(rows);
        var movers = Movers(subject, areas.Length);
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score");
        var result = MoveTest.Run(world, movers, areas, subject.Rows.Scale!.Value, subject.Rule, MoveTest.DefaultDonors, streams, subject.Inputs.Cancel);
        var all = subject.Rows.IsClustered ? Clusters(subject) : [.. Enumerable.Range(0, areas.Length)];
        int[] units = [.. movers.Select(m => all[m])];
        IntervalEstimate Of(Func<IntervalEstimate> estimate, bool exactly0) => result.Refusal is { } why
            ? new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None)
            : exactly0 ? Exact(subject) : estimate();
        var model = world as ModelMoves;
        var place = Of(() => MeanOfPairs(result.Place, result, units, subject.Plan.Confidence), model is { PlaceFeatures: 0 });
        var tenure = Of(() => MeanOfRows(result.Tenure, units, subject.Plan.Confidence), model is { TenureFeatures: 0 });
        var details = result.Refusal is null ? Details(result, subject.Rows.Rows.Rows ?? result.Rows) : null;
        Emit(subject, "move_effect_place", "place", access, place, result, details, $"whole place block from one donor in another area; {world.Rule}");
        Emit(subject, "move_effect_tenure", "tenure", access, tenure, result, null, "time at the address set to 0, place kept");
        if (result.Refusal is null && model is null or { PlaceFeatures: > 0, TenureFeatures: > 0 })
        {
            Emit(subject, "move_effect_interaction", null, access, Of(() => MeanOfPairs(result.Interaction, result, units, subject.Plan.Confidence), false), result, null, "place and tenure together, less each alone");
        }
    }

    // A sample is enough for a mean over pairs; which rows move depends on the stream alone.
    internal static int[] Movers(AuditSubject subject, int rows)
    {
        if (rows <= MostMovers)
        {
            return [.. Enumerable.Range(0, rows)];
        }

        var all = Enumerable.Range(0, rows).ToArray();
        subject.Streams.Derive("leakage").Derive("movers").Sequence().Shuffle(all.AsSpan());
        Array.Sort(all, 0, MostMovers);
        return all[..MostMovers];
    }

    private static void Emit(AuditSubject subject, string measure, string? block, string access, IntervalEstimate estimate, MoveTestResult result, Dictionary<string, double>? details, string note)
    {
        var finding = subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = measure,
                N = result.Rows,
                Access = access,
                Scale = "points",
                Replicates = result.Donors == 0 ? null : result.Donors,
                Details = details,
                Note = note,
                Source = "paired correspondence test; interval: Cameron, Gelbach and Miller 2011",
            },
            estimate);
        if (block is not null)
        {
            subject.To.AddRow(
                Moves,
                [finding.Stratum ?? string.Empty, finding.Model ?? "score", block, finding.Value, finding.Interval?.Limits.Low, finding.Interval?.Limits.High, finding.N],
                RowGuard.Of(finding));
        }
    }

    // No feature of the model can change: the effect is 0 by construction, not by estimate.
    private static IntervalEstimate Exact(AuditSubject subject) =>
        new(Estimate.Of(0), new Interval(0, 0, subject.Plan.Confidence), "exact");

    private static IntervalEstimate MeanOfRows(double[] effects, int[] units, double level)
    {
        var count = new double[units.Max() + 1];
        var sum = new double[count.Length];
        for (var i = 0; i < effects.Length; i++)
        {
            count[units[i]]++;
            sum[units[i]] += Math.Abs(effects[i]);
        }

        return ClusterRobust.Mean(count, sum, level);
    }

    // Both the mover's and the donor's area vary: the mean over pairs is clustered both ways.
    private static IntervalEstimate MeanOfPairs(double[] effects, MoveTestResult result, int[] units, double level)
    {
        var n = units.Max() + 1;
        double[] count1 = new double[n], sum1 = new double[n], count2 = new double[n], sum2 = new double[n];
        var pairs = new Dictionary<long, (double Count, double Sum)>();
        for (var at = 0; at < effects.Length; at++)
        {
            var effect = Math.Abs(effects[at]);
            int of = units[at / result.Donors], from = units[result.DonorOf[at]];
            count1[of]++;
            sum1[of] += effect;
            count2[from]++;
            sum2[from] += effect;
            var key = ((long)of * n) + from;
            var cell = pairs.GetValueOrDefault(key);
            pairs[key] = (cell.Count + 1, cell.Sum + effect);
        }

        var cells = pairs.OrderBy(p => p.Key).Select(p => p.Value).ToList();
        double[] count = [.. cells.Select(p => p.Count)];
        double[] sum = [.. cells.Select(p => p.Sum)];
        return ClusterRobust.TwoWayMean(new ClusterSums(count1, sum1), new ClusterSums(count2, sum2), new ClusterSums(count, sum), level);
    }

    private static Dictionary<string, double> Details(MoveTestResult result, long people)
    {
        var sizes = new double[result.Place.Length];
        var over = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(result.Place[i]);
            over += sizes[i] > 1 ? 1 : 0;
        }

        Array.Sort(sizes);
        var details = new Dictionary<string, double>
        {
            ["q50"] = Quantile(sizes, 0.5),
            ["q90"] = Quantile(sizes, 0.9),
            ["q99"] = Quantile(sizes, 0.99),
            ["shareOver1Point"] = (double)over / sizes.Length,
        };
        if (result.Crossed.Length > 0)
        {
            var crossed = result.Crossed.Count(c => c);
            details["crossShare"] = (double)crossed / result.Crossed.Length;
            details["crossPeople"] = Math.Round((double)crossed / result.Crossed.Length * people, MidpointRounding.AwayFromZero);
        }

        return details;
    }

    // Type 1 (inverse of the empirical distribution; Hyndman and Fan 1996): always a value that occurred.
    private static double Quantile(double[] sorted, double p) => sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];

    internal static int[] Clusters(AuditSubject subject)
    {
        if (subject.Table is { Clusters.Length: > 0 } table)
        {
            return table.Clusters.ToArray();
        }

        return Whole(subject).Clusters.ToArray();
    }

    internal static double[] Scores(AuditSubject subject) => Whole(subject).Scores.ToArray();

    private static ScoredTable Whole(AuditSubject subject)
    {
        if (subject.Table is null)
        {
            subject.Table = new ScoredTable(subject.Groupings.Count);
            subject.Rows.ForEach(null, subject.Table.Add, subject.Inputs.Cancel);
        }

        return subject.Table;
    }
}
