using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>Gives the score only that part of other people's records that the person's own record does not predict linearly.</summary>
/// <remarks>
/// Each numeric feature of another origin is replaced, in training and at scoring, by its residual from least squares on the own features (training rows). No group is read.
/// In a model that is linear in the own features this changes nothing (Frisch–Waugh–Lovell: the same span); in trees and scorecards it can. It does not remove what the
/// place itself says of the group: for that, drop the feature.
/// </remarks>
public sealed class OwnResidualMitigation : IMitigation
{
    /// <inheritdoc/>
    public string Name => "residualise-own";

    /// <inheritdoc/>
    public string Title => "other people's records less what the own record predicts of them";

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
        var roles = MitigationRows.Features(task);
        var data = MitigationRows.Read(task);
        var schema = FeatureSchema.Fit(task.Rows, roles, data.Training(task.Plan));
        int[] own = [.. Positions(schema, f => f.Origin == Origin.Own)];
        int[] others = [.. Positions(schema, f => f.Origin != Origin.Own && f.Kind == FeatureKind.Number)];
        if (own.Length == 0 || others.Length == 0)
        {
            throw new AuditDataException($"residualise-own: the features have {own.Length} of origin own and {others.Length} numbers of another origin, expected at least one of each. Declare origins under 'features', or leave the mitigation out.");
        }

        var matrix = FeatureMatrix.Read(task.Rows, schema);
        var residuals = Residuals.Fit(schema, own, others, matrix, data.Training(task.Plan), data.Weights);
        var replaced = residuals.Apply(matrix.All);
        var rows = new ExtendedPortfolio(task.Rows, [.. others.Select(f => (new Column(schema.Features[f].Name, ColumnKind.Float), ColumnBuffer.Of(replaced[f])))]);
        var model = task.Trainer.Train(rows, task.Plan with { Roles = task.Plan.Roles with { Features = roles } }, cancel);
        return MitigatedModel.Of(new ResidualScorer(model.Scorer, residuals), model.TrainingRows);
    }

    private static IEnumerable<int> Positions(FeatureSchema schema, Func<Feature, bool> which) => Enumerable.Range(0, schema.Count).Where(f => which(schema.Features[f]));

    // Regressions of other people's features on the slots of the own ones.
    private sealed class Residuals
    {
        private readonly FeatureEncoder _encoder;
        private readonly int[] _own;
        private readonly (int Feature, LinearProjection Fit)[] _fits;

        private Residuals(FeatureEncoder encoder, int[] own, (int, LinearProjection)[] fits) => (_encoder, _own, _fits) = (encoder, own, fits);

        public static Residuals Fit(FeatureSchema schema, int[] own, int[] others, FeatureMatrix matrix, bool[] training, double[] weights)
        {
            var features = new List<Feature>();
            foreach (var f in own)
            {
                features.Add(schema.Features[f] with { FirstSlot = features.Sum(x => x.Slots) });
            }

            var encoder = new FeatureEncoder(new FeatureSchema(features));
            var slots = Slots(encoder, own, matrix.All);
            var fits = new List<(int, LinearProjection)>();
            foreach (var f in others)
            {
                int[] rows = [.. Enumerable.Range(0, matrix.Rows).Where(i => training[i] && !float.IsNaN(matrix.Columns[f][i]))];
                double[][] columns = [.. Enumerable.Range(0, slots.Slots).Select(s => rows.Select(i => (double)slots[s][i]).ToArray())];
                double[] target = [.. rows.Select(i => (double)matrix.Columns[f][i])];
                fits.Add((f, LinearProjection.Fit(columns, target, weights.Length == 0 ? [] : [.. rows.Select(i => weights[i])])));
            }

            return new Residuals(encoder, own, [.. fits]);
        }

        /// <summary>All columns of a block; those of others replaced by residuals, missing stays missing.</summary>
        public float[][] Apply(FeatureBlock block)
        {
            var columns = new float[block.Count][];
            for (var f = 0; f < columns.Length; f++)
            {
                columns[f] = block[f].ToArray();
            }

            var slots = Slots(_encoder, _own, block);
            foreach (var (f, fit) in _fits)
            {
                var column = columns[f];
                for (var i = 0; i < column.Length; i++)
                {
                    var predicted = fit.Intercept;
                    for (var s = 0; s < slots.Slots; s++)
                    {
                        predicted += fit.Coefficients[s] * slots[s][i];
                    }

                    column[i] = (float)(column[i] - predicted);
                }
            }

            return columns;
        }

        private static SlotBlock Slots(FeatureEncoder encoder, int[] own, FeatureBlock block)
        {
            var slots = SlotBlock.OfLength(encoder.Schema.Slots, block.Rows);
            for (var k = 0; k < own.Length; k++)
            {
                encoder.EncodeFeature(k, block[own[k]], slots);
            }

            return slots;
        }
    }

    private sealed class ResidualScorer(IScorer inner, Residuals residuals) : IScorer
    {
        public FeatureSchema Features => inner.Features;

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores) =>
            inner.Score(new FeatureBlock(residuals.Apply(columns), 0, columns.Rows), scores);
    }
}
