using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>Keeps features from standing in for the protected attribute, without reading it at scoring.</summary>
/// <remarks>
/// The score is trained with the protected attribute as one more feature, so that what belongs to the group goes to the group's own coefficient and not to its proxies
/// (in a linear model this is residualising every feature on the attribute: Frisch–Waugh–Lovell). A person is then scored with the attribute averaged out:
/// score(x) = Σ_g p_g score(x, g), p_g the share of group g among the training rows (on the score's own scale, log-odds or points). Source: Pope and Sydnor 2011, section II.
/// </remarks>
public sealed class ProtectedResidualMitigation : IMitigation
{
    /// <inheritdoc/>
    public string Name => "residualise-protected";

    /// <inheritdoc/>
    public string Title => "trained beside the protected attribute, scored with it averaged out (Pope and Sydnor 2011)";

    /// <inheritdoc/>
    public bool ReadsGroup => false;

    /// <inheritdoc/>
    public bool IsRandomised => false;

    /// <inheritdoc/>
    public bool NeedsApprovalRate => false;

    /// <inheritdoc/>
    public MitigatedModel Train(MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = MitigationRows.Read(task);
        var features = MitigationRows.Features(task);
        var name = MitigationRows.Free(task.Rows, "protected_group");
        var groups = data.Group.Groups;
        var rows = new ExtendedPortfolio(task.Rows, [(new Column(name, ColumnKind.Category, groups), ColumnBuffer.OfCodes(ColumnKind.Category, data.Groups))]);
        IReadOnlyList<FeatureRole> with = [.. features, new FeatureRole(name, Origin.Own, null, groups)];
        var model = task.Trainer.Train(rows, task.Plan with { Roles = task.Plan.Roles with { Features = with } }, cancel);
        var shares = new double[groups.Count];
        var training = data.Training(task.Plan);
        for (var i = 0; i < training.Length; i++)
        {
            if (training[i] && data.Groups[i] >= 0)
            {
                shares[data.Groups[i]] += data.Weights.Length == 0 ? 1 : data.Weights[i];
            }
        }

        var sum = shares.Sum();
        return MitigatedModel.Of(new AveragedScorer(model.Scorer, [.. shares.Select(s => s / sum)]), model.TrainingRows);
    }

    private sealed class AveragedScorer : IScorer
    {
        private readonly IScorer _inner;
        private readonly double[] _shares;

        // The group is the last feature.
        public AveragedScorer(IScorer inner, double[] shares)
        {
            (_inner, _shares) = (inner, shares);
            Features = new FeatureSchema([.. inner.Features.Features.Take(inner.Features.Count - 1)]);
        }

        public FeatureSchema Features { get; }

        public ScoreScale Scale => _inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores)
        {
            var all = new float[columns.Count + 1][];
            for (var f = 0; f < columns.Count; f++)
            {
                all[f] = columns[f].ToArray();
            }

            all[^1] = new float[columns.Rows];
            var part = new double[columns.Rows];
            scores[..columns.Rows].Clear();
            for (var g = 0; g < _shares.Length; g++)
            {
                if (_shares[g] == 0)
                {
                    continue;
                }

                Array.Fill(all[^1], g);
                _inner.Score(new FeatureBlock(all, 0, columns.Rows), part);
                for (var i = 0; i < part.Length; i++)
                {
                    scores[i] += _shares[g] * part[i];
                }
            }
        }
    }
}
