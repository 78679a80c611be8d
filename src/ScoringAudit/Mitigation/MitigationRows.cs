using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>Groups, outcomes and weights of all rows of a portfolio.</summary>
/// <param name="Group">The attribute.</param>
/// <param name="Groups">Group code of each row; −1: none.</param>
/// <param name="Adverse">1 adverse, 0 not, −1 not observed.</param>
/// <param name="Weights">Weights; empty for 1 each.</param>
internal sealed record MitigationRows(GroupColumn Group, int[] Groups, sbyte[] Adverse, double[] Weights)
{
    public static MitigationRows Read(MitigationTask task)
    {
        var (rows, roles) = (task.Rows, task.Plan.Roles);
        var outcome = roles.Outcome ?? throw new AuditDataException(
            $"{rows.Schema.Source}: the plan names no outcome, so there is nothing to learn. Expected columns.outcome with a column and the value that is adverse. Add it to the plan.");
        var group = GroupColumn.Bind(rows, task.Attribute);
        var adverse = BinaryColumn.Bind(rows.Schema, outcome.Column, outcome.Adverse, "columns.outcome.adverse");
        var columns = new List<ColumnId> { group.Column, adverse.Id };
        if (roles.Weight is { } w)
        {
            columns.Add(rows.Schema.Require(w, "plan: columns.weight"));
        }

        List<int> groups = [];
        List<sbyte> labels = [];
        List<double> weights = [];
        var g = new int[Batch.MaxRows];
        var y = new sbyte[Batch.MaxRows];
        var x = new double[Batch.MaxRows];
        using var reader = rows.Open(columns);
        while (reader.Read(out var batch))
        {
            group.Read(batch, 0, g);
            adverse.Read(batch, 1, y);
            groups.AddRange(g.AsSpan(0, batch.Rows));
            labels.AddRange(y.AsSpan(0, batch.Rows));
            if (columns.Count > 2)
            {
                batch.CopyNumbers(2, x);
                weights.AddRange(x.AsSpan(0, batch.Rows));
            }
        }

        return new MitigationRows(group, [.. groups], [.. labels], [.. weights]);
    }

    /// <summary>Whether a row trains: flagged, and its outcome observed.</summary>
    public bool[] Training(TrainingPlan plan) => [.. Adverse.Select((y, i) => y >= 0 && (plan.Training is null || plan.Training[i]))];

    /// <summary>The features by name, so that columns that a mitigation adds never become features.</summary>
    public static IReadOnlyList<FeatureRole> Features(MitigationTask task)
    {
        if (task.Plan.Roles.Features is { } listed)
        {
            return listed;
        }

        var taken = task.Plan.Roles.NonFeatureColumns().Append(task.Attribute.Column).ToHashSet(StringComparer.Ordinal);
        return [.. task.Rows.Schema.Columns.Where(c => c.Kind != ColumnKind.Identifier && !taken.Contains(c.Name)).Select(c => FeatureRole.Of(c.Name))];
    }

    /// <summary>A name that no column has.</summary>
    public static string Free(IPortfolio rows, string wish)
    {
        var name = wish;
        while (rows.Schema.Find(name) is not null)
        {
            name += "_";
        }

        return name;
    }
}
