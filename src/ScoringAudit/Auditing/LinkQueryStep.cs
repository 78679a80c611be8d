using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Asks the score about its links: swaps partners, lists one row after another, flips many at once.</summary>
internal static class LinkQueryStep
{
    private const string Room = "leakage";
    private const int RandomSeeds = 200, HubSeeds = 50, MostSwapping = 4_000, MostFlipped = 60_000;

    private static readonly EvidenceTable ByHop = new(
        "blast-radius", "Who else is reached when one is listed, by links away", null, ["model", "link", "seeds", "hop", "changed", "grade_changed", "decision_changed", "points"], []) { Keys = ["hop"] };

    public static void Run(AuditSubject subject, IInterventions world, string access, List<LeakageChannel> channels)
    {
        var rows = LeakageStep.Scores(subject).Length;
        foreach (var links in world.Links)
        {
            var channel = channels.FirstOrDefault(c => c.Link == links.Link) ?? channels.FirstOrDefault(c => c.Origin == links.Origin);
            if (channel is null || links.Graph.Nodes != rows)
            {
                continue;
            }

            subject.Report("changing links of " + channel.Channel);
            var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive("links").Derive(links.Link);
            if (links.Origin != Origin.Neighbourhood)
            {
                Swap(subject, links, channel, access, streams);
                Blast(subject, links, channel, access, streams);
            }

            Flip(subject, links, channel, access, streams);
        }
    }

