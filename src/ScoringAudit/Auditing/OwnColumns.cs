using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>The own features of the audited rows as columns of numbers, encoded as a model would be.</summary>
internal static class OwnColumns
{
    /// <summary>More levels than this name people or places rather than describe them.</summary>
    private const int MostLevels = 100;

    /// <summary>A fit on the own features, or null where the plan declares none.</summary>
    public static OwnFit? Fit(AuditSubject subject) => Read(subject) is { } columns ? new OwnFit(columns[0].Length, columns) : null;

    /// <summary>The columns, or null where the plan declares no own features.</summary>
    public static List<double[]>? Read(AuditSubject subject)
    {
        var rows = subject.Rows.Rows;
        FeatureSchema schema;
        if (subject.Model is { } model)
        {
            schema = model.Scorer.Features;
        }
        else
        {
            var own = BoundPlan.Features(rows.Schema, subject.Plan.Roles).Where(f => f.Origin == Origin.Own).ToList();
            if (own.Count == 0)
            {
                return null;
            }

            schema = FeatureSchemaBuilder.Fit(rows, own, null);
        }

        var wanted = Enumerable.Range(0, schema.Count).Where(f => schema.Features[f].Origin == Origin.Own && schema.Features[f].Levels.Count <= MostLevels).ToList();
        if (wanted.Count == 0)
        {
            return null;
        }

        var matrix = FeatureMatrix.Read(rows, schema);
        var slots = SlotBlock.OfLength(schema.Slots, matrix.Rows);
        new FeatureEncoder(schema).Encode(matrix.All, slots);
        var columns = new List<double[]>();
        foreach (var f in wanted)
        {
            var feature = schema.Features[f];
            for (var s = feature.FirstSlot; s < feature.FirstSlot + feature.Slots; s++)
            {
                var column = new double[matrix.Rows];
                for (var i = 0; i < column.Length; i++)
                {
                    column[i] = slots[s][i];
                }

                columns.Add(column);
            }
        }

        return columns;
    }
}
