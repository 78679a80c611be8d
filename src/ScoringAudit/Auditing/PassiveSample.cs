using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>What the passive measures share: one node for each subject, its score in points, its own features, its place.</summary>
internal sealed class PassiveSample
{
    private readonly Lazy<List<double[]>?> _own;
    private readonly Lazy<OwnFit?> _fit;
    private readonly Lazy<int[]?> _area;
    private readonly Lazy<int[]?> _street;
    private readonly Lazy<int[]> _clusters;

    public PassiveSample(AuditSubject subject)
    {
        Subject = subject;
        RowScores = LeakageStep.Scores(subject);
        for (var i = 0; i < RowScores.Length; i++)
        {
            RowScores[i] = subject.Rows.Scale!.Value.ToPoints(RowScores[i]);
        }

        Nodes = PassiveNodes.Of(subject, RowScores.Length);
        Scores = Nodes.Mean(RowScores);
        var roles = subject.Plan.Roles;
        _own = new(() => OwnColumns.Read(subject)?.ConvertAll(Nodes.Mean));
        _fit = new(() => _own.Value is { } columns ? new OwnFit(Scores.Length, columns) : null);
        _area = new(() => roles.Area is { } area ? Key(area.Column, "plan: columns.area", null) : null);
        _street = new(() => roles.Address is { } address ? Key(address.Column, "plan: columns.address", null) : null);
        _clusters = new(() => subject.Rows.IsClustered ? Nodes.Pick<int>(LeakageStep.Clusters(subject)) : [.. Enumerable.Range(0, Scores.Length)]);
    }

    public AuditSubject Subject { get; }

    public PassiveNodes Nodes { get; }

    /// <summary>Scores of the audited rows, in points.</summary>
    public double[] RowScores { get; }

    /// <summary>Score of each node, in points.</summary>
    public double[] Scores { get; }

    /// <summary>Own features by node; null where the plan declares none.</summary>
    public List<double[]>? Own => _own.Value;

    /// <summary>Least squares on the own features; null where there are none.</summary>
    public OwnFit? Fit => _fit.Value;

    /// <summary>Area of each node; null where the plan names none.</summary>
    public int[]? Area => _area.Value;

    /// <summary>Street of each node; null where the plan names none.</summary>
    public int[]? Street => _street.Value;

    /// <summary>Position along the street of each node; empty where the plan names no order.</summary>
    public double[] Position => Subject.Plan.Roles.Address?.Order is { } order ? Nodes.Pick<double>(HouseOrder.Read(Subject.Rows.Rows, order)) : [];

    /// <summary>Unit of independence of each node.</summary>
    public int[] Clusters => _clusters.Value;

    /// <summary>Smallest count that may be shown.</summary>
    public int MinCell => Subject.Plan.Disclosure.MinCell;

    public int[] Key(string column, string asked, int? prefix)
    {
        var rows = Subject.Rows.Rows;
        return Dense(Nodes.Pick<int>(KeyColumn.Bind(rows.Schema, column, asked, prefix).ReadAll(rows)));
    }

    /// <summary>The nodes' own area names, where the area column has names.</summary>
    public string[]? AreaNames()
    {
        var rows = Subject.Rows.Rows;
        if (Subject.Plan.Roles.Area is not { } area || rows.Schema.Find(area.Column) is not { } id || !rows.Schema[id].IsCoded)
        {
            return null;
        }

        var codes = new List<int>();
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            codes.AddRange(batch.Codes(0));
        }

        var levels = rows.Schema[id].Levels;
        return [.. Nodes.RowOf.Select(r => codes[r] < 0 ? string.Empty : levels[codes[r]])];
    }

    internal static int[] Dense(int[] codes)
    {
        var at = new Dictionary<int, int>();
        var dense = new int[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            if (!at.TryGetValue(codes[i], out dense[i]))
            {
                at.Add(codes[i], dense[i] = at.Count);
            }
        }

        return dense;
    }
}
