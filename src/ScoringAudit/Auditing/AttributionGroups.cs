using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Which features carry the difference of two groups' mean scores: mean attribution of each feature in a group less that in the reference. Over features the differences sum to that of the mean scores.</summary>
internal static class AttributionGroups
{
    private static readonly EvidenceTable Difference = new(
        "shapley-group-difference", "Which features carry the difference between groups: mean attribution in the group less that in the reference", "importance", ["panel", "label", "origin", "value", "low", "high", "unit"], []);

    public static void Run(AuditSubject subject, ExplainedRows explained, Attributions features, string unit)
    {
        var schema = subject.Model!.Scorer.Features;
        var exact = ModelAttributions.IsExact(subject.Model.Scorer);
        int[] clusters = explained.Clusters ?? [.. Enumerable.Range(0, explained.Kept.Length)];
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1)
            {
                continue;
            }

            var codes = ExplainedRows.Pick(subject.Table!.Group(g), explained.Kept);
            double[] yes = new double[grouping.Groups.Count], all = new double[yes.Length];
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] >= 0)
                {
                    all[codes[i]]++;
                    yes[codes[i]] += subject.Rule is { } rule && rule.IsFavourable(subject.Table.Scores[explained.Kept[i]]) ? 1 : 0;
                }
            }

            var reference = ImportanceStep.ReferenceOf(grouping, yes, all);
            if (reference < 0 || all[reference] == 0)
            {
                continue;
            }

            var (referenceCounts, _) = Sums(null, codes, reference, clusters);
            for (var group = 0; group < all.Length; group++)
            {
                if (group == reference || all[group] == 0)
                {
                    continue;
                }

                var (counts, _) = Sums(null, codes, group, clusters);
                for (var f = 0; f < features.Values.Length; f++)
                {
                    var estimate = ClusterRobust.MeanDifference(
                        counts, Sums(features.Values[f], codes, group, clusters).Sums, referenceCounts, Sums(features.Values[f], codes, reference, clusters).Sums, subject.Plan.Confidence);
                    var added = subject.Add("explanation", new Finding
                    {
                        Id = string.Empty,
                        Measure = "shapley_group_difference",
                        Feature = features.Names[f],
                        Origin = schema.Features[f].Origin.ToString().ToLowerInvariant(),
                        Attribute = grouping.Name,
                        Group = grouping.Groups[group],
                        Reference = grouping.Groups[reference],
                        N = (long)all[group],
                        Cells = [all[group], all[reference]],
                        Access = exact ? "W" : "M",
                        Scale = unit,
                        Note = "mean attribution in the group less that in the reference, background: the audited rows; over all features they sum to the difference of the mean scores; the interval takes the background as given",
                        Source = "Lundberg 2020 (group difference of SHAP values); Shapley 1953",
                    }, estimate);
                    subject.To.AddRow(
                        Difference,
                        [Titles.Panel($"{grouping.Name}: {added.Group} against {added.Reference}", added), added.Feature, added.Origin, added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, "difference of mean attributions, " + unit],
                        RowGuard.Of(added));
                }
            }
        }
    }

    private static (double[] Counts, double[] Sums) Sums(double[]? values, int[] codes, int group, int[] clusters)
    {
        double[] counts = new double[clusters.Max() + 1], sums = new double[counts.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == group)
            {
                counts[clusters[i]]++;
                sums[clusters[i]] += values?[i] ?? 0;
            }
        }

        return (counts, sums);
    }
}
