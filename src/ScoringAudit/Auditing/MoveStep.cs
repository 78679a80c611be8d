using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>The move test: place, tenure and both together, in points and in people whose decision changes.</summary>
internal static class MoveStep
{
    private const string Room = "leakage";

    private static readonly EvidenceTable Moves = new(
        "move-test", "Change of the score when a person is moved", "move-forest", ["panel", "label", "block", "value", "low", "high", "n"], []);

    public static void Run(AuditSubject subject, IInterventions world, string access)
    {
        if (subject.Plan.Roles.Area is not { } area)
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: the plan names no area, so there is nowhere to move. Add columns.area.");
            return;
        }

        subject.Report("move test");
        var rows = subject.Rows.Rows;
        var areas = KeyColumn.Bind(rows.Schema, area.Column, "plan: columns.area").ReadAll(rows);
        var movers = LeakageStep.Movers(subject, areas.Length);
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score");
        var result = MoveTest.Run(world, movers, areas, subject.Rows.Scale!.Value, subject.Rule, MoveTest.DefaultDonors, streams, subject.Inputs.Cancel);
        var all = subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [.. Enumerable.Range(0, areas.Length)];
        int[] units = [.. movers.Select(m => all[m])];
        IntervalEstimate Of(Func<IntervalEstimate> estimate, bool exactly0) => result.Refusal is { } why
            ? new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None)
            : exactly0 ? Exact(subject) : estimate();
        var model = world as ModelMoves;
        var level = subject.Plan.Confidence;
        var place = Of(() => PairIntervals.Mean(result.Place, i => units[i / result.Donors], i => units[result.DonorOf[i]], level), model is { PlaceFeatures: 0 });
        var tenure = Of(() => MeanOfRows(result.Tenure, units, level), model is { TenureFeatures: 0 });
        var details = result.Refusal is null ? Details(subject, result, movers, areas) : null;
        Emit(subject, "move_effect_place", "place", access, place, result, details, $"whole place block from one donor in another area; {world.Rule}");
        Emit(subject, "move_effect_tenure", "tenure", access, tenure, result, null, "time at the address set to 0, place kept");
        if (result.Refusal is null && model is null or { PlaceFeatures: > 0, TenureFeatures: > 0 })
        {
            var both = Of(() => PairIntervals.Mean(result.Interaction, i => units[i / result.Donors], i => units[result.DonorOf[i]], level), false);
            Emit(subject, "move_effect_interaction", null, access, both, result, null, "place and tenure together, less each alone");
        }
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

    private static Dictionary<string, double> Details(AuditSubject subject, MoveTestResult result, int[] movers, int[] areas)
    {
        var people = subject.Rows.Rows.Rows ?? result.Rows;
        double[] sizes = [.. result.Place.Select(Math.Abs)];
        var violating = 0;
        for (var i = 0; i < result.Rows; i++)
        {
            violating += result.Place.AsSpan(i * result.Donors, result.Donors).ContainsAnyExceptInRange(-OwnOnlyProbe.Tolerance, OwnOnlyProbe.Tolerance) ? 1 : 0;
        }

        var details = Quantiles.Of(sizes);
        details["shareOver1Point"] = (double)sizes.Count(s => s > 1) / sizes.Length;
        details["violatingShare"] = (double)violating / result.Rows;
        if (result.Crossed.Length > 0)
        {
            var crossed = (double)result.Crossed.Count(c => c) / result.Crossed.Length;
            details["crossShare"] = crossed;
            details["crossPeople"] = Math.Round(crossed * people, MidpointRounding.AwayFromZero);
        }

        Support(subject, result, movers, areas, sizes, details);
        return details;
    }

    // A donor is outside the support where nobody in its area has an own record like the mover's: same tenth of the own prediction, or the next.
    private static void Support(AuditSubject subject, MoveTestResult result, int[] movers, int[] areas, double[] sizes, Dictionary<string, double> details)
    {
        if (OwnColumns.Fit(subject) is not { } own)
        {
            return;
        }

        var scores = LeakageStep.Scores(subject);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = subject.Rows.Scale!.Value.ToPoints(scores[i]);
        }

        var residual = own.Residual(scores);
        double[] predicted = [.. scores.Zip(residual, (s, e) => s - e)];
        var order = Enumerable.Range(0, predicted.Length).OrderBy(i => predicted[i]).ThenBy(i => i).ToArray();
        var tenth = new int[predicted.Length];
        for (var k = 0; k < order.Length; k++)
        {
            tenth[order[k]] = (int)(10L * k / order.Length);
        }

        var present = new bool[12 * (areas.Max() + 1)];
        for (var i = 0; i < areas.Length; i++)
        {
            present[(12 * areas[i]) + 1 + tenth[i]] = true;
        }

        double inside = 0, outside = 0;
        long insiders = 0;
        for (var at = 0; at < sizes.Length; at++)
        {
            var slot = (12 * areas[movers[result.DonorOf[at]]]) + 1 + tenth[movers[at / result.Donors]];
            if (present[slot] || present[slot - 1] || present[slot + 1])
            {
                inside += sizes[at];
                insiders++;
            }
            else
            {
                outside += sizes[at];
            }
        }

        details["outsideSupportShare"] = 1 - ((double)insiders / sizes.Length);
        details["meanInsideSupport"] = inside / insiders;
        details["meanOutsideSupport"] = outside / (sizes.Length - insiders);
    }
}
