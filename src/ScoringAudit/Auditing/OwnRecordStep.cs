using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Decisions beside the people's own features: the disparity that is left at equal features, and how alike the decisions of alike people are.</summary>
internal static class OwnRecordStep
{
    private const string Room = "disparity";
    private const int MostRows = 200_000;
    private const int MostColumns = 200;
    private const int Sample = 2_500;
    private const int Neighbours = 5;

    public static void Run(AuditSubject subject, IReadOnlyList<int> references)
    {
        // Own features are only what the plan, or the model, names as such: a guess would adjust for anything.
        if (subject.Plan.Roles.Features is null && subject.Model is null)
        {
            return;
        }

        var columns = OwnColumns.Read(subject);
        if (columns is null)
        {
            return;
        }

        subject.Report("own features");
        var rows = AuditRows.Of(subject);
        if (rows.Table.Rows > MostRows || columns.Count > MostColumns)
        {
            subject.To.Note("skipped", "regression_adjusted_difference", FormattableString.Invariant(
                $"Regression-adjusted disparity and consistency take at most {MostRows} rows and {MostColumns} columns of own features; audit a sample to see them."));
            return;
        }

        for (var a = 0; a < subject.Bound.ProtectedCount; a++)
        {
            Adjusted(subject, rows, columns, a, references[a]);
        }

        Alike(subject, rows, columns);
    }

    private static void Adjusted(AuditSubject subject, AuditRows rows, List<double[]> columns, int a, int reference)
    {
        var grouping = subject.Groupings[a];
        var codes = rows.Table.Group(a).ToArray();
        int[] at = [.. Enumerable.Range(0, codes.Length).Where(i => codes[i] >= 0 && rows.Favourable[i] >= 0)];
        T[] Pick<T>(T[] from) => from.Length == 0 ? [] : [.. at.Select(i => from[i])];
        double[] values = [.. at.Select(i => (double)rows.Favourable[i])];
        var own = Pick(codes);
        double[][] x = [.. columns.Select(Pick)];
        var (weights, clusters) = (Pick(rows.Weights), Pick(rows.Clusters));
        IReadOnlyList<IntervalEstimate> At(double level) => AdjustedDisparity.Of(values, own, grouping.Groups.Count, reference, x, weights, clusters, level);
        var counts = new (long Rows, long Yes)[grouping.Groups.Count];
        for (var i = 0; i < own.Length; i++)
        {
            counts[own[i]] = (counts[own[i]].Rows + 1, counts[own[i]].Yes + (values[i] > 0 ? 1 : 0));
        }

        var present = counts.Count(c => c.Rows > 0);
        if (present < 2 || counts[reference].Rows == 0)
        {
            return;
        }

        var comparisons = grouping.Reference == Portfolios.ProtectedRole.HighestRate ? present * (present - 1) / 2 : present - 1;
        var estimates = At(subject.Plan.Confidence);
        var family = comparisons > 1 ? At(1 - ((1 - subject.Plan.Confidence) / comparisons)) : null;
        for (var g = 0; g < counts.Length; g++)
        {
            if (g == reference || counts[g].Rows == 0)
            {
                continue;
            }

            var e = estimates[g];
            double raw = ((double)counts[g].Yes / counts[g].Rows) - ((double)counts[reference].Yes / counts[reference].Rows);
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = AdjustedDisparity.Descriptor.Id,
                    Attribute = grouping.Name,
                    Group = grouping.Groups[g],
                    Reference = grouping.Groups[reference],
                    N = counts[g].Rows,
                    Cells = [counts[g].Yes, counts[g].Rows - counts[g].Yes, counts[reference].Yes, counts[reference].Rows - counts[reference].Yes],
                    PValue = e.StandardError > 0 ? StudentQuantile.TwoSidedPValue(e.Value.Value / e.StandardError.Value, e.DegreesOfFreedom!.Value) : null,
                    Family = $"{grouping.Name}/{AdjustedDisparity.Descriptor.Id}",
                    Details = new Dictionary<string, double> { ["unadjustedDifference"] = raw, ["covariates"] = columns.Count },
                    Access = subject.Model is null ? "S" : "M",
                    Scale = "difference",
                    Note = "At equal own features; features that carry the group themselves hide its disparity.",
                    Source = AdjustedDisparity.Descriptor.Formula + "; " + AdjustedDisparity.Descriptor.Source,
                },
                e,
                family?[g].Interval);
        }
    }

    private static void Alike(AuditSubject subject, AuditRows rows, List<double[]> columns)
    {
        int[] at = [.. Enumerable.Range(0, rows.Favourable.Length).Where(i => rows.Favourable[i] >= 0)];
        if (at.Length <= Neighbours)
        {
            return;
        }

        // Rows by their content, so that neither the sample nor ties follow the file's order.
        Array.Sort(at, (i, j) =>
        {
            var c = rows.Favourable[i].CompareTo(rows.Favourable[j]);
            for (var k = 0; c == 0 && k < columns.Count; k++)
            {
                c = columns[k][i].CompareTo(columns[k][j]);
            }

            return c;
        });
        var streams = subject.Streams.Derive("disparity").Derive("consistency");
        var sampled = at.Length > Sample;
        if (sampled)
        {
            at = [.. Enumerable.Range(0, at.Length).OrderBy(k => streams.Uniform((ulong)k, 0)).Take(Sample).Order().Select(k => at[k])];
        }

        var scaled = columns.Select(c => Scaled(c, at)).Where(c => c.Length > 0).ToList();
        if (scaled.Count == 0)
        {
            return;
        }

        var features = new double[at.Length * scaled.Count];
        for (var i = 0; i < at.Length; i++)
        {
            for (var c = 0; c < scaled.Count; c++)
            {
                features[(i * scaled.Count) + c] = scaled[c][i];
            }
        }

        double[] values = [.. at.Select(i => (double)rows.Favourable[i])];
        var yes = values.Sum();
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = Consistency.Descriptor.Id,
                N = at.Length,
                Cells = [yes, at.Length - yes],
                Details = new Dictionary<string, double> { ["neighbours"] = Neighbours, ["columns"] = scaled.Count },
                Access = subject.Model is null ? "S" : "M",
                Scale = "share",
                Note = sampled ? FormattableString.Invariant($"Of {Sample} rows drawn at random; own features scaled to a standard deviation of 1; the person is no own neighbour.") : "Own features scaled to a standard deviation of 1; the person is no own neighbour.",
                Source = Consistency.Descriptor.Formula + "; " + Consistency.Descriptor.Source,
            },
            new IntervalEstimate(Consistency.Of(features, scaled.Count, values, Neighbours), null, IntervalMethods.None));
    }

    private static double[] Scaled(double[] column, int[] at)
    {
        double[] values = [.. at.Select(i => column[i])];
        var deviation = MeanDifference.PopulationDeviation(values, []);
        return deviation > 0 ? [.. values.Select(v => v / deviation)] : [];
    }
}
