using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>Learns a feature schema from training rows: kinds, levels, medians, missing slots. Reads the rows once.</summary>
internal static class FeatureSchemaBuilder
{
    public static FeatureSchema Fit(IPortfolio rows, IReadOnlyList<FeatureRole> features, bool[]? training)
    {
        var source = rows.Schema.Source;
        var drafts = new Feature[features.Count];
        var firstSlot = 0;
        for (var f = 0; f < drafts.Length; f++)
        {
            drafts[f] = Draft(rows.Schema, features[f]) with { FirstSlot = firstSlot };
            firstSlot += drafts[f].Slots;
        }

        // One pass for all features: a text file is parsed once.
        var matrix = FeatureMatrix.Read(rows, new FeatureSchema(drafts), training);
        firstSlot = 0;
        for (var f = 0; f < drafts.Length; f++)
        {
            drafts[f] = Fit(source, features[f], drafts[f], matrix.Columns[f]) with { FirstSlot = firstSlot };
            firstSlot += drafts[f].Slots;
        }

        return new FeatureSchema(drafts);
    }

    private static Feature Draft(PortfolioSchema schema, FeatureRole role)
    {
        var column = schema[schema.Require(role.Column, "plan: features")];
        var isCategory = column.IsCoded || role.Categories.Count > 0;
        var levels = role.Categories.Count > 0 ? Distinct(role, schema.Source) : column.IsCoded ? column.Levels : [];
        return new Feature(
            role.Column, isCategory ? FeatureKind.Category : FeatureKind.Number, role.Origin, role.MoveRule, levels, 0, false, 0);
    }

    private static Feature Fit(string source, FeatureRole role, Feature draft, float[] values)
    {
        var present = values.Where(v => !float.IsNaN(v)).ToArray();
        if (present.Length == 0)
        {
            throw new AuditDataException(
                $"{source}: feature '{role.Column}' has no value in any training row. Expected at least one value. Exclude it: put '{role.Column}' under exclude.");
        }

        var hasMissing = present.Length < values.Length;
        if (draft.Kind == FeatureKind.Number)
        {
            return draft with { HasMissingSlot = hasMissing, Median = Median(present) };
        }

        var levels = role.Categories.Count > 0 ? draft.Levels : Occurring(draft.Levels, present);
        return draft with { HasMissingSlot = hasMissing, Levels = levels };
    }

    private static IReadOnlyList<string> Distinct(FeatureRole role, string source)
    {
        var repeated = role.Categories.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any());
        return repeated is null
            ? role.Categories
            : throw new AuditDataException(
                $"{source}: feature '{role.Column}' lists the category '{repeated.Key}' twice. Expected each category once. Remove the second.");
    }

    private static string[] Occurring(IReadOnlyList<string> levels, float[] present)
    {
        var occurs = new bool[levels.Count];
        foreach (var position in present)
        {
            occurs[(int)position] = true;
        }

        return [.. levels.Where((_, i) => occurs[i]).Order(StringComparer.Ordinal)];
    }

    // Exact; of an even number of values the mean of the middle two, rounded to single precision.
    private static float Median(float[] present)
    {
        Array.Sort(present);
        var upper = present.Length / 2;
        return present.Length % 2 == 1 ? present[upper] : (float)(((double)present[upper - 1] + present[upper]) / 2);
    }
}
