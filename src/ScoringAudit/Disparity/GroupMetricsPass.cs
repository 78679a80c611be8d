using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>The pass of <see cref="GroupMetrics"/>: columns in, tally out.</summary>
internal static class GroupMetricsPass
{
    public static MeasuredGroups Run(GroupMetrics asked)
    {
        if (asked.Attributes.Count == 0)
        {
            throw new InvalidOperationException("Call By to name the protected attribute.");
        }

        if (asked.DecisionColumn is null && asked.ScoreColumn is null)
        {
            throw new InvalidOperationException("Call Decision to say what is favourable.");
        }

        var rows = asked.Rows;
        var columns = new List<ColumnId>();
        int Want(ColumnId id)
        {
            var at = columns.IndexOf(id);
            if (at < 0)
            {
                at = columns.Count;
                columns.Add(id);
            }

            return at;
        }

        var decision = asked.DecisionColumn is { } d ? BinaryColumn.Bind(rows.Schema, d.Column, d.Value, "GroupMetrics.Decision") : null;
        var outcome = asked.OutcomeColumn is { } o ? BinaryColumn.Bind(rows.Schema, o.Column, o.Value, "GroupMetrics.Outcome") : null;
        var decisionAt = decision is null ? Want(Number(rows.Schema, asked.ScoreColumn!.Value.Column, "GroupMetrics.Decision")) : Want(decision.Id);
        var outcomeAt = outcome is null ? -1 : Want(outcome.Id);
        var weightAt = asked.WeightColumn is { } w ? Want(Number(rows.Schema, w, "GroupMetrics.Weighted")) : -1;
        var key = asked.ClusterColumn is { } c ? KeyColumn.Bind(rows.Schema, c, "GroupMetrics.Clustered") : null;
        var keyAt = key is null ? -1 : Want(key.Column);
        var attributes = asked.Attributes.Select(a => GroupColumn.Bind(rows, a)).ToArray();
        var controls = asked.Controls.Select(name => GroupColumn.Bind(rows, ProtectedRole.Of(name))).ToArray();
        GroupColumn[] all = [.. controls, .. attributes];
        var at = all.Select(g => Want(g.Column)).ToArray();
        var simple = attributes.Select((a, i) => a.ToGrouping(controls.Length + i)).ToList();
        var grouping = simple.Count == 1 ? simple[0] : Grouping.Intersect(simple);
        var strata = controls.Length == 0 ? null : Grouping.Intersect([.. controls.Select((g, i) => g.ToGrouping(i))]);
        var cells = strata is null ? grouping : Grouping.Intersect([strata, grouping]);

        var tally = new ConfusionTally(0, cells.Groups.Count, weightAt >= 0, key is not null);
        sbyte[] favourable = new sbyte[Batch.MaxRows], adverse = outcome is null ? [] : new sbyte[Batch.MaxRows];
        double[] numbers = asked.ScoreColumn is null ? [] : new double[Batch.MaxRows], weights = weightAt < 0 ? [] : new double[Batch.MaxRows];
        int[] clusters = key is null ? [] : new int[Batch.MaxRows], codes = new int[Batch.MaxRows];
        var parts = all.Select(_ => new int[Batch.MaxRows]).ToArray();
        var row = new int[all.Length];
        long positives = 0, negatives = 0;
        using var reader = rows.Open(columns);
        while (reader.Read(out var batch))
        {
            var n = batch.Rows;
            if (decision is not null)
            {
                decision.Read(batch, decisionAt, favourable);
                foreach (var f in favourable.AsSpan(0, n))
                {
                    positives += f == 1 ? 1 : 0;
                    negatives += f == 0 ? 1 : 0;
                }
            }
            else
            {
                batch.CopyNumbers(decisionAt, numbers);
                Decide(numbers.AsSpan(0, n), asked.ScoreColumn!.Value.Cutoff, asked.ScoreColumn.Value.Direction, favourable);
            }

            outcome?.Read(batch, outcomeAt, adverse);
            key?.Read(batch, keyAt, clusters);
            if (weightAt >= 0)
            {
                batch.CopyNumbers(weightAt, weights);
                CheckWeights(rows.Schema.Source, asked.WeightColumn!, weights.AsSpan(0, n), batch.FirstRow);
            }

            for (var a = 0; a < all.Length; a++)
            {
                all[a].Read(batch, at[a], parts[a]);
            }

            for (var i = 0; i < n; i++)
            {
                for (var a = 0; a < row.Length; a++)
                {
                    row[a] = parts[a][i];
                }

                codes[i] = cells.Code(row);
            }

            tally.Add(new ScoredBatch
            {
                Rows = n,
                Favourable = favourable.AsSpan(0, n),
                Adverse = adverse.AsSpan(0, outcome is null ? 0 : n),
                Weights = weights.AsSpan(0, weightAt < 0 ? 0 : n),
                Clusters = clusters.AsSpan(0, key is null ? 0 : n),
                Groups = codes.AsSpan(0, n),
            });
        }

        decision?.RequirePositive(rows, positives, negatives);
        return new MeasuredGroups(tally, grouping, strata, asked.Level);
    }

