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

    public static void Run(AuditSubject subject, List<LeakageChannel> channels)
    {
        if (channels.All(c => c.Graph is null))
        {
            subject.To.Note("skipped", "moran_i", "Clustering of the score: the plan names neither an address nor an area nor links. Add columns.address, columns.area or links.");
            return;
        }

        subject.Report("clustering among neighbours");
        var scores = LeakageStep.Scores(subject);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = subject.Rows.Scale!.Value.ToPoints(scores[i]);
        }

        var own = new Lazy<OwnFit?>(() => OwnColumns.Fit(subject));
        foreach (var channel in channels.Where(c => c.Graph is not null))
        {
            var measured = MoranTest.Analytic(scores, channel.Graph!);
            var refusal = scores.Length < FewestRows ? $"{scores.Length} rows are fewer than {FewestRows}" : Hopeless(subject, channel, measured, scores);
            if (refusal is not null)
            {
                Refuse(subject, channel, measured, scores.Length, refusal);
                continue;
            }

            Clustered(subject, channel, scores);
            Unexplained(subject, channel, scores, own.Value);
        }

        if (own.Value is { } fit && subject.Plan.Roles is { Address: { } address, Area: { } area } && channels.FirstOrDefault(c => c.Channel == "area") is { } byArea)
        {
            Borders(subject, byArea, scores, fit, address, area);
        }
    }

    private static void Borders(AuditSubject subject, LeakageChannel channel, double[] scores, OwnFit own, AddressRole address, AreaRole area)
    {
        var rows = subject.Rows.Rows;
        var residual = own.Residual(scores);
        double[] predicted = [.. scores.Zip(residual, (s, e) => s - e)];
        var result = BoundaryTest.Run(
            residual,
            predicted,
            KeyColumn.Bind(rows.Schema, address.Column, "plan: columns.address").ReadAll(rows),
            address.Order is { } order ? HouseOrder.Read(rows, order) : [],
            KeyColumn.Bind(rows.Schema, area.Column, "plan: columns.area").ReadAll(rows),
            1 - subject.Plan.Confidence);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "boundary_jump",
                Link = channel.Link,
                N = result.Borders,
                PValue = result.Jump.IsDefined ? result.PValue : null,
                Null = "placebo borders",
                Access = "S",
                Scale = "points",
                Note = "Mean jump of the residual between next-door houses of two areas, towards the area with the higher scores, less that at placebo borders.",
                Source = "Black 1999; sorting check: Bayer, Ferreira and McMillan 2007",
                Details = new Dictionary<string, double> { ["sortingPValue"] = result.SortingPValue },
            },
            new IntervalEstimate(result.Jump, null, IntervalMethods.None));
        channel.Tests[2] = result.Jump.IsDefined
            ? RungTest.Of(result.PValue, "jump of the residual at borders between areas, less placebo borders")
            : RungTest.None(result.Jump.Reason!);
    }

    // Judged before the result is looked at: from the links and the kurtosis alone.
    private static string? Hopeless(AuditSubject subject, LeakageChannel channel, MoranResult measured, double[] scores)
    {
        if (!measured.I.IsDefined || !measured.Randomisation.IsHopeless)
        {
            return null;
        }

        var (why, coarser) = Coarser(subject, channel, measured, scores);
        if (coarser is null)
        {
            return why;
        }

        subject.To.Note("limit", "moran_i", $"Clustering by {channel.Link}: {why} The plan's coarser level was used instead (area.prefix: {subject.Plan.Roles.Area!.Prefix}).");
        channel.Graph = coarser;
        return null;
    }

    private static (string Why, IWeights? Coarser) Coarser(AuditSubject subject, LeakageChannel channel, MoranResult measured, double[] scores)
    {
        var factor = Math.Pow(measured.Randomisation.SmallestDetectable / (Moments.WeakClustering * 1.512), 2); // 1.512 = (1.645 + .842)/1.645
        var byArea = channel.Link == "area";
        var needed = Math.Ceiling(scores.Length * (byArea ? Math.Sqrt(factor) : factor) / 100) * 100;
        var why = FormattableString.Invariant(
            $"{scores.Length} rows have {measured.Pairs / 2} pairs of neighbours: the smallest clustering that they show with a power of 80 % is {measured.Randomisation.SmallestDetectable:0.000}, and a weak one of {Moments.WeakClustering} is missed more often than found.");
        if (byArea && subject.Plan.Roles.Area is { } area)
        {
            var rows = subject.Rows.Rows;
            if (area.Prefix is { } given && Graph(given) is { } coarse && Enough(coarse))
            {
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

            BlockGraph Graph(int prefix) => new(KeyColumn.Bind(rows.Schema, area.Column, "plan: columns.area", prefix).ReadAll(rows));
            bool Enough(BlockGraph graph) => MoranTest.Analytic(scores, graph) is { I.IsDefined: true, Randomisation.IsHopeless: false } && graph.Pairs < (long)scores.Length * (scores.Length - 1);
        }

        return (FormattableString.Invariant($"{why} About {needed:0} rows would do."), null);
    }

    private static void Refuse(AuditSubject subject, LeakageChannel channel, MoranResult measured, int rows, string why)
    {
        foreach (var measure in new[] { "moran_i", "moran_i_residual" })
        {
            subject.Add(Room, Base(measure, channel, rows, measured.Randomisation), new IntervalEstimate(Estimate.Undefined(why), null, IntervalMethods.None));
        }

        channel.Tests[0] = RungTest.None(why);
        channel.Tests[1] = RungTest.None(why);
    }

    private static Finding Base(string measure, LeakageChannel channel, int rows, Moments moments) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Link = channel.Link,
        N = rows,
        Access = "S",
        Scale = "correlation",
        SmallestDetectable = moments.Variance > 0 ? moments.SmallestDetectable : null,
        Details = new Dictionary<string, double> { ["pairs"] = channel.Graph!.Pairs, ["islands"] = channel.Graph.Islands },
    };

    private static void Clustered(AuditSubject subject, LeakageChannel channel, double[] scores)
    {
        var graph = channel.Graph!;
        var permutations = scores.Length > 50_000 ? 199 : 999;
        var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive(channel.Link!);
        var result = MoranTest.Run(scores, graph, permutations, streams, subject.Inputs.Cancel);
        var finding = Base("moran_i", channel, scores.Length, result.Randomisation);
        subject.Add(
            Room,
            finding with
            {
                PValue = result.I.IsDefined ? result.PValue : null,
                Null = "free",
                Replicates = result.Permutations,
                Note = "Clustering alone says nothing about what the score uses: people who live together are alike. p counts larger values.",
                Source = "Moran 1950; Cliff and Ord 1981, section 1.4; one-sided permutation p",
                Details = new Dictionary<string, double>(finding.Details!)
                {
                    ["expected"] = result.Expected,
                    ["pValueRandomisation"] = result.I.IsDefined ? result.Randomisation.PValue(result.I.Value, Tail.Greater) : 1,
                },
            },
            Interval(subject, channel, result, scores));
        channel.Tests[0] = result.I.IsDefined
            ? RungTest.Of(result.PValue, "Moran's I of the score, free permutations")
            : RungTest.None(result.I.Reason!);
    }

    private static void Unexplained(AuditSubject subject, LeakageChannel channel, double[] scores, OwnFit? own)
    {
        if (own is null)
        {
            subject.To.Note("skipped", "moran_i_residual", "Clustering that own features do not explain: the plan declares no own features. Name them under 'features'.");
            channel.Tests[1] = RungTest.None("the plan declares no own features: name them under 'features'");
            return;
        }

        var result = ResidualMoranTest.CliffOrd(scores, own, channel.Graph!);
        var finding = Base("moran_i_residual", channel, scores.Length, result.Normality);
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
                Note = "An own feature that is not among the columns looks the same. p counts larger values.",
                Source = "Cliff and Ord 1981, section 8.3; least squares on the own features",
            },
            new IntervalEstimate(result.Value, null, IntervalMethods.None));
        channel.Tests[1] = result.Value.IsDefined
            ? RungTest.Of(result.PValue, "Moran's I of the residual after own features, Cliff–Ord moments")
            : RungTest.None(result.Value.Reason!);
    }

    // I is a ratio of sums, z'Wz over z'z, so clusters that hold all neighbours give its interval.
    private static IntervalEstimate Interval(AuditSubject subject, LeakageChannel channel, MoranResult result, double[] scores)
    {
        if (!result.I.IsDefined || !subject.Rows.IsClustered || channel.Graph is SparseWeights)
        {
            return new IntervalEstimate(result.I, null, IntervalMethods.None);
        }

        var mean = scores.Average();
        var z = scores.Select(s => s - mean).ToArray();
        var lag = new double[z.Length];
        channel.Graph!.Lag(z, lag);
        var scale = z.Length / channel.Graph.Sums.S0;
        var clusters = LeakageStep.Clusters(subject);
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
