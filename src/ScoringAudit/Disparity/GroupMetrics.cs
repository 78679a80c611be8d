using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Metrics by group, in one pass over a portfolio: <c>GroupMetrics.Of(rows).Decision("approved", "yes").By("race", "White").And("sex").Measure()</c>.</summary>
/// <remarks>
/// Immutable: every call gives a new description, and <see cref="Measure"/> reads the rows once. Groups are the values of the attribute named by <c>By</c>, intersected with those of
/// <see cref="And"/>; <see cref="Controlling"/> measures within the strata of further columns. Names are checked when <see cref="Measure"/> runs.
/// </remarks>
public sealed record GroupMetrics
{
    private GroupMetrics(IPortfolio rows) => Rows = rows;

    internal IPortfolio Rows { get; private init; }

    internal IReadOnlyList<ProtectedRole> Attributes { get; private init; } = [];

    internal IReadOnlyList<string> Controls { get; private init; } = [];

    internal (string Column, string Value)? DecisionColumn { get; private init; }

    internal (string Column, double Cutoff, ScoreDirection Direction)? ScoreColumn { get; private init; }

    internal (string Column, string Value)? OutcomeColumn { get; private init; }

    internal string? WeightColumn { get; private init; }

    internal string? ClusterColumn { get; private init; }

    internal double Level { get; private init; } = 0.95;

    /// <summary>Starts with a portfolio.</summary>
    public static GroupMetrics Of(IPortfolio rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new GroupMetrics(rows);
    }

    /// <summary>The recorded decision, and the value that is favourable.</summary>
    public GroupMetrics Decision(string column, string favourable) => this with { DecisionColumn = (column, favourable) };

    /// <summary>Decides from a score: favourable is at or above the cut-off where higher is safer, below it where higher is riskier.</summary>
    public GroupMetrics Decision(string score, double cutoff, ScoreDirection direction) => this with { ScoreColumn = (score, cutoff, direction) };

    /// <summary>The outcome, and the value that is adverse.</summary>
    public GroupMetrics Outcome(string column, string adverse) => this with { OutcomeColumn = (column, adverse) };

    /// <summary>The protected attribute and its reference group, or a policy of <see cref="ProtectedRole"/>.</summary>
    public GroupMetrics By(string column, string reference = ProtectedRole.Largest) => this with { Attributes = [ProtectedRole.Of(column, reference)] };

    /// <summary>The protected attribute with bins or categories.</summary>
    public GroupMetrics By(ProtectedRole attribute) => this with { Attributes = [attribute] };

    /// <summary>Intersects with a further attribute.</summary>
    /// <exception cref="InvalidOperationException">There is no first attribute.</exception>
    public GroupMetrics And(string column, string reference = ProtectedRole.Largest) => Attributes.Count == 0
        ? throw new InvalidOperationException("Call By before And.")
        : this with { Attributes = [.. Attributes, ProtectedRole.Of(column, reference)] };

    /// <summary>Measures within the strata of columns too.</summary>
    public GroupMetrics Controlling(params string[] columns) => this with { Controls = columns };

    /// <summary>Weights rows by a column.</summary>
    public GroupMetrics Weighted(string column) => this with { WeightColumn = column };

    /// <summary>Takes the units of a column (subject, street) as independent, not the rows.</summary>
    public GroupMetrics Clustered(string column) => this with { ClusterColumn = column };

    /// <summary>Level of the intervals, 0.95 unless set.</summary>
    public GroupMetrics At(double level) => this with { Level = level };

    /// <summary>Reads columns of numbers by group, for metrics of rows and not of counts; needs no decision. True and false are 1 and 0.</summary>
    /// <param name="names">The columns, at least one.</param>
    /// <exception cref="AuditDataException">A column or value cannot be used.</exception>
    /// <exception cref="InvalidOperationException">There is no attribute, or strata or weights were asked for.</exception>
    public MeasuredColumns Columns(params string[] names) => GroupMetricsPass.Columns(this, names);

    /// <summary>Reads the rows once.</summary>
    /// <exception cref="AuditDataException">A column or value cannot be used.</exception>
    /// <exception cref="InvalidOperationException">There is no attribute, or no decision.</exception>
    public MeasuredGroups Measure() => GroupMetricsPass.Run(this);
}