    public static MeasuredColumns Columns(GroupMetrics asked, IReadOnlyList<string> names)
    {
        if (asked.Attributes.Count == 0 || names.Count == 0)
        {
            throw new InvalidOperationException(names.Count == 0 ? "Columns needs the name of at least one column." : "Call By to name the protected attribute.");
        }

        if (asked.Controls.Count > 0 || asked.WeightColumn is not null)
        {
            throw new InvalidOperationException("Metrics of rows know no strata and no weights: leave out Controlling and Weighted; a weight can be one of the columns.");
        }

        var schema = asked.Rows.Schema;
        var ids = names.Select(name => schema[schema.Require(name, "GroupMetrics.Columns")].Kind == ColumnKind.Flag ? schema.Require(name, "GroupMetrics.Columns") : Number(schema, name, "GroupMetrics.Columns")).ToList();
        var attributes = asked.Attributes.Select(a => GroupColumn.Bind(asked.Rows, a)).ToArray();
        var key = asked.ClusterColumn is { } c ? KeyColumn.Bind(schema, c, "GroupMetrics.Clustered") : null;
        List<ColumnId> wanted = [.. ids, .. attributes.Select(a => a.Column)];
        if (key is not null)
        {
            wanted.Add(key.Column);
        }

        ColumnId[] distinct = [.. wanted.Distinct()];
        int At(ColumnId id) => Array.IndexOf(distinct, id);
        var simple = attributes.Select((a, i) => a.ToGrouping(i)).ToList();
        var grouping = simple.Count == 1 ? simple[0] : Grouping.Intersect(simple);
        var columns = ids.Select(_ => new List<double>()).ToArray();
        List<int> codes = [], clusters = [];
        var numbers = new double[Batch.MaxRows];
        var units = new int[Batch.MaxRows];
        var parts = attributes.Select(_ => new int[Batch.MaxRows]).ToArray();
        var row = new int[parts.Length];
        using var reader = asked.Rows.Open(distinct);
        while (reader.Read(out var batch))
        {
            for (var k = 0; k < ids.Count; k++)
            {
                batch.CopyNumbers(At(ids[k]), numbers);
                columns[k].AddRange(numbers.AsSpan(0, batch.Rows));
            }

            for (var a = 0; a < parts.Length; a++)
            {
                attributes[a].Read(batch, At(attributes[a].Column), parts[a]);
            }

            for (var i = 0; i < batch.Rows; i++)
            {
                for (var a = 0; a < row.Length; a++)
                {
                    row[a] = parts[a][i];
                }

                codes.Add(grouping.Code(row));
            }

            if (key is not null)
            {
                key.Read(batch, At(key.Column), units);
                clusters.AddRange(units.AsSpan(0, batch.Rows));
            }
        }

        return new MeasuredColumns([.. names], [.. columns.Select(c => c.ToArray())], [.. codes], [.. clusters], grouping, asked.Level);
    }

    private static void Decide(ReadOnlySpan<double> scores, double cutoff, ScoreDirection direction, Span<sbyte> to)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            to[i] = double.IsNaN(scores[i]) ? (sbyte)-1 : (direction == ScoreDirection.HigherIsSafer ? scores[i] >= cutoff : scores[i] < cutoff) ? (sbyte)1 : (sbyte)0;
        }
    }

    private static void CheckWeights(string source, string column, ReadOnlySpan<double> weights, long firstRow)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new AuditDataException(
                    $"{source}: row {(firstRow + i + 1).ToString(CultureInfo.InvariantCulture)}, column '{column}' (weight): found {(double.IsNaN(weights[i]) ? "no number" : weights[i] < 0 ? "a negative number" : "an infinite number")}, expected a finite number of at least 0. Correct the weight, or leave out Weighted.");
            }
        }
    }

    private static ColumnId Number(PortfolioSchema schema, string name, string asked)
    {
        var id = schema.Require(name, asked);
        return schema[id].IsNumeric ? id : throw new AuditDataException($"{schema.Source}: column '{name}' ({asked}) holds text, expected numbers. Name a numeric column.");
    }
}
