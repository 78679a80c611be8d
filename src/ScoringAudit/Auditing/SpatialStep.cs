using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Further views of clustering over one graph: Geary's C, join counts of decisions, local Moran, assortativity. None of them is a rung.</summary>
internal static class SpatialStep
{
    private const string Room = "leakage";
    private const int MostPermuted = 5_000;

    internal static readonly EvidenceTable Places = new(
        "local-moran", "Where scores cluster: people in clusters by place, places of at least the minimum cell only", null, ["model", "link", "place", "people", "high", "low"], []);

    public static void Run(PassiveSample sample, LeakageChannel channel)
    {
        Geary(sample, channel);
        Joins(sample, channel);
        Local(sample, channel);
        Assortative(sample, channel);
    }

    private static Streams Streams(PassiveSample sample, LeakageChannel channel) =>
        sample.Subject.Streams.Derive("leakage").Derive(sample.Subject.Name ?? "score").Derive(channel.Link!);

    private static void Geary(PassiveSample sample, LeakageChannel channel)
    {
        var permutations = sample.Scores.Length <= MostPermuted ? 999 : 0;
        var result = GearyTest.Run(sample.Scores, channel.Graph!, permutations, Streams(sample, channel));
        var p = permutations > 0 ? result.PValue : result.Value.IsDefined ? result.Randomisation.PValue(result.Value.Value, Tail.Less) : 1;
        var finding = PassiveStep.Base("geary_c", channel, sample.Scores.Length, result.Randomisation, sample.MinCell);

        // Root mean square of neighbours' differences, in points: their mean square is 2 C times the variance over n − 1.
        double n = sample.Scores.Length, spread = PassiveStep.Spread(sample.Scores);
        sample.Subject.Add(
            Room,
            finding with
            {
                Details = result.Value.IsDefined
                    ? new Dictionary<string, double>(finding.Details!) { ["neighbourDifferencePoints"] = spread * Math.Sqrt(2 * result.Value.Value * n / (n - 1)) } : finding.Details,
                PValue = result.Value.IsDefined ? p : null,
                Null = permutations > 0 ? "free" : "analytic: moments over all orders",
                Replicates = permutations > 0 ? permutations : null,
                Scale = "index",
                Note = "1 where neighbours are unrelated, below 1 where they are alike; p counts smaller values. Clustering alone says nothing about what the score uses.",
                Source = "Geary 1954; Cliff and Ord 1981, section 1.5",
            },
            new IntervalEstimate(result.Value, null, IntervalMethods.None));
    }

    private static void Joins(PassiveSample sample, LeakageChannel channel)
    {
        var subject = sample.Subject;
        if (!subject.HasDecisions || !sample.Nodes.IsIdentity)
        {
            return; // several rows of a subject may be decided differently
        }

        var decided = Decisions(subject, sample.RowScores.Length);
        if (decided is null)
        {
            return;
        }

        double yes = decided.Count(d => d), no = decided.Length - yes;
        var counts = JoinCounts.Run(decided, channel.Graph!, 0, Streams(sample, channel));
        var finding = PassiveStep.Base("join_count_mixed", channel, decided.Length, default, sample.MinCell) with
        {
            Scale = "ratio",
            Null = "analytic: moments over all orders",
            Cells = [yes, no],
            Note = "Joins between a favourable and an unfavourable decision, over what chance would give: below 1 where decisions cluster. p counts fewer such joins.",
            Source = "Cliff and Ord 1981, section 1.3",
        };
        if (counts.BW.Value.IsDefined)
        {
            var expected = counts.BW.Randomisation.Expected;
            finding = finding with
            {
                PValue = counts.BW.Randomisation.PValue(counts.BW.Value.Value, Tail.Less),
                SmallestDetectable = counts.BW.Randomisation.Variance > 0 ? counts.BW.Randomisation.SmallestDetectable / expected : null,
                Details = new Dictionary<string, double>(finding.Details!)
                {
                    ["mixedShare"] = counts.BW.Value.Value / counts.Joins,
                    ["bothFavourableShare"] = counts.BB.Value.Value / counts.Joins,
                    ["bothUnfavourableShare"] = counts.WW.Value.Value / counts.Joins,
                    ["expectedMixedShare"] = expected / counts.Joins,
                },
            };
        }

        subject.Add(Room, finding, new IntervalEstimate(counts.BW.Value.Map(v => v / counts.BW.Randomisation.Expected), null, IntervalMethods.None));
    }

