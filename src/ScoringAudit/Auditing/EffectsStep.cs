using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>How the score changes along its strongest features and along whose record it reads: partial dependence, accumulated local effects, and single curves of synthetic people.</summary>
/// <remarks>The model is asked, so access M is enough. Places where a curve is looked at are rounded quantiles between 5 and 95 %: no real row's value, least of all the largest, is shown.</remarks>
internal static class EffectsStep
{
    private const int MostFeatures = 3, MostRows = 2_000, AskedRows = 1_000, Points = 10, MostPeople = 10, FeaturesOfPeople = 1;
    private const double Outer = 0.05;

    private static readonly string[] Columns = ["panel", "group", "period", "value", "low", "high", "across", "unit"];

    private static readonly EvidenceTable Dependence = new(
        "partial-dependence", "Mean score if everybody had the same value of a feature", "time-line", Columns, []) { Keys = ["period"] };

    private static readonly EvidenceTable Local = new(
        "accumulated-local-effects", "Change of the score along a feature, everybody else's values as they are", "time-line", Columns, []) { Keys = ["period"] };

    private static readonly EvidenceTable Origins = new(
        "partial-dependence-origins", "Mean score if everybody had the records of one tenth of the people: tenths in the order of what those records do to the score", "time-line", Columns, []) { Keys = ["period"] };

    private static readonly EvidenceTable Single = new(
        "individual-curves", "Single synthetic people's scores if they had another value of a feature", null, ["panel", "person", "at", "score"], []) { Keys = ["at"] };

    public static void Run(AuditSubject subject, ExplainedRows explained)
    {
        var scorer = subject.Model!.Scorer;
        var n = explained.Rows.Rows;
        if (Outer * n < Math.Max(1, subject.Plan.Disclosure.MinCell))
        {
            subject.To.Note("skipped", "partial_dependence", "Partial dependence: too few rows lie beyond the outermost place at which a curve would be looked at.");
            return;
        }

        subject.Report("partial dependence");
        var at = ModelAttributions.Spaced(n, ModelAttributions.IsExact(scorer) ? MostRows : AskedRows);
        var rows = ModelAttributions.Pick(explained.Rows, at);
        var clusters = explained.Clusters is { } all ? Dense([.. at.Select(i => all[i])]) : null;
        var level = subject.Plan.Confidence;
        var unit = scorer.Scale.Kind switch { ScoreKind.Points => "Score in points", ScoreKind.Probability => "Probability of the adverse outcome", _ => "Log-odds of the adverse outcome" };
        var curves = new List<(Feature Feature, FeatureCurve Curve)>();
        foreach (var feature in scorer.Features.Features.Where(f => f.Kind == FeatureKind.Number))
        {
            subject.Inputs.Cancel.ThrowIfCancellationRequested();
            var grid = Grid(rows.Columns[IndexOf(scorer.Features, feature.Name)]);
            if (grid.Length > 1)
            {
                curves.Add((feature, FeatureEffects.PartialDependence(scorer, rows, feature.Name, grid, clusters, level)));
            }
        }

        var isSynthetic = subject.Inputs.Provenance.IsSynthetic && subject.Model.Provenance.IsSynthetic;
        foreach (var (place, (feature, curve)) in curves.OrderByDescending(c => c.Curve.Effect.Max() - c.Curve.Effect.Min()).ThenBy(c => c.Feature.Name, StringComparer.Ordinal).Take(MostFeatures).Index())
        {
            Add(subject, Dependence, feature.Name, Name(feature), curve, 0, curve.At.Count, unit);
            var local = FeatureEffects.AccumulatedLocalEffects(scorer, rows, feature.Name, Points, clusters, level);
            Add(subject, Local, feature.Name, Name(feature), local, 1, local.At.Count - 1, unit.Replace("Score", "Change", StringComparison.Ordinal));
            if (isSynthetic && place < FeaturesOfPeople)
            {
                People(subject, scorer, rows, feature, curve.At);
            }
        }

        foreach (var origin in scorer.Features.Features.Select(f => f.Origin).Distinct().Order())
        {
            subject.Inputs.Cancel.ThrowIfCancellationRequested();
            var curve = FeatureEffects.OriginDependence(scorer, rows, origin, clusters: clusters, level: level);
            Add(subject, Origins, "records of origin " + origin.ToString().ToLowerInvariant(), origin.ToString().ToLowerInvariant(), curve, 0, curve.At.Count, unit);
        }
    }

    private static void Add(AuditSubject subject, EvidenceTable table, string across, string group, FeatureCurve curve, int from, int to, string unit)
    {
        for (var k = from; k < to; k++)
        {
            var limits = subject.Samples ? curve.Intervals[k] : null;
            subject.To.AddRow(table, [Panel(subject, across), group, (double)Rounded(curve.At[k]), curve.Effect[k], limits?.Low, limits?.High, across, unit], new RowGuard(null, []));
        }
    }

    private static void People(AuditSubject subject, IScorer scorer, FeatureMatrix rows, Feature feature, IReadOnlyList<float> grid)
    {
        var few = ModelAttributions.Pick(rows, ModelAttributions.Spaced(rows.Rows, MostPeople));
        var curve = FeatureEffects.PartialDependence(scorer, few, feature.Name, [.. grid], null, subject.Plan.Confidence, curves: true);
        for (var person = 0; person < few.Rows; person++)
        {
            for (var k = 0; k < curve.At.Count; k++)
            {
                subject.To.AddRow(Single, [Panel(subject, feature.Name), FormattableString.Invariant($"person {person + 1}"), (double)curve.At[k], curve.Curves[k][person]], new RowGuard(null, []));
            }
        }
    }

    // Quantiles from 5 to 95 %, to three digits: places, not values of people.
    private static float[] Grid(float[] column)
    {
        float[] sorted = [.. column.Where(float.IsFinite).Order()];
        return sorted.Length == 0 ? [] : [.. Enumerable.Range(0, Points)
            .Select(k => Rounded(sorted[(int)((Outer + ((1 - (2 * Outer)) * k / (Points - 1))) * (sorted.Length - 1))])).Distinct()];
    }

    private static float Rounded(float value)
    {
        if (value == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs((double)value))) - 2);
        return (float)(Math.Round(value / unit) * unit);
    }

    private static string Panel(AuditSubject subject, string across) =>
        Titles.Panel(across, new Finding { Id = string.Empty, Measure = "partial_dependence", Model = subject.Name, Stratum = subject.Inputs.Stratum });

    private static string Name(Feature feature) => feature.Origin.ToString().ToLowerInvariant();

    private static int IndexOf(FeatureSchema schema, string name) => Enumerable.Range(0, schema.Count).First(f => schema.Features[f].Name == name);

    private static int[] Dense(int[] codes)
    {
        var seen = new Dictionary<int, int>();
        return Array.ConvertAll(codes, c => seen.TryGetValue(c, out var at) ? at : seen[c] = seen.Count);
    }
}
