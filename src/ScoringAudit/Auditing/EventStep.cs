using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Whether the scores of partners or neighbours move with an event: one event study for each channel and kind, with its pre-trend test.</summary>
internal static class EventStep
{
    private const string Room = "leakage";

    private static readonly EvidenceTable Path = new(
        "event-spillover", "Scores of those who read somebody, around that one's event", null, ["model", "link", "kind", "period", "value", "standardError", "exposed"], []) { Keys = ["period"] };

    public static void Run(PassiveSample sample, List<LeakageChannel> channels)
    {
        var subject = sample.Subject;
        if (subject.Inputs.Events.Count == 0)
        {
            return;
        }

        var roles = subject.Plan.Roles;
        if (roles.Time is not { } time || roles.Subject is not { } who)
        {
            subject.To.Note("skipped", "event_spillover", $"Events: the plan names no {(roles.Time is null ? "time" : "subject")} column. Scores before and after are needed: one row for each subject and period, with columns.subject and columns.time.");
            return;
        }

        subject.Report("scores around events");
        var rows = subject.Rows.Rows;
        var periods = Periods.Read(rows, time);
        var code = PassiveSample.Dense(KeyColumn.Bind(rows.Schema, who, "plan: columns.subject").ReadAll(rows));
        var panel = PassiveNodes.Whole(code);
        var scores = Scores(sample.RowScores, code, periods, panel.Count);
        var events = subject.Inputs.Events.SelectMany(e => Known(subject, e, periods, code)).ToList();
        if (!events.Exists(e => e.Period >= 1))
        {
            subject.To.Note("skipped", "event_spillover", $"Events: none of them happened to a subject of the rows after the first period ({(periods.Names.Count > 0 ? periods.Names[0] : "none is given")}).");
            return;
        }

        var own = new bool[panel.Count];
        foreach (var (node, _, _) in subject.Inputs.Events.SelectMany(e => Placed(subject, e, periods, code)))
        {
            own[node] = true;
        }

        foreach (var channel in channels.Where(c => c.Graph is not null))
        {
            var graph = LeakageChannels.Graph(subject, panel, channel);
            var tests = new List<double>();
            string? refusal = null;
            foreach (var kind in events.GroupBy(e => e.Kind, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var result = One(subject, channel, graph, panel, scores, own, [.. kind.Select(e => (e.Node, e.Period))], kind.Key);
                if (result.Effect.IsDefined)
                {
                    tests.Add(result.PValue);
                }
                else
                {
                    refusal ??= result.Effect.Reason;
                }
            }

            Climb(channel, tests, refusal);
        }
    }

    // One declared test for the rung: the smallest p over the kinds of events after Holm; with borders tested too, Bonferroni over both.
    private static void Climb(LeakageChannel channel, List<double> tests, string? refusal)
    {
        var before = channel.Tests[2];
        if (tests.Count == 0)
        {
            channel.Tests[2] = before.Tested ? before : RungTest.None(refusal!);
            return;
        }

        var p = Math.Min(1, tests.Count * tests.Min());
        const string what = "change of the scores of those linked to a listed one, less the never exposed, after a pre-trend test";
        channel.Tests[2] = before.PValue is { } jump
            ? RungTest.Of(Math.Min(1, 2 * Math.Min(jump, p)), before.Why + "; and " + what)
            : RungTest.Of(p, what);
    }

    private static EventSpillover One(
        AuditSubject subject, LeakageChannel channel, IWeights graph, PassiveNodes panel, double[][] scores, bool[] own, (int Node, int Period)[] events, string kind)
    {
        var (exposed, cluster) = Exposure(subject, channel, graph, panel, own, events);
        var result = EventSpillover.Run(scores, exposed, cluster, Strata(subject, panel), subject.Plan.Confidence);
        var finding = subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "event_spillover",
                Link = channel.Link,
                Metric = kind.Length == 0 ? null : kind,
                N = result.Exposed,
                Cells = result.Exposed == 0 ? [] : [result.Exposed, result.Controls],
                PValue = result.Effect.IsDefined ? result.PValue : null,
                SmallestDetectable = result.StandardError > 0 ? 2.8 * result.StandardError : null, // (1.960 + .842) standard errors: two-sided 5 %, power 80 %
                Access = "S",
                Scale = "points",
                Note = "Mean change of the scores of those linked to a listed one, from the period before the listing to that of it and two after, less the change of linked people who were never exposed"
                    + (subject.Plan.Roles.Controls.Count > 0 ? " in the same stratum" : string.Empty) + ". A shock of a whole sector at the time of its listings looks the same: name the sector under 'controls'.",
                Source = "Cengiz, Dube, Lindner and Zipperer 2019; Callaway and Sant'Anna 2021; Roth 2022 for what a pre-trend test can miss",
                Details = new Dictionary<string, double>
                {
                    ["pairs"] = graph.Pairs,
                    ["events"] = events.Count(e => e.Period >= 1),
                    ["exposed"] = result.Exposed,
                    ["controls"] = result.Controls,
                    ["preTrend"] = result.PreTrend,
                    ["preTrendPValue"] = result.PreTrendPValue,
                },
            },
            new IntervalEstimate(result.Effect, result.Interval, IntervalMethods.ClusterMeanT, Clusters: result.Clusters));
        foreach (var point in result.Path)
        {
            subject.To.AddRow(
                Path,
                [subject.Name ?? "score", channel.Link!, kind, (long)point.Period, point.Value, point.StandardError, (long)point.Exposed],
                new RowGuard(finding.Id, [point.Exposed]));
        }

