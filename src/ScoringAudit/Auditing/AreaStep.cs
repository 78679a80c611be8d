using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Scores against the public values of their areas, and clustering of areas that touch. None of it is a rung.</summary>
internal static class AreaStep
{
    private const string Room = "leakage";
    private const int FewestAreas = 30;
    private const int Permutations = 999;

    public static void Run(PassiveSample sample)
    {
        var subject = sample.Subject;
        for (var t = 0; t < subject.Inputs.Areas.Count; t++)
        {
            var table = subject.Inputs.Areas[t];
            var all = subject.Model?.HeldOut is { } held ? [.. table.AreaOfRow.Where((_, i) => held[i])] : table.AreaOfRow;
            var area = sample.Nodes.Pick<int>(all);
            var streams = subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive("areas").Derive(table.Name);
            foreach (var (column, values) in table.Columns.OrderBy(c => c.Key, StringComparer.Ordinal))
            {
                Values(sample, area, column, values, streams.Derive(column));
            }

            if (table.Adjacency is { } edges)
            {
                Neighbours(sample, table, area, edges, t == 0 ? "area_adjacency" : "area_adjacency_" + table.Name, streams);
            }
        }
    }

    private static void Values(PassiveSample sample, int[] area, string column, double[] values, Streams streams)
    {
        var result = AreaCorrelation.Run(sample.Scores, area, values, Permutations, streams);
        var details = new Dictionary<string, double> { ["areas"] = result.Areas };
        if (result.Correlation.IsDefined)
        {
            // The slope: so many points higher is a score where the area's value is a standard deviation higher.
            details["valuePoints"] = result.Correlation.Value * PassiveStep.Spread([.. sample.Scores.Where((_, i) => area[i] >= 0)]);
        }

        if (sample.Fit is { } own && result.Correlation.IsDefined)
        {
            var rest = AreaCorrelation.Run(own.Residual(sample.Scores), area, values, Permutations, streams.Derive("residual"));
            if (rest.Correlation.IsDefined)
            {
                details["residual"] = rest.Correlation.Value;
                details["residualPValue"] = rest.PValue;
            }
        }

        sample.Subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "bivariate_moran",
                Feature = column,
                Link = "area",
                N = result.People,
                PValue = result.Correlation.IsDefined ? result.PValue : null,
                Null = "values dealt out among areas",
                Replicates = result.Permutations == 0 ? null : result.Permutations,
                SmallestDetectable = result.Deviation > 0 ? 2.8 * result.Deviation : null, // (1.960 + .842) deviations: two-sided 5 %, power 80 %
                Access = "S",
                Scale = "correlation",
                Details = details,
                Note = "Scores with the value of their area. A score need not read the value to go with it: people with like records live together. 'residual' is the same after own features.",
                Source = "Wartenberg 1985; permutation of whole areas: Manly 2006, section 9",
            },
            new IntervalEstimate(result.Correlation, null, IntervalMethods.None));
    }

    private static void Neighbours(PassiveSample sample, AreaValues table, int[] area, EdgeList edges, string link, Streams streams)
    {
        var subject = sample.Subject;
        var people = new int[edges.Nodes];
        foreach (var a in area)
        {
            if (a >= 0)
            {
                people[a]++;
            }
        }

        // Areas of at least the minimum cell, numbered anew.
        var number = new int[people.Length];
        var kept = 0;
        for (var a = 0; a < people.Length; a++)
        {
            number[a] = people[a] >= sample.MinCell ? kept++ : -1;
        }

        int[] at = [.. Enumerable.Range(0, edges.Count).Where(e => number[edges.From[e]] >= 0 && number[edges.To[e]] >= 0)];
        var graph = SparseWeights.Of(EdgeList.Of(kept, [.. at.Select(e => number[edges.From[e]])], [.. at.Select(e => number[edges.To[e]])], [.. at.Select(e => edges.Weight[e])]));
        var reason = kept < FewestAreas ? $"{kept} areas have at least {sample.MinCell} people, fewer than {FewestAreas}" : graph.Pairs == 0 ? "none of these areas touch" : null;
        var details = new Dictionary<string, double> { ["areas"] = kept, ["pairs"] = graph.Pairs, ["islands"] = graph.Islands };
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "moran_i",
            Link = link,
            N = people.Where(p => p >= sample.MinCell).Sum(),
            Access = "S",
            Scale = "correlation",
            Details = details,
        };
        if (reason is not null)
        {
            subject.Add(Room, finding, new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None));
            return;
        }

        int[] node = [.. area.Select(a => a < 0 ? -1 : number[a])];
        var means = AreaMeans.Standardised(sample.Scores, node, kept);
        var result = MoranTest.Run(means, graph, Permutations, streams.Derive(link), subject.Inputs.Cancel);
        subject.Add(
            Room,
            finding with
            {
                PValue = result.I.IsDefined ? result.PValue : null,
                Null = "free, over areas",
                Replicates = result.Permutations,
                SmallestDetectable = result.I.IsDefined ? result.Randomisation.SmallestDetectable : null,
                Note = $"Of the mean scores of areas with at least {sample.MinCell} people, brought to one variance. Clustering alone says nothing about what the score uses.",
                Source = "Moran 1950; Assunção and Reis 1999 for areas of unequal size",
            },
            new IntervalEstimate(result.I, null, IntervalMethods.None));
        Local(sample, link, graph, means, node, people, number, streams);
        foreach (var (column, values) in table.Columns.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            With(sample, link, graph, means, column, [.. Enumerable.Range(0, number.Length).Where(a => number[a] >= 0).Select(a => values[a])], finding, streams);
        }
    }

    private static void Local(PassiveSample sample, string link, SparseWeights graph, double[] means, int[] node, int[] people, int[] number, Streams streams)
    {
        var subject = sample.Subject;
        if (means.All(m => m == means[0]))
        {
            return;
        }

        var result = LocalMoran.Permuted(means, graph, streams.Derive(link).Derive("local"), 0, subject.Inputs.Cancel);
        var found = result.Discoveries(Moments.Alpha);
        subject.Add(Room, new Finding
        {
            Id = string.Empty,
            Measure = "local_moran",
            Link = link,
            Value = found,
            Status = FindingStatus.Defined,
            N = people.Where(p => p >= sample.MinCell).Sum(),
            Access = "S",
            Scale = "areas",
            Null = "conditional permutations, shared by areas with as many neighbours",
            Note = $"Areas with at least {sample.MinCell} people whose neighbours' mean scores are as unusual as their own, by a false-discovery rate of 5 %.",
            Source = "Anselin 1995; Benjamini and Hochberg 1995",
            Details = new Dictionary<string, double> { ["areas"] = graph.Nodes, ["pairs"] = graph.Pairs },
        });
        if (sample.AreaNames() is not { } names)
        {
            return;
        }

        var name = new string[graph.Nodes];
        var count = new int[graph.Nodes];
        for (var i = 0; i < node.Length; i++)
        {
            if (node[i] >= 0)
            {
                name[node[i]] = names[i];
                count[node[i]]++;
            }
        }

        foreach (var a in Enumerable.Range(0, graph.Nodes).Where(a => result.QValue[a] <= Moments.Alpha).OrderBy(a => name[a], StringComparer.Ordinal))
        {
            subject.To.AddRow(
                SpatialStep.Places,
                [subject.Name ?? "score", link, name[a], (long)count[a], means[a] > 0 ? (long)count[a] : 0L, means[a] < 0 ? (long)count[a] : 0L],
                RowGuard.OfCells(count[a]));
        }
    }

    private static void With(PassiveSample sample, string link, SparseWeights graph, double[] means, string column, double[] values, Finding like, Streams streams)
    {
        var result = Array.Exists(values, v => !double.IsFinite(v))
            ? SpatialStatistic.Undefined("an area has no value")
            : BivariateMoran.Run(means, values, graph, Permutations, streams.Derive(link).Derive(column));
        sample.Subject.Add(
            Room,
            like with
            {
                Measure = "bivariate_moran",
                Feature = column,
                PValue = result.Value.IsDefined ? result.PValue : null,
                Null = "free, over areas",
                Replicates = result.Value.IsDefined ? Permutations : null,
                Note = "Mean scores of areas with the value of the areas that touch them.",
                Source = "Wartenberg 1985; Lee 2001",
            },
            new IntervalEstimate(result.Value, null, IntervalMethods.None));
    }
}
