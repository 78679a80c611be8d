using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Flips the records of a random set of rows and measures who answers, by exposure: the row itself, its neighbours, nobody near.</summary>
/// <remarks>
/// Every row is listed by itself with probability p = 1/(2(d + 1)), d the mean number of neighbours, R times over. Outcome: change of the score in points against the
/// world as it is, scores that feed scores not solved again (one step). Exposure classes and their known probabilities by a mapping (<see cref="ExposureMapping"/>); rows without
/// neighbours can never be exposed and are left out, counted. Indirect effect = mean if all were next to a listed row and not listed, less mean if
/// nobody near were listed; direct: listed, nobody near listed, less the latter. Both by Horvitz–Thompson and by Hájek; the interval is a t interval over the R assignments.
/// Mappings are tried from near to far: the first under which no unexposed row answers is used, for a mapping that is too short biases both. Source: Aronow and
/// Samii 2017; Hájek 1971.
/// </remarks>
/// <param name="Refusal">Why there is no result, or null.</param>
/// <param name="Mapping">Name of the mapping that was used.</param>
/// <param name="Complete">Whether no unexposed row answered under it.</param>
/// <param name="UnexposedAnswers">Share of unexposed rows that answered.</param>
/// <param name="Probability">p.</param>
/// <param name="Assignments">R.</param>
/// <param name="Islands">Rows without neighbours, left out.</param>
/// <param name="Indirect">Hájek estimate of the indirect effect, in points.</param>
/// <param name="Direct">Hájek estimate of the direct effect, in points.</param>
/// <param name="IndirectHorvitzThompson">Horvitz–Thompson estimate of the indirect effect.</param>
/// <param name="DirectHorvitzThompson">Horvitz–Thompson estimate of the direct effect.</param>
/// <param name="MeanSolvedAgain">Mean absolute change of rows that were not listed when all scores are solved again, in points.</param>
/// <param name="CrossedNotListed">Share of rows that were not listed whose decision changed, scores solved again; NaN without a rule.</param>
public sealed record FlipTest(
    string? Refusal,
    string Mapping,
    bool Complete,
    double UnexposedAnswers,
    double Probability,
    int Assignments,
    int Islands,
    IntervalEstimate Indirect,
    IntervalEstimate Direct,
    IntervalEstimate IndirectHorvitzThompson,
    IntervalEstimate DirectHorvitzThompson,
    double MeanSolvedAgain,
    double CrossedNotListed)
{
    /// <summary>Assignments.</summary>
    public const int DefaultAssignments = 20;

    /// <summary>Runs the test.</summary>
    /// <param name="links">What the scores would be with other records.</param>
    /// <param name="mappings">Who may be exposed by whom, from near to far, each with a name.</param>
    /// <param name="rule">The decision rule, or null.</param>
    /// <param name="assignments">R, at least 2.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of this score; this derives "flip-test".</param>
    /// <param name="cancel">Stops the work.</param>
    public static FlipTest Run(
        ILinkInterventions links, IReadOnlyList<(string Name, SparseWeights Graph)> mappings, DecisionRule? rule, int assignments, double level, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(mappings);
        ArgumentOutOfRangeException.ThrowIfLessThan(assignments, 2);
        FlipTest? last = null;
        foreach (var (name, graph) in mappings)
        {
            last = One(links, name, graph, rule, assignments, level, streams.Derive("flip-test"), cancel);
            if (last.Refusal is not null || last.Complete)
            {
                return last;
            }
        }

        return last ?? throw new ArgumentException("There is no mapping.", nameof(mappings));
    }

    private static FlipTest One(ILinkInterventions links, string name, SparseWeights graph, DecisionRule? rule, int assignments, double level, Streams streams, CancellationToken cancel)
    {
        var n = graph.Nodes;
        var among = new bool[n];
        var islands = 0;
        for (var i = 0; i < n; i++)
        {
            among[i] = graph.ReadBy(i).Length > 0;
            islands += among[i] ? 0 : 1;
        }

        var nothing = new IntervalEstimate(Estimate.Undefined("nobody has a neighbour in this graph"), null, IntervalMethods.None);
        if (islands == n)
        {
            return new FlipTest("nobody has a neighbour in this graph", name, false, double.NaN, double.NaN, 0, islands, nothing, nothing, nothing, nothing, double.NaN, double.NaN);
        }

        var p = 1 / (2 * (((double)graph.Pairs / (n - islands)) + 1));
        var home = links.Scores.ToArray();
        double[] scores = new double[n], change = new double[n];
        var treated = new bool[n];
        var estimates = new double[4][];
        for (var e = 0; e < estimates.Length; e++)
        {
            estimates[e] = new double[assignments];
        }

        long unexposed = 0, answers = 0, others = 0, crossed = 0;
        double moved = 0;
        for (var r = 0; r < assignments; r++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < n; i++)
            {
                treated[i] = streams.Derive(r).Uniform((ulong)i, 0) < p;
            }

            links.Flip(treated, false, scores);
            var classes = ExposureMapping.Classes(treated, graph);
            for (var i = 0; i < n; i++)
            {
                change[i] = links.Scale.ToPoints(scores[i]) - links.Scale.ToPoints(home[i]);
                if (classes[i] == Exposure.None)
                {
                    unexposed++;
                    answers += Math.Abs(change[i]) > OwnOnlyProbe.Tolerance ? 1 : 0;
                }
            }

            var none = ExposureMapping.Mean(change, classes, Exposure.None, graph, p, among);
            var near = ExposureMapping.Mean(change, classes, Exposure.Indirect, graph, p, among);
            var own = ExposureMapping.Mean(change, classes, Exposure.Direct, graph, p, among);
            if ((none.Hajek.Reason ?? near.Hajek.Reason ?? own.Hajek.Reason) is { } why)
            {
                return new FlipTest(why, name, false, double.NaN, p, 0, islands, nothing, nothing, nothing, nothing, double.NaN, double.NaN);
            }

            estimates[0][r] = near.Hajek.Value - none.Hajek.Value;
            estimates[1][r] = own.Hajek.Value - none.Hajek.Value;
            estimates[2][r] = near.HorvitzThompson.Value - none.HorvitzThompson.Value;
            estimates[3][r] = own.HorvitzThompson.Value - none.HorvitzThompson.Value;
            links.Flip(treated, true, scores);
            for (var i = 0; i < n; i++)
            {
                if (!treated[i])
                {
                    others++;
                    moved += Math.Abs(links.Scale.ToPoints(scores[i]) - links.Scale.ToPoints(home[i]));
                    crossed += rule is { } decide && decide.IsFavourable(scores[i]) != decide.IsFavourable(home[i]) ? 1 : 0;
                }
            }
        }

        IntervalEstimate Of(int e) => OverAssignments(estimates[e], level);
        return new FlipTest(
            null, name, answers == 0, unexposed == 0 ? 0 : (double)answers / unexposed, p, assignments, islands, Of(0), Of(1), Of(2), Of(3), others == 0 ? 0 : moved / others, rule is null || others == 0 ? double.NaN : (double)crossed / others);
    }

    internal static IntervalEstimate OverAssignments(double[] values, double level)
    {
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length;
        var reach = StudentQuantile.TwoSided(level, values.Length - 1) * Math.Sqrt(variance);
        return new IntervalEstimate(Estimate.Of(mean), new Interval(mean - reach, mean + reach, level), "t_over_assignments", Math.Sqrt(variance), null, values.Length - 1);
    }
}