        return result;
    }

    // Period of the first event among those that one reads, and whose event it was; −1 never, −2 takes no part.
    private static (int[] Exposed, int[] Cluster) Exposure(AuditSubject subject, LeakageChannel channel, IWeights graph, PassiveNodes panel, bool[] own, (int Node, int Period)[] events)
    {
        var n = graph.Nodes;
        int[] exposed = new int[n], cluster = [.. Enumerable.Range(n, n)];
        double[] marks = new double[n], lag = new double[n];
        Array.Fill(marks, 1);
        graph.Lag(marks, lag);
        for (var i = 0; i < n; i++)
        {
            exposed[i] = own[i] || lag[i] == 0 ? -2 : -1;
        }

        int[]? place = graph is SparseWeights ? null : PassiveSample.Dense(panel.Pick<int>(Place(subject, channel)));
        foreach (var period in events.GroupBy(e => e.Period).OrderBy(g => g.Key))
        {
            Array.Clear(marks);
            foreach (var (node, _) in period)
            {
                marks[node] = 1;
            }

            graph.Lag(marks, lag);
            for (var i = 0; i < n; i++)
            {
                if (exposed[i] == -1 && lag[i] > 0)
                {
                    // Exposed before there was a score: neither a case nor a control.
                    exposed[i] = period.Key < 1 ? -2 : period.Key;
                    cluster[i] = place is not null ? place[i] : FirstMarked((SparseWeights)graph, i, marks);
                }
            }
        }

        return (exposed, cluster);
    }

    private static int FirstMarked(SparseWeights graph, int node, double[] marks)
    {
        foreach (var j in graph.ReadBy(node))
        {
            if (marks[j] > 0)
            {
                return j;
            }
        }

        return node;
    }

    private static int[] Place(AuditSubject subject, LeakageChannel channel)
    {
        var rows = subject.Rows.Rows;
        var roles = subject.Plan.Roles;
        return channel.Link == "address"
            ? KeyColumn.Bind(rows.Schema, roles.Address!.Column, "plan: columns.address").ReadAll(rows)
            : KeyColumn.Bind(rows.Schema, roles.Area!.Column, "plan: columns.area").ReadAll(rows);
    }

    private static int[] Strata(AuditSubject subject, PassiveNodes panel)
    {
        var rows = subject.Rows.Rows;
        int[]? strata = null;
        foreach (var control in subject.Plan.Roles.Controls)
        {
            var codes = PassiveSample.Dense(panel.Pick<int>(KeyColumn.Bind(rows.Schema, control, "plan: controls").ReadAll(rows)));
            var many = codes.Max() + 1;
            strata = strata is null ? codes : PassiveSample.Dense([.. strata.Zip(codes, (a, b) => (a * many) + b)]);
        }

        return strata ?? [];
    }

    private static double[][] Scores(double[] ofRow, int[] node, Periods periods, int nodes)
    {
        var sum = new double[periods.Names.Count][];
        var count = new int[sum.Length][];
        for (var p = 0; p < sum.Length; p++)
        {
            (sum[p], count[p]) = (new double[nodes], new int[nodes]);
        }

        for (var i = 0; i < ofRow.Length; i++)
        {
            if (periods.OfRow[i] >= 0)
            {
                sum[periods.OfRow[i]][node[i]] += ofRow[i];
                count[periods.OfRow[i]][node[i]]++;
            }
        }

        for (var p = 0; p < sum.Length; p++)
        {
            for (var i = 0; i < nodes; i++)
            {
                sum[p][i] = count[p][i] == 0 ? double.NaN : sum[p][i] / count[p][i];
            }
        }

        return sum;
    }

    private static List<(int Node, int Period, string Kind)> Placed(AuditSubject subject, EventList events, Periods periods, int[] code)
    {
        int[]? number = null;
        if (subject.Model?.HeldOut is { } held)
        {
            number = new int[held.Length];
            var next = 0;
            for (var i = 0; i < held.Length; i++)
            {
                number[i] = held[i] ? next++ : -1;
            }
        }

        var placed = new List<(int, int, string)>();
        for (var e = 0; e < events.Row.Length; e++)
        {
            var row = number is null ? events.Row[e] : number[events.Row[e]];
            if (row >= 0)
            {
                placed.Add((code[row], periods.Find(events.Period[e]), events.Kind.Count == 0 ? string.Empty : events.Kind[e]));
            }
        }

        return placed;
    }

    private static List<(int Node, int Period, string Kind)> Known(AuditSubject subject, EventList events, Periods periods, int[] code)
    {
        var all = Placed(subject, events, periods, code);
        // An event in the first period has no score before it either.
        var early = all.Count(e => e.Period < 1);
        var late = all.Count(e => e.Period >= periods.Names.Count);
        void Left(int count, string what, string few)
        {
            if (count > 0)
            {
                subject.To.Note(new AuditNote("data", "event_spillover", FormattableString.Invariant($"Events, {events.Name}: {count} of {all.Count} {what}; they were left out."))
                {
                    Cells = [count],
                    WithoutCounts = $"Events, {events.Name}: a few {few}; they were left out.",
                });
            }
        }

        var second = periods.Names.Count > 1 ? periods.Names[1] : periods.Names[0];
        Left(early, $"happened before the second period of the rows, '{second}', so there is no score from before them", $"happened before the second period of the rows, '{second}', so there is no score from before them");
        Left(late, $"happened after the last period of the rows, '{periods.Names[^1]}'", $"happened after the last period of the rows, '{periods.Names[^1]}'");
        if (events.Unknown > 0)
        {
            subject.To.Note("data", "event_spillover", FormattableString.Invariant($"Events, {events.Name}: {events.Unknown} are of subjects who are not in the rows; they were left out."));
        }

        return [.. all.Where(e => e.Period < periods.Names.Count)];
    }
}
