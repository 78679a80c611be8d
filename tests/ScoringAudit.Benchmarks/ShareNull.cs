using MathNet.Numerics.LinearAlgebra;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>People whose associative features tell nothing of the outcome beyond their own, and the quickest training that gives them something all the same.</summary>
internal static class ShareNull
{
    /// <summary>Outcomes follow own features; three associative ones go along with the first of them. Clustered: everything of a street is shared, and outcomes cluster for a reason that nobody recorded.</summary>
    public static (ColumnPortfolio Rows, Roles Roles, int[] Streets) Rows(Streams streams, int n, bool clustered)
    {
        var draw = streams.Derive("rows").Sequence();
        float[][] own = [new float[n], new float[n], new float[n]], others = [new float[n], new float[n], new float[n]];
        var outcome = new long[n];
        var streets = new int[n];
        double[] place = new double[3];
        var luck = 0.0;
        for (var i = 0; i < n; i++)
        {
            if (i % 10 == 0)
            {
                // Everything of a street: its values, and defaults that cluster by what nobody recorded.
                luck = Normal(ref draw);
                place = [Normal(ref draw), Normal(ref draw), Normal(ref draw)];
            }

            streets[i] = i / 10;
            for (var f = 0; f < 3; f++)
            {
                own[f][i] = (float)(Normal(ref draw) + (clustered && f == 0 ? 0.5 * place[0] : 0));
                others[f][i] = (float)(clustered ? place[f] : (0.5 * own[0][i]) + Normal(ref draw));
            }

            var logit = (0.8 * own[0][i]) - (0.6 * own[1][i]) + (clustered ? 0.7 * luck : 0) - 0.5;
            outcome[i] = draw.NextUniform() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
        }

        var build = ColumnPortfolio.Build("null");
        for (var f = 0; f < 3; f++)
        {
            build = build.Number($"own{f}", own[f]).Number($"near{f}", others[f]);
        }

        return (build.Integer("default", outcome).Build(), new Roles
        {
            Outcome = new OutcomeRole("default", "1", false),
            Features = [.. Enumerable.Range(0, 3).Select(f => FeatureRole.Of($"own{f}")), .. Enumerable.Range(0, 3).Select(f => FeatureRole.Of($"near{f}", Origin.Neighbourhood))],
        }, streets);
    }

    private static double Normal(ref RandomSequence draw) => Math.Sqrt(-2 * Math.Log(1 - draw.NextUniform())) * Math.Cos(2 * Math.PI * draw.NextUniform());

    /// <summary>Least squares of the outcome.</summary>
    public sealed class LeastSquares : ITrainer
    {
        public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel)
        {
            var schema = FeatureSchema.Fit(rows, plan.Roles.Features!, plan.Training);
            var matrix = FeatureMatrix.Read(rows, schema);
            var y = new List<double>();
            using var reader = rows.Open([rows.Schema.Require(plan.Roles.Outcome!.Column, "outcome")]);
            while (reader.Read(out var batch))
            {
                var numbers = new double[batch.Rows];
                batch.CopyNumbers(0, numbers);
                y.AddRange(numbers);
            }

            var k = schema.Count + 1;
            var normal = Matrix<double>.Build.Dense(k, k);
            var right = Vector<double>.Build.Dense(k);
            var row = new double[k];
            for (var i = 0; i < matrix.Rows; i++)
            {
                row[0] = 1;
                for (var f = 1; f < k; f++)
                {
                    row[f] = matrix.Columns[f - 1][i];
                }

                for (var p = 0; p < k; p++)
                {
                    right[p] += row[p] * y[i];
                    for (var q = 0; q < k; q++)
                    {
                        normal[p, q] += row[p] * row[q];
                    }
                }
            }

            var weights = normal.Solve(right);
            return new TrainedModel("least squares", new EncodedScorer(schema, new LinearModel(weights[0], [.. weights.Skip(1)]), ScoreScale.AdverseLogOdds), matrix.Rows, new Dictionary<string, long>(), new Dictionary<string, long>());
        }
    }
}
