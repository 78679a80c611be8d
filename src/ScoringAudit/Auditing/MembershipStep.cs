using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Disparity where membership is a probability for each row: rates, ratio, difference and mean scores, each row in every group by its probability.</summary>
internal static class MembershipStep
{
    private const string Room = "disparity";
    private const string Remark = "Membership is a probability: rates by probability are biased towards each other where the decision depends on membership beyond what the probability knows.";

    /// <summary>Runs it for every attribute of the plan that is known by probability.</summary>
    public static void Run(AuditSubject subject)
    {
        var roles = subject.Plan.Roles.Memberships;
        if (roles.Count == 0 || !(subject.HasDecisions || subject.Rows.HasScores))
        {
            return;
        }

        subject.Report("membership by probability");
        var rows = AuditRows.Of(subject);
        foreach (var role in roles)
        {
            One(subject, role, rows, Read(subject, role));
        }
    }

    private static void One(AuditSubject subject, MembershipRole role, AuditRows rows, double[][] all)
    {
        var missing = all[0].Count(double.IsNaN);
        Missing(subject, role, missing, all[0].Length);
        int[] Where(Func<int, bool> wanted) => [.. Enumerable.Range(0, all[0].Length).Where(i => !double.IsNaN(all[0][i]) && wanted(i))];
        int[] decided = rows.Favourable.Length > 0 ? Where(i => rows.Favourable[i] >= 0) : [], scored = rows.Scores.Length > 0 ? Where(_ => true) : [];
        var expected = all.Select(p => decided.Length > 0 ? decided.Sum(i => p[i]) : scored.Sum(i => p[i])).ToArray();
        var reference = role.Reference == ProtectedRole.Largest ? Array.IndexOf(expected, expected.Max()) : role.Groups.ToList().IndexOf(role.Reference);
        if (decided.Length > 0)
        {
            Decisions(subject, role, new SoftRows(decided, rows, all), reference);
        }

        if (scored.Length > 0)
        {
            Scores(subject, role, new SoftRows(scored, rows, all), reference);
        }
    }

    private static void Decisions(AuditSubject subject, MembershipRole role, SoftRows rows, int reference)
    {
        var level = subject.Plan.Confidence;
        var family = 1 - ((1 - level) / Math.Max(1, role.Groups.Count - 1));
        for (var g = 0; g < role.Groups.Count; g++)
        {
            var cells = rows.Cells(g);
            var sums = rows.Sums(g, g, rows.Favourable);
            subject.Add(Room, Finding(role, SelectionRates.SelectionRate, g, -1, cells, "rate"), ClusterRobust.Rate(sums.Trials, sums.Successes, level));
            if (g == reference)
            {
                continue;
            }

            var pair = rows.Sums(g, reference, rows.Favourable);
            double[] both = [.. cells, .. rows.Cells(reference)];
            IntervalEstimate Ratio(double l) => ClusterRobust.Ratio(pair.Trials, pair.Successes, pair.ReferenceTrials, pair.ReferenceSuccesses, l);
            IntervalEstimate Difference(double l) => ClusterRobust.Difference(pair.Trials, pair.Successes, pair.ReferenceTrials, pair.ReferenceSuccesses, l);
            Compared(subject, Finding(role, SelectionRates.AdverseImpactRatio, g, reference, both, "ratio"), Ratio, level, family, 1);
            Compared(subject, Finding(role, SelectionRates.DemographicParityDifference, g, reference, both, "difference"), Difference, level, family, 0);
        }
    }

    private static void Scores(AuditSubject subject, MembershipRole role, SoftRows rows, int reference)
    {
        var level = subject.Plan.Confidence;
        var family = 1 - ((1 - level) / Math.Max(1, role.Groups.Count - 1));
        var deviation = MeanDifference.PopulationDeviation(rows.Scores, rows.Weights);
        for (var g = 0; g < role.Groups.Count; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var pair = rows.Sums(g, reference, rows.Scores);
            IntervalEstimate At(double l) => deviation > 0
                ? MeanDifference.Scaled(ClusterRobust.MeanDifference(pair.Trials, pair.Successes, pair.ReferenceTrials, pair.ReferenceSuccesses, l), deviation)
                : new IntervalEstimate(Estimate.Undefined("all rows have the same score"), null, IntervalMethods.None);
            double[] cells = [rows.Expected(g), rows.Expected(reference)];
            Compared(subject, Finding(role, MeanDifference.Descriptor.Id, g, reference, cells, "standard deviations"), At, level, family, 0);
        }
    }

