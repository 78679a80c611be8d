using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>Trains and scores on features repaired by <see cref="QuantileRepair"/>. **The score reads the protected attribute.** Categories are not repaired.</summary>
/// <param name="amount">Amount of repair, in [0, 1].</param>
public sealed class QuantileRepairMitigation(double amount = 1) : IMitigation
{
    /// <inheritdoc/>
    public string Name => amount == 1 ? "quantile-repair" : string.Create(CultureInfo.InvariantCulture, $"quantile-repair:{amount}");

    /// <inheritdoc/>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"numbers moved to one distribution for all groups, amount {amount} (Feldman et al. 2015)");

    /// <inheritdoc/>
    public bool ReadsGroup => true;

    /// <inheritdoc/>
    public bool IsRandomised => false;

    /// <inheritdoc/>
    public bool NeedsApprovalRate => false;

    /// <inheritdoc/>
    public MitigatedModel Train(MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = MitigationRows.Read(task);
        var roles = MitigationRows.Features(task);
        var training = data.Training(task.Plan);
        var schema = FeatureSchema.Fit(task.Rows, roles, training);
        var matrix = FeatureMatrix.Read(task.Rows, schema);
        var group = new GroupFeature(task.Rows, data.Group, task.Attribute);
        var repairs = new QuantileRepair?[schema.Count];
        var columns = new List<(Column, ColumnBuffer)>();
        int[] codes = [.. data.Groups.Where((_, i) => training[i])];
        for (var f = 0; f < schema.Count; f++)
        {
            if (schema.Features[f].Kind != FeatureKind.Number)
            {
                continue;
            }

            float[] values = [.. matrix.Columns[f].Where((_, i) => training[i])];
            var repair = repairs[f] = QuantileRepair.Fit(values, codes, group.Groups, amount);
            float[] repaired = [.. matrix.Columns[f].Select((v, i) => repair.Repair(v, data.Groups[i]))];
            columns.Add((new Column(schema.Features[f].Name, ColumnKind.Float), ColumnBuffer.Of(repaired)));
        }

        if (columns.Count == 0)
        {
            throw new AuditDataException("quantile-repair: no feature is a number, so nothing can be repaired. Leave the mitigation out.");
        }

        var model = task.Trainer.Train(new ExtendedPortfolio(task.Rows, columns), task.Plan with { Roles = task.Plan.Roles with { Features = roles } }, cancel);
        return MitigatedModel.Of(
            new RepairScorer(model.Scorer, group, repairs),
            model.TrainingRows,
            "The score reads the protected attribute of the person who is scored: quantile repair moves each group's values by the group's own distribution.");
    }

    private sealed class RepairScorer(IScorer inner, GroupFeature group, QuantileRepair?[] repairs) : IScorer
    {
        public FeatureSchema Features { get; } = group.AddedTo(inner.Features);

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores)
        {
            var all = new float[repairs.Length][];
            var of = columns[repairs.Length];
            for (var f = 0; f < all.Length; f++)
            {
                var column = all[f] = columns[f].ToArray();
                for (var i = 0; repairs[f] is { } repair && i < column.Length; i++)
                {
                    column[i] = repair.Repair(column[i], group.Code(of[i]));
                }
            }

            inner.Score(new FeatureBlock(all, 0, columns.Rows), scores);
        }
    }
}