    private static void Swap(AuditSubject subject, ILinkInterventions links, LeakageChannel channel, string access, Streams streams)
    {
        var subjects = LeakageStep.Sample(subject, links.Graph.Nodes, MostSwapping, "swaps");
        var result = SwapTest.Run(links, subjects, subject.Rule, SwapTest.DefaultSwaps, streams, subject.Inputs.Cancel);
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "swap_effect_partner",
            Channel = channel.Channel,
            Link = channel.Link,
            N = result.Rows.Length == 0 ? null : result.Asked,
            Access = access,
            Scale = "points",
            Replicates = SwapTest.DefaultSwaps,
            Note = $"one partner exchanged for another of like size and kind and another score; {links.Rule(true)}; slope: points per point of the share-weighted difference of the two",
            Source = "paired correspondence test; interval: Cameron, Gelbach and Miller 2011",
        };
        if (result.Refusal is { } why)
        {
            subject.Add(Room, finding, new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None));
            return;
        }

        var details = Quantiles.Of([.. result.Effects.Select(Math.Abs)]);
        details["slope"] = result.Slope;
        details["slopeNotSolvedAgain"] = result.DirectSlope;
        details["meanNotSolvedAgain"] = result.Direct.Average(Math.Abs);
        details["violatingShare"] = (double)result.Violating / result.Asked;
        details["unmatchedSwaps"] = result.Unmatched;
        People(details, "cross", result.Crossed, links.Graph.Nodes);
        People(details, "grade", result.Regraded, links.Graph.Nodes);
        var clusters = subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [.. Enumerable.Range(0, links.Graph.Nodes)];
        subject.Add(
            Room,
            finding with { Details = details },
            PairIntervals.Mean(result.Effects, i => clusters[result.Rows[i]], i => clusters[result.Replacements[i]], subject.Plan.Confidence));
        if (channel.Tests[3] is { PValue: not null } asked)
        {
            channel.Tests[3] = asked with { Why = asked.Why + FormattableString.Invariant($" One partner swapped: {result.Effects.Average(Math.Abs):0.##} points on average, {result.Violating} of {result.Asked} rows changed.") };
        }
    }

    private static void People(Dictionary<string, double> details, string name, bool[] changed, int rows)
    {
        if (changed.Length > 0)
        {
            var share = (double)changed.Count(c => c) / changed.Length;
            details[name + "Share"] = share;
            details[name + "People"] = Math.Round(share * rows, MidpointRounding.AwayFromZero);
        }
    }

    private static void Blast(AuditSubject subject, ILinkInterventions links, LeakageChannel channel, string access, Streams streams)
    {
        var n = links.Graph.Nodes;
        One("random", BlastRadius.AtRandom(n, RandomSeeds, streams));
        One("hubs", BlastRadius.AtHubs(links, Math.Min(HubSeeds, Math.Max(1, n / 20))));

        void One(string seeds, int[] at)
        {
            var result = BlastRadius.Run(links, at, subject.Rule, subject.Inputs.Cancel);
            var (counts, what) = result.Regraded.Length > 0 ? (result.Regraded, "grade") : result.Crossed.Length > 0 ? (result.Crossed, "decision") : (result.Reached, "score");
            double[] values = [.. counts.Select(c => (double)c)];
            var details = Quantiles.Of(values);
            details["meanChanged"] = result.Reached.Average();
            details["meanPoints"] = result.Points.Average();
            details["amplification"] = result.Amplification;
            if (result.Crossed.Length > 0)
            {
                details["meanDecisionChanged"] = result.Crossed.Average();
            }

            if (result.Regraded.Length > 0)
            {
                details["meanGradeChanged"] = result.Regraded.Average();
            }

            double[] ones = [.. values.Select(_ => 1.0)];
            // Hubs are all there are, no sample.
            var estimate = seeds == "random" ? ClusterRobust.Mean(ones, values, subject.Plan.Confidence) : new IntervalEstimate(Estimate.Of(values.Average()), null, IntervalMethods.None);
            var finding = subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = "blast_radius",
                    Channel = channel.Channel,
                    Link = channel.Link,
                    Stratum = "seeds=" + seeds,
                    N = at.Length,
                    Access = access,
                    Scale = "rows",
                    Details = details,
                    Note = $"mean number of others whose {what} changes when one row is listed ({(seeds == "random" ? "drawn at random" : "those that most others read")}); {links.Listing}; {links.Rule(true)}; amplification: total change of others over that of those who read the listed row alone",
                    Source = "breadth first over who reads whom, scores solved again (Banach)",
                },
                estimate);
            for (var hop = 0; hop < BlastRadius.Hops; hop++)
            {
                if (hop == 0 || result.ReachedByHop[hop] > 0)
                {
                    subject.To.AddRow(
                        ByHop,
                        [
                            subject.Name ?? "score", channel.Link ?? channel.Channel, seeds, hop + 1L,
                            (double)result.ReachedByHop[hop] / at.Length,
                            result.Regraded.Length > 0 ? (double)result.RegradedByHop[hop] / at.Length : null,
                            result.Crossed.Length > 0 ? (double)result.CrossedByHop[hop] / at.Length : null,
                            result.PointsByHop[hop] / at.Length,
                        ],
                        RowGuard.Of(finding));
                }
            }
        }
    }

    private static void Flip(AuditSubject subject, ILinkInterventions links, LeakageChannel channel, string access, Streams streams)
    {
        if (links.Graph.Nodes > MostFlipped)
        {
            subject.To.Note("skipped", "neighbour_flip_effect", FormattableString.Invariant($"Flipping many records of '{channel.Channel}' at once: {links.Graph.Nodes} rows are more than {MostFlipped}; audit a shard."));
            return;
        }

        var rows = subject.Rows.Rows;
        int[]? streets = links.Origin == Origin.Neighbourhood && subject.Plan.Roles.Address is { } address ? KeyColumn.Bind(rows.Schema, address.Column, "plan: columns.address").ReadAll(rows) : null;
        var mappings = streets is null ? [("those that a row reads", SparseWeights.Of(Edges(links.Graph)))] : Windows(subject, streets);
        var result = FlipTest.Run(links, mappings, subject.Rule, FlipTest.DefaultAssignments, subject.Plan.Confidence, streams, subject.Inputs.Cancel);
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "neighbour_flip_effect",
            Channel = channel.Channel,
            Link = channel.Link,
            N = links.Graph.Nodes - result.Islands,
            Access = access,
            Scale = "points",
            Replicates = result.Assignments == 0 ? null : result.Assignments,
            Source = "Aronow and Samii 2017; Hájek 1971",
        };
        if (result.Refusal is { } why)
        {
            subject.Add(Room, finding, new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None));
            return;
        }

        subject.Add(
            Room,
            finding with
            {
                Note = $"change of a row's score when one of those near is listed, by exposure to {result.Mapping} (Hájek); {links.Listing}; one step, not solved again"
                    + (result.Complete ? string.Empty : "; the mapping is too short, for rows without exposure answer too: the number is biased towards 0"),
                Details = new Dictionary<string, double>
                {
                    ["direct"] = result.Direct.Value.Value,
                    ["horvitzThompson"] = result.IndirectHorvitzThompson.Value.Value,
                    ["directHorvitzThompson"] = result.DirectHorvitzThompson.Value.Value,
                    ["probability"] = result.Probability,
                    ["islands"] = result.Islands,
                    ["unexposedAnswers"] = result.UnexposedAnswers,
                    ["meanSolvedAgain"] = result.MeanSolvedAgain,
                    ["crossShareNotListed"] = result.CrossedNotListed,
                },
            },
            result.Indirect);
        if (streets is not null)
        {
            Groups(subject, links, channel, access, streets, streams);
        }
    }

    private static EdgeList Edges(CsrGraph graph)
    {
        var from = new int[graph.Targets.Length];
        for (var i = 0; i < graph.Nodes; i++)
        {
            Array.Fill(from, i, (int)graph.Offsets[i], (int)(graph.Offsets[i + 1] - graph.Offsets[i]));
        }

        return EdgeList.Of(graph.Nodes, from, graph.Targets, []);
    }

    // The plan's own window first, then wider ones: an auditor does not know how far the score looks.
    private static List<(string Name, SparseWeights Graph)> Windows(AuditSubject subject, int[] streets)
    {
        var position = subject.Plan.Roles.Address!.Order is { } order ? HouseOrder.Read(subject.Rows.Rows, order) : [];
        int[] sorted = [.. Enumerable.Range(0, streets.Length).OrderBy(i => streets[i]).ThenBy(i => position.Length > 0 ? position[i] : 0).ThenBy(i => i)];
        var all = new List<(string, SparseWeights)>();
        for (var reach = LeakageChannels.WindowReach; reach <= 8 * LeakageChannels.WindowReach; reach *= 2)
        {
            List<int> from = [], to = [];
            for (var k = 0; k < sorted.Length; k++)
            {
                for (var j = k + 1; j <= k + reach && j < sorted.Length && streets[sorted[j]] == streets[sorted[k]]; j++)
                {
                    from.AddRange([sorted[k], sorted[j]]);
                    to.AddRange([sorted[j], sorted[k]]);
                }
            }

            all.Add((FormattableString.Invariant($"the {reach} people on either side on the street"), SparseWeights.Of(EdgeList.Of(streets.Length, from.ToArray(), to.ToArray(), []))));
        }

        return all;
    }

    // Two-stage: half of the streets are listed with .3, half with .1.
    private static void Groups(AuditSubject subject, ILinkInterventions links, LeakageChannel channel, string access, int[] streets, Streams streams)
    {
        const double high = 0.3, low = 0.1;
        var groups = streets.Max() + 1;
        var cross = GroupInterference.CrossGroupLinks(links.Graph, streets);
        var draws = streams.Derive("group-interference");
        var probability = new double[groups];
        var treated = new bool[streets.Length];
        double[] scores = new double[streets.Length], change = new double[streets.Length];
        var effects = new double[4][];
        for (var e = 0; e < effects.Length; e++)
        {
            effects[e] = new double[FlipTest.DefaultAssignments];
        }

        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "interference_indirect_effect",
            Channel = channel.Channel,
            Link = channel.Link,
            N = streets.Length,
            Access = access,
            Scale = "points",
            Replicates = FlipTest.DefaultAssignments,
            Clusters = groups,
            Note = FormattableString.Invariant($"people who are not listed: their street's people listed with probability {high} instead of {low}; {links.Listing}; {links.Rule(true)}"),
            Source = "Hudgens and Halloran 2008; Tchetgen Tchetgen and VanderWeele 2012",
        };
        for (var r = 0; r < FlipTest.DefaultAssignments; r++)
        {
            var draw = draws.Derive(r);
            var order = Enumerable.Range(0, groups).ToArray();
            draw.Sequence().Shuffle(order.AsSpan());
            for (var k = 0; k < groups; k++)
            {
                probability[order[k]] = k < groups / 2 ? high : low;
            }

            for (var i = 0; i < treated.Length; i++)
            {
                treated[i] = draw.Uniform((ulong)i, 1) < probability[streets[i]];
            }

            links.Flip(treated, true, scores);
            for (var i = 0; i < change.Length; i++)
            {
                change[i] = links.Scale.ToPoints(scores[i]) - links.Scale.ToPoints(links.Scores[i]);
            }

            var (direct, indirect, total, overall) = GroupInterference.Effects(change, treated, streets, probability, high, low);
            if ((cross > 0 ? $"{cross} links cross from street to street" : direct.Reason ?? indirect.Reason ?? total.Reason ?? overall.Reason) is { } why)
            {
                subject.Add(Room, finding, new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None));
                return;
            }

            (effects[0][r], effects[1][r], effects[2][r], effects[3][r]) = (direct.Value, indirect.Value, total.Value, overall.Value);
        }

        subject.Add(
            Room,
            finding with { Details = new Dictionary<string, double> { ["direct"] = effects[0].Average(), ["total"] = effects[2].Average(), ["overall"] = effects[3].Average() } },
            FlipTest.OverAssignments(effects[1], subject.Plan.Confidence));
    }
}