    private static void Compared(AuditSubject subject, Finding finding, Func<double, IntervalEstimate> at, double level, double family, double none)
    {
        var estimate = at(level);
        subject.Add(Room, finding with { PValue = RateEngine.Dual(estimate, at, none) }, estimate, family > level ? at(family).Interval : null);
    }

    private static Finding Finding(MembershipRole role, string measure, int group, int reference, double[] cells, string scale) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Attribute = role.Name,
        Group = role.Groups[group],
        Reference = reference < 0 ? null : role.Groups[reference],
        N = (long)Math.Round(cells.Take(measure == MeanDifference.Descriptor.Id ? 1 : 2).Sum()),
        Cells = cells,
        Family = reference < 0 ? null : $"{role.Name}/{measure}",
        Access = "S",
        Scale = scale,
        Note = Remark,
        Source = "Σ p w y / Σ p w; Chen et al. 2019; interval: linearised, rows or clusters as units",
    };

    private static void Missing(AuditSubject subject, MembershipRole role, int missing, int rows)
    {
        if (missing > 0)
        {
            subject.To.Note(new AuditNote("data", role.Name, FormattableString.Invariant(
                $"{role.Name}: {missing} of {rows} rows have no probabilities and are in no group ({100.0 * missing / rows:0.#} %)."))
            {
                Cells = [missing],
                WithoutCounts = $"{role.Name}: some rows have no probabilities and are in no group.",
            });
        }
    }

    // One array a group; a row without any probability is NaN in all of them.
    private static double[][] Read(AuditSubject subject, MembershipRole role)
    {
        var rows = subject.Rows.Rows;
        var read = role.Columns.Select(_ => new List<double>()).ToArray();
        using (var reader = rows.Open([.. role.Columns.Select(c => rows.Schema.Require(c, "plan: protected.probabilities"))]))
        {
            var buffer = new double[Batch.MaxRows];
            while (reader.Read(out var batch))
            {
                for (var g = 0; g < read.Length; g++)
                {
                    batch.CopyNumbers(g, buffer);
                    read[g].AddRange(buffer.AsSpan(0, batch.Rows));
                }
            }
        }

        double[][] all = [.. read.Select(r => r.ToArray())];
        bool Empty(int i) => all.All(p => double.IsNaN(p[i]));
        SoftMembership.CheckSums(rows.Schema.Source, role.Columns, [.. all.Select((p, g) => p.Select((x, i) => Empty(i) ? (g == 0 ? 1.0 : 0.0) : x).ToArray())]);
        return all;
    }

    // The rows that count, with their weights scaled to a mean of 1.
    private sealed class SoftRows(int[] at, AuditRows rows, double[][] probabilities)
    {
        public double[] Favourable { get; } = rows.Favourable.Length == 0 ? [] : [.. at.Select(i => (double)rows.Favourable[i])];

        public double[] Scores { get; } = rows.Scores.Length == 0 ? [] : [.. at.Select(i => rows.Scores[i])];

        public double[] Weights { get; } = Scaled(at, rows.Weights);

        public double Expected(int group) => at.Sum(i => probabilities[group][i]);

        public double[] Cells(int group)
        {
            var yes = at.Sum(i => rows.Favourable[i] * probabilities[group][i]);
            return [yes, Expected(group) - yes];
        }

        public ClusterCounts Sums(int group, int reference, double[] values) => SoftMembership.Sums(
            [.. at.Select(i => probabilities[group][i])],
            [.. at.Select(i => probabilities[reference][i])],
            values,
            Weights,
            rows.Clusters.Length == 0 ? [] : [.. at.Select(i => rows.Clusters[i])]);

        private static double[] Scaled(int[] at, double[] weights)
        {
            if (weights.Length == 0)
            {
                return [];
            }

            var mean = at.Average(i => weights[i]);
            return [.. at.Select(i => weights[i] / mean)];
        }
    }
}
