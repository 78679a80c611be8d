using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>The features of the audited rows as columns of numbers, by whose record they come from, encoded as a model would be.</summary>
/// <param name="Rows">The audited rows that were read, ascending: all of them, or whole clusters by a stream where there are very many.</param>
/// <param name="Own">Columns of the own record.</param>
/// <param name="Others">Columns of others' records, by origin.</param>
internal sealed record EncodedOrigins(int[] Rows, IReadOnlyList<double[]> Own, IReadOnlyDictionary<Origin, IReadOnlyList<double[]>> Others)
{
    /// <summary>More levels than this name people or places rather than describe them.</summary>
    private const int MostLevels = 100;
    private const int MostRows = 100_000;

    /// <summary>All columns of others' records, in the order of origins.</summary>
    public IReadOnlyList<double[]> AllOthers => [.. Others.OrderBy(o => o.Key).SelectMany(o => o.Value)];

    /// <summary>The columns of some of the rows that were read.</summary>
    /// <param name="at">Positions in <see cref="Rows"/>.</param>
    public EncodedOrigins Of(int[] at)
    {
        IReadOnlyList<double[]> Pick(IReadOnlyList<double[]> columns) => [.. columns.Select(c => at.Select(i => c[i]).ToArray())];
        return new EncodedOrigins([.. at.Select(i => Rows[i])], Pick(Own), Others.ToDictionary(o => o.Key, o => Pick(o.Value)));
    }

    /// <summary>Reads and encodes them; a feature of very many levels is left out.</summary>
    /// <param name="subject">The score.</param>
    /// <param name="rows">Number of audited rows.</param>
    public static EncodedOrigins Of(AuditSubject subject, int rows)
    {
        var keep = Keep(subject, rows);
        int[] read = [.. Enumerable.Range(0, rows).Where(i => keep[i])];
        var schema = Schema(subject);
        if (schema is null)
        {
            return new EncodedOrigins(read, [], new Dictionary<Origin, IReadOnlyList<double[]>>());
        }

        var matrix = FeatureMatrix.Read(subject.Rows.Rows, schema, keep);
        var slots = SlotBlock.OfLength(schema.Slots, matrix.Rows);
        new FeatureEncoder(schema).Encode(matrix.All, slots);
        var own = new List<double[]>();
        var others = new Dictionary<Origin, List<double[]>>();
        foreach (var feature in schema.Features.Where(f => f.Levels.Count <= MostLevels))
        {
            if (!others.TryGetValue(feature.Origin, out var to))
            {
                others.Add(feature.Origin, to = []);
            }

            for (var s = feature.FirstSlot; s < feature.FirstSlot + feature.Slots; s++)
            {
                var column = new double[matrix.Rows];
                for (var i = 0; i < column.Length; i++)
                {
                    column[i] = slots[s][i];
                }

                (feature.Origin == Origin.Own ? own : to).Add(column);
            }
        }

        return new EncodedOrigins(read, own, others.Where(o => o.Key != Origin.Own).ToDictionary(o => o.Key, o => (IReadOnlyList<double[]>)o.Value));
    }

    private static bool[] Keep(AuditSubject subject, int rows)
    {
        var keep = new bool[rows];
        var clusters = rows > MostRows && subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [];
        var streams = subject.Streams.Derive("leakage").Derive("columns");
        for (var i = 0; i < rows; i++)
        {
            keep[i] = rows <= MostRows || streams.Uniform((ulong)(clusters.Length == 0 ? i : clusters[i]), 0) < (double)MostRows / rows;
        }

        return keep;
    }

    /// <summary>The model's features, or the plan's; null where there are none.</summary>
    public static FeatureSchema? Schema(AuditSubject subject)
    {
        if (subject.Model is { } model)
        {
            return model.Scorer.Features;
        }

        var declared = BoundPlan.Features(subject.Rows.Rows.Schema, subject.Plan.Roles);
        return declared.Count == 0 ? null : FeatureSchemaBuilder.Fit(subject.Rows.Rows, declared, null);
    }
}