    // By the rule, else as recorded; null where a decision is missing.
    private static bool[]? Decisions(AuditSubject subject, int rows)
    {
        var yes = new List<bool>(rows);
        var missing = false;
        subject.Rows.ForEach(
            subject.Rule,
            (in Portfolios.ScoredBatch batch) =>
            {
                foreach (var f in batch.Favourable)
                {
                    missing |= f < 0;
                    yes.Add(f == 1);
                }
            },
            subject.Inputs.Cancel);
        return missing || yes.Count != rows ? null : [.. yes];
    }

    private static void Local(PassiveSample sample, LeakageChannel channel)
    {
        if (channel.Graph is BlockGraph)
        {
            return; // everybody of an area has the same neighbours: its mean says it all
        }

        var subject = sample.Subject;
        var graph = channel.Graph is WindowGraph window ? window.Stored() : (SparseWeights)channel.Graph!;
        var n = sample.Scores.Length;
        subject.Report("local clustering");
        var result = LocalMoran.Permuted(sample.Scores, graph, Streams(sample, channel), 0, subject.Inputs.Cancel);
        var mean = sample.Scores.Average();
        var (high, low) = (0, 0);
        for (var i = 0; i < n; i++)
        {
            high += result.QValue[i] <= Moments.Alpha && sample.Scores[i] > mean ? 1 : 0;
            low += result.QValue[i] <= Moments.Alpha && sample.Scores[i] < mean ? 1 : 0;
        }

        // The mean of k neighbours has a standard deviation of s/√k: what a node of median degree needs to be the first discovery among n, with a power of 80 %.
        var deviation = Math.Sqrt(sample.Scores.Sum(s => (s - mean) * (s - mean)) / n);
        int[] degrees = [.. Enumerable.Range(0, n).Select(i => graph.ReadBy(i).Length).Order()];
        var needed = (StudentQuantile.Normal(1 - (Moments.Alpha / n)) + StudentQuantile.Normal(Moments.Power)) * deviation / Math.Sqrt(Math.Max(1, degrees[n / 2]));
        // A count below the minimum cell beside its total would be told by the other.
        var few = (high is > 0 && high < sample.MinCell) || (low is > 0 && low < sample.MinCell);
        var details = new Dictionary<string, double> { ["pairs"] = graph.Pairs, ["smallestDetectablePoints"] = needed };
        if (!few)
        {
            details["high"] = high;
            details["low"] = low;
        }

        var finding = subject.Add(
            Room,
            PassiveStep.Base("local_moran", channel, n, default, sample.MinCell) with
            {
                Value = high + low,
                Status = FindingStatus.Defined,
                Numerator = high + low,
                Denominator = n,
                Cells = high + low == 0 ? [] : [high + low],
                Scale = "people",
                Null = "conditional permutations, shared by nodes of one degree",
                SmallestDetectable = needed,
                Note = "People whose neighbours' scores are as unusual as their own, by a false-discovery rate of 5 %. Where, not why; counts of people, never who.",
                Source = "Anselin 1995; Benjamini and Hochberg 1995; spdep localmoran_perm for the conditional null",
                Details = details,
            });
        ByPlace(sample, channel, result, mean, finding);
    }

