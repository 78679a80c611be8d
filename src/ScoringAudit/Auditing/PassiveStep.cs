using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What scores and links show by themselves: clustering, and clustering that own features do not explain. First, what the sample could have found.</summary>
internal static class PassiveStep
{
    private const string Room = "leakage";
    private const int FewestRows = 30;
    private const int Bars = 24;
    private const int Farthest = 10;

    private static readonly EvidenceTable Chance = new(
        "moran-null", "Clustering of the score: what chance alone gives, and what was observed", "null-distribution", ["panel", "low", "high", "share", "observed", "unit"], []) { Keys = ["low", "high"] };

    private static readonly EvidenceTable Decay = new(
        "street-correlogram", "How alike scores are along a street", "distance-decay", ["panel", "distance", "value", "low", "high", "n", "across", "unit"], []) { Keys = ["distance"] };

    public static void Run(AuditSubject subject, List<LeakageChannel> channels)
    {
        if (channels.All(c => c.Graph is null))
        {
            subject.To.Note("skipped", "moran_i", "Clustering of the score: the plan names neither an address nor an area nor links. Add columns.address, columns.area or links.");
            return;
        }

        subject.Report("clustering among neighbours");
        var sample = new PassiveSample(subject);
        if (!sample.Nodes.IsIdentity)
        {
            subject.To.Note("data", "passive", FormattableString.Invariant($"Links: the {sample.RowScores.Length} rows are of {sample.Scores.Length} subjects; {(subject.Plan.Roles.Time is null ? "a subject's mean over its rows" : "a subject's rows of its last period")} stand{(subject.Plan.Roles.Time is null ? "s" : string.Empty)} for it in the measures over links."));
            foreach (var channel in channels.Where(c => c.Graph is not null))
            {
                channel.Graph = LeakageChannels.Graph(subject, sample.Nodes, channel);
            }
        }

        foreach (var channel in channels.Where(c => c.Graph is not null))
        {
            var measured = MoranTest.Analytic(sample.Scores, channel.Graph!);
            var refusal = sample.Scores.Length < FewestRows ? $"{sample.Scores.Length} rows are fewer than {FewestRows}" : Hopeless(sample, channel, measured);
            var weak = refusal is not null && sample.Scores.Length >= FewestRows && IsWhole(channel.Graph!) ? refusal : null;
            if (refusal is not null && weak is null)
            {
                Refuse(subject, channel, measured, sample.Scores.Length, refusal);
                continue;
            }

            Clustered(sample, channel, weak);
            Unexplained(sample, channel, weak);
            if (measured.I.IsDefined)
            {
                SpatialStep.Run(sample, channel);
                PeerStep.Run(sample, channel);
            }
        }

        if (sample.Area is not null && sample.Street is not null && sample.Fit is { } fit && channels.FirstOrDefault(c => c.Channel == "area") is { } byArea)
        {
            Borders(sample, byArea, fit);
        }

        AreaStep.Run(sample);
        EventStep.Run(sample, channels);
        ContagionStep.Run(sample, channels);
    }

