using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Attributions of single people: a swarm for each feature, and one person's score from the average on. Only where data and model are proven synthetic.</summary>
internal static class PeoplePictures
{
    private const int MostFeatures = 8, MostPeople = 20;

    private static readonly EvidenceTable Swarm = new(
        "shapley-beeswarm", "What moves single scores: one dot for each of 20 synthetic people and feature", "beeswarm", ["panel", "label", "origin", "value", "level", "unit"], []) { Keys = ["level"] };

    private static readonly EvidenceTable One = new(
        "shapley-waterfall", "One synthetic person's score, from the average on", "waterfall", ["panel", "label", "origin", "value", "low", "high", "isTotal", "unit"], []) { Keys = ["isTotal"] };

    public static void Run(AuditSubject subject, ExplainedRows explained, Attributions features, string unit)
    {
        var schema = subject.Model!.Scorer.Features;
        int[] order = [.. Enumerable.Range(0, features.Values.Length).OrderByDescending(features.MeanAbsolute).ThenBy(f => features.Names[f], StringComparer.Ordinal)];
        var panel = Titles.Panel(string.Empty, new Finding { Id = string.Empty, Measure = "shapley_importance", Model = subject.Name, Stratum = subject.Inputs.Stratum });
        var people = ModelAttributions.Spaced(features.Predictions.Length, MostPeople);
        foreach (var f in order.Take(MostFeatures))
        {
            // The level says where the person's value stands among these people; names of categories have no order.
            var column = explained.Rows.Columns[f];
            var ranks = people.Select(i => column[i]).Where(float.IsFinite).Order().ToArray();
            foreach (var i in people)
            {
                var ordered = schema.Features[f].Levels.Count == 0 && float.IsFinite(column[i]) && ranks.Length > 1 && ranks[0] < ranks[^1];
                subject.To.AddRow(
                    Swarm,
                    [panel, features.Names[f], Origin(schema, f), features.Values[f][i], ordered ? (double)ranks.Count(r => r < column[i]) / (ranks.Length - 1) : null, "attribution, " + unit],
                    new RowGuard(null, []));
            }
        }

        // The person in the middle of the ranking, so that nobody chose who is shown.
        var middle = Enumerable.Range(0, features.Predictions.Length).OrderBy(i => features.Predictions[i]).ThenBy(i => i).ElementAt(features.Predictions.Length / 2);
        Step("average of the audited rows", null, features.Base, true);
        int[] own = [.. order.OrderByDescending(f => Math.Abs(features.Values[f][middle])).ThenBy(f => features.Names[f], StringComparer.Ordinal)];
        foreach (var f in own.Take(MostFeatures))
        {
            Step(features.Names[f], Origin(schema, f), features.Values[f][middle], false);
        }

        if (own.Length > MostFeatures)
        {
            Step("all other features", null, own.Skip(MostFeatures).Sum(f => features.Values[f][middle]), false);
        }

        Step("this person", null, features.Predictions[middle], true);

        void Step(string label, string? origin, double value, bool isTotal) => subject.To.AddRow(One, [panel, label, origin, value, null, null, isTotal ? 1L : 0L, unit], new RowGuard(null, []));
    }

    private static string Origin(FeatureSchema schema, int f) => schema.Features[f].Origin.ToString().ToLowerInvariant();
}