    private static void ByPlace(PassiveSample sample, LeakageChannel channel, LocalMoran result, double mean, Finding finding)
    {
        if (sample.AreaNames() is not { } names)
        {
            return;
        }

        var places = new SortedDictionary<string, (int People, int High, int Low)>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var cell = places.GetValueOrDefault(names[i]);
            var found = result.QValue[i] <= Moments.Alpha;
            places[names[i]] = (cell.People + 1, cell.High + (found && sample.Scores[i] > mean ? 1 : 0), cell.Low + (found && sample.Scores[i] < mean ? 1 : 0));
        }

        // A place's name with a count below the minimum cell would say that few are there: such places, and those without a cluster, are left out.
        var cellSize = sample.MinCell;
        foreach (var (place, (people, high, low)) in places.Where(p => p.Key.Length > 0 && p.Value.People >= cellSize && p.Value.High + p.Value.Low >= cellSize))
        {
            double?[] shown = [high == 0 || high >= cellSize ? high : null, low == 0 || low >= cellSize ? low : null];
            if (shown.Contains(null) || (people - high - low is > 0 and var rest && rest < cellSize))
            {
                continue;
            }

            sample.Subject.To.AddRow(
                Places,
                [sample.Subject.Name ?? "score", channel.Link!, place, (long)people, (long)high, (long)low],
                RowGuard.Of(finding));
        }
    }

    private static void Assortative(PassiveSample sample, LeakageChannel channel)
    {
        var subject = sample.Subject;
        var graph = channel.Graph is SparseWeights && subject.Inputs.LinkEdges.ContainsKey(channel.Link!)
            ? SparseWeights.Of(LeakageChannels.Edges(subject, sample.Nodes, channel.Link!), rowStandardised: false) : channel.Graph!;
        var permutations = sample.Scores.Length > 50_000 ? 99 : 199;
        var like = PassiveStep.Base("assortativity", channel, sample.Scores.Length, default, sample.MinCell);
        var streams = Streams(sample, channel);
        if (graph is SparseWeights)
        {
            var scores = Assortativity.OfValues(sample.Scores, graph);
            var test = scores.IsDefined ? Assortativity.Test<double>(scores.Value, sample.Scores, s => Assortativity.OfValues(s, graph), permutations, streams.Derive("scores")) : (1, 0);
            Emit(scores, test, null, []);
        }

        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1 || subject.Table is null)
            {
                continue;
            }

            var group = sample.Nodes.Pick(subject.Table.Group(g));
            var value = Assortativity.OfGroups(group, graph);
            var test = value.IsDefined ? Assortativity.Test<int>(value.Value, group, s => Assortativity.OfGroups(s, graph), permutations, streams.Derive("group").Derive(grouping.Name)) : (1, 0);
            double[] sizes = [.. Enumerable.Range(0, grouping.Groups.Count).Select(c => (double)group.Count(x => x == c)).Where(c => c > 0)];
            Emit(value, test, grouping.Name, sizes);
        }

        void Emit(Estimate value, (double P, double Deviation) test, string? attribute, double[] cells) => subject.Add(
            Room,
            like with
            {
                Details = attribute is null && value.IsDefined
                    ? new Dictionary<string, double>(like.Details!) { ["neighbourPoints"] = value.Value * PassiveStep.Spread(sample.Scores) } : like.Details,
                Attribute = attribute,
                Cells = cells,
                Metric = attribute is null ? "score" : "group",
                PValue = value.IsDefined ? test.P : null,
                Null = "free",
                Replicates = value.IsDefined ? permutations : null,
                SmallestDetectable = test.Deviation > 0 ? 2.8 * test.Deviation : null, // (1.960 + .842) deviations: two-sided 5 %, power 80 %
                Note = attribute is null
                    ? "Correlation of the scores at both ends of the links. Like joins like: the baseline for everything that spreads over links."
                    : "How far links join people of one group, 0 by chance, 1 always: the homophily without which clustering cannot be judged.",
                Source = "Newman 2003, equations 2 and 21; permutation p",
            },
            new IntervalEstimate(value, null, IntervalMethods.None));
    }
}