    private static void Borders(PassiveSample sample, LeakageChannel channel, OwnFit own)
    {
        var subject = sample.Subject;
        var residual = own.Residual(sample.Scores);
        double[] predicted = [.. sample.Scores.Zip(residual, (s, e) => s - e)];
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive("borders");
        var result = BoundaryTest.Run(residual, predicted, sample.Street!, sample.Position, sample.Area!, 1 - subject.Plan.Confidence, streams);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "boundary_jump",
                Link = channel.Link,
                N = 2 * result.Borders,
                PValue = result.Jump.IsDefined ? result.PValue : null,
                Null = "streets turned round (sign flips), placebo borders taken off",
                Replicates = result.Jump.IsDefined ? result.Flips : null,
                SmallestDetectable = result.Deviation > 0 ? 2.487 * result.Deviation : null, // (1.645 + .842) deviations: one-sided 5 %, power 80 %
                Clusters = result.Streets,
                Access = "S",
                Scale = "points",
                Note = "Mean jump of the residual between next-door houses of two areas, towards the area with the higher scores elsewhere, less that at placebo borders.",
                Source = "Black 1999; sorting check: Bayer, Ferreira and McMillan 2007; sign flips: Canay, Romano and Shaikh 2017",
                Details = new Dictionary<string, double> { ["sortingPValue"] = result.SortingPValue, ["pairs"] = result.Borders },
            },
            new IntervalEstimate(result.Jump, null, IntervalMethods.None, Clusters: result.Streets));
        channel.Tests[2] = result.Jump.IsDefined
            ? RungTest.Of(result.PValue, "jump of the residual at borders between areas, less placebo borders")
            : RungTest.None(result.Jump.Reason!);
    }

    // Few but whole: a file of links in which most nodes have one describes these nodes, as a map of a few dozen counties does. What is found there counts; that
    // nothing is found says nothing. People drawn from a country leave most of their neighbours behind: nothing can be said of them at all.
    private static bool IsWhole(IWeights graph) => graph is SparseWeights && 2 * graph.Islands <= graph.Nodes;

    // Judged before the result is looked at: from the links and the kurtosis alone.
    private static string? Hopeless(PassiveSample sample, LeakageChannel channel, MoranResult measured)
    {
        var subject = sample.Subject;
        if (!measured.I.IsDefined || !measured.Randomisation.IsHopeless)
        {
            return null;
        }

        var (why, coarser) = Coarser(sample, channel, measured);
        if (coarser is null)
        {
            return why;
        }

        subject.To.Note("limit", "moran_i", $"Clustering by {channel.Link}: {why} The plan's coarser level was used instead (area.prefix: {subject.Plan.Roles.Area!.Prefix}).");
        channel.Graph = coarser;
        return null;
    }

    private static (string Why, IWeights? Coarser) Coarser(PassiveSample sample, LeakageChannel channel, MoranResult measured)
    {
        var (subject, scores) = (sample.Subject, sample.Scores);
        var factor = Math.Pow(measured.Randomisation.SmallestDetectable / (Moments.WeakClustering * 1.512), 2); // 1.512 = (1.645 + .842)/1.645
        var byArea = channel.Link == "area";
        var needed = Math.Ceiling(scores.Length * (byArea ? Math.Sqrt(factor) : factor) / 100) * 100;
        channel.RowsNeeded = (long)needed;
        var why = FormattableString.Invariant(
            $"{scores.Length} rows have {(channel.Graph is SparseWeights links ? links.CountNeighbours() : measured.Pairs / 2)} pairs of neighbours: the smallest clustering that they show with a power of 80 % is {measured.Randomisation.SmallestDetectable:0.000}, and a weak one of {Moments.WeakClustering} is missed more often than found.");
        if (byArea && subject.Plan.Roles.Area is { } area)
        {
            if (area.Prefix is { } given && Graph(given) is { } coarse && Enough(coarse))
            {
                channel.RowsNeeded = null;
                return (why, coarse);
            }

            for (var prefix = 8; prefix >= 1; prefix--)
            {
                var graph = Graph(prefix);
                if (graph.Pairs > measured.Pairs && Enough(graph))
                {
                    return (FormattableString.Invariant($"{why} The coarser level of the first {prefix} characters would do (area.prefix: {prefix}), or about {needed:0} rows."), null);
                }
            }

            BlockGraph Graph(int prefix) => new(sample.Key(area.Column, "plan: columns.area", prefix));
            bool Enough(BlockGraph graph) => MoranTest.Analytic(scores, graph) is { I.IsDefined: true, Randomisation.IsHopeless: false } && graph.Pairs < (long)scores.Length * (scores.Length - 1);
        }

        return (FormattableString.Invariant($"{why} About {needed:0} rows would do."), null);
    }

    private static void Refuse(AuditSubject subject, LeakageChannel channel, MoranResult measured, int rows, string why)
    {
        string[] refused = channel.Graph is BlockGraph ? ["geary_c", "moran_i", "moran_i_residual", "peer_effect_rho"] : ["geary_c", "local_moran", "moran_i", "moran_i_residual", "peer_effect_rho"];
        foreach (var measure in refused)
        {
            subject.Add(Room, Base(measure, channel, rows, measured.Randomisation, subject.Plan.Disclosure.MinCell), new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None));
        }

        channel.Tests[0] = RungTest.None(why);
        channel.Tests[1] = RungTest.None(why);
    }

    internal static Finding Base(string measure, LeakageChannel channel, int rows, Moments moments, int cell) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Link = channel.Link,
        N = rows,
        Access = "S",
        Scale = "correlation",
        SmallestDetectable = moments.Variance > 0 ? moments.SmallestDetectable : null,
        Details = Counts(channel.Graph!, cell),
    };

    // Who has no neighbours is few: a count of them is shown like any other count of people.
    private static Dictionary<string, double> Counts(IWeights graph, int cell)
    {
        var counts = new Dictionary<string, double> { ["pairs"] = graph.Pairs };
        if (graph.Islands == 0 || graph.Islands >= cell)
        {
            counts["islands"] = graph.Islands;
        }

        return counts;
    }

    private static RungTest Rung(Estimate value, double p, string what, string? weak) => !value.IsDefined ? RungTest.None(value.Reason!)
        : weak is not null && p > Moments.Alpha ? RungTest.None(weak) : RungTest.Of(p, what);

    private static string Caution(string? weak) => weak is null ? string.Empty : " Nothing found would say nothing: " + weak;

    private static void Clustered(PassiveSample sample, LeakageChannel channel, string? weak)
    {
        var (subject, scores) = (sample.Subject, sample.Scores);
        var graph = channel.Graph!;
        var permutations = scores.Length > 50_000 ? 199 : 999;
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive(channel.Link!);
        var result = MoranTest.Run(scores, graph, permutations, streams, subject.Inputs.Cancel);
        var finding = Base("moran_i", channel, scores.Length, result.Randomisation, sample.MinCell);
        finding = subject.Add(
            Room,
            finding with
            {
                PValue = result.I.IsDefined ? result.PValue : null,
                Null = "free",
                Replicates = result.Permutations,
                Note = "Clustering alone says nothing about what the score uses: people who live together are alike. p counts larger values." + Caution(weak),
                Source = "Moran 1950; Cliff and Ord 1981, section 1.4; one-sided permutation p",
                Details = new Dictionary<string, double>(finding.Details!)
                {
                    ["expected"] = result.Expected,
                    ["neighbourPoints"] = result.I.IsDefined ? result.I.Value * Spread(scores) : 0,
                    ["pValueRandomisation"] = result.I.IsDefined ? result.Randomisation.PValue(result.I.Value, Tail.Greater) : 1,
                },
            },
            Interval(sample, channel, result));
        Drawn(sample, channel, result, finding);
        channel.Tests[0] = Rung(result.I, result.PValue, "Moran's I of the score, free permutations", weak);
    }

    // Of one whose score is a standard deviation higher, so many points higher is the mean of the neighbours' scores: I is the slope of the one on the other.
    internal static double Spread(double[] scores)
    {
        var mean = scores.Average();
        return Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / scores.Length);
    }

    // The figures: permuted values with the observed one, and along a street the likeness by distance.
    private static void Drawn(PassiveSample sample, LeakageChannel channel, MoranResult result, Finding finding)
    {
        if (!result.I.IsDefined)
        {
            return;
        }

        var subject = sample.Subject;
        var panel = string.Join(", ", new[] { subject.Name ?? "score", channel.Link, finding.Stratum }.OfType<string>());
        double least = result.Draws.Min(), width = (result.Draws.Max() - least) / Bars;
        for (var b = 0; b < Bars && width > 0; b++)
        {
            var from = least + (b * width);
            var inside = result.Draws.Count(d => Math.Min(Bars - 1, (int)((d - least) / width)) == b);
            subject.To.AddRow(Chance, [panel, from, from + width, (double)inside / result.Draws.Count, result.I.Value, "Moran's I"], RowGuard.Of(finding));
        }

        if (channel.Graph is WindowGraph && sample.Street is { } street)
        {
            foreach (var at in StreetCorrelogram.Run(sample.Scores, street, sample.Position, Farthest, subject.Plan.Confidence).Where(c => c.Pairs >= Math.Max(30, sample.MinCell)))
            {
                var limits = subject.Samples ? at.Correlation.Interval : null;
                subject.To.AddRow(
                    Decay,
                    [panel, (long)at.Distance, at.Correlation.Value.Value, limits?.Low, limits?.High, at.Pairs, "Houses along the street", "Correlation of two scores"],
                    RowGuard.Of(finding));
            }
        }
    }

    private static void Unexplained(PassiveSample sample, LeakageChannel channel, string? weak)
    {
        var (subject, scores, own) = (sample.Subject, sample.Scores, sample.Fit);
        if (own is null)
        {
            subject.To.Note("skipped", "moran_i_residual", "Clustering that own features do not explain: the plan declares no own features. Name them under 'features'.");
            channel.Tests[1] = RungTest.None("the plan declares no own features: name them under 'features'");
            return;
        }

        var result = ResidualMoranTest.CliffOrd(scores, own, channel.Graph!);
        var finding = Base("moran_i_residual", channel, scores.Length, result.Normality, sample.MinCell);
        if (result.Value.IsDefined)
        {
            var residual = own.Residual(scores);
            finding = finding with
            {
                Details = new Dictionary<string, double>(finding.Details!)
                {
                    ["expected"] = result.Normality.Expected,
                    ["ownColumns"] = own.Rank - 1,
                    ["residualPoints"] = Math.Sqrt(OwnFit.Dot(residual, residual) / residual.Length),
                },
            };
        }

        subject.Add(
            Room,
            finding with
            {
                PValue = result.Value.IsDefined ? result.PValue : null,
                Null = "cliff_ord",
                Note = "An own feature that is not among the columns looks the same. p counts larger values." + Caution(weak),
                Source = "Cliff and Ord 1981, section 8.3; least squares on the own features",
            },
            new IntervalEstimate(result.Value, null, IntervalMethods.None));
        channel.Tests[1] = Rung(result.Value, result.PValue, "Moran's I of the residual after own features, Cliff–Ord moments", weak);
    }

    // I is a ratio of sums, z'Wz over z'z, so clusters that hold all neighbours give its interval.
    private static IntervalEstimate Interval(PassiveSample sample, LeakageChannel channel, MoranResult result)
    {
        var (subject, scores) = (sample.Subject, sample.Scores);
        if (!result.I.IsDefined || !subject.Rows.IsClustered || channel.Graph is SparseWeights)
        {
            return new IntervalEstimate(result.I, null, IntervalMethods.None);
        }

        var mean = scores.Average();
        var z = scores.Select(s => s - mean).ToArray();
        var lag = new double[z.Length];
        channel.Graph!.Lag(z, lag);
        var scale = z.Length / channel.Graph.Sums.S0;
        var clusters = sample.Clusters;
        var units = clusters.Max() + 1;
        var squares = new double[units];
        var products = new double[units];
        for (var i = 0; i < z.Length; i++)
        {
            squares[clusters[i]] += z[i] * z[i];
            products[clusters[i]] += scale * z[i] * lag[i];
        }

        return ClusterRobust.Mean(squares, products, subject.Plan.Confidence) with { Value = result.I, DesignEffect = null };
    }
}
